"""The one figure of a loan that is not known."""

from decimal import Decimal

import strawberry

from domain.loans.frequency import Frequency
from domain.loans.unknown import KnownFigures, Unknown
from domain.loans.unknown import SolvedLoan as Solved
from graph.types import enums  # noqa: F401  # declares the enumerations used below
from graph.types.scalars import NO_MONEY, Money, Percent


@strawberry.input(
    description="A level-payment loan of which one figure is sought: leave out exactly one of amount, "
    "annualRate, payments and payment."
)
class SolveLoanInput:
    """A level-payment loan of which one figure is sought."""

    amount: Money | None = strawberry.field(
        default=None, description="What is borrowed: 0.01 to 1,000,000,000.00."
    )
    annual_rate: Percent | None = strawberry.field(
        default=None, description='The nominal rate a year, 0 to 100: "6.5" means 6.5 %.'
    )
    payments: int | None = strawberry.field(
        default=None, description="The number of payments, up to 50 years of them."
    )
    payment: Money | None = strawberry.field(default=None, description="What each payment is.")
    frequency: Frequency = strawberry.field(
        default=Frequency.MONTHLY, description="How often a payment falls due."
    )
    in_advance: bool = strawberry.field(
        default=False,
        description="Whether payments fall due at the beginning of each period, the first on the day of "
        "the loan.",
    )
    balloon: Money = strawberry.field(
        default=NO_MONEY,
        description="What is left to pay when the last period ends, beyond its payment.",
    )

    def known(self) -> KnownFigures:
        """Return it as the domain takes it. Raises `InvalidInput` naming the field."""
        return KnownFigures(
            amount=self.amount,
            annual_rate=self.annual_rate,
            payments=self.payments,
            payment=self.payment,
            frequency=self.frequency,
            in_advance=self.in_advance,
            balloon=self.balloon,
        )


@strawberry.type(description="A level-payment loan, with the figure that was sought.")
class SolvedLoan:
    """A level-payment loan, with the figure that was sought."""

    unknown: Unknown = strawberry.field(description="Which figure was sought.")
    amount: Money = strawberry.field(description="What is borrowed.")
    annual_rate: Percent = strawberry.field(
        description="The nominal rate a year; a rate that was sought has 6 decimals."
    )
    payments: int = strawberry.field(
        description="The number of payments; where it was sought, the last of them is smaller."
    )
    exact_payments: Decimal | None = strawberry.field(
        description="The number of payments that was sought, with 8 decimals; null if it was given."
    )
    payment: Money = strawberry.field(description="What each payment is.")

    @staticmethod
    def of(solved: Solved) -> "SolvedLoan":
        """Return it as clients see it."""
        return SolvedLoan(
            unknown=solved.unknown,
            amount=Money(solved.amount),
            annual_rate=Percent(solved.annual_rate),
            payments=solved.payments,
            exact_payments=solved.exact_payments,
            payment=Money(solved.payment),
        )
