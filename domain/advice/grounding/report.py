"""What was checked of an answer, and what failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.advice.grounding.claims import Kind


class Reason(StrEnum):
    """Why a sentence must not be sent."""

    UNGROUNDED_NUMBER = "UNGROUNDED_NUMBER"
    UNKNOWN_CITATION = "UNKNOWN_CITATION"
    UNSUPPORTED_CITATION = "UNSUPPORTED_CITATION"
    ALTERED_QUOTATION = "ALTERED_QUOTATION"
    UNSAFE_MARKUP = "UNSAFE_MARKUP"
    PROMISE = "PROMISE"
    UNREADABLE = "UNREADABLE"
    WITHHELD = "WITHHELD"


@dataclass(frozen=True, slots=True)
class NumberCheck:
    """A number of a sentence: `value` as read, in its kind's base unit, and what it rests on.

    `grounded_by` is such as "figure:monthlyPayment", "input:loan.amount", "note" or "passage:2";
    None if it rests on nothing.
    """

    text: str
    kind: Kind
    value: str
    grounded_by: str | None


@dataclass(frozen=True, slots=True)
class CitationCheck:
    """A citation of a sentence: whether it exists, and the share of the sentence's words it holds."""

    number: int
    exists: bool
    support: float


@dataclass(frozen=True, slots=True)
class QuotationCheck:
    """A quotation of a cited sentence, and the number of the passage that has it, if one does."""

    text: str
    found_in: int | None


@dataclass(frozen=True, slots=True)
class Failure:
    """What is wrong with which sentence: `text` is the part of it that is to blame."""

    reason: Reason
    text: str
    sentence: str


@dataclass(frozen=True, slots=True)
class SentenceCheck:
    """A sentence with all that was checked of it; it has passed if nothing failed."""

    sentence: str
    numbers: tuple[NumberCheck, ...]
    citations: tuple[CitationCheck, ...]
    quotations: tuple[QuotationCheck, ...]
    failures: tuple[Failure, ...]
    passed: bool


@dataclass(frozen=True, slots=True)
class GroundingReport:
    """What was checked of an answer. Strings, numbers and tuples only: `dataclasses.asdict` is JSON."""

    sentences: tuple[SentenceCheck, ...]
    numbers_checked: int
    citations_checked: int
    passed: bool
    failures: tuple[Failure, ...]


def report(checked: Sequence[SentenceCheck]) -> GroundingReport:
    """Sum up sentences that were checked one by one, as they are in a stream."""
    failures = tuple(failure for sentence in checked for failure in sentence.failures)
    return GroundingReport(
        sentences=tuple(checked),
        numbers_checked=sum(len(sentence.numbers) for sentence in checked),
        citations_checked=sum(len(sentence.citations) for sentence in checked),
        passed=not failures,
        failures=failures,
    )
