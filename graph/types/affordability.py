"""What home an income bears, and what that home costs a month."""

import strawberry

from domain.loans import affordability as domain
from domain.loans.home_budget import (
    DebtLimits,
    Financing,
    HomeBudget,
    HomeBudgets,
    home_budgets,
)
from domain.money import ZERO, from_cents
from graph.errors import argument
from graph.types.enums import describe
from graph.types.scalars import Money, Percent

describe(
    domain.Limit,
    "AffordabilityLimit",
    "What keeps a loan from being larger.",
    {
        "FRONT": "The limit on housing.",
        "BACK": "The limit on all debts together.",
        "AMOUNT": "The largest amount that is computed, $1,000,000,000.00.",
    },
)


@strawberry.input(description="What a home costs beside its loan. What is left out costs nothing.")
class HomeCostsInput:
    """What a home costs beside its loan."""

    property_tax: Percent = strawberry.field(
        default=Percent(ZERO), description="Property tax, percent of the value a year."
    )
    insurance: Percent = strawberry.field(
        default=Percent(ZERO),
        description="Homeowner's insurance, percent of the value a year; or give `insuranceYearly`.",
    )
    insurance_yearly: Money = strawberry.field(
        default=Money(ZERO), description="Homeowner's insurance, dollars a year."
    )
    dues: Money = strawberry.field(
        default=Money(ZERO), description="Association dues, dollars a month."
    )
    mortgage_insurance: Percent = strawberry.field(
        default=Percent(ZERO),
        description="Mortgage insurance, percent of the loan a year; charged while the loan is more "
        "than 80 % of the value.",
    )

    def costs(self) -> domain.HousingCosts:
        """Return them as the calculators take them. Raises `InvalidInput` naming the field."""
        return domain.HousingCosts(
            property_tax=self.property_tax,
            insurance=self.insurance,
            insurance_yearly=self.insurance_yearly,
            dues=self.dues,
            mortgage_insurance=self.mortgage_insurance,
        )


def costs_of(costs: HomeCostsInput | None) -> domain.HousingCosts:
    """Return the costs of an input's `costs`; none where it is left out."""
    with argument("costs"):
        return domain.NO_HOUSING_COSTS if costs is None else costs.costs()


@strawberry.input(description="An income, its debts, and how a home would be paid for.")
class AffordabilityInput:
    """An income, its debts, and how a home would be paid for."""

    gross_monthly_income: Money = strawberry.field(
        description="Income a month before taxes, more than 0."
    )
    monthly_debts: Money = strawberry.field(
        description="Payments a month on all debts but the future home; 0 if there are none."
    )
    annual_rate: Percent = strawberry.field(
        description='The nominal rate a year, 0 to 100: "6.5" means 6.5 %.'
    )
    term_months: int = strawberry.field(description="The number of monthly payments, 1 to 600.")
    down_payment: Money = strawberry.field(
        default=Money(ZERO), description="What is paid of the price at once."
    )
    costs: HomeCostsInput | None = strawberry.field(
        default=None, description="Taxes, insurance and dues of the home."
    )
    front_limit: Percent = strawberry.field(
        default=Percent(domain.USUAL_FRONT_LIMIT),
        description="The most that housing may take of gross income; 28 is a rule of thumb of lenders.",
    )
    back_limit: Percent = strawberry.field(
        default=Percent(domain.USUAL_BACK_LIMIT),
        description="The most that housing and all debts may take of gross income; 36 is Fannie Mae's "
        "guide for underwriting by hand.",
    )
    price: Money | None = strawberry.field(
        default=None,
        description="The price of a home in mind, up to 1,000,000,000.00, to see what it would cost.",
    )
    other_liens: Money = strawberry.field(
        default=Money(ZERO),
        description="What is or would be owed on the home beside this loan.",
    )

    def budgets(self) -> HomeBudgets:
        """Return what can be afforded. Raises `InvalidInput` naming the field."""
        return home_budgets(
            domain.Borrower(self.gross_monthly_income, self.monthly_debts),
            Financing(
                annual_rate=self.annual_rate,
                term_months=self.term_months,
                down_payment=self.down_payment,
                other_liens=self.other_liens,
                costs=costs_of(self.costs),
            ),
            DebtLimits(self.front_limit, self.back_limit),
            price=self.price,
        )


@strawberry.type(description="A home with its loan: what it costs a month and what that weighs.")
class HomeAffordability:
    """A home with its loan."""

    price: Money = strawberry.field(description="The price: loan and down payment.")
    amount: Money = strawberry.field(description="The loan.")
    payment: Money = strawberry.field(description="Principal and interest a month.")
    property_tax: Money = strawberry.field(description="Property tax a month.")
    insurance: Money = strawberry.field(description="Homeowner's insurance a month.")
    dues: Money = strawberry.field(description="Association dues a month.")
    mortgage_insurance: Money = strawberry.field(
        description="Mortgage insurance a month; 0 up to 80 % of the value."
    )
    housing_payment: Money = strawberry.field(description="All that the home costs a month.")
    front_ratio: Percent = strawberry.field(
        description="The housing payment as a share of gross income: the front-end debt-to-income "
        "ratio."
    )
    back_ratio: Percent = strawberry.field(
        description="The housing payment and all debts as a share of gross income: the back-end ratio."
    )
    loan_to_value: Percent | None = strawberry.field(
        description="The loan as a share of the price; null for a price of 0."
    )
    combined_loan_to_value: Percent | None = strawberry.field(
        description="The loan and other liens as a share of the price; null for a price of 0."
    )
    fits: bool = strawberry.field(
        description="Whether both ratios keep their limits, compared before they are rounded."
    )

    @staticmethod
    def of(home: HomeBudget) -> "HomeAffordability":
        """Return a home as clients see it."""
        share, combined = home.loan_to_value, home.combined_loan_to_value
        return HomeAffordability(
            price=Money(home.price),
            amount=Money(home.amount),
            payment=Money(home.payment),
            property_tax=Money(from_cents(home.costs.property_tax)),
            insurance=Money(from_cents(home.costs.insurance)),
            dues=Money(from_cents(home.costs.dues)),
            mortgage_insurance=Money(from_cents(home.costs.mortgage_insurance)),
            housing_payment=Money(home.housing_payment),
            front_ratio=Percent(home.front_ratio),
            back_ratio=Percent(home.back_ratio),
            loan_to_value=None if share is None else Percent(share),
            combined_loan_to_value=None if combined is None else Percent(combined),
            fits=home.fits,
        )


@strawberry.type(description="What home an income bears, exact to the cent.")
class Affordability:
    """What home an income bears."""

    largest: HomeAffordability = strawberry.field(
        description="The most that can be bought: a loan one cent larger would break `limit`. Its "
        "amount is 0 where debts and costs leave nothing, and then it may not fit."
    )
    limit: domain.Limit = strawberry.field(description="What keeps the loan from being larger.")
    in_mind: HomeAffordability | None = strawberry.field(
        description="The home of the `price` that was asked about; null without one."
    )

    @staticmethod
    def of(budgets: HomeBudgets) -> "Affordability":
        """Return what can be afforded as clients see it."""
        in_mind = budgets.in_mind
        return Affordability(
            largest=HomeAffordability.of(budgets.most),
            limit=budgets.largest.limit,
            in_mind=None if in_mind is None else HomeAffordability.of(in_mind),
        )
