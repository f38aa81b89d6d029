"""A language model as a writer: what it promises, whichever it is."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from typing import Protocol

from domain.advice.grounding.report import SentenceCheck
from domain.advice.writing.desk import Desk


class ModelDraft(Protocol):
    """One answer in the making; time and tokens are bounded over both calls together."""

    def write(self) -> AsyncGenerator[str, None]:
        """Yield the answer's Markdown in pieces, as they come. Raises `ModelFailed`."""

    def go_on(self, passed: str, failed: Sequence[SentenceCheck]) -> AsyncGenerator[str, None]:
        """Yield what comes after `passed`, in place of the sentences that failed. Raises `ModelFailed`."""


class ModelWriter(Protocol):
    """Whoever puts an answer into words with a language model."""

    @property
    def name(self) -> str:
        """Name writer and model, as the record keeps them."""

    @property
    def instructions(self) -> str:
        """What the model is told beside the material; no answer may repeat it."""

    def start(self, desk: Desk) -> ModelDraft:
        """Begin one answer."""
