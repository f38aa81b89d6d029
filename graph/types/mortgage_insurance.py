"""Private mortgage insurance: what it costs and when it ends."""

from datetime import date

import strawberry

from domain.loans import mortgage_insurance as domain
from domain.loans.terms import LoanTerms
from graph.types.scalars import Money, Percent


@strawberry.input(description="A level-payment loan with private mortgage insurance.")
class MortgageInsuranceInput:
    """A level-payment loan with private mortgage insurance."""

    amount: Money = strawberry.field(description="What is borrowed: 0.01 to 1,000,000,000.00.")
    annual_rate: Percent = strawberry.field(
        description='The nominal rate a year, 0 to 100: "6.5" means 6.5 %.'
    )
    term_months: int = strawberry.field(description="The number of monthly payments, 1 to 600.")
    original_value: Money = strawberry.field(
        description="The lesser of price and appraised value at closing; for a refinance the appraised "
        "value."
    )
    annual_percent: Percent = strawberry.field(
        description="The premium, percent of the original loan amount a year."
    )
    first_payment: date | None = strawberry.field(
        default=None, description="When the first payment is due; with it, the ends get their days."
    )

    def plan(self) -> domain.InsurancePlan:
        """Return premium, ends and totals. Raises `InvalidInput` naming the field."""
        return domain.insurance_plan(
            LoanTerms(self.amount, self.annual_rate, self.term_months),
            original_value=self.original_value,
            annual_percent=self.annual_percent,
            first_payment=self.first_payment,
        )


@strawberry.type(description="An event that ends mortgage insurance.")
class InsuranceRemoval:
    """An event that ends mortgage insurance."""

    payment: int = strawberry.field(
        description="With which payment, from 1; 0 means from the outset."
    )
    day: date | None = strawberry.field(
        description="On which day; null without a first payment's day, or at the outset."
    )
    premiums: Money = strawberry.field(
        description="What has been paid in premiums by then, if nothing ends insurance sooner."
    )

    @staticmethod
    def of(removal: domain.Removal) -> "InsuranceRemoval":
        """Return an end of insurance as clients see it."""
        return InsuranceRemoval(
            payment=removal.payment, day=removal.day, premiums=Money(removal.premiums)
        )


@strawberry.type(
    description="Mortgage insurance over the life of a loan, by its initial schedule: Homeowners "
    "Protection Act of 1998, 12 USC 4901 and 4902."
)
class MortgageInsurance:
    """Mortgage insurance over the life of a loan."""

    required: bool = strawberry.field(
        description="Whether the loan is more than 80 % of the original value, above which lenders "
        "ask for insurance."
    )
    monthly_premium: Money = strawberry.field(description="The premium a month.")
    by_request: InsuranceRemoval = strawberry.field(
        description="The balance reaches 80 % of the original value: the borrower may ask for removal."
    )
    automatic: InsuranceRemoval = strawberry.field(
        description="The balance reaches 78 %: the servicer must end it for a borrower who is current."
    )
    final: InsuranceRemoval = strawberry.field(
        description="The midpoint of the term: it must end by the first of the next month, which is "
        "`day`, whatever is owed."
    )
    number_of_premiums: int = strawberry.field(
        description="How many are paid by a borrower who is current and does not ask; 0 if none is "
        "required."
    )
    total_premiums: Money = strawberry.field(description="What those come to.")

    @staticmethod
    def of(plan: domain.InsurancePlan) -> "MortgageInsurance":
        """Return a plan as clients see it."""
        return MortgageInsurance(
            required=plan.required,
            monthly_premium=Money(plan.premium),
            by_request=InsuranceRemoval.of(plan.by_request),
            automatic=InsuranceRemoval.of(plan.automatic),
            final=InsuranceRemoval.of(plan.final),
            number_of_premiums=plan.number,
            total_premiums=Money(plan.total),
        )
