"""Guides on debt-to-income ratios: Fannie Mae, VA, USDA.

They steer underwriting and are not law for every loan; a lender may be stricter, and an automated
system may accept more.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from domain.loans.rules.catalogue import OutsideData
from domain.loans.rules.facts import Facts, Underwriting
from domain.loans.rules.residual_income import required_residual_income
from domain.loans.rules.result import Figure, Finding, Unit, compared, not_applicable, unknown
from domain.loans.rules.shares import exceeds, obligations_of, share_of_income, unknown_ratio
from domain.loans.rules.values import Values
from domain.money import CONTEXT


def fannie_mae_debt_ratio(values: Values, facts: Facts) -> Finding:
    """36 % by hand, up to 45 % with the score and reserves of the matrix, 50 % in Desktop Underwriter."""
    obligations = obligations_of(facts)
    if obligations is None or facts.gross_monthly_income is None:
        return unknown_ratio(facts, figure=Figure.TOTAL_DEBT_RATIO)
    if facts.underwriting is None:
        return unknown("underwriting")
    income = facts.gross_monthly_income
    if facts.underwriting is Underwriting.AUTOMATED:
        who, limit = "Desktop Underwriter accepts", "automated"
    else:
        who, limit = "underwriting by hand accepts", "manual"
        between = exceeds(obligations, income, values.number("manual")) and not exceeds(
            obligations, income, values.number("manual_with_matrix")
        )
        if between and facts.eligibility_matrix is None:
            return unknown("eligibilityMatrix")
        if facts.eligibility_matrix:
            limit = "manual_with_matrix"
    return share_of_income(
        who,
        obligations,
        income=income,
        percent=values.number(limit),
        figure=Figure.TOTAL_DEBT_RATIO,
    )


def va_debt_ratio(values: Values, facts: Facts) -> Finding:
    """41 %, rounded to a whole percent; above it, residual income at least 20 % over the table.

    38 CFR 36.4340(c) and (d).
    """
    obligations = obligations_of(facts)
    if obligations is None or facts.gross_monthly_income is None:
        return unknown_ratio(facts, figure=Figure.TOTAL_DEBT_RATIO)
    exact = CONTEXT.divide(CONTEXT.multiply(obligations, Decimal(100)), facts.gross_monthly_income)
    rounded = exact.quantize(Decimal(1), rounding=ROUND_HALF_UP, context=CONTEXT)
    limit = values.number("percent")
    by_ratio = compared(
        keeps=rounded <= limit,
        explanation="VA's standard, beyond which an underwriter must justify the loan in writing",
        figure=Figure.TOTAL_DEBT_RATIO,
        unit=Unit.PERCENT,
        measured=rounded,
        threshold=limit,
    )
    if rounded <= limit:
        return by_ratio
    needed = required_residual_income(facts)
    if needed is None or isinstance(needed, OutsideData) or facts.residual_income is None:
        return unknown("amount", "householdSize", "region", "residualIncome")
    more = CONTEXT.add(Decimal(100), values.number("residual_above_percent"))
    cushion = CONTEXT.divide(CONTEXT.multiply(needed, more), Decimal(100))
    if facts.residual_income < cushion:
        return by_ratio
    return compared(
        keeps=True,
        explanation=f"a ratio of {rounded} % is above VA's standard of {limit} %, but residual "
        "income is far enough above the table",
        figure=Figure.RESIDUAL_INCOME,
        unit=Unit.DOLLARS,
        measured=facts.residual_income,
        threshold=cushion,
    )


def usda_housing_ratio(values: Values, facts: Facts) -> Finding:
    """29 % by hand (34 % for a time), more with a waiver for a good score and a compensating factor."""
    if facts.underwriting is Underwriting.AUTOMATED:
        return not_applicable("USDA's automated system may accept a higher ratio")
    payment, income = facts.housing_payment, facts.gross_monthly_income
    if payment is None or income is None:
        return unknown_ratio(facts, figure=Figure.HOUSING_RATIO)
    limit = values.number("percent")
    if "waiver_percent" in values and exceeds(payment, income, limit):
        wider = values.number("waiver_percent")
        if not exceeds(payment, income, wider):
            waived = _waived(values, facts)
            if waived is None:
                return unknown("creditScore", "compensatingFactors")
            limit = wider if waived else limit
    return share_of_income(
        "USDA accepts", payment, income=income, percent=limit, figure=Figure.HOUSING_RATIO
    )


def usda_total_debt_ratio(values: Values, facts: Facts) -> Finding:
    """41 % by hand."""
    if facts.underwriting is Underwriting.AUTOMATED:
        return not_applicable("USDA's automated system may accept a higher ratio")
    obligations = obligations_of(facts)
    if obligations is None or facts.gross_monthly_income is None:
        return unknown_ratio(facts, figure=Figure.TOTAL_DEBT_RATIO)
    return share_of_income(
        "USDA accepts",
        obligations,
        income=facts.gross_monthly_income,
        percent=values.number("percent"),
        figure=Figure.TOTAL_DEBT_RATIO,
    )


def _waived(values: Values, facts: Facts) -> bool | None:
    """Whether the ratio waiver's conditions are met; None if they are not known."""
    if facts.credit_score is None or facts.compensating_factors is None:
        return None
    return facts.credit_score >= values.number(
        "waiver_score"
    ) and facts.compensating_factors >= values.number("waiver_factors")
