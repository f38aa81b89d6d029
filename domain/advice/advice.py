"""An answer: text, figures and sources, with everything that is needed to check it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from domain.advice.grounding.report import GroundingReport
from domain.advice.reading.pricing import Pricing
from domain.advice.request import AdviceRequest, LoanFacts
from domain.advice.writing.degradation import Degradation
from domain.loans.rules.result import RuleResult
from domain.retrieval.passage import Passage
from domain.risk.assessment import Assessment

DISCLAIMER = (
    "This is education about consumer loans in the United States, in US dollars. It is not an offer "
    "of credit, nor legal or tax advice."
)


class Unit(StrEnum):
    """What a figure is counted in."""

    MONEY = "MONEY"
    PERCENT = "PERCENT"
    MONTHS = "MONTHS"
    PAYMENTS = "PAYMENTS"
    COUNT = "COUNT"


@dataclass(frozen=True, slots=True)
class Figure:
    """A computed number: what it is called, how it is shown, and how it came about."""

    key: str
    label: str
    value: Decimal
    unit: Unit
    basis: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage that the answer rests on, as it was when the answer was given; `[number]` in the text."""

    number: int
    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class ToolCall:
    """What a model used a tool for: which, with what (JSON), and what came of it.

    `figures` are those of a calculator, `found` the numbers of the citations that a search added.
    """

    name: str
    arguments: str
    figures: tuple[Figure, ...] = ()
    found: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class StageTime:
    """How long one stage took, measured on a monotonic clock."""

    stage: str
    milliseconds: float


@dataclass(frozen=True, slots=True)
class DataVersion:
    """A version of dated data that figures rest on, such as a rule or a rate sheet."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Advice:
    """A recorded answer.

    `request` is as it was asked; `used` has in addition the facts that its question states, which `read`
    lists, those of the conversation before it, which `carried` lists, and the rate that a rate sheet
    gave (`pricing`; None if none was looked into). `unread` are the numbers of the question that nothing is
    computed from, each as it stands there with a few words around it. `searched` is the text that passages
    were looked for with. `in_scope` is false if nothing that is known bears on the question and
    no figures were given. `assessment` and `rules` are None and empty without a loan; `rules` are the
    program rules that could be decided. `grounding` says what was checked of every sentence.
    `index_version` is the number of the version that was searched, None if there was none.
    `data_versions` names the rule data and rate sheets that were used. `cached` is true if it was made
    for an equal question a short while before. `writer` wrote the text; `degraded` says why that was not
    the model, None if it was or none is configured. `calls` is what the model used its tools for: the
    figures and citations that came of it are among those of the answer. `before` is the loan that the
    conversation was about until then, None if there was none.
    """

    id: UUID
    conversation_id: UUID
    request: AdviceRequest
    used: AdviceRequest
    read: tuple[str, ...]
    carried: tuple[str, ...]
    searched: str
    answer: str
    in_scope: bool
    figures: tuple[Figure, ...]
    assessment: Assessment | None
    rules: tuple[RuleResult, ...]
    citations: tuple[Citation, ...]
    missing_information: tuple[str, ...]
    assumptions: tuple[str, ...]
    index_version: int | None
    encoder_fingerprint: str
    data_versions: tuple[DataVersion, ...]
    writer: str
    grounding: GroundingReport
    timings: tuple[StageTime, ...]
    created_at: datetime
    cached: bool = False
    degraded: Degradation | None = None
    calls: tuple[ToolCall, ...] = ()
    pricing: Pricing | None = None
    before: LoanFacts | None = None
    unread: tuple[str, ...] = ()

    @property
    def told(self) -> AdviceRequest:
        """What was used without the rate of a rate sheet: all that the asker has said so far."""
        loan = self.used.loan
        if loan is None or self.pricing is None or self.pricing.match is None:
            return self.used
        return replace(self.used, loan=replace(loan, annual_rate=None))
