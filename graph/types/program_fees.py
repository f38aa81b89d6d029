"""What programs charge for their insurance or guaranty."""

from datetime import date

import strawberry

from domain.loans.rules.catalogue import rule
from domain.loans.rules.charges import ProgramCharge, VaLoan, program_charges
from domain.loans.rules.fees import VaPurpose
from domain.money import ZERO
from graph.types import rule_enums  # noqa: F401  # declares the enumerations used below
from graph.types.rule import OutsideData
from graph.types.scalars import Money, Percent


@strawberry.input(description="What VA's funding fee hangs on.")
class VaLoanInput:
    """What VA's funding fee hangs on."""

    purpose: VaPurpose = strawberry.field(description="What the loan is for.")
    down_percent: Percent = strawberry.field(
        default=Percent(ZERO), description="The down payment of a purchase, percent of the price."
    )
    first_use: bool = strawberry.field(
        default=True, description="Whether the veteran uses the benefit for the first time."
    )
    exempt: bool = strawberry.field(
        default=False,
        description="Whether the veteran is exempt, as with service-connected compensation.",
    )

    def loan(self) -> VaLoan:
        """Return it as the rules take it."""
        return VaLoan(self.purpose, self.down_percent, self.first_use, self.exempt)


@strawberry.input(description="A loan that FHA, VA or USDA might insure or guarantee.")
class ProgramFeesInput:
    """A loan that a program might insure or guarantee."""

    amount: Money = strawberry.field(
        description="The loan amount without a financed premium or fee: 0.01 to 1,000,000,000.00."
    )
    property_value: Money | None = strawberry.field(
        default=None, description="What the property is worth; FHA's premiums need it."
    )
    term_months: int | None = strawberry.field(
        default=None,
        description="The number of monthly payments, 1 to 600; FHA's premiums need it.",
    )
    va: VaLoanInput | None = strawberry.field(
        default=None, description="What VA's fee needs to be known."
    )

    def charges(self, on: date) -> tuple[ProgramCharge, ...]:
        """Return each program's charges. Raises `InvalidInput` naming the field."""
        return program_charges(
            amount=self.amount,
            on=on,
            property_value=self.property_value,
            term_months=self.term_months,
            va=None if self.va is None else self.va.loan(),
        )


@strawberry.type(description="What a program charges for its insurance or guaranty.")
class ProgramFees:
    """What a program charges."""

    rule: str = strawberry.field(description='The rule\'s id: "fha-mip".')
    title: str = strawberry.field(description="Its name.")
    upfront_percent: Percent | None = strawberry.field(
        description="The charge at closing, percent of the amount; null if it is not known."
    )
    upfront: Money | None = strawberry.field(
        description="What that comes to, usually added to the loan."
    )
    annual_percent: Percent | None = strawberry.field(
        description="The yearly charge, percent of the balance, collected monthly."
    )
    annual_months: int | None = strawberry.field(
        description="For how many months it is charged; null for as long as the loan runs."
    )
    effective_from: date | None = strawberry.field(
        description="The day from which these figures applied."
    )
    source: str | None = strawberry.field(description="Where they are written.")
    missing: list[str] = strawberry.field(
        description="The inputs without which nothing can be said."
    )
    outside: OutsideData | None = strawberry.field(
        description="Set where no figures are held for the day."
    )

    @staticmethod
    def of(charge: ProgramCharge) -> "ProgramFees":
        """Return a program's charges as clients see them."""
        fees, outside = charge.fees, charge.outside
        return ProgramFees(
            rule=charge.rule,
            title=rule(charge.rule).title,
            upfront_percent=Percent(fees.upfront_percent) if fees else None,
            upfront=Money(fees.upfront) if fees else None,
            annual_percent=Percent(fees.annual_percent) if fees else None,
            annual_months=fees.annual_months if fees else None,
            effective_from=fees.effective_from if fees else None,
            source=fees.source if fees else None,
            missing=list(charge.missing),
            outside=None if outside is None else OutsideData.of(outside),
        )
