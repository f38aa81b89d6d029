"""Adjustable-rate mortgages and the ways they may go."""

from datetime import date
from typing import Annotated

import strawberry

from domain.loans import adjustable
from domain.loans.terms import LoanTerms
from domain.money import ZERO
from graph.context import Info
from graph.errors import argument
from graph.types.fields import computed
from graph.types.loans.payment_schedule import (
    AfterPayment,
    FirstPayments,
    Instalment,
    PaymentStep,
    page_of,
)
from graph.types.loans.terms import LoanTermsInput
from graph.types.scalars import Money, Percent


@strawberry.input(description="How far an adjustable rate may move and where it stops.")
class RateCapsInput:
    """How far an adjustable rate may move and where it stops."""

    first: Percent = strawberry.field(
        description="Percentage points up or down at the first change."
    )
    periodic: Percent = strawberry.field(
        description="Percentage points up or down at each later change."
    )
    lifetime: Percent = strawberry.field(
        description="Percentage points above the initial rate, ever."
    )
    floor: Percent = strawberry.field(
        default=Percent(ZERO), description="The lowest rate ever, in percent; often the margin."
    )
    lifetime_down: Percent | None = strawberry.field(
        default=None, description="Percentage points below the initial rate, ever, if limited."
    )

    def caps(self) -> adjustable.Caps:
        """Return them as the domain takes them."""
        return adjustable.Caps(
            first=self.first,
            periodic=self.periodic,
            lifetime=self.lifetime,
            floor=self.floor,
            lifetime_down=self.lifetime_down,
        )


@strawberry.input(
    description="How a rate adjusts: it stays for `fixedMonths`, then moves every `changeEvery` months to "
    "index + margin, within the caps. A 5/6 loan has 60 and 6."
)
class RateAdjustmentInput:
    """How a rate adjusts."""

    fixed_months: int = strawberry.field(description="How long the initial rate stays, 1 to 600.")
    change_every: int = strawberry.field(description="Months from one change to the next.")
    margin: Percent = strawberry.field(description="Percentage points above the index.")
    caps: RateCapsInput = strawberry.field(description="How far the rate may move.")
    interest_only_months: int = strawberry.field(
        default=0, description="For how many months at first payments are the interest alone."
    )

    def applied_to(self, terms: LoanTerms) -> adjustable.AdjustableTerms:
        """Return a loan whose rate adjusts so. Raises `InvalidInput` naming the field."""
        return adjustable.AdjustableTerms(
            amount=terms.amount,
            initial_rate=terms.annual_rate,
            term_months=terms.term_months,
            fixed_months=self.fixed_months,
            change_every=self.change_every,
            margin=self.margin,
            caps=self.caps.caps(),
            interest_only_months=self.interest_only_months,
        )


@strawberry.type(description="One way an adjustable-rate mortgage may go.")
class RatePath:
    """One way an adjustable-rate mortgage may go."""

    record: strawberry.Private[adjustable.AdjustablePath]
    total_interest: Money = strawberry.field(description="All interest.")
    total_paid: Money = strawberry.field(description="All payments.")

    @computed("The rates and regular payments, one step after the other.")
    def steps(self) -> list[PaymentStep]:
        """Return the steps."""
        return [PaymentStep.of(step) for step in self.record.steps]

    @computed("The first step with the largest payment.")
    def highest_payment(self) -> PaymentStep:
        """Return the step."""
        return PaymentStep.of(self.record.highest_payment)

    @computed("The payments in order.")
    def schedule(self, first: FirstPayments = 12, after: AfterPayment = 0) -> list[Instalment]:
        """Return part of the schedule."""
        return page_of(self.record.schedule, first, after)

    @staticmethod
    def of(path: adjustable.AdjustablePath) -> "RatePath":
        """Return a path as clients see it."""
        return RatePath(
            record=path,
            total_interest=Money(path.total_interest),
            total_paid=Money(path.total_paid),
        )


@strawberry.type(description="An adjustable-rate mortgage: what its rate and payments may become.")
class AdjustableRate:
    """An adjustable-rate mortgage."""

    record: strawberry.Private[adjustable.AdjustableTerms]
    start_date: strawberry.Private[date | None]
    ceiling: Percent = strawberry.field(description="The highest rate that the caps allow.")
    lowest: Percent = strawberry.field(description="The lowest rate that the caps allow.")
    changes: int = strawberry.field(description="How often the rate may change.")

    @computed("The rate rises as fast and as far as the caps allow.")
    async def worst(self, info: Info) -> RatePath:
        """Compute the worst case."""
        return RatePath.of(
            await info.context.compute(
                lambda: adjustable.worst_case(self.record, start_date=self.start_date)
            )
        )

    @computed("The rate falls as fast and as far as the caps and the floor allow.")
    async def best(self, info: Info) -> RatePath:
        """Compute the best case."""
        return RatePath.of(
            await info.context.compute(
                lambda: adjustable.best_case(self.record, start_date=self.start_date)
            )
        )

    @computed("The index moves as you say.")
    async def path(
        self,
        info: Info,
        index: Annotated[
            list[Percent],
            strawberry.argument(
                description="Where the index stands at the first, second, … change, at most 600 of them; "
                "the last one stays. One value: the index never moves."
            ),
        ],
    ) -> RatePath:
        """Compute the payments for an index."""
        return RatePath.of(
            await info.context.compute(
                lambda: adjustable.path_of_index(self.record, index, start_date=self.start_date)
            )
        )

    @staticmethod
    def of(
        loan: LoanTermsInput, adjustment: RateAdjustmentInput, start_date: date | None
    ) -> "AdjustableRate":
        """Return a loan as clients see it. Raises `InvalidInput` naming the argument."""
        with argument("loan"):
            terms = loan.terms()
        with argument("adjustment"):
            record = adjustment.applied_to(terms)
        return AdjustableRate(
            record=record,
            start_date=start_date,
            ceiling=Percent(record.ceiling),
            lowest=Percent(record.lowest),
            changes=record.changes,
        )
