"""Why an answer is not by the model that should have written it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Degradation(StrEnum):
    """What kept the model's text from being the answer; the deterministic writer's stands in its place."""

    NOT_GROUNDED = "NOT_GROUNDED"
    TIMED_OUT = "TIMED_OUT"
    UNREACHABLE = "UNREACHABLE"
    RESTING = "RESTING"
    BUDGET_SPENT = "BUDGET_SPENT"
    UNUSABLE = "UNUSABLE"


_WHY: Mapping[Degradation, str] = MappingProxyType(
    {
        Degradation.NOT_GROUNDED: "its text did not pass the grounding check",
        Degradation.TIMED_OUT: "it did not answer in time",
        Degradation.UNREACHABLE: "it could not be reached",
        Degradation.RESTING: "it has failed repeatedly and is not asked for a while",
        Degradation.BUDGET_SPENT: "its text would have been too long",
        Degradation.UNUSABLE: "what it sent could not be read",
    }
)


class ModelFailed(Exception):
    """The model gave no text that can be used."""

    def __init__(self, reason: Degradation) -> None:
        super().__init__(reason)
        self.reason = reason


def said(reason: Degradation) -> str:
    """Return the sentence with which an answer says that it is degraded."""
    return f"This answer was written without the language model, because {_WHY[reason]}."
