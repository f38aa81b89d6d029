from __future__ import annotations

import json
import os
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import run

import numpy as np
import pytest

from domain.errors import InvalidInput
from domain.retrieval.encoder import SentenceEncoder, precision_of
from domain.retrieval.weights import load_tokenizer, model_folder, weights_digest

TEXTS = [
    "A creditor shall notify an applicant of action taken within 30 days.",
    "The servicer shall not charge a fee for responding to a notice of error.",
    "Rain.",
    "The quick brown fox jumps over the lazy dog. " * 12,
    "",
    "契約と利息 § 1002.9(a)(1) — naïve café",
]
NEARLY = 0.9995
"""Cosine between vectors of one text that differ in rounding to bfloat16 alone."""


@pytest.fixture(scope="module")
def exact() -> SentenceEncoder:
    return SentenceEncoder(precision="fp32")


def test_vectors_are_those_of_sentence_transformers(exact: SentenceEncoder) -> None:
    from sentence_transformers import SentenceTransformer

    peer = SentenceTransformer(str(model_folder()), local_files_only=True, device="cpu")

    np.testing.assert_allclose(exact.encode(TEXTS), peer.encode(TEXTS), atol=2e-6)


def test_one_unit_vector_a_text_in_the_order_given(encoder: SentenceEncoder) -> None:
    vectors = encoder.encode(TEXTS)

    assert vectors.shape == (len(TEXTS), encoder.dimension) == (6, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    for text, vector in zip(TEXTS, vectors, strict=True):
        assert encoder.encode([text])[0] @ vector > NEARLY


def test_no_text_gives_no_vector(encoder: SentenceEncoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


def test_close_in_meaning_is_close_in_cosine(encoder: SentenceEncoder) -> None:
    question, near, far = encoder.encode(
        ["When must a creditor tell me that I was refused?", TEXTS[0], TEXTS[3]]
    )

    assert question @ near > question @ far + 0.2


def test_a_long_text_is_read_to_its_end(exact: SentenceEncoder) -> None:
    filler = "The parties agree to the terms set out below. " * 60
    first, second = exact.encode([filler, filler + "Bananas are yellow tropical fruit. " * 20])

    assert abs(np.linalg.norm(second) - 1) < 1e-5
    assert first @ second < 0.98


def test_many_threads_get_the_same_vectors(encoder: SentenceEncoder) -> None:
    alone = encoder.encode(TEXTS)
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda _: encoder.encode(TEXTS), range(16)))

    for vectors in together:
        assert (np.einsum("nd,nd->n", vectors, alone) > NEARLY).all()


def test_the_fingerprint_names_weights_window_and_precision(
    encoder: SentenceEncoder, exact: SentenceEncoder
) -> None:
    digest = weights_digest(model_folder())

    assert exact.fingerprint == f"{digest}-w256s32-fp32"
    assert encoder.fingerprint.startswith(f"{digest}-w256s32-")
    assert precision_of(exact.fingerprint) == "fp32"
    assert SentenceEncoder(precision=precision_of(encoder.fingerprint)).fingerprint == (
        encoder.fingerprint
    )


def _link_model(folder: Path) -> None:
    for path in model_folder().rglob("*"):
        if path.is_file() and path.suffix in {".json", ".safetensors"}:
            target = folder / path.relative_to(model_folder())
            target.parent.mkdir(exist_ok=True)
            target.symlink_to(path)


def _pool_by_first_token(folder: Path) -> None:
    settings = folder / "1_Pooling" / "config.json"
    fields = json.loads(settings.read_text())
    settings.unlink()
    changed = {"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}
    settings.write_text(json.dumps({**fields, **changed}))


def test_the_digest_changes_with_a_setting(tmp_path: Path) -> None:
    _link_model(tmp_path)
    assert weights_digest(tmp_path) == weights_digest(model_folder())

    _pool_by_first_token(tmp_path)

    assert weights_digest(tmp_path) != weights_digest(model_folder())


def test_a_model_of_another_kind_is_run_as_it_defines_itself(
    tmp_path: Path, exact: SentenceEncoder
) -> None:
    from sentence_transformers import SentenceTransformer

    _link_model(tmp_path)
    _pool_by_first_token(tmp_path)
    peer = SentenceTransformer(str(tmp_path), local_files_only=True, device="cpu")

    vectors = SentenceEncoder(str(tmp_path), precision="fp32").encode(TEXTS)

    np.testing.assert_allclose(vectors, peer.encode(TEXTS), atol=2e-6)
    assert not np.allclose(vectors, exact.encode(TEXTS), atol=0.1)


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="safetensors"):
        SentenceEncoder(str(tmp_path))


def test_an_encoder_refuses_to_work_in_a_fork_instead_of_hanging(encoder: SentenceEncoder) -> None:
    encoder.encode(["before"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # forking is what is tested
        child = os.fork()
    if child == 0:
        try:
            encoder.encode(["after"])
        except RuntimeError:
            os._exit(0)
        os._exit(1)

    _, status = os.waitpid(child, 0)

    assert os.waitstatus_to_exitcode(status) == 0


def test_cutting_texts_loads_no_torch() -> None:
    program = (
        "import sys; from domain.retrieval.chunking import Chunker;"
        "from domain.retrieval.weights import load_tokenizer, model_folder;"
        "import domain.retrieval.encoder, domain.retrieval.search, domain.indexing.verify;"
        "Chunker(load_tokenizer(model_folder())).split('a text', markdown=True);"
        "sys.exit('torch' in sys.modules or 'transformers' in sys.modules)"
    )

    assert run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_tokenizer_alone_counts_as_the_encoder_does() -> None:
    tokenizer = load_tokenizer(model_folder())

    assert len(tokenizer.encode("credit " * 400).ids) == 402
