"""Ways to repay a fixed-rate loan, beyond level monthly payments in arrears."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.loans.amortization import LoanTerms, by_year, quote, schedule
from domain.loans.costs import MAX_FEES, Fee, InsurancePremiums, closing_costs
from domain.loans.cumulative import balance_after_payment
from domain.loans.disclosure import ClosingCosts, disclose
from domain.loans.frequency import Frequency
from domain.loans.repayment import Repayment, plan_of
from domain.loans.solving import payment_for
from domain.money import from_cents

D = Decimal
HOME = LoanTerms(D(200_000), D("6.5"), 360)
CAR = LoanTerms(D(30_000), D("7.2"), 60)
amounts = st.integers(1_000_00, 1_000_000_00).map(from_cents)
rates = st.decimals(0, 15, places=3)


def test_without_a_word_payments_are_level_and_monthly() -> None:
    assert quote(HOME).schedule == schedule(HOME)
    assert quote(HOME).steps[0].count == 360


@settings(max_examples=60)
@given(
    amounts,
    rates,
    st.integers(1, 10),
    st.sampled_from(Frequency),
    st.booleans(),
)
def test_any_frequency_repays_the_loan_with_the_payment_of_the_formula(
    amount: Decimal, rate: Decimal, years: int, frequency: Frequency, in_advance: bool
) -> None:
    count = years * frequency.per_year
    if in_advance and count < 2:
        return
    repayment = Repayment(frequency, in_advance=in_advance)
    result = quote(LoanTerms(amount, rate, 12 * years), repayment=repayment)
    assert result.number_of_payments == count
    assert result.payment == payment_for(
        amount=amount,
        annual_rate=rate,
        payments=count,
        frequency=frequency,
        in_advance=in_advance,
    )
    assert result.total_paid == amount + result.total_interest
    assert len(by_year(result.schedule, per_year=frequency.per_year)) == years


@settings(max_examples=60)
@given(amounts, rates, st.integers(2, 84), st.integers(0, 100), st.integers(0, 83))
def test_a_balloon_is_what_is_due_beside_the_last_payment(
    amount: Decimal, rate: Decimal, months: int, share: int, interest_only: int
) -> None:
    terms = LoanTerms(amount, rate, months)
    interest_only = min(interest_only, months - 1)
    balloon = round(amount * share / 100, 2)
    result = quote(terms, repayment=Repayment(balloon=balloon, interest_only_months=interest_only))
    assert result.number_of_payments == months
    assert result.schedule[-1].balance == 0
    regular = result.steps[-1].payment if months - interest_only > 1 else D(0)
    # Half a cent in each payment, and in each month's interest, grows for as long as the loan runs.
    grown = (1 + rate / 1200) ** months * months * D("0.02")
    if regular:
        assert abs(result.final_payment - regular - balloon) <= grown
    for row in result.schedule[:interest_only]:
        assert row.principal == 0


def test_a_car_loan_with_a_balloon() -> None:
    # (30,000 - 12,000 / 1.006^60) x 0.006 / (1 - 1.006^-60)
    result = quote(CAR, repayment=Repayment(balloon=D(12_000)))
    growth = D("1.006") ** 60
    exact = (30_000 - 12_000 / growth) * D("0.006") / (1 - 1 / growth)
    assert result.payment == round(exact, 2)
    assert result.final_payment == pytest.approx(12_000 + exact, abs=D("0.50"))


def test_a_balloon_loan_by_its_amortization() -> None:
    result = quote(LoanTerms(D(200_000), D(7), 120), repayment=Repayment(amortization_months=360))
    assert result.payment == quote(LoanTerms(D(200_000), D(7), 360)).payment
    assert round(result.final_payment) == pytest.approx(172_955, abs=2)  # 43(c)(5)(ii)(A)-5


def test_interest_only_and_then_level_are_two_steps() -> None:
    terms = LoanTerms(D(200_000), D(6), 360)
    first, second = quote(terms, repayment=Repayment(interest_only_months=60)).steps
    assert (first.first_payment, first.count, first.payment) == (1, 60, D("1000.00"))
    assert (second.first_payment, second.count, second.year) == (61, 300, 6)
    assert second.payment == quote(LoanTerms(D(200_000), D(6), 300)).payment
    assert second.balance == 200_000


def test_in_advance_the_first_payment_falls_due_at_once_and_the_apr_is_the_rate() -> None:
    result = quote(
        LoanTerms(D(10_000), D(8), 10),
        repayment=Repayment(in_advance=True),
        start_date=date(2024, 1, 31),
    )
    assert result.payment == D("1030.16")  # Microsoft, PMT, second example
    assert result.schedule[0].due_date == date(2024, 1, 31)
    disclosed = disclose(result.schedule, costs=ClosingCosts(), in_advance=True)
    assert disclosed.apr.disclosed == D("8.000")


@pytest.mark.parametrize("frequency", Frequency)
def test_the_apr_of_a_loan_without_fees_is_its_rate_at_any_frequency(frequency: Frequency) -> None:
    result = quote(HOME, repayment=Repayment(frequency))
    disclosed = disclose(result.schedule, costs=ClosingCosts(), per_year=frequency.per_year)
    assert disclosed.apr.disclosed == D("6.500")
    five_years = 5 * frequency.per_year
    assert disclosed.five_year_principal == sum(
        row.principal for row in result.schedule[:five_years]
    )


def test_what_is_paid_beforehand_may_not_leave_nothing() -> None:
    rows = quote(CAR, repayment=Repayment(in_advance=True)).schedule
    rest = 30_000 - rows[0].payment
    for costs, advance in [(rest, True), (D(30_000), False)]:
        with pytest.raises(InvalidInput) as caught:
            disclose(rows, costs=ClosingCosts(costs, costs), in_advance=advance)
        assert caught.value.field == "fees"


@pytest.mark.parametrize(
    ("months", "repayment", "field"),
    [
        (60, {"balloon": D(-1)}, "balloon"),
        (60, {"balloon": D("30000.01")}, "balloon"),
        (60, {"balloon": D(1), "amortization_months": 120}, "balloon"),
        (60, {"balloon": D(1), "in_advance": True}, "balloon"),
        (60, {"interest_only_months": -1}, "interestOnlyMonths"),
        (60, {"interest_only_months": 60}, "interestOnlyMonths"),
        (60, {"interest_only_months": 12, "in_advance": True}, "interestOnlyMonths"),
        (60, {"interest_only_months": 1, "frequency": Frequency.WEEKLY}, "interestOnlyMonths"),
        (60, {"amortization_months": 59}, "amortizationMonths"),
        (60, {"amortization_months": 601}, "amortizationMonths"),
        (60, {"amortization_months": 121, "frequency": Frequency.QUARTERLY}, "amortizationMonths"),
        (61, {"frequency": Frequency.WEEKLY}, "termMonths"),
        (1, {"in_advance": True}, "termMonths"),
    ],
)
def test_ways_that_do_not_fit_name_their_field(
    months: int, repayment: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        plan_of(LoanTerms(D(30_000), D(7), months), Repayment(**repayment))
    assert caught.value.field == field


def test_a_term_that_does_not_fit_says_which_would() -> None:
    with pytest.raises(InvalidInput, match="a multiple of 3 months"):
        plan_of(LoanTerms(D(1000), D(7), 61), Repayment(Frequency.WEEKLY))


def test_the_balance_after_a_payment() -> None:
    rows = schedule(HOME)
    assert balance_after_payment(rows, 0) == 200_000
    assert balance_after_payment(rows, 60) == rows[59].balance
    for number in (-1, 361):
        with pytest.raises(InvalidInput) as caught:
            balance_after_payment(rows, number)
        assert caught.value.field == "payment"


def test_fees_add_up_and_only_some_are_finance_charges() -> None:
    costs = closing_costs(
        [Fee("Points", D(2000), True), Fee("Appraisal", D("450.50"), False)],
        prepaid_interest=D(100),
    )
    assert (costs.loan_costs, costs.finance_charges) == (D("2450.50"), 2000)
    assert costs.prepaid_finance_charge == 2100
    assert InsurancePremiums(D(50), 3).series == (50, 50, 50)


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: Fee("", D(1), True), "name"),
        (lambda: Fee("a" * 101, D(1), True), "name"),
        (lambda: Fee("a", D(-1), True), "amount"),
        (lambda: InsurancePremiums(D(-1), 1), "premium"),
        (lambda: InsurancePremiums(D(1), -1), "payments"),
        (lambda: InsurancePremiums(D(1), 2601), "payments"),
        (lambda: closing_costs([Fee("a", D(1), True)] * (MAX_FEES + 1)), "fees"),
        (lambda: closing_costs([], prepaid_interest=D(-1)), "prepaidInterest"),
    ],
)
def test_costs_out_of_bounds_name_their_field(make: Any, field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        make()
    assert caught.value.field == field
