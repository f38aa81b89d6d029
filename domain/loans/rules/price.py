"""Tests of a loan's price: how far its APR lies above the average prime offer rate (APOR)."""

from __future__ import annotations

from decimal import Decimal

from domain.loans.rules.catalogue import OutsideData, rule
from domain.loans.rules.facts import Facts, Lien
from domain.loans.rules.limits import limit_for
from domain.loans.rules.result import Figure, Finding, Outcome, Unit, compared, unknown
from domain.loans.rules.values import Values
from domain.money import CONTEXT


def general_qm_price(values: Values, facts: Facts) -> Finding:
    """The APR must be less than APOR plus the margin for the loan amount (1026.43(e)(2)(vi))."""
    spread, missing = _spread(facts)
    if spread is None or facts.amount is None:
        return unknown(*missing, *(() if facts.amount else ("amount",)))
    margin = _tier(values.tables(_column(facts)), facts.amount).number("points")
    return compared(
        keeps=spread < margin,
        explanation="a general qualified mortgage has its APR less than this far above APOR",
        figure=Figure.SPREAD,
        unit=Unit.POINTS,
        measured=spread,
        threshold=margin,
    )


def qm_safe_harbor(values: Values, facts: Facts) -> Finding:
    """A qualified mortgage below this margin is presumed affordable for good (1026.43(e)(1)(i))."""
    spread, missing = _spread(facts)
    if spread is None:
        return unknown(*missing)
    margin = values.number(facts.lien.value)
    return compared(
        keeps=spread < margin,
        explanation="a qualified mortgage below this margin has the safe harbor, above it only a "
        "presumption that may be rebutted",
        figure=Figure.SPREAD,
        unit=Unit.POINTS,
        measured=spread,
        threshold=margin,
    )


def hpml_price(values: Values, facts: Facts) -> Finding:
    """PASS if it is not higher-priced: the APR is less than APOR plus the margin (1026.35(a)(1)).

    Above the limit of its county a first lien has a wider margin; if that limit is needed and not
    known, the answer is UNKNOWN.
    """
    if not facts.principal_dwelling:
        return Finding(Outcome.NOT_APPLICABLE, "only loans on a principal dwelling are covered")
    spread, missing = _spread(facts)
    if spread is None:
        return unknown(*missing)
    margin = _hpml_margin(values, facts, spread)
    if margin is None:
        return unknown("amount" if facts.amount is None else "areaLimit")
    return compared(
        keeps=spread < margin,
        explanation="a loan is higher-priced from this margin on",
        figure=Figure.SPREAD,
        unit=Unit.POINTS,
        measured=spread,
        threshold=margin,
    )


def hoepa_apr(values: Values, facts: Facts) -> Finding:
    """PASS if it is not high-cost: the APR exceeds APOR by no more than the margin (1026.32(a)(1)(i))."""
    if not facts.principal_dwelling:
        return Finding(Outcome.NOT_APPLICABLE, "only loans on a principal dwelling are covered")
    spread, missing = _spread(facts)
    if spread is None:
        return unknown(*missing)
    margin = values.number(facts.lien.value)
    if facts.lien is Lien.FIRST and facts.personal_property:
        if facts.amount is None:
            return unknown("amount")
        if facts.amount < values.number("personal_property_below"):
            margin = values.number("personal_property")
    return compared(
        keeps=spread <= margin,
        explanation="a loan is high-cost if its APR is more than this far above APOR",
        figure=Figure.SPREAD,
        unit=Unit.POINTS,
        measured=spread,
        threshold=margin,
    )


def _spread(facts: Facts) -> tuple[Decimal | None, tuple[str, ...]]:
    missing = tuple(
        name for name, value in (("apr", facts.apr), ("apor", facts.apor)) if value is None
    )
    if facts.apr is None or facts.apor is None:
        return None, missing
    return CONTEXT.subtract(facts.apr, facts.apor), ()


def _column(facts: Facts) -> str:
    if facts.lien is Lien.SUBORDINATE:
        return "subordinate"
    return "manufactured" if facts.manufactured_home else "first"


def _tier(tiers: tuple[Values, ...], amount: Decimal) -> Values:
    """The first whose lower bound the amount reaches; the last one's is 0."""
    return next(tier for tier in tiers if amount >= tier.number("at_least"))


def _hpml_margin(values: Values, facts: Facts, spread: Decimal) -> Decimal | None:
    """The margin that decides, or None if it hangs on whether the loan is above the limit."""
    if facts.lien is Lien.SUBORDINATE:
        return values.number("subordinate")
    narrow, wide = values.number("first"), values.number("first_above_limit")
    above = _above_limit(facts)
    if above is not None:
        return wide if above else narrow
    if spread < narrow:
        return narrow
    return wide if spread >= wide else None


def _above_limit(facts: Facts) -> bool | None:
    version = rule("conforming-limit").on(facts.on)
    if facts.amount is None or isinstance(version, OutsideData):
        return None
    limit = limit_for(version.values, facts, low="baseline")
    return None if limit is None else facts.amount > limit
