"""What a program charges for its insurance or guaranty: FHA premiums, VA and USDA fees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from domain.errors import InvalidInput
from domain.loans.rules.catalogue import OutsideData, RuleVersion, rule
from domain.loans.rules.values import Values
from domain.money import CONTEXT, require_positive, round_cents
from domain.rates import require_percent


class VaPurpose(Enum):
    """What a VA loan is for; a fee of its own goes with each."""

    PURCHASE = "purchase"
    CASH_OUT = "cash_out"
    RATE_REDUCTION = "rate_reduction"
    ASSUMPTION = "assumption"


@dataclass(frozen=True, slots=True)
class ProgramFees:
    """A program's charges.

    upfront_percent of the base loan amount comes to `upfront` dollars, usually added to the loan.
    annual_percent is of the balance, collected monthly; annual_months is how long, None for as long
    as the loan runs.
    """

    rule: str
    upfront_percent: Decimal
    upfront: Decimal
    annual_percent: Decimal
    annual_months: int | None
    effective_from: date
    source: str


def fha_premiums(
    *, base_amount: Decimal, property_value: Decimal, term_months: int, on: date
) -> ProgramFees | OutsideData:
    """FHA's up-front and annual mortgage insurance premiums for an ordinary Title II loan.

    `on` is the day on which the loan is endorsed. Streamline refinances of loans endorsed by May 31,
    2009 and Hawaiian home lands have premiums of their own, not held here.
    Raises InvalidInput ("amount", "propertyValue", "termMonths").
    """
    require_positive(base_amount, field="amount")
    require_positive(property_value, field="propertyValue")
    if term_months < 1:
        raise InvalidInput("termMonths must be at least 1", field="termMonths")
    version = rule("fha-mip").on(on)
    if isinstance(version, OutsideData):
        return version
    values = version.values
    term = "short" if term_months <= values.number("short_term_months") else "long"
    size = "small" if base_amount <= values.number("small_up_to") else "large"
    row = _by_loan_to_value(values.tables(f"{term}_{size}"), base_amount, property_value)
    months = int(values.number("eleven_years_months")) if row.flag("ends") else None
    return _fees(
        "fha-mip",
        version,
        amount=base_amount,
        upfront=values.number("upfront"),
        annual=row.number("percent"),
        months=months,
    )


def va_funding_fee(
    *,
    amount: Decimal,
    purpose: VaPurpose,
    on: date,
    down_percent: Decimal = Decimal(0),
    first_use: bool = True,
    exempt: bool = False,
) -> ProgramFees | OutsideData:
    """VA's one-time fee; a veteran with service-connected compensation is exempt (38 USC 3729(c)).

    down_percent: of the price, for a purchase. Raises InvalidInput ("amount", "downPercent").
    """
    require_positive(amount, field="amount")
    require_percent(down_percent, field="downPercent")
    version = rule("va-funding-fee").on(on)
    if isinstance(version, OutsideData):
        return version
    if purpose is VaPurpose.PURCHASE:
        tiers = version.values.tables("purchase")
        row = next(tier for tier in tiers if down_percent >= tier.number("down_at_least"))
    else:
        row = version.values.table(purpose.value)
    percent = Decimal(0) if exempt else row.number("first" if first_use else "later")
    return _fees(
        "va-funding-fee", version, amount=amount, upfront=percent, annual=Decimal(0), months=0
    )


def usda_fees(*, amount: Decimal, on: date) -> ProgramFees | OutsideData:
    """USDA's up-front guarantee fee and annual fee; `on` is the day of the conditional commitment.

    The rates are announced for each fiscal year, which ends on September 30.
    Raises InvalidInput ("amount").
    """
    require_positive(amount, field="amount")
    version = rule("usda-fees").on(on)
    if isinstance(version, OutsideData):
        return version
    upfront, annual = version.values.number("upfront"), version.values.number("annual")
    return _fees("usda-fees", version, amount=amount, upfront=upfront, annual=annual, months=None)


def _by_loan_to_value(rows: tuple[Values, ...], amount: Decimal, value: Decimal) -> Values:
    """The first row whose share of the value the loan does not exceed; the last has no limit."""
    borrowed = CONTEXT.multiply(amount, Decimal(100))
    return next(
        row
        for row in rows
        if "ltv_up_to" not in row or borrowed <= CONTEXT.multiply(value, row.number("ltv_up_to"))
    )


def _fees(
    identifier: str,
    version: RuleVersion,
    *,
    amount: Decimal,
    upfront: Decimal,
    annual: Decimal,
    months: int | None,
) -> ProgramFees:
    dollars = CONTEXT.divide(CONTEXT.multiply(amount, upfront), Decimal(100))
    return ProgramFees(
        rule=identifier,
        upfront_percent=upfront,
        upfront=round_cents(dollars),
        annual_percent=annual,
        annual_months=months,
        effective_from=version.effective_from,
        source=version.source,
    )
