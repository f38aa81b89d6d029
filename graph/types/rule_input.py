"""Program rules: what is asked."""

from datetime import date

import strawberry

from domain.loans.rules.facts import Facts, Lien, Region, Underwriting
from domain.loans.rules.programs import ProgramRules, program_rules
from domain.loans.terms import known_terms
from graph.types import rule_enums  # noqa: F401  # declares the enumerations used below
from graph.types.scalars import Money, Percent


@strawberry.input(
    description="What is known of a loan on a home and its borrower. Leave out what is not: a rule that "
    "needs it answers UNKNOWN and names it."
)
class ProgramRulesInput:
    """What is known of a loan on a home and its borrower."""

    amount: Money | None = strawberry.field(
        default=None,
        description="The loan amount on the note; for FHA without a financed premium.",
    )
    annual_rate: Percent | None = strawberry.field(
        default=None, description='The nominal rate a year, 0 to 100: "6.5" means 6.5 %.'
    )
    term_months: int | None = strawberry.field(
        default=None, description="The number of monthly payments, 1 to 600."
    )
    other_costs: Money | None = strawberry.field(
        default=None,
        description="Taxes, insurance, dues and mortgage insurance of the home, dollars a month; with "
        "amount, rate and term it gives the housing payment.",
    )
    housing_payment: Money | None = strawberry.field(
        default=None, description="All that the home costs a month, if it is known as a whole."
    )
    total_loan_amount: Money | None = strawberry.field(
        default=None,
        description="The amount of 12 CFR 1026.32(b)(4), without financed points and fees.",
    )
    apr: Percent | None = strawberry.field(
        default=None, description="The annual percentage rate of the loan."
    )
    apor: Percent | None = strawberry.field(
        default=None,
        description="The average prime offer rate of a comparable loan on the day the rate was set.",
    )
    lien: Lien = strawberry.field(default=Lien.FIRST, description="Which claim comes first.")
    principal_dwelling: bool = strawberry.field(
        default=True, description="Whether the borrower lives, or will live, in the home."
    )
    manufactured_home: bool = strawberry.field(
        default=False, description="Whether it is a manufactured home."
    )
    personal_property: bool = strawberry.field(
        default=False, description="Whether the dwelling is not real estate."
    )
    points_and_fees: Money | None = strawberry.field(
        default=None, description="Points and fees as 12 CFR 1026.32(b) counts them."
    )
    prepayment_penalty_months: int | None = strawberry.field(
        default=None, description="For how long a prepayment penalty may be charged; 0 for none."
    )
    prepayment_penalty_percent: Percent | None = strawberry.field(
        default=None, description="How large it may be, percent of what is prepaid; 0 for none."
    )
    units: int = strawberry.field(default=1, description="How many homes the property has, 1 to 4.")
    area_limit: Money | None = strawberry.field(
        default=None,
        description="The loan limit of the county; needed only for an amount between the country's "
        "lowest and highest limit.",
    )
    special_area: bool = strawberry.field(
        default=False,
        description="Whether it is in Alaska, Hawaii, Guam or the U.S. Virgin Islands.",
    )
    property_value: Money | None = strawberry.field(
        default=None, description="What the property is worth."
    )
    gross_monthly_income: Money | None = strawberry.field(
        default=None, description="Income a month before taxes, more than 0."
    )
    monthly_debts: Money | None = strawberry.field(
        default=None, description="Payments a month on all debts beside housing."
    )
    residual_income: Money | None = strawberry.field(
        default=None,
        description="What is left of a month after taxes, housing, upkeep and debts, as VA counts it.",
    )
    household_size: int | None = strawberry.field(
        default=None, description="How many people are to live on the income, 1 to 100."
    )
    region: Region | None = strawberry.field(
        default=None, description="Where the home is, for VA's table of residual income."
    )
    credit_score: int | None = strawberry.field(default=None, description="300 to 850.")
    underwriting: Underwriting | None = strawberry.field(
        default=None, description="Who decides on the loan."
    )
    compensating_factors: int | None = strawberry.field(
        default=None,
        description="How many of the program's own compensating factors are documented, 0 to 20; leave "
        "it out if nobody has looked.",
    )
    no_discretionary_debt: bool = strawberry.field(
        default=False, description="Whether the borrower has no debt but housing, as FHA counts it."
    )
    eligibility_matrix: bool | None = strawberry.field(
        default=None,
        description="Whether score and reserves meet Fannie Mae's Eligibility Matrix for a debt ratio "
        "of up to 45 %.",
    )

    def evaluate(self, on: date) -> ProgramRules:
        """Return every rule's answer. Raises `InvalidInput` naming the field."""
        facts = Facts(
            on=on,
            amount=self.amount,
            total_loan_amount=self.total_loan_amount,
            apr=self.apr,
            apor=self.apor,
            lien=self.lien,
            principal_dwelling=self.principal_dwelling,
            manufactured_home=self.manufactured_home,
            personal_property=self.personal_property,
            points_and_fees=self.points_and_fees,
            prepayment_penalty_months=self.prepayment_penalty_months,
            prepayment_penalty_percent=self.prepayment_penalty_percent,
            units=self.units,
            area_limit=self.area_limit,
            special_area=self.special_area,
            property_value=self.property_value,
            gross_monthly_income=self.gross_monthly_income,
            housing_payment=self.housing_payment,
            monthly_debts=self.monthly_debts,
            residual_income=self.residual_income,
            household_size=self.household_size,
            region=self.region,
            credit_score=self.credit_score,
            underwriting=self.underwriting,
            compensating_factors=self.compensating_factors,
            no_discretionary_debt=self.no_discretionary_debt,
            eligibility_matrix=self.eligibility_matrix,
        )
        terms = known_terms(self.amount, self.annual_rate, self.term_months)
        return program_rules(facts, terms=terms, other_costs=self.other_costs)
