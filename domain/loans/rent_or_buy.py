"""Renting beside buying the same kind of home, month by month, with the difference invested."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from domain.errors import InvalidInput
from domain.loans.affordability import NO_HOUSING_COSTS, HousingCosts
from domain.loans.amortization import level_plan
from domain.loans.terms import LoanTerms, require_loan_amount, require_whole_cents
from domain.loans.walk import splits
from domain.money import CONTEXT, ZERO, from_cents, round_half_up, to_cents
from domain.rates import periodic_rate, require_percent

MAX_YEARS = 50
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Purchase:
    """Buying: price, loan and what goes with them, in dollars and percent.

    The down payment is the price less the loan. maintenance: percent of the home's value a year.
    selling_costs: percent of the value when it is sold. appreciation: percent a year, may be
    negative. costs: property tax and insurance follow the home's value; mortgage insurance is
    charged while the balance is more than 80 % of the price.

    Raises InvalidInput naming the field; ("price") if it is less than the loan.
    """

    price: Decimal
    loan: LoanTerms
    closing_costs: Decimal = ZERO
    costs: HousingCosts = NO_HOUSING_COSTS
    maintenance: Decimal = ZERO
    selling_costs: Decimal = ZERO
    appreciation: Decimal = ZERO

    def __post_init__(self) -> None:
        require_whole_cents(self.price, field="price")
        require_whole_cents(self.closing_costs, field="closingCosts")
        require_percent(self.maintenance, field="maintenance")
        require_percent(self.selling_costs, field="sellingCosts")
        require_percent(abs(self.appreciation), field="appreciation")
        if self.price < self.loan.amount:
            raise InvalidInput("the loan is more than the price", field="price")


def purchase_of(
    *,
    price: Decimal,
    down_payment: Decimal,
    annual_rate: Decimal,
    term_months: int,
    closing_costs: Decimal = ZERO,
    costs: HousingCosts = NO_HOUSING_COSTS,
    maintenance: Decimal = ZERO,
    selling_costs: Decimal = ZERO,
    appreciation: Decimal = ZERO,
) -> Purchase:
    """A purchase whose loan is the price less the down payment.

    Raises InvalidInput as `Purchase` and `LoanTerms` do, ("downPayment") unless it is less than the price.
    """
    require_loan_amount(price, field="price")
    require_whole_cents(down_payment, field="downPayment")
    if down_payment >= price:
        raise InvalidInput("the down payment must be less than the price", field="downPayment")
    loan = LoanTerms(CONTEXT.subtract(price, down_payment), annual_rate, term_months)
    return Purchase(
        price=price,
        loan=loan,
        closing_costs=closing_costs,
        costs=costs,
        maintenance=maintenance,
        selling_costs=selling_costs,
        appreciation=appreciation,
    )


@dataclass(frozen=True, slots=True)
class Tenancy:
    """Renting: dollars a month at first, percent by which it rises each year, renter's insurance.

    Raises InvalidInput ("rent", "rentIncrease", "rentersInsurance").
    """

    rent: Decimal
    rent_increase: Decimal = ZERO
    insurance: Decimal = ZERO

    def __post_init__(self) -> None:
        require_whole_cents(self.rent, field="rent")
        require_percent(self.rent_increase, field="rentIncrease")
        require_whole_cents(self.insurance, field="rentersInsurance")


@dataclass(frozen=True, slots=True)
class YearEnd:
    """What each way has left at the end of a year, in dollars to the cent.

    owner: the home sold, the loan repaid, and whatever was invested when owning was cheaper.
    renter: what would have gone into the home, invested instead.
    """

    year: int
    home_value: Decimal
    balance: Decimal
    owner: Decimal
    renter: Decimal


@dataclass(frozen=True, slots=True)
class RentOrBuy:
    """Both ways year by year; break_even_year is the first after which buying has left more, if any."""

    years: tuple[YearEnd, ...]
    break_even_year: int | None


def rent_or_buy(
    purchase: Purchase, tenancy: Tenancy, *, years: int, investment_return: Decimal
) -> RentOrBuy:
    """Carry both ways on for `years`, from the same money at the start and the same each month.

    The renter invests down payment and closing costs; each month whoever pays less invests the
    difference at `investment_return` percent a year, a twelfth a month. Values and rents move once a
    year. Taxes on income and gains are left out.

    Raises InvalidInput ("years", "investmentReturn").
    """
    require_percent(investment_return, field="investmentReturn")
    if not 1 <= years <= MAX_YEARS:
        raise InvalidInput(f"years must be from 1 to {MAX_YEARS}", field="years")
    growth = 1 + periodic_rate(investment_return, MONTHS)
    walked = iter(tuple(splits(level_plan(purchase.loan))))
    balance = to_cents(purchase.loan.amount)
    renter = to_cents(purchase.price) - balance + to_cents(purchase.closing_costs)
    owner = 0
    ends: list[YearEnd] = []
    for year in range(1, years + 1):
        value = _after(purchase.price, purchase.appreciation, year - 1)
        rent = _after(tenancy.rent, tenancy.rent_increase, year - 1) + to_cents(tenancy.insurance)
        for _ in range(MONTHS):
            upkeep = _upkeep(purchase, balance, value)
            paid = next(walked, None)
            if paid is not None:
                upkeep += paid.interest + paid.principal
                balance = paid.balance
            owner = _grown(owner, growth) + max(0, rent - upkeep)
            renter = _grown(renter, growth) + max(0, upkeep - rent)
        ends.append(_year_end(purchase, year, balance, owner, renter))
    ahead = (end.year for end in ends if end.owner > end.renter)
    return RentOrBuy(tuple(ends), next(ahead, None))


def _year_end(purchase: Purchase, year: int, balance: int, owner: int, renter: int) -> YearEnd:
    value = _after(purchase.price, purchase.appreciation, year)
    proceeds = value - _part(value, Fraction(purchase.selling_costs) / 100) - balance
    return YearEnd(
        year,
        from_cents(value),
        from_cents(balance),
        from_cents(proceeds + owner),
        from_cents(renter),
    )


def _upkeep(purchase: Purchase, balance: int, value: int) -> int:
    """Taxes, insurance, dues and maintenance of a month; mortgage insurance by the original price."""
    running = purchase.costs.monthly_cents(loan=0, value=value)
    if 100 * balance > 80 * to_cents(purchase.price):
        yearly = Fraction(purchase.costs.mortgage_insurance) / 100
        running += _part(to_cents(purchase.loan.amount), yearly / MONTHS)
    return running + _part(value, Fraction(purchase.maintenance) / 100 / MONTHS)


def _after(start: Decimal, percent_a_year: Decimal, years: int) -> int:
    """Cents after growing `years` times by `percent_a_year`."""
    return _part(to_cents(start), (1 + Fraction(percent_a_year) / 100) ** years)


def _grown(cents: int, growth: Fraction) -> int:
    return _part(cents, growth)


def _part(cents: int, share: Fraction) -> int:
    return round_half_up(cents * share.numerator, share.denominator)
