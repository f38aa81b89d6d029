"""A credit transaction as Regulation Z sees it: its rate, its cost, whether a disclosure holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from domain.errors import InvalidInput
from domain.loans.apr import Apr, apr_of, apr_of_level_periods
from domain.loans.calendar_months import Calendar
from domain.loans.cashflows import CashFlow, level_stream, merge
from domain.loans.frequency import Frequency
from domain.loans.terms import MAX_TERM_YEARS, require_loan_amount, require_whole_cents
from domain.loans.tolerance import is_accurate, is_irregular, tolerance_of
from domain.loans.unit_periods import (
    UnitPeriod,
    count_unit_periods,
    odd_days_of,
    unit_period_of_frequency,
)
from domain.money import CONTEXT, ZERO, require_positive, total

MAX_STREAMS = 100
MAX_FLOWS = 3_000


@dataclass(frozen=True, slots=True)
class Stream:
    """`count` equal amounts, in dollars: the first on a day, the others at a frequency.

    Raises InvalidInput ("amount", "count").
    """

    first: date
    amount: Decimal
    count: int = 1
    frequency: Frequency = Frequency.MONTHLY

    def __post_init__(self) -> None:
        require_whole_cents(self.amount, field="amount")
        if not 1 <= self.count <= MAX_FLOWS:
            raise InvalidInput(f"count must be from 1 to {MAX_FLOWS:,}", field="count")


@dataclass(frozen=True, slots=True)
class FirstPeriod:
    """The time to the first payment ((b)(5)): whole unit-periods, and the odd days beyond them.

    fraction: the odd days as a part of a unit-period.
    """

    unit_periods: int
    odd_days: int
    fraction: Fraction


@dataclass(frozen=True, slots=True)
class RateCheck:
    """Whether a disclosed rate is within the tolerance of the true one; percentage points."""

    disclosed: Decimal
    difference: Decimal
    tolerance: Decimal
    accurate: bool


@dataclass(frozen=True, slots=True)
class TransactionReport:
    """A transaction's rate, and its figures in dollars.

    amount_financed: what is advanced less the prepaid finance charge; finance_charge: the payments
    less that. first_period is None for payments without dates. irregular: several advances, or
    payments irregular in time or amount, for which the tolerance is wider.
    """

    apr: Apr
    unit_period: UnitPeriod
    first_period: FirstPeriod | None
    amount_financed: Decimal
    finance_charge: Decimal
    total_of_payments: Decimal
    irregular: bool

    def check(self, disclosed: Decimal) -> RateCheck:
        """Compare a disclosed rate, in percent, with the true one (1026.22(a))."""
        return RateCheck(
            disclosed=disclosed,
            difference=CONTEXT.subtract(disclosed, self.apr.rate),
            tolerance=tolerance_of(irregular=self.irregular),
            accurate=is_accurate(disclosed, self.apr.rate, irregular=self.irregular),
        )


def report(
    advances: Sequence[Stream],
    payments: Sequence[Stream],
    *,
    begins: date | None = None,
    prepaid_finance_charge: Decimal = ZERO,
) -> TransactionReport:
    """What dated advances and payments come to; see `apr.apr_of`.

    prepaid_finance_charge: what of the finance charge is paid out of the first advance, in dollars.

    Raises InvalidInput ("advances", "payments") for none, too many, dates beyond the year 9999 and
    as `apr_of` does, ("prepaidFinanceCharge") if it leaves nothing of the first advance.
    """
    lent = _net(_flows(advances, field="advances"), prepaid_finance_charge)
    paid = merge(_flows(payments, field="payments"))
    apr = apr_of(lent, paid, begins=begins)
    unit_period = apr.unit_period
    assert unit_period is not None  # a transaction with dates has one
    start = lent[0].when if begins is None else begins
    return _report(
        apr,
        unit_period,
        _first_period(unit_period, start, [flow.when for flow in paid]),
        advanced=total(flow.amount for flow in lent),
        paid=total(flow.amount for flow in paid),
        irregular=is_irregular(lent, paid, begins=begins),
    )


def report_of_level_loan(
    *,
    amount: Decimal,
    payment: Decimal,
    payments: int,
    frequency: Frequency = Frequency.MONTHLY,
    prepaid_finance_charge: Decimal = ZERO,
) -> TransactionReport:
    """What equal payments, the first one period after the loan, come to; amounts in dollars.

    Raises InvalidInput ("amount", "payment", "payments"), and ("prepaidFinanceCharge") if it leaves
    nothing of the loan.
    """
    require_loan_amount(amount)
    require_positive(payment, field="payment")
    require_whole_cents(payment, field="payment")
    if not 1 <= payments <= MAX_TERM_YEARS * frequency.per_year:
        raise InvalidInput(f"payments must last from 1 to {MAX_TERM_YEARS} years", field="payments")
    financed = _less_prepaid(amount, prepaid_finance_charge)
    stream = [payment] * payments
    return _report(
        apr_of_level_periods(financed, stream, per_year=frequency.per_year),
        unit_period_of_frequency(frequency),
        None,
        advanced=financed,
        paid=total(stream),
        irregular=False,
    )


def _report(
    apr: Apr,
    unit_period: UnitPeriod,
    first_period: FirstPeriod | None,
    *,
    advanced: Decimal,
    paid: Decimal,
    irregular: bool,
) -> TransactionReport:
    return TransactionReport(
        apr=apr,
        unit_period=unit_period,
        first_period=first_period,
        amount_financed=advanced,
        finance_charge=CONTEXT.subtract(paid, advanced),
        total_of_payments=paid,
        irregular=irregular,
    )


def _flows(streams: Sequence[Stream], *, field: str) -> list[CashFlow]:
    """Every amount of the streams, once it is known that they are not too many."""
    if len(streams) > MAX_STREAMS or sum(stream.count for stream in streams) > MAX_FLOWS:
        raise InvalidInput(
            f"give at most {MAX_STREAMS} streams and {MAX_FLOWS:,} amounts in all", field=field
        )
    try:
        return [
            flow
            for stream in streams
            for flow in level_stream(stream.first, stream.count, stream.amount, stream.frequency)
        ]
    except InvalidInput:
        raise InvalidInput("a stream goes on beyond the year 9999", field=field) from None


def _net(advances: Sequence[CashFlow], prepaid: Decimal) -> list[CashFlow]:
    """The advances in order, the first without what it paid for at once."""
    first, *later = merge(advances) or [None]
    if first is None:
        return []
    return [CashFlow(first.when, _less_prepaid(first.amount, prepaid)), *later]


def _less_prepaid(amount: Decimal, prepaid: Decimal) -> Decimal:
    require_whole_cents(prepaid, field="prepaidFinanceCharge")
    if prepaid >= amount:
        raise InvalidInput("it leaves nothing of the loan", field="prepaidFinanceCharge")
    return CONTEXT.subtract(amount, prepaid)


def _first_period(unit_period: UnitPeriod, begins: date, days: Sequence[date]) -> FirstPeriod:
    calendar = Calendar.of([begins, *days])
    whole, fraction = count_unit_periods(unit_period, begins, days[0], calendar)
    return FirstPeriod(whole, odd_days_of(unit_period, fraction), fraction)
