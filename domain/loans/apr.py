"""The annual percentage rate by the actuarial method: Regulation Z, Appendix J (12 CFR 1026)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from domain.errors import InvalidInput
from domain.loans.calendar_months import Calendar
from domain.loans.cashflows import CashFlow, merge
from domain.loans.discounting import Timed, present_value, solve_rate
from domain.loans.unit_periods import UnitPeriod, count_unit_periods, unit_period_of
from domain.money import CONTEXT, from_cents, round_half_up, to_cents

_DECIMALS = 12
_THOUSANDTH = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Apr:
    """An annual percentage rate and how it came about.

    rate: percent a year, with 12 decimals, so that it reprices the payments to the cent.
    per_year: unit-periods a year; rate / per_year is the rate of one unit-period ((b)(1)).
    unit_period: what they are; None for payments without dates.
    """

    rate: Decimal
    per_year: Fraction
    unit_period: UnitPeriod | None = None

    @property
    def disclosed(self) -> Decimal:
        """The rate rounded half up to three decimals, as on a Loan Estimate (1026.37(o)(4)(ii))."""
        return self.rate.quantize(_THOUSANDTH, context=CONTEXT)


def apr_of(
    advances: Sequence[CashFlow], payments: Sequence[CashFlow], *, begins: date | None = None
) -> Apr:
    """The rate that makes the payments worth the advances, by the general equation of (b)(8).

    Each amount is discounted by (1 + f i)(1 + i)^t, with t full unit-periods and a fraction f of one
    from `begins`, the day on which the finance charge begins to be earned: if not given, that of the
    first advance. Prepaid finance charges are left out of the first advance ("amount financed").
    Payments may be odd in amount and in time, and advances several; `unit_periods` tells how their
    days are counted.

    Raises InvalidInput ("advances", "payments") if there are none, one precedes `begins`, or the
    payments come to less than the advances.
    """
    unit_period, flows = _timed(advances, payments, begins)
    return _apr(flows, unit_period.per_year, unit_period)


def apr_of_level_periods(
    amount_financed: Decimal,
    payments: Sequence[Decimal],
    *,
    per_year: int,
    in_advance: bool = False,
) -> Apr:
    """The same for one advance and payments one unit-period apart, the first after one of them.

    What a regular loan without dates has; in advance, the first payment is made with the advance.
    Raises InvalidInput ("payments").
    """
    whole = Fraction(0)
    flows = [Timed(0, whole, -to_cents(amount_financed))]
    flows += [
        Timed(number, whole, to_cents(payment))
        for number, payment in enumerate(payments, start=0 if in_advance else 1)
    ]
    return _apr(flows, Fraction(per_year), None)


def reprice(
    apr: Decimal,
    advances: Sequence[CashFlow],
    payments: Sequence[CashFlow],
    *,
    begins: date | None = None,
) -> Decimal:
    """What the payments are worth beyond the advances at `apr` percent, to the cent: 0.00 if it is right.

    Raises InvalidInput as `apr_of` does.
    """
    unit_period, flows = _timed(advances, payments, begins)
    worth = present_value(flows, Fraction(apr) / 100 / unit_period.per_year)
    cents = round_half_up(abs(worth.numerator), worth.denominator)
    return from_cents(cents if worth >= 0 else -cents)


def _apr(flows: Sequence[Timed], per_year: Fraction, unit_period: UnitPeriod | None) -> Apr:
    percent = solve_rate(flows) * per_year * 100 * 10**_DECIMALS
    rounded = round_half_up(percent.numerator, percent.denominator)
    return Apr(Decimal(rounded).scaleb(-_DECIMALS, context=CONTEXT), per_year, unit_period)


def _timed(
    advances: Sequence[CashFlow], payments: Sequence[CashFlow], begins: date | None
) -> tuple[UnitPeriod, list[Timed]]:
    lent, paid = merge(advances), merge(payments)
    if not lent:
        raise InvalidInput("at least one amount must be advanced", field="advances")
    start = lent[0].when if begins is None else begins
    if lent[0].when < start:
        raise InvalidInput("an advance precedes the term", field="advances")
    if not paid or paid[-1].when <= start or paid[0].when < start:
        raise InvalidInput("payments must follow the beginning of the term", field="payments")
    unit_period = unit_period_of(start, [flow.when for flow in lent], [flow.when for flow in paid])
    return unit_period, [
        *_counted(unit_period, start, lent, sign=-1),
        *_counted(unit_period, start, paid, sign=1),
    ]


def _counted(
    unit_period: UnitPeriod, begins: date, flows: Sequence[CashFlow], *, sign: int
) -> list[Timed]:
    calendar = Calendar.of([begins, *(flow.when for flow in flows)])
    return [
        Timed(
            *count_unit_periods(unit_period, begins, flow.when, calendar),
            sign * to_cents(flow.amount),
        )
        for flow in flows
    ]
