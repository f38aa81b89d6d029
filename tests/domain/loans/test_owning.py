"""Affordability, mortgage insurance, escrow, renting or buying."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.loans.affordability import Borrower, HousingCosts, Limit, largest_loan
from domain.loans.amortization import LoanTerms, level_payment, schedule
from domain.loans.escrow import (
    MAX_DISBURSEMENTS,
    Disbursement,
    Standing,
    analyse,
    review,
    standing_of,
)
from domain.loans.mortgage_insurance import (
    final_termination,
    insurance_end,
    insurance_plan,
    monthly_premium,
)
from domain.loans.rent_or_buy import Purchase, Tenancy, purchase_of, rent_or_buy
from domain.money import from_cents, to_cents

D = Decimal
CENT = D("0.01")
percents = st.decimals(0, 5, places=2)
housing_costs = st.builds(
    HousingCosts,
    property_tax=percents,
    insurance=st.decimals(0, 2, places=2),
    insurance_yearly=st.integers(0, 5_000_00).map(from_cents),
    dues=st.integers(0, 500_00).map(from_cents),
    mortgage_insurance=st.decimals(0, 2, places=2),
)


# --- affordability ----------------------------------------------------------------


@settings(max_examples=40)
@given(
    income=st.integers(1_000_00, 50_000_00).map(from_cents),
    debts=st.integers(0, 5_000_00).map(from_cents),
    rate=st.decimals(0, 12, places=3),
    months=st.sampled_from([60, 180, 360]),
    down=st.integers(0, 200_000_00).map(from_cents),
    costs=housing_costs,
)
def test_a_cent_more_would_break_a_limit(
    income: Decimal, debts: Decimal, rate: Decimal, months: int, down: Decimal, costs: HousingCosts
) -> None:
    found = largest_loan(
        Borrower(income, debts),
        annual_rate=rate,
        term_months=months,
        front_limit=D(28),
        back_limit=D(36),
        down_payment=down,
        costs=costs,
    )

    def housing(amount: Decimal) -> Decimal:
        loan = to_cents(amount)
        value = loan + to_cents(down)
        payment = level_payment(LoanTerms(amount, rate, months)) if amount else D(0)
        return payment + from_cents(costs.monthly_cents(loan=loan, value=value))

    def fits(amount: Decimal) -> bool:
        return (
            housing(amount) * 100 <= income * 28 and (housing(amount) + debts) * 100 <= income * 36
        )

    assert not fits(found.amount + CENT)
    assert found.amount == 0 or fits(found.amount)
    assert found.property_value == found.amount + down
    assert found.housing_payment == housing(found.amount)


def test_the_limits_of_an_ordinary_household() -> None:
    found = largest_loan(
        Borrower(D(6000), D(400)),
        annual_rate=D("6.5"),
        term_months=360,
        front_limit=D(28),
        back_limit=D(36),
    )
    assert found.limit is Limit.FRONT
    assert found.payment == 1680  # 28 % of 6,000
    assert (found.front_ratio, found.back_ratio) == (28, D("34.67"))
    indebted = largest_loan(
        Borrower(D(6000), D(1000)),
        annual_rate=D("6.5"),
        term_months=360,
        front_limit=D(28),
        back_limit=D(36),
    )
    assert indebted.limit is Limit.BACK
    assert indebted.payment == 1160


def test_debts_beyond_the_limit_leave_nothing() -> None:
    found = largest_loan(
        Borrower(D(1000), D(900)),
        annual_rate=D(5),
        term_months=360,
        front_limit=D(28),
        back_limit=D(36),
    )
    assert (found.amount, found.payment, found.limit) == (0, 0, Limit.BACK)


def test_a_fortune_meets_the_largest_amount() -> None:
    found = largest_loan(
        Borrower(D(10**10)),
        annual_rate=D(5),
        term_months=360,
        front_limit=D(28),
        back_limit=D(36),
    )
    assert (found.amount, found.limit) == (10**9, Limit.AMOUNT)


def test_mortgage_insurance_is_charged_above_80_percent_only() -> None:
    costs = HousingCosts(mortgage_insurance=D(1))
    assert costs.monthly_cents(loan=80_000_00, value=100_000_00) == 0
    assert costs.monthly_cents(loan=80_000_01, value=100_000_00) == 66_67


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"annual_rate": D(101)}, "annualRate"),
        ({"term_months": 0}, "termMonths"),
        ({"front_limit": D(-1)}, "frontLimit"),
        ({"back_limit": D(101)}, "backLimit"),
        ({"down_payment": D(-1)}, "downPayment"),
    ],
)
def test_unusable_limits_name_their_field(changed: dict[str, object], field: str) -> None:
    given = {
        "annual_rate": D(5),
        "term_months": 360,
        "front_limit": D(28),
        "back_limit": D(36),
    }
    with pytest.raises(InvalidInput) as caught:
        largest_loan(Borrower(D(1000)), **{**given, **changed})  # type: ignore[arg-type] # bad ones
    assert caught.value.field == field


# --- mortgage insurance -------------------------------------------------------------


@settings(max_examples=40)
@given(
    st.integers(50_000_00, 800_000_00).map(from_cents),
    st.decimals(2, 12, places=3),
    st.sampled_from([120, 180, 360]),
    st.integers(70, 120),
)
def test_insurance_ends_where_the_schedule_says(
    amount: Decimal, rate: Decimal, months: int, percent: int
) -> None:
    value = from_cents(to_cents(amount) * 100 // percent)
    rows = schedule(LoanTerms(amount, rate, months))
    end = insurance_end(rows, original_value=value)
    assert 0 <= end.by_request <= end.automatic <= len(rows)
    assert end.final == months // 2
    for number, limit in ((end.by_request, 80), (end.automatic, 78)):
        balances = [amount, *(row.balance for row in rows)]
        assert balances[number] * 100 <= value * limit
        assert number == 0 or balances[number - 1] * 100 > value * limit
    assert end.last_premium == min(end.automatic, end.final)


def test_a_loan_of_80_percent_needs_none() -> None:
    rows = schedule(LoanTerms(D(80_000), D(6), 360))
    assert insurance_end(rows, original_value=D(100_000)).by_request == 0


def test_a_premium_is_a_twelfth_of_the_yearly_percentage() -> None:
    assert monthly_premium(amount=D(162_000), annual_percent=D("0.61")) == D("82.35")  # H-25(B)


def test_the_midpoint_of_thirty_years() -> None:
    # The 180th of 360 payments falls due on 1 May 2039; insurance ends by the first of the next month.
    assert final_termination(date(2024, 6, 1), 360) == date(2039, 6, 1)
    assert final_termination(date(2024, 6, 15), 360) == date(2039, 6, 1)


def test_a_plan_of_insurance_adds_the_premiums_up() -> None:
    # The loan of H-25(B), with a value at which it is 90 %: $82.35 a month until 78 % is scheduled.
    terms = LoanTerms(D(162_000), D("3.875"), 360)
    plan = insurance_plan(
        terms,
        original_value=D(180_000),
        annual_percent=D("0.61"),
        first_payment=date(2026, 1, 31),
    )
    end = insurance_end(schedule(terms), original_value=D(180_000))
    assert plan.required
    assert plan.premium == D("82.35")
    assert (plan.by_request.payment, plan.automatic.payment) == (end.by_request, end.automatic)
    assert plan.number == end.automatic
    assert plan.total == plan.automatic.premiums == plan.premium * end.last_premium
    assert plan.by_request.premiums == plan.premium * end.by_request
    years, months = divmod(end.by_request - 1, 12)
    assert plan.by_request.day is not None
    assert (plan.by_request.day.year, plan.by_request.day.month) == (2026 + years, 1 + months)
    assert plan.final.payment == 180
    assert plan.final.day == date(2041, 1, 1)


def test_a_loan_of_80_percent_pays_no_premium() -> None:
    plan = insurance_plan(
        LoanTerms(D(80_000), D(6), 360),
        original_value=D(100_000),
        annual_percent=D(1),
        first_payment=date(2026, 1, 1),
    )
    assert not plan.required
    assert (plan.number, plan.total, plan.final.premiums) == (0, 0, 0)
    assert (plan.by_request.payment, plan.by_request.day) == (0, None)


def test_a_plan_beyond_the_calendar_names_its_field() -> None:
    with pytest.raises(InvalidInput) as caught:
        insurance_plan(
            LoanTerms(D(90_000), D(6), 360),
            original_value=D(100_000),
            annual_percent=D(1),
            first_payment=date(9999, 1, 1),
        )
    assert caught.value.field == "firstPayment"


# --- escrow ---------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(1, 10_000_00)), min_size=1, max_size=8))
def test_the_lowest_target_balance_is_the_cushion(rows: list[tuple[int, int]]) -> None:
    items = [Disbursement(month, from_cents(amount)) for month, amount in rows]
    yearly = sum(amount for _, amount in rows)
    result = analyse(items)
    assert result.cushion == from_cents(yearly // 6)
    assert min(result.starting_balance, *result.balances) == result.cushion
    assert abs(to_cents(result.monthly_payment) * 12 - yearly) <= 6
    assert abs(result.balances[-1] - result.starting_balance) <= D("0.06")


def test_how_an_account_stands() -> None:
    analysis = analyse([Disbursement(6, D(1200))])  # 100 a month, 200 of cushion
    assert analysis.starting_balance == 800
    cases = {
        "800": (Standing.EVEN, 0, False, False),
        "849.99": (Standing.SURPLUS, D("49.99"), False, False),
        "850": (Standing.SURPLUS, 50, True, False),
        "700.01": (Standing.SHORTAGE, D("99.99"), False, True),
        "700": (Standing.SHORTAGE, 100, False, False),
        "-99": (Standing.DEFICIENCY, 99, False, True),
        "-100": (Standing.DEFICIENCY, 100, False, False),
    }
    for balance, (standing, amount, must_refund, may_demand) in cases.items():
        found = standing_of(D(balance), analysis)
        assert (found.standing, found.amount) == (standing, amount)
        assert (found.must_refund, found.may_demand) == (must_refund, may_demand)


def test_a_review_is_an_analysis_with_a_standing() -> None:
    bills = [Disbursement(6, D(1200))]
    assert review(bills).standing is None
    found = review(bills, with_cushion=False, balance=D(600))
    assert found.analysis == analyse(bills, with_cushion=False)
    assert found.standing == standing_of(D(600), found.analysis)


def test_an_account_without_items_or_with_too_many_is_refused() -> None:
    for bills in ([], [Disbursement(1, D(1))] * (MAX_DISBURSEMENTS + 1)):
        with pytest.raises(InvalidInput) as caught:
            analyse(bills)
        assert caught.value.field == "disbursements"
    with pytest.raises(InvalidInput):
        Disbursement(13, D(1))


# --- renting or buying ------------------------------------------------------------------


def _home(**changed: object) -> Purchase:
    given = {"price": D(300_000), "loan": LoanTerms(D(240_000), D(6), 360)}
    return Purchase(**{**given, **changed})  # type: ignore[arg-type] # a table of keyword arguments


def test_free_rent_beats_buying_and_a_dear_one_does_not() -> None:
    free = rent_or_buy(_home(), Tenancy(D(0)), years=10, investment_return=D(5))
    assert free.break_even_year is None
    dear = rent_or_buy(_home(), Tenancy(D(5000)), years=10, investment_return=D(0))
    assert dear.break_even_year == 1


def test_the_first_year_by_hand() -> None:
    # Without growth or interest: the renter keeps 60,000 + 9,000 and adds what owning costs more.
    home = _home(
        loan=LoanTerms(D(240_000), D(0), 240),
        closing_costs=D(9000),
        costs=HousingCosts(property_tax=D("1.2"), dues=D(100)),
        maintenance=D(1),
        selling_costs=D(6),
    )
    result = rent_or_buy(home, Tenancy(D(1500), insurance=D(20)), years=1, investment_return=D(0))
    owning = 1000 + 300 + 100 + 250
    end = result.years[0]
    assert end.home_value == 300_000
    assert end.balance == 240_000 - 12_000
    assert end.renter == 69_000 + 12 * (owning - 1520)
    assert end.owner == 300_000 - 18_000 - 228_000


@settings(max_examples=25)
@given(
    st.integers(500_00, 4_000_00).map(from_cents),
    st.integers(0, 500_00).map(from_cents),
    st.integers(1, 15),
)
def test_a_higher_rent_never_helps_the_renter(rent: Decimal, more: Decimal, years: int) -> None:
    def lead(amount: Decimal) -> Decimal:
        end = rent_or_buy(_home(), Tenancy(amount), years=years, investment_return=D(4)).years[-1]
        return end.owner - end.renter

    assert lead(rent + more) >= lead(rent) - D("0.01") * 12 * years


def test_mortgage_insurance_stops_at_80_percent_of_the_price() -> None:
    loan = LoanTerms(D(290_000), D(6), 360)
    with_it = _home(loan=loan, costs=HousingCosts(mortgage_insurance=D(1)))
    without = _home(loan=loan)
    rent = Tenancy(D(0))
    paid = [
        rent_or_buy(home, rent, years=30, investment_return=D(0)).years[-1].renter
        for home in (with_it, without)
    ]
    months = insurance_end(schedule(loan), original_value=D(300_000)).by_request
    assert paid[0] - paid[1] == (months) * D("241.67")


def test_a_value_may_fall() -> None:
    end = rent_or_buy(
        _home(appreciation=D(-10)), Tenancy(D(1000)), years=2, investment_return=D(0)
    ).years[-1]
    assert end.home_value == 243_000


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"price": D(1)}, "price"),
        ({"maintenance": D(-1)}, "maintenance"),
        ({"appreciation": D(-101)}, "appreciation"),
        ({"closing_costs": D(-1)}, "closingCosts"),
        ({"selling_costs": D(101)}, "sellingCosts"),
    ],
)
def test_an_unusable_purchase_names_its_field(changed: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        _home(**changed)
    assert caught.value.field == field


def test_a_purchase_borrows_what_is_not_paid_down() -> None:
    home = purchase_of(price=D(300_000), down_payment=D(60_000), annual_rate=D(6), term_months=360)
    assert home == _home()
    for price, down, field in ((D(0), D(0), "price"), (D(1), D(1), "downPayment")):
        with pytest.raises(InvalidInput) as caught:
            purchase_of(price=price, down_payment=down, annual_rate=D(6), term_months=360)
        assert caught.value.field == field
