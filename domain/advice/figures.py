"""The figures of an answer: computed from what was given, with what is missing for more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from domain.advice.advice import DataVersion, Figure
from domain.advice.reading.known import Known
from domain.advice.reading.pricing import Pricing
from domain.advice.request import AdviceRequest, BorrowerFacts, LoanFacts
from domain.advice.topics.case import Case, case_of
from domain.advice.topics.catalogue import COMPUTE
from domain.advice.topics.contradiction import asked_back
from domain.advice.topics.finding import Finding
from domain.advice.topics.sheet_rate import assumption
from domain.loans.rules.result import RuleResult
from domain.risk.assessment import Assessment


@dataclass(frozen=True, slots=True)
class Computed:
    """What every topic found; `case` is None where nothing was given."""

    case: Case | None
    findings: tuple[Finding, ...]

    @property
    def assessment(self) -> Assessment | None:
        """What may go wrong with the loan."""
        return None if self.case is None else self.case.assessment

    @property
    def rules(self) -> tuple[RuleResult, ...]:
        """The program rules that could be decided."""
        return () if self.case is None else self.case.rules

    @property
    def data_versions(self) -> tuple[DataVersion, ...]:
        """The dated rules and the rate sheet that were used."""
        rules = [
            DataVersion(result.rule, result.effective_from.isoformat())
            for result in self.rules
            if result.effective_from is not None
        ]
        pricing = None if self.case is None else self.case.pricing
        if pricing is None or (pricing.match is None and pricing.lowest is None):
            return tuple(rules)
        return (*rules, DataVersion(pricing.name, pricing.version))

    @property
    def assumed(self) -> tuple[str, ...]:
        """What all figures rest on: the rate of a rate sheet, where it is one."""
        return () if self.case is None else assumption(self.case.pricing, self.case.loan.amount)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures, topic by topic."""
        return tuple(figure for finding in self.findings for figure in finding.figures)


NOTHING = Computed(None, ())


def compute(
    known: Known,
    *,
    on: date,
    pricing: Pricing | None = None,
    before: LoanFacts | None = None,
) -> Computed:
    """Compute every figure that what is known gives enough for; `on` is the day of the answer.

    The figures depend on the loan's and the borrower's facts and on the numbers that the question weighs,
    and on nothing else: what else it says decides only which of them are said. `pricing` says where the
    loan's rate is from, or what a rate sheet would need to give one; `before` is the loan that its
    conversation was about until then. Nothing that is missing is guessed silently, and where the numbers of
    the question contradict each other it is asked which are meant.
    """
    request, weighs = known.request, known.weighed
    if known.conflict:
        return Computed(None, (asked_back(known.conflict),))
    if not (_has_figures(request) or weighs.offers or weighs.debts.owed):
        return NOTHING
    case = case_of(
        request.loan or LoanFacts(),
        request.borrower,
        on=on,
        pricing=pricing,
        weighed=weighs,
        before=before,
    )
    found = (topic(case) for topic in COMPUTE)
    return Computed(case, tuple(finding for finding in found if finding is not None))


def _has_figures(request: AdviceRequest) -> bool:
    """Whether anything but what the loan is for is known."""
    loan, borrower = request.loan or LoanFacts(), request.borrower or BorrowerFacts()
    return replace(loan, purpose=None) != LoanFacts() or borrower != BorrowerFacts()
