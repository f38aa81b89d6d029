"""When a cost paid now is earned back by a cheaper loan."""

import strawberry

from domain.loans import refinance
from domain.loans.amortization import quote
from domain.loans.terms import LoanTerms
from graph.context import Info
from graph.types.fields import computed
from graph.types.loans.quote import LoanQuote
from graph.types.scalars import Money, Percent


@strawberry.input(description="A loan with and without discount points.")
class PointsInput:
    """A loan with and without discount points."""

    amount: Money = strawberry.field(description="What is borrowed: 0.01 to 1,000,000,000.00.")
    term_months: int = strawberry.field(description="The number of monthly payments, 1 to 600.")
    rate_without: Percent = strawberry.field(description="The rate a year without points.")
    rate_with: Percent = strawberry.field(description="The rate a year with points.")
    points: Percent = strawberry.field(
        description='How many points: "1.5" costs 1.5 % of the loan amount.'
    )

    def break_even(self) -> refinance.BreakEven:
        """Compare the two. Raises `InvalidInput` naming the field."""
        return refinance.points_break_even(
            amount=self.amount,
            term_months=self.term_months,
            rate_without=self.rate_without,
            rate_with=self.rate_with,
            points=self.points,
        )


@strawberry.type(description="One loan beside another that costs something to get.")
class BreakEven:
    """One loan beside another that costs something to get."""

    terms_before: strawberry.Private[LoanTerms]
    terms_after: strawberry.Private[LoanTerms]
    cost: Money = strawberry.field(description="What is paid now, in cash.")
    monthly_saving: Money = strawberry.field(
        description="How much lower the payment is; negative: higher."
    )
    simple_months: int | None = strawberry.field(
        description="The cost divided by the monthly saving, whole months begun; null without a saving. "
        "It disregards what is owed in the end, so a longer term flatters it."
    )
    true_months: int | None = strawberry.field(
        description="The first month after whose payment one is no worse off, counting all that was paid "
        "and all that is still owed; null if that never comes."
    )
    lifetime_saving: Money = strawberry.field(
        description="What is paid less in all when both loans run to their end; negative: more."
    )

    @computed("What the loan before costs from here on.")
    async def before(self, info: Info) -> LoanQuote:
        """Compute the quote."""
        return LoanQuote.of(await info.context.compute(lambda: quote(self.terms_before)))

    @computed("What the loan after costs.")
    async def after(self, info: Info) -> LoanQuote:
        """Compute the quote."""
        return LoanQuote.of(await info.context.compute(lambda: quote(self.terms_after)))

    @staticmethod
    def of(found: refinance.BreakEven) -> "BreakEven":
        """Return it as clients see it."""
        return BreakEven(
            terms_before=found.before,
            terms_after=found.after,
            cost=Money(found.cost),
            monthly_saving=Money(found.monthly_saving),
            simple_months=found.simple_months,
            true_months=found.true_months,
            lifetime_saving=Money(found.lifetime_saving),
        )
