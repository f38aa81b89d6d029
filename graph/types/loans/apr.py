"""Annual percentage rates and what they rest on."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import strawberry

from domain.loans import transaction
from domain.loans.frequency import Frequency
from domain.loans.unit_periods import Unit, UnitPeriod
from graph.errors import argument
from graph.types import enums  # noqa: F401  # declares the enumerations used below
from graph.types.scalars import NO_MONEY, Money, Percent


@strawberry.input(description="An amount on a day, or several equal ones at a frequency.")
class CashFlowInput:
    """An amount on a day, or several equal ones."""

    day: date = strawberry.field(name="date", description="The day of it, or of the first.")
    amount: Money = strawberry.field(description="What is advanced or paid, each time.")
    count: int = strawberry.field(default=1, description="How many there are, 1 to 3,000.")
    frequency: Frequency = strawberry.field(
        default=Frequency.MONTHLY, description="How often, if there are several."
    )

    def stream(self) -> transaction.Stream:
        """Return it as the domain takes it. Raises `InvalidInput` naming the field."""
        return transaction.Stream(self.day, self.amount, self.count, self.frequency)


@strawberry.input(
    description="A loan repaid in equal payments, the first one period after the loan, without dates."
)
class LevelLoanInput:
    """A loan repaid in equal payments."""

    amount: Money = strawberry.field(description="What is borrowed: 0.01 to 1,000,000,000.00.")
    payment: Money = strawberry.field(description="What each payment is.")
    payments: int = strawberry.field(description="How many there are, up to 50 years of them.")
    frequency: Frequency = strawberry.field(
        default=Frequency.MONTHLY, description="How often a payment falls due."
    )
    prepaid_finance_charge: Money = strawberry.field(
        default=NO_MONEY,
        description="Fees that are part of the finance charge and paid out of the loan, or with it.",
    )

    def report(self) -> transaction.TransactionReport:
        """Return what it comes to. Raises `InvalidInput` naming the field."""
        return transaction.report_of_level_loan(
            amount=self.amount,
            payment=self.payment,
            payments=self.payments,
            frequency=self.frequency,
            prepaid_finance_charge=self.prepaid_finance_charge,
        )


@strawberry.type(description="How Regulation Z measures time for a rate: Appendix J (b)(4), (5).")
class UnitPeriodInfo:
    """How time is measured for a rate."""

    kind: Unit = strawberry.field(description="What it is a multiple of.")
    length: int = strawberry.field(description="How many of those: 3 with MONTH is a quarter.")
    per_year: float = strawberry.field(
        description="How many a year has; the APR is the rate of one times this."
    )

    @staticmethod
    def of(period: UnitPeriod) -> "UnitPeriodInfo":
        """Return it as clients see it."""
        return UnitPeriodInfo(
            kind=period.unit, length=period.length, per_year=float(period.per_year)
        )


@strawberry.type(description="The time from the beginning to the first payment.")
class FirstPeriod:
    """The time from the beginning to the first payment."""

    unit_periods: int = strawberry.field(description="Whole unit-periods in it.")
    odd_days: int = strawberry.field(
        description="Days beyond those, with 30 to a month and 15 to half of one."
    )
    fraction: float = strawberry.field(description="The odd days as a part of a unit-period.")


@strawberry.type(description="Whether a disclosed rate is accurate (12 CFR 1026.22(a)).")
class AprCheck:
    """Whether a disclosed rate is accurate."""

    disclosed: Percent = strawberry.field(description="The rate that was disclosed.")
    difference: Decimal = strawberry.field(
        description="By how many percentage points it is above the true one; negative: below."
    )
    tolerance: Percent = strawberry.field(
        description="By how many it may be: 0.125, or 0.25 for an irregular transaction."
    )
    accurate: bool = strawberry.field(description="Whether it is within that.")


@strawberry.type(
    description="An annual percentage rate by the actuarial method, with what it rests on "
    "(12 CFR 1026, Appendix J)."
)
class AnnualPercentageRate:
    """An annual percentage rate, with what it rests on."""

    apr: Percent = strawberry.field(description="The rate as disclosed, with three decimals.")
    exact_apr: Percent = strawberry.field(
        description="The rate with 12 decimals: it reprices the payments to the cent."
    )
    unit_period: UnitPeriodInfo = strawberry.field(description="How time was measured.")
    first_period: FirstPeriod | None = strawberry.field(
        description="The time to the first payment; null without dates, when it is one unit-period."
    )
    amount_financed: Money = strawberry.field(
        description="What is advanced less the prepaid finance charge."
    )
    finance_charge: Money = strawberry.field(description="The payments less the amount financed.")
    total_of_payments: Money = strawberry.field(description="All payments.")
    irregular: bool = strawberry.field(
        description="Whether there are several advances, or payments irregular in time or amount (odd "
        "first periods, first and last payments aside)."
    )
    check: AprCheck | None = strawberry.field(
        description="Whether the disclosed rate is accurate; null if none was given."
    )

    @staticmethod
    def of(
        report: transaction.TransactionReport, disclosed: Percent | None
    ) -> "AnnualPercentageRate":
        """Return a report as clients see it."""
        return AnnualPercentageRate(
            apr=Percent(report.apr.disclosed),
            exact_apr=Percent(report.apr.rate),
            unit_period=UnitPeriodInfo.of(report.unit_period),
            first_period=_first_period(report.first_period),
            amount_financed=Money(report.amount_financed),
            finance_charge=Money(report.finance_charge),
            total_of_payments=Money(report.total_of_payments),
            irregular=report.irregular,
            check=None if disclosed is None else _check(report.check(disclosed)),
        )


def streams(inputs: Sequence[CashFlowInput], name: str) -> list[transaction.Stream]:
    """Return an argument's streams. Raises `InvalidInput` naming the one and its field."""
    found = []
    for place, each in enumerate(inputs):
        with argument(f"{name}[{place}]"):
            found.append(each.stream())
    return found


def _first_period(period: transaction.FirstPeriod | None) -> FirstPeriod | None:
    if period is None:
        return None
    return FirstPeriod(
        unit_periods=period.unit_periods,
        odd_days=period.odd_days,
        fraction=float(period.fraction),
    )


def _check(check: transaction.RateCheck) -> AprCheck:
    return AprCheck(
        disclosed=Percent(check.disclosed),
        difference=check.difference,
        tolerance=Percent(check.tolerance),
        accurate=check.accurate,
    )
