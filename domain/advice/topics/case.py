"""What every topic computes from: the facts as given, and what the loan costs by them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.advice.reading.pricing import Pricing
from domain.advice.reading.weighed import NOTHING_WEIGHED, Weighed
from domain.advice.request import BorrowerFacts, LoanFacts, LoanPurpose, Occupancy
from domain.loans.amortization import LoanQuote, quote
from domain.loans.rules.facts import Facts
from domain.loans.rules.programs import program_rules
from domain.loans.rules.result import Outcome, RuleResult
from domain.loans.terms import known_terms
from domain.risk.assessment import Assessment, assess
from domain.risk.situation import Situation

SHORTEST_MORTGAGE = 180
"""Months from which a loan of a purpose that nobody told is taken for a mortgage."""


@dataclass(frozen=True, slots=True)
class Case:
    """A loan and a borrower; `quote` is None without a rate or a term. `on` is the day of the answer.

    `rules` are the program rules that could be decided, for a mortgage; `pricing` is what a rate sheet
    had to say of the rate. `weighed` is what the question weighs, `before` the loan that its conversation
    was about until then.
    """

    loan: LoanFacts
    borrower: BorrowerFacts
    quote: LoanQuote | None
    assessment: Assessment
    rules: tuple[RuleResult, ...]
    on: date
    pricing: Pricing | None = None
    weighed: Weighed = NOTHING_WEIGHED
    before: LoanFacts | None = None

    @property
    def pricing_gave_rate(self) -> bool:
        """Whether the loan's rate is a rate sheet's, for nobody has told one."""
        return self.pricing is not None and self.pricing.match is not None

    @property
    def is_mortgage(self) -> bool:
        """Whether a home secures the loan, as far as one was told."""
        return is_mortgage(self.loan)


def case_of(
    loan: LoanFacts,
    borrower: BorrowerFacts | None,
    *,
    on: date,
    pricing: Pricing | None = None,
    weighed: Weighed = NOTHING_WEIGHED,
    before: LoanFacts | None = None,
) -> Case:
    """Return the case: quote, assessment and rules as far as the facts go."""
    borrower = borrower or BorrowerFacts()
    quoted = quote_of(loan)
    rules = _rules(loan, borrower, on) if is_mortgage(loan) else ()
    assessment = assess(_situation(loan, borrower), rules=rules)
    return Case(loan, borrower, quoted, assessment, rules, on, pricing, weighed, before)


def is_mortgage(loan: LoanFacts) -> bool:
    """Whether a home secures the loan: as one was told, or as its value or its long term tell."""
    if loan.purpose is not None:
        return loan.purpose is LoanPurpose.MORTGAGE
    return loan.property_value is not None or (loan.term_months or 0) >= SHORTEST_MORTGAGE


def quote_of(loan: LoanFacts) -> LoanQuote | None:
    """Return the loan's quote, or None if its rate or term is not known."""
    terms = known_terms(loan.amount, loan.annual_rate, loan.term_months)
    return None if terms is None else quote(terms, start_date=loan.start_date)


def _situation(loan: LoanFacts, borrower: BorrowerFacts) -> Situation:
    return Situation(
        amount=loan.amount,
        annual_rate=loan.annual_rate,
        term_months=loan.term_months,
        property_value=loan.property_value,
        other_costs=loan.other_costs,
        gross_monthly_income=borrower.gross_monthly_income,
        monthly_debts=borrower.monthly_debts,
        reserves=borrower.reserves,
    )


def _rules(loan: LoanFacts, borrower: BorrowerFacts, on: date) -> tuple[RuleResult, ...]:
    """The rules that the facts are enough for; the others ask for more than advice is given on."""
    facts = Facts(
        on=on,
        amount=loan.amount,
        points_and_fees=loan.fees,
        principal_dwelling=borrower.occupancy in {None, Occupancy.PRIMARY},
        property_value=loan.property_value,
        gross_monthly_income=borrower.gross_monthly_income,
        monthly_debts=borrower.monthly_debts,
        household_size=borrower.household_size,
        credit_score=borrower.credit_score,
    )
    terms = known_terms(loan.amount, loan.annual_rate, loan.term_months)
    answers = program_rules(facts, terms=terms, other_costs=loan.other_costs)
    return tuple(each for each in answers.results if each.outcome in {Outcome.PASS, Outcome.FAIL})
