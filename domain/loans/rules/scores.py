"""Credit scores: what programs ask for, and the bands by which they are spoken of."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from domain.errors import InvalidInput
from domain.loans.rules.catalogue import OutsideData, rule
from domain.loans.rules.facts import Facts, Underwriting
from domain.loans.rules.result import Figure, Finding, Unit, compared, not_applicable, unknown
from domain.loans.rules.values import Values
from domain.money import CONTEXT
from domain.rates import percent_of


def fha_credit_score(values: Values, facts: Facts) -> Finding:
    """No loan under 500; from 500 to 579 at most 90 % of the value; from 580 the full share."""
    if facts.credit_score is None:
        return unknown("creditScore")
    score, least = Decimal(facts.credit_score), values.number("minimum")
    if score < least or score >= values.number("full_financing"):
        if score < least:
            return _score("FHA insures no loan below this credit score", score, least)
        words = "FHA lends its full share of the value from this credit score on"
        return _score(words, score, values.number("full_financing"))
    if facts.amount is None or facts.property_value is None:
        return unknown(
            *(() if facts.amount else ("amount",)),
            *(() if facts.property_value else ("propertyValue",)),
        )
    limit = values.number("ltv_below_full")
    borrowed = CONTEXT.multiply(facts.amount, Decimal(100))
    return compared(
        keeps=borrowed <= CONTEXT.multiply(facts.property_value, limit),
        explanation=f"with a credit score of {score} FHA lends at most this share of the value",
        figure=Figure.LOAN_TO_VALUE,
        unit=Unit.PERCENT,
        measured=percent_of(facts.amount, facts.property_value),
        threshold=limit,
    )


def fannie_mae_credit_score(values: Values, facts: Facts) -> Finding:
    """620 in Desktop Underwriter until November 15, 2025; none since."""
    if facts.underwriting is not Underwriting.AUTOMATED:
        return not_applicable("only Desktop Underwriter's requirement is held here")
    if "automated" not in values:
        return not_applicable("Desktop Underwriter applies no minimum score")
    if facts.credit_score is None:
        return unknown("creditScore")
    words = "Desktop Underwriter's minimum credit score is"
    return _score(words, Decimal(facts.credit_score), values.number("automated"))


def credit_score_band(score: int, on: date) -> str | OutsideData:
    """What the CFPB calls a score of that size: "prime", "near-prime" and so on.

    Raises InvalidInput ("creditScore") outside 300 to 850.
    """
    if not 300 <= score <= 850:
        raise InvalidInput("creditScore must be from 300 to 850", field="creditScore")
    version = rule("credit-score-bands").on(on)
    if isinstance(version, OutsideData):
        return version
    bands = version.values.tables("bands")
    return next(band.text("name") for band in bands if score >= band.number("at_least"))


def _score(explanation: str, score: Decimal, needed: Decimal) -> Finding:
    return compared(
        keeps=score >= needed,
        explanation=explanation,
        figure=Figure.CREDIT_SCORE,
        unit=Unit.SCORE,
        measured=score,
        threshold=needed,
    )
