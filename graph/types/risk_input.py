"""What may go wrong with a loan: what is asked."""

import strawberry

from domain.loans.adjustable import Caps
from domain.money import ZERO
from domain.risk.assessment import HORIZON_MONTHS, Assessment, assess
from domain.risk.situation import RateChanges, Situation
from graph.errors import argument
from graph.types.scalars import Money, Percent


@strawberry.input(
    description="How an adjustable rate moves: fixed for a time, then at intervals to index + margin "
    "within the caps, up and down."
)
class RateChangesInput:
    """How an adjustable rate moves."""

    fixed_months: int = strawberry.field(description="For how long it is fixed at first, 1 to 600.")
    change_every: int = strawberry.field(description="Months between changes after that, 1 to 600.")
    index: Percent = strawberry.field(description="Where the index stands now.")
    margin: Percent = strawberry.field(description="Percentage points added to the index.")
    first_cap: Percent = strawberry.field(
        description="How far the rate may move at the first change, in percentage points."
    )
    periodic_cap: Percent = strawberry.field(description="How far at each later change.")
    lifetime_cap: Percent = strawberry.field(
        description="How far above the initial rate it may ever be."
    )
    floor: Percent = strawberry.field(
        default=Percent(ZERO), description="The lowest rate ever; commonly the margin."
    )

    def changes(self) -> RateChanges:
        """Return them as the simulation takes them. Raises `InvalidInput` naming the field."""
        return RateChanges(
            fixed_months=self.fixed_months,
            change_every=self.change_every,
            index=self.index,
            margin=self.margin,
            caps=Caps(self.first_cap, self.periodic_cap, self.lifetime_cap, self.floor),
        )


@strawberry.input(
    description="A loan and its borrower. What may be left out is assumed, and said, or what needs it "
    "is not computed, and said."
)
class RiskInput:
    """A loan and its borrower."""

    amount: Money = strawberry.field(description="What is borrowed: 0.01 to 1,000,000,000.00.")
    annual_rate: Percent = strawberry.field(
        description='The nominal rate a year, 0 to 100: "6.5" means 6.5 %. Of an adjustable loan the '
        "initial one."
    )
    term_months: int = strawberry.field(description="The number of monthly payments, 1 to 600.")
    rate_changes: RateChangesInput | None = strawberry.field(
        default=None, description="How the rate changes; leave it out for a fixed rate."
    )
    property_value: Money | None = strawberry.field(
        default=None,
        description="What the property that secures it is worth; the expected loss needs it.",
    )
    other_costs: Money | None = strawberry.field(
        default=None,
        description="Taxes, insurance, dues and mortgage insurance of the home, dollars a month; "
        "assumed to be 0 if left out.",
    )
    gross_monthly_income: Money = strawberry.field(
        description="Income a month before taxes, more than 0."
    )
    monthly_debts: Money = strawberry.field(
        description="Payments a month on all other debts; 0 if there are none."
    )
    reserves: Money = strawberry.field(
        description="What can be spent at once, after closing; 0 if there is nothing."
    )
    take_home: Money | None = strawberry.field(
        default=None, description="Income a month after taxes; assumed from averages if left out."
    )
    living_costs: Money | None = strawberry.field(
        default=None,
        description="What a month costs beside housing and debts; assumed from averages if left out.",
    )
    horizon_months: int = strawberry.field(
        default=HORIZON_MONTHS,
        description="How far to look, 1 to 360 months; never beyond the loan's term.",
    )

    def assess(self) -> Assessment:
        """Return the assessment. Raises `InvalidInput` naming the field."""
        with argument("rateChanges"):
            changes = None if self.rate_changes is None else self.rate_changes.changes()
        situation = Situation(
            amount=self.amount,
            annual_rate=self.annual_rate,
            term_months=self.term_months,
            rate_changes=changes,
            property_value=self.property_value,
            other_costs=self.other_costs,
            gross_monthly_income=self.gross_monthly_income,
            monthly_debts=self.monthly_debts,
            reserves=self.reserves,
            take_home=self.take_home,
            living_costs=self.living_costs,
        )
        return assess(situation, horizon_months=self.horizon_months)
