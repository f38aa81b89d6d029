"""The sample sheets that ship: made-up rates, to show what a sheet does until a real one is published."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from uuid import NAMESPACE_URL, uuid5

from domain.rate_sheets.reading import read_json
from domain.rate_sheets.sheet import FiledSheet, Product


@lru_cache(maxsize=1)
def samples() -> Mapping[Product, FiledSheet]:
    """Return the samples by product; read once in a process, at the first call.

    A sample's id changes with its text.
    """
    folder = resources.files("domain.rate_sheets") / "data"
    texts = [
        file.read_text(encoding="utf-8")
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".json")
    ]
    filed = [FiledSheet(uuid5(NAMESPACE_URL, text), read_json(text)) for text in texts]
    return {each.sheet.product: each for each in filed}
