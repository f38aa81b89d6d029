"""Payments: one by one, by the year, and where they change."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import strawberry

from domain.errors import InvalidInput
from domain.loans import amortization, steps, terms
from domain.paging import LARGEST_PAGE
from graph.types.scalars import Money, Percent

FirstPayments = Annotated[
    int, strawberry.argument(description=f"How many at most, 1 to {LARGEST_PAGE}.")
]
AfterPayment = Annotated[
    int, strawberry.argument(description="Those after the payment of this number.")
]


@strawberry.type(description="One payment of a loan and what it does.")
class Instalment:
    """One payment of a loan."""

    number: int = strawberry.field(description="Its position, from 1.")
    due_date: date | None = strawberry.field(
        description="When it is due; null without a start date."
    )
    payment: Money = strawberry.field(description="What is paid: interest and principal.")
    interest: Money = strawberry.field(description="The interest of the time since the last one.")
    principal: Money = strawberry.field(description="What it takes off the debt.")
    extra: Money = strawberry.field(
        description="The part of the principal that is paid beyond what was agreed on."
    )
    balance: Money = strawberry.field(description="What is still owed after it.")


@strawberry.type(description="A year of a loan's payments; the last year may have fewer.")
class LoanYear:
    """A year of a loan's payments."""

    number: int = strawberry.field(description="The year of the loan, from 1.")
    paid: Money = strawberry.field(description="What is paid in it.")
    interest: Money = strawberry.field(description="How much of that is interest.")
    principal: Money = strawberry.field(description="How much of that is principal.")
    balance: Money = strawberry.field(description="What is owed at its end.")

    @staticmethod
    def of(year: amortization.LoanYear) -> "LoanYear":
        """Return a year as clients see it."""
        return LoanYear(
            number=year.number,
            paid=Money(year.paid),
            interest=Money(year.interest),
            principal=Money(year.principal),
            balance=Money(year.balance),
        )


@strawberry.type(description="Consecutive regular payments at one rate.")
class PaymentStep:
    """Consecutive regular payments at one rate."""

    first_payment: int = strawberry.field(description="The number of the first of them, from 1.")
    count: int = strawberry.field(description="How many they are.")
    year: int = strawberry.field(description="The year of the loan in which they begin, from 1.")
    annual_rate: Percent = strawberry.field(description="The nominal rate a year.")
    payment: Money = strawberry.field(description="What each of them is.")
    balance: Money = strawberry.field(description="What is owed before the first of them.")

    @staticmethod
    def of(step: steps.Step) -> "PaymentStep":
        """Return a step as clients see it."""
        return PaymentStep(
            first_payment=step.first_payment,
            count=step.count,
            year=step.year,
            annual_rate=Percent(step.annual_rate),
            payment=Money(step.payment),
            balance=Money(step.balance),
        )


def page_of(schedule: Sequence[terms.Instalment], first: int, after: int) -> list[Instalment]:
    """Return part of a schedule. Raises `InvalidInput` naming the argument."""
    if not 1 <= first <= LARGEST_PAGE:
        raise InvalidInput(f"first must be from 1 to {LARGEST_PAGE}", field="first")
    if after < 0:
        raise InvalidInput("after must not be negative", field="after")
    return [_instalment(row) for row in schedule[after : after + first]]


def _instalment(row: terms.Instalment) -> Instalment:
    return Instalment(
        number=row.number,
        due_date=row.due_date,
        payment=Money(row.payment),
        interest=Money(row.interest),
        principal=Money(row.principal),
        extra=Money(row.extra),
        balance=Money(row.balance),
    )
