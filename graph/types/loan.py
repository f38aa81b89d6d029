"""Loans and what they cost."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import strawberry

from domain.errors import InvalidInput
from domain.loans import amortization
from domain.loans.terms import require_start_date
from domain.paging import LARGEST_PAGE
from graph.types.fields import computed
from graph.types.scalars import Money, Percent


@strawberry.input(description="A level-payment loan: fixed rate, monthly payments in arrears.")
class LoanQuoteInput:
    """A level-payment loan."""

    amount: Money = strawberry.field(description="What is borrowed: 0.01 to 1,000,000,000.00.")
    annual_rate: Percent = strawberry.field(
        description='The nominal rate a year, 0 to 100: "6.5" means 6.5 %.'
    )
    term_months: int = strawberry.field(description="The number of monthly payments, 1 to 600.")
    start_date: date | None = strawberry.field(
        default=None,
        description="The day interest runs from, 1900 to 2199; with it, payments get due dates.",
    )

    def quote(self) -> amortization.LoanQuote:
        """Return what the loan costs. Raises `InvalidInput` naming the field."""
        terms = amortization.LoanTerms(self.amount, self.annual_rate, self.term_months)
        if self.start_date is not None:
            require_start_date(self.start_date)
        return amortization.quote(terms, start_date=self.start_date)


@strawberry.type(description="One payment of a loan and what it does.")
class Instalment:
    """One payment of a loan."""

    number: int = strawberry.field(description="Its position, from 1.")
    due_date: date | None = strawberry.field(
        description="When it is due; null without a start date."
    )
    payment: Money = strawberry.field(description="What is paid: interest and principal.")
    interest: Money = strawberry.field(description="The month's interest.")
    principal: Money = strawberry.field(description="What it takes off the debt.")
    balance: Money = strawberry.field(description="What is still owed after it.")


@strawberry.type(description="Twelve months of a loan's payments; the last year may have fewer.")
class LoanYear:
    """Twelve months of a loan's payments."""

    number: int = strawberry.field(description="The year of the loan, from 1.")
    paid: Money = strawberry.field(description="What is paid in it.")
    interest: Money = strawberry.field(description="How much of that is interest.")
    principal: Money = strawberry.field(description="How much of that is principal.")
    balance: Money = strawberry.field(description="What is owed at its end.")


@strawberry.type(description="What a loan costs, to the cent.")
class LoanQuote:
    """What a loan costs."""

    record: strawberry.Private[amortization.LoanQuote]
    amount: Money = strawberry.field(description="What is borrowed.")
    annual_rate: Percent = strawberry.field(description="The nominal rate a year.")
    term_months: int = strawberry.field(description="The term agreed on.")
    payment: Money = strawberry.field(description="The regular monthly payment.")
    final_payment: Money = strawberry.field(
        description="The last payment; it takes up the rounding of the others."
    )
    number_of_payments: int = strawberry.field(
        description="Payments until nothing is owed: the term, or less where rounding ends it early."
    )
    total_interest: Money = strawberry.field(description="All interest.")
    total_paid: Money = strawberry.field(description="All payments: the amount and the interest.")

    @computed("The payments in order.")
    def schedule(
        self,
        first: Annotated[
            int, strawberry.argument(description=f"How many at most, 1 to {LARGEST_PAGE}.")
        ] = 12,
        after: Annotated[
            int, strawberry.argument(description="Those after the payment of this number.")
        ] = 0,
    ) -> list[Instalment]:
        """Return part of the schedule."""
        if not 1 <= first <= LARGEST_PAGE:
            raise InvalidInput(f"first must be from 1 to {LARGEST_PAGE}", field="first")
        if after < 0:
            raise InvalidInput("after must not be negative", field="after")
        return _instalments(self.record.schedule[after : after + first])

    @computed("The payments summed by year.")
    def years(self) -> list[LoanYear]:
        """Return a summary a year."""
        return [
            LoanYear(
                number=year.number,
                paid=Money(year.paid),
                interest=Money(year.interest),
                principal=Money(year.principal),
                balance=Money(year.balance),
            )
            for year in amortization.by_year(self.record.schedule)
        ]

    @staticmethod
    def of(quote: amortization.LoanQuote) -> "LoanQuote":
        """Return a quote as clients see it."""
        return LoanQuote(
            record=quote,
            amount=Money(quote.terms.amount),
            annual_rate=Percent(quote.terms.annual_rate),
            term_months=quote.terms.term_months,
            payment=Money(quote.payment),
            final_payment=Money(quote.final_payment),
            number_of_payments=quote.number_of_payments,
            total_interest=Money(quote.total_interest),
            total_paid=Money(quote.total_paid),
        )


def _instalments(schedule: Sequence[amortization.Instalment]) -> list[Instalment]:
    return [
        Instalment(
            number=each.number,
            due_date=each.due_date,
            payment=Money(each.payment),
            interest=Money(each.interest),
            principal=Money(each.principal),
            balance=Money(each.balance),
        )
        for each in schedule
    ]
