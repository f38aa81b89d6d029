"""Renting beside buying, year by year."""

import strawberry

from domain.loans import rent_or_buy as domain
from domain.money import ZERO
from graph.types.affordability import HomeCostsInput, costs_of
from graph.types.scalars import Money, Percent, PercentChange


@strawberry.input(description="Buying a home, renting one like it, and for how long to compare.")
class RentOrBuyInput:
    """Buying a home, renting one like it, and for how long to compare."""

    price: Money = strawberry.field(description="The price of the home.")
    down_payment: Money = strawberry.field(
        description="What is paid of it at once; the rest is borrowed, so it is less than the price."
    )
    annual_rate: Percent = strawberry.field(
        description='The nominal rate of the loan a year, 0 to 100: "6.5" means 6.5 %.'
    )
    term_months: int = strawberry.field(description="The number of monthly payments, 1 to 600.")
    closing_costs: Money = strawberry.field(
        default=Money(ZERO), description="What buying costs beside the price."
    )
    costs: HomeCostsInput | None = strawberry.field(
        default=None, description="Taxes, insurance and dues of the home."
    )
    maintenance: Percent = strawberry.field(
        default=Percent(ZERO), description="Upkeep, percent of the home's value a year."
    )
    selling_costs: Percent = strawberry.field(
        default=Percent(ZERO), description="What selling costs, percent of the value then."
    )
    appreciation: PercentChange = strawberry.field(
        default=PercentChange(ZERO), description="How the home's value changes a year."
    )
    rent: Money = strawberry.field(description="The rent a month at first.")
    rent_increase: Percent = strawberry.field(
        default=Percent(ZERO), description="By how much the rent rises each year."
    )
    renters_insurance: Money = strawberry.field(
        default=Money(ZERO), description="Renter's insurance, dollars a month."
    )
    investment_return: Percent = strawberry.field(
        description="What money that is not spent on housing earns a year."
    )
    years: int = strawberry.field(
        default=30, description=f"How many years to compare, 1 to {domain.MAX_YEARS}."
    )

    def compare(self) -> domain.RentOrBuy:
        """Return both ways year by year. Raises `InvalidInput` naming the field."""
        purchase = domain.purchase_of(
            price=self.price,
            down_payment=self.down_payment,
            annual_rate=self.annual_rate,
            term_months=self.term_months,
            closing_costs=self.closing_costs,
            costs=costs_of(self.costs),
            maintenance=self.maintenance,
            selling_costs=self.selling_costs,
            appreciation=self.appreciation,
        )
        tenancy = domain.Tenancy(self.rent, self.rent_increase, self.renters_insurance)
        return domain.rent_or_buy(
            purchase, tenancy, years=self.years, investment_return=self.investment_return
        )


@strawberry.type(description="What each way has left at the end of a year.")
class RentOrBuyYear:
    """What each way has left at the end of a year."""

    year: int = strawberry.field(description="The year, from 1.")
    home_value: Money = strawberry.field(description="What the home is worth then.")
    balance: Money = strawberry.field(description="What is owed on it.")
    owner: Money = strawberry.field(
        description="Buying: the home sold, the loan repaid, and what was invested while owning was "
        "the cheaper of the two."
    )
    renter: Money = strawberry.field(
        description="Renting: what would have gone into the home, invested instead."
    )

    @staticmethod
    def of(end: domain.YearEnd) -> "RentOrBuyYear":
        """Return a year as clients see it."""
        return RentOrBuyYear(
            year=end.year,
            home_value=Money(end.home_value),
            balance=Money(end.balance),
            owner=Money(end.owner),
            renter=Money(end.renter),
        )


@strawberry.type(
    description="Renting and buying from the same money at the start and the same each month. Taxes on "
    "income and gains are left out."
)
class RentOrBuy:
    """Renting and buying, compared."""

    break_even_year: int | None = strawberry.field(
        description="The first year after which buying has left more; null if none has."
    )
    years: list[RentOrBuyYear] = strawberry.field(description="Each year in order, at most 50.")

    @staticmethod
    def of(compared: domain.RentOrBuy) -> "RentOrBuy":
        """Return the comparison as clients see it."""
        return RentOrBuy(
            break_even_year=compared.break_even_year,
            years=[RentOrBuyYear.of(end) for end in compared.years],
        )
