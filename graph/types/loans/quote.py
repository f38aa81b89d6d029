"""Loans and what they cost."""

from datetime import date
from typing import Annotated

import strawberry

from domain.loans import amortization, cumulative
from domain.loans.costs import NO_PREMIUMS, InsurancePremiums
from domain.loans.disclosure import NO_CLOSING_COSTS, ClosingCosts, amount_financed_of, disclose
from domain.loans.frequency import Frequency
from domain.loans.repayment import Repayment
from graph.context import Info
from graph.types import enums  # noqa: F401  # declares the enumerations used below
from graph.types.fields import computed
from graph.types.loans.costs import LoanCostsInput
from graph.types.loans.disclosure import LoanDisclosure
from graph.types.loans.payment_schedule import (
    AfterPayment,
    FirstPayments,
    Instalment,
    LoanYear,
    PaymentStep,
    page_of,
)
from graph.types.loans.terms import LoanTermsInput
from graph.types.scalars import NO_MONEY, Money, Percent


@strawberry.input(
    description="A fixed-rate loan: level monthly payments in arrears that repay it in full, unless you "
    "say otherwise."
)
class LoanQuoteInput(LoanCostsInput, LoanTermsInput):
    """A fixed-rate loan and how it is repaid."""

    term_months: int = strawberry.field(
        description="The term in months, 1 to 600; it must be a whole number of payments (of weekly ones "
        "a multiple of 3 months, of biweekly 6, of four-weekly 12)."
    )
    start_date: date | None = strawberry.field(
        default=None,
        description="The day interest runs from, 1900 to 2199; with it, payments get due dates.",
    )
    frequency: Frequency = strawberry.field(
        default=Frequency.MONTHLY, description="How often a payment falls due."
    )
    in_advance: bool = strawberry.field(
        default=False,
        description="Whether payments fall due at the beginning of each period, the first on the day of "
        "the loan.",
    )
    interest_only_months: int = strawberry.field(
        default=0, description="For how many months at first payments are the interest alone."
    )
    amortization_months: int | None = strawberry.field(
        default=None,
        description="For a balloon loan, the term (up to 600) whose level payment is paid; what is owed at "
        "the end of `termMonths` is due with the last payment.",
    )
    balloon: Money = strawberry.field(
        default=NO_MONEY,
        description="The amount that is left to be due with the last payment, as in many car loans; "
        "instead of `amortizationMonths`.",
    )

    def quote(self) -> "LoanQuote":
        """Return what the loan costs. Raises `InvalidInput` naming the field."""
        terms = self.terms()
        repayment = Repayment(
            frequency=self.frequency,
            in_advance=self.in_advance,
            interest_only_months=self.interest_only_months,
            amortization_months=self.amortization_months,
            balloon=self.balloon,
        )
        costs, premiums = self.closing_costs(), self.premiums()
        quote = amortization.quote(terms, repayment=repayment, start_date=self.start_date)
        amount_financed_of(quote.schedule, costs, in_advance=repayment.in_advance)
        return LoanQuote.of(quote, costs=costs, premiums=premiums)


@strawberry.type(description="What a run of a loan's payments adds up to.")
class PaidBetween:
    """What a run of a loan's payments adds up to."""

    paid: Money = strawberry.field(description="All that is paid: interest and principal.")
    interest: Money = strawberry.field(description="How much of that is interest.")
    principal: Money = strawberry.field(description="How much of that is principal.")


@strawberry.type(description="What a loan costs, to the cent.")
class LoanQuote:
    """What a loan costs."""

    record: strawberry.Private[amortization.LoanQuote]
    costs: strawberry.Private[ClosingCosts]
    premiums: strawberry.Private[InsurancePremiums]
    amount: Money = strawberry.field(description="What is borrowed.")
    annual_rate: Percent = strawberry.field(description="The nominal rate a year.")
    term_months: int = strawberry.field(description="The term agreed on.")
    frequency: Frequency = strawberry.field(description="How often a payment falls due.")
    payment: Money = strawberry.field(
        description="The regular payment; the first of them where `steps` has several."
    )
    final_payment: Money = strawberry.field(
        description="The last payment; it takes up the rounding of the others, and a balloon."
    )
    number_of_payments: int = strawberry.field(
        description="Payments until nothing is owed: the term's, or less where rounding ends it early."
    )
    total_interest: Money = strawberry.field(description="All interest.")
    total_paid: Money = strawberry.field(description="All payments: the amount and the interest.")

    @computed("The payments in order.")
    def schedule(self, first: FirstPayments = 12, after: AfterPayment = 0) -> list[Instalment]:
        """Return part of the schedule."""
        return page_of(self.record.schedule, first, after)

    @computed("The payments summed by year.")
    def years(self) -> list[LoanYear]:
        """Return a summary a year."""
        per_year = self.record.repayment.frequency.per_year
        years = amortization.by_year(self.record.schedule, per_year=per_year)
        return [LoanYear.of(year) for year in years]

    @computed("The regular payment: one step, or two where the interest alone is paid at first.")
    def steps(self) -> list[PaymentStep]:
        """Return the steps."""
        return [PaymentStep.of(step) for step in self.record.steps]

    @computed("What is still owed after a payment.")
    def balance_after(
        self,
        payment: Annotated[
            int, strawberry.argument(description="The payment's number; 0 for the whole loan.")
        ],
    ) -> Money:
        """Return a balance."""
        return Money(cumulative.balance_after_payment(self.record.schedule, payment))

    @computed("What the payments from one number to another come to, both included.")
    def paid_between(
        self,
        first: Annotated[int, strawberry.argument(description="The number of the first, from 1.")],
        last: Annotated[int, strawberry.argument(description="The number of the last.")],
    ) -> PaidBetween:
        """Return the sums."""
        sums = cumulative.paid_between(self.record.schedule, first, last)
        return PaidBetween(
            paid=Money(sums.paid),
            interest=Money(sums.interest),
            principal=Money(sums.principal),
        )

    @computed("What a lender must disclose of it: APR, finance charge, TIP, in 5 years.")
    async def disclosure(self, info: Info) -> LoanDisclosure:
        """Compute the figures."""
        repayment = self.record.repayment
        disclosed = await info.context.compute(
            lambda: disclose(
                self.record.schedule,
                costs=self.costs,
                premiums=self.premiums.series,
                per_year=repayment.frequency.per_year,
                in_advance=repayment.in_advance,
            )
        )
        return LoanDisclosure.of(disclosed)

    @staticmethod
    def of(
        quote: amortization.LoanQuote,
        *,
        costs: ClosingCosts = NO_CLOSING_COSTS,
        premiums: InsurancePremiums = NO_PREMIUMS,
    ) -> "LoanQuote":
        """Return a quote as clients see it."""
        return LoanQuote(
            record=quote,
            costs=costs,
            premiums=premiums,
            amount=Money(quote.terms.amount),
            annual_rate=Percent(quote.terms.annual_rate),
            term_months=quote.terms.term_months,
            frequency=quote.repayment.frequency,
            payment=Money(quote.payment),
            final_payment=Money(quote.final_payment),
            number_of_payments=quote.number_of_payments,
            total_interest=Money(quote.total_interest),
            total_paid=Money(quote.total_paid),
        )
