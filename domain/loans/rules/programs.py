"""A loan put to every program rule in one call, from what a request states of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from domain.loans.amortization import level_payment
from domain.loans.rules.catalogue import OutsideData
from domain.loans.rules.evaluate import evaluate_all
from domain.loans.rules.facts import Facts
from domain.loans.rules.result import RuleResult
from domain.loans.rules.scores import credit_score_band
from domain.loans.terms import LoanTerms, require_amount
from domain.money import total


@dataclass(frozen=True, slots=True)
class ProgramRules:
    """Every rule's answer for one day.

    housing_payment: the one that was compared, in dollars a month; None if it is not known.
    credit_score_band: what the CFPB calls the credit score; None if it or the day's bands are not known.
    missing: public names of all the facts without which an answer is UNKNOWN, each once, in the
    order in which the rules first ask for them.
    """

    on: date
    housing_payment: Decimal | None
    credit_score_band: str | None
    results: tuple[RuleResult, ...]
    missing: tuple[str, ...]


def program_rules(
    facts: Facts, *, terms: LoanTerms | None = None, other_costs: Decimal | None = None
) -> ProgramRules:
    """Put a loan to every rule as it stood on `facts.on`.

    terms: where known, they give the amount that the facts do not state; with other_costs (taxes,
    insurance, dues and mortgage insurance of the home, dollars a month) also the housing payment.
    Without other_costs it stays unknown: leaving them out would let a loan pass that fails.

    Raises InvalidInput ("otherCosts").
    """
    if other_costs is not None:
        require_amount(other_costs, field="otherCosts")
    if terms is not None and facts.amount is None:
        facts = replace(facts, amount=terms.amount)
    if terms is not None and other_costs is not None and facts.housing_payment is None:
        facts = replace(facts, housing_payment=total((level_payment(terms), other_costs)))
    results = evaluate_all(facts)
    missing = dict.fromkeys(name for result in results for name in result.missing)
    return ProgramRules(
        on=facts.on,
        housing_payment=facts.housing_payment,
        credit_score_band=_band(facts),
        results=results,
        missing=tuple(missing),
    )


def _band(facts: Facts) -> str | None:
    if facts.credit_score is None:
        return None
    band = credit_score_band(facts.credit_score, facts.on)
    return None if isinstance(band, OutsideData) else band
