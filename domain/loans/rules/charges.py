"""What each program would charge for its insurance or guaranty, in one call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.loans.rules.catalogue import OutsideData
from domain.loans.rules.fees import (
    ProgramFees,
    VaPurpose,
    fha_premiums,
    usda_fees,
    va_funding_fee,
)
from domain.loans.terms import MAX_TERM_MONTHS, require_loan_amount, require_months


@dataclass(frozen=True, slots=True)
class VaLoan:
    """What VA's fee hangs on; down_percent: of the price, for a purchase."""

    purpose: VaPurpose
    down_percent: Decimal = Decimal(0)
    first_use: bool = True
    exempt: bool = False


@dataclass(frozen=True, slots=True)
class ProgramCharge:
    """A program's charges, or why there are none: what is missing, or the day is outside the data."""

    rule: str
    fees: ProgramFees | None = None
    missing: tuple[str, ...] = ()
    outside: OutsideData | None = None


def program_charges(
    *,
    amount: Decimal,
    on: date,
    property_value: Decimal | None = None,
    term_months: int | None = None,
    va: VaLoan | None = None,
) -> tuple[ProgramCharge, ...]:
    """What FHA, VA and USDA would charge for a loan of this base amount on that day.

    Raises InvalidInput ("amount", "propertyValue", "termMonths", "downPercent").
    """
    require_loan_amount(amount)
    if term_months is not None:
        require_months(term_months, 1, MAX_TERM_MONTHS, field="termMonths")
    return (
        _fha(amount, property_value, term_months, on),
        _va(amount, va, on),
        _answer("usda-fees", usda_fees(amount=amount, on=on)),
    )


def _fha(amount: Decimal, value: Decimal | None, months: int | None, on: date) -> ProgramCharge:
    if value is None or months is None:
        wanted = {"propertyValue": value, "termMonths": months}
        missing = tuple(name for name, given in wanted.items() if given is None)
        return ProgramCharge("fha-mip", missing=missing)
    premiums = fha_premiums(base_amount=amount, property_value=value, term_months=months, on=on)
    return _answer("fha-mip", premiums)


def _va(amount: Decimal, va: VaLoan | None, on: date) -> ProgramCharge:
    if va is None:
        return ProgramCharge("va-funding-fee", missing=("va",))
    fee = va_funding_fee(
        amount=amount,
        purpose=va.purpose,
        on=on,
        down_percent=va.down_percent,
        first_use=va.first_use,
        exempt=va.exempt,
    )
    return _answer("va-funding-fee", fee)


def _answer(rule: str, found: ProgramFees | OutsideData) -> ProgramCharge:
    if isinstance(found, OutsideData):
        return ProgramCharge(rule, outside=found)
    return ProgramCharge(rule, fees=found)
