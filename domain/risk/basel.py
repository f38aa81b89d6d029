"""The capital a bank would hold for a retail loan: Basel II's internal-ratings formula, paragraphs 328-330.

Shown for orientation: banks in the United States may hold more, and only the largest use this.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from math import exp, sqrt
from statistics import NormalDist

from domain.errors import InvalidInput
from domain.loans.terms import require_whole_cents
from domain.money import CONTEXT, round_cents
from domain.rates import require_percent

LEAST_PD = Decimal("0.03")
"""Percent; no retail exposure counts as safer (paragraph 331)."""
_CONFIDENCE = 0.999
_CAPITAL_TO_WEIGHT = 12.5
_NORMAL = NormalDist()
_HUNDREDTH = Decimal("0.01")


class Exposure(Enum):
    """The three kinds of retail exposure, each with its correlation."""

    RESIDENTIAL_MORTGAGE = "residential-mortgage"
    QUALIFYING_REVOLVING = "qualifying-revolving"
    OTHER_RETAIL = "other-retail"


@dataclass(frozen=True, slots=True)
class BaselCapital:
    """correlation, requirement (K, of the exposure) and risk_weight in percent, two decimals, half up.

    risk_weighted: the exposure times the exact risk weight, in dollars; capital: K times the exposure.
    """

    correlation: Decimal
    requirement: Decimal
    risk_weight: Decimal
    risk_weighted: Decimal
    capital: Decimal


def basel_capital(*, pd: Decimal, lgd: Decimal, exposure: Decimal, kind: Exposure) -> BaselCapital:
    """K = LGD x N[(G(PD) + sqrt(R) G(0.999)) / sqrt(1 - R)] - PD x LGD; weight = 12.5 K.

    pd: chance of default within a year, in percent; less than 0.03 counts as 0.03. lgd: percent of
    the exposure lost in a default. exposure: dollars at default. For a loan in default (100 %) the
    formula does not apply. Raises InvalidInput ("pd", "lgd", "exposure").
    """
    require_percent(pd, field="pd")
    require_percent(lgd, field="lgd")
    require_whole_cents(exposure, field="exposure")
    if pd == 100:
        raise InvalidInput("the formula is for loans that are not in default", field="pd")
    chance, loss = float(max(pd, LEAST_PD)) / 100, float(lgd) / 100
    correlation = _correlation(kind, chance)
    worst = _NORMAL.cdf(
        (_NORMAL.inv_cdf(chance) + sqrt(correlation) * _NORMAL.inv_cdf(_CONFIDENCE))
        / sqrt(1 - correlation)
    )
    requirement = loss * (worst - chance)
    return BaselCapital(
        correlation=_percent(correlation),
        requirement=_percent(requirement),
        risk_weight=_percent(requirement * _CAPITAL_TO_WEIGHT),
        risk_weighted=_of(exposure, requirement * _CAPITAL_TO_WEIGHT),
        capital=_of(exposure, requirement),
    )


def _correlation(kind: Exposure, chance: float) -> float:
    if kind is Exposure.RESIDENTIAL_MORTGAGE:
        return 0.15
    if kind is Exposure.QUALIFYING_REVOLVING:
        return 0.04
    low = (1 - exp(-35 * chance)) / (1 - exp(-35))
    return 0.03 * low + 0.16 * (1 - low)


def _percent(share: float) -> Decimal:
    return Decimal(share * 100).quantize(_HUNDREDTH, context=CONTEXT)


def _of(exposure: Decimal, share: float) -> Decimal:
    return round_cents(CONTEXT.multiply(exposure, Decimal(share)))
