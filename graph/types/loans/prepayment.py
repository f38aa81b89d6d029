"""Paying a loan off early."""

from datetime import date
from typing import Annotated

import strawberry

from domain.loans import prepayment
from domain.loans.amortization import quote
from domain.loans.terms import LoanTerms
from graph.context import Info
from graph.errors import argument
from graph.types.fields import computed
from graph.types.loans.payment_schedule import AfterPayment, FirstPayments, Instalment, page_of
from graph.types.loans.quote import LoanQuote
from graph.types.scalars import NO_MONEY, Money


@strawberry.input(description="An amount paid once, beyond a payment.")
class OneOffPaymentInput:
    """An amount paid once, beyond a payment."""

    payment: int = strawberry.field(
        description="The number of the payment with which it is made, from 1."
    )
    amount: Money = strawberry.field(description="How much.")

    def one_off(self) -> prepayment.OneOff:
        """Return it as the domain takes it. Raises `InvalidInput` naming the field."""
        return prepayment.OneOff(self.payment, self.amount)


@strawberry.input(
    description="What is paid beyond the monthly payment, all of it toward principal."
)
class ExtraPaymentsInput:
    """What is paid beyond the monthly payment."""

    monthly: Money = strawberry.field(
        default=NO_MONEY, description="With every payment from `firstPayment` on."
    )
    yearly: Money = strawberry.field(
        default=NO_MONEY, description="With every twelfth payment from `firstPayment` on."
    )
    first_payment: int = strawberry.field(
        default=1, description="The number of the payment from which on they are made."
    )
    one_off: list[OneOffPaymentInput] = strawberry.field(
        default_factory=list, description="Amounts paid once, at most 100 of them."
    )

    def extras(self) -> prepayment.Extras:
        """Return them as the domain takes them. Raises `InvalidInput` naming the field."""
        one_offs = []
        for place, each in enumerate(self.one_off):
            with argument(f"oneOff[{place}]"):
                one_offs.append(each.one_off())
        return prepayment.Extras(
            monthly=self.monthly,
            yearly=self.yearly,
            one_off=prepayment.by_payment(one_offs),
            first_payment=self.first_payment,
        )


@strawberry.type(description="A loan that is paid faster than agreed, and what that saves.")
class FasterPayoff:
    """A loan that is paid faster than agreed."""

    record: strawberry.Private[prepayment.Prepayment]
    number_of_payments: int = strawberry.field(description="Payments until nothing is owed.")
    months_saved: int = strawberry.field(description="Whole months by which it ends sooner.")
    total_interest: Money = strawberry.field(description="All interest.")
    interest_saved: Money = strawberry.field(description="How much less that is than agreed.")

    @computed("The payments in order.")
    def schedule(self, first: FirstPayments = 12, after: AfterPayment = 0) -> list[Instalment]:
        """Return part of the schedule."""
        return page_of(self.record.schedule, first, after)

    @staticmethod
    def of(faster: prepayment.Prepayment) -> "FasterPayoff":
        """Return it as clients see it."""
        return FasterPayoff(
            record=faster,
            number_of_payments=faster.payments,
            months_saved=faster.months_saved,
            total_interest=Money(faster.interest),
            interest_saved=Money(faster.interest_saved),
        )


@strawberry.type(description="A loan as agreed, and ways to pay it faster.")
class Prepayment:
    """A loan as agreed, and ways to pay it faster."""

    terms: strawberry.Private[LoanTerms]
    start_date: strawberry.Private[date | None]
    with_extras: FasterPayoff = strawberry.field(
        description="The regular payments with the extra ones."
    )

    @computed("The loan as agreed.")
    async def agreed(self, info: Info) -> LoanQuote:
        """Compute the quote."""
        return LoanQuote.of(
            await info.context.compute(lambda: quote(self.terms, start_date=self.start_date))
        )

    @computed(
        "Half the monthly payment every two weeks instead, 26 a year, credited as they arrive; without "
        "the extra payments."
    )
    async def biweekly(
        self,
        info: Info,
        extra: Annotated[
            Money, strawberry.argument(description="What is added to each of them.")
        ] = NO_MONEY,
    ) -> FasterPayoff:
        """Compute the payments every two weeks."""
        return FasterPayoff.of(
            await info.context.compute(
                lambda: prepayment.pay_biweekly(self.terms, extra=extra, start_date=self.start_date)
            )
        )
