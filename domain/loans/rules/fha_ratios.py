"""FHA's guide on debt-to-income ratios: HUD Handbook 4000.1, II.A.5.d.viii."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from domain.loans.rules.facts import Facts, Underwriting
from domain.loans.rules.result import Figure, Finding, Outcome, not_applicable, unknown
from domain.loans.rules.shares import obligations_of, share_of_income, unknown_ratio
from domain.loans.rules.values import Values
from domain.money import CONTEXT

_WHO = "FHA's guide for underwriting by hand is"


@dataclass(frozen=True, slots=True)
class _Budget:
    housing: Decimal
    obligations: Decimal
    income: Decimal

    def against(self, pair: Values) -> Finding:
        """Of the two ratios the one that lies further beyond, or closer to, its limit."""
        housing = share_of_income(
            _WHO,
            self.housing,
            income=self.income,
            percent=pair.number("front"),
            figure=Figure.HOUSING_RATIO,
        )
        debts = share_of_income(
            _WHO,
            self.obligations,
            income=self.income,
            percent=pair.number("back"),
            figure=Figure.TOTAL_DEBT_RATIO,
        )
        return max(debts, housing, key=_excess)


def fha_ratios(values: Values, facts: Facts) -> Finding:
    """31/43 by hand; 37/47 with one compensating factor, 40/50 with two, 40/40 without other debt.

    More than 31/43 takes a score of at least 580. Of the pairs that are open to the borrower the one
    that is kept, or else the one that is missed by least, is compared.
    """
    if facts.underwriting is Underwriting.AUTOMATED:
        return not_applicable("FHA's automated system sets no fixed ratio")
    obligations = obligations_of(facts)
    if obligations is None or facts.gross_monthly_income is None or facts.housing_payment is None:
        return unknown_ratio(facts, figure=Figure.TOTAL_DEBT_RATIO)
    budget = _Budget(facts.housing_payment, obligations, facts.gross_monthly_income)
    best = min(
        (budget.against(values.table(name)) for name in _open_pairs(values, facts)), key=_excess
    )
    if best.outcome is Outcome.FAIL:
        most = budget.against(values.table("two_factors"))
        undecided = _undecided(values, facts) if most.outcome is Outcome.PASS else ()
        if undecided:
            return unknown(*undecided)
    return best


def _open_pairs(values: Values, facts: Facts) -> list[str]:
    pairs = ["base"]
    if facts.credit_score is not None and facts.credit_score >= values.number("score_for_more"):
        factors = facts.compensating_factors or 0
        pairs += ["no_discretionary_debt"] if facts.no_discretionary_debt else []
        pairs += ["one_factor"] if factors >= 1 else []
        pairs += ["two_factors"] if factors >= 2 else []
    return pairs


def _undecided(values: Values, facts: Facts) -> tuple[str, ...]:
    """What could still turn a miss into a pass: the score, or factors nobody has looked into."""
    if facts.credit_score is None:
        return ("creditScore", "compensatingFactors")
    too_low = facts.credit_score < values.number("score_for_more")
    return () if too_low or facts.compensating_factors is not None else ("compensatingFactors",)


def _excess(finding: Finding) -> tuple[bool, Decimal]:
    assert finding.measured is not None
    assert finding.threshold is not None
    share = CONTEXT.divide(finding.measured, finding.threshold)
    return finding.outcome is Outcome.FAIL, share
