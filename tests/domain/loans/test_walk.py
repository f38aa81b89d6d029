from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.loans.frequency import Frequency
from domain.loans.walk import Fixed, InterestOnly, Leg, Level, Plan, instalments, splits
from domain.money import from_cents, round_cents
from domain.rates import periodic_rate

D = Decimal
amounts = st.integers(1_000_00, 1_000_000_00).map(from_cents)
rates = st.decimals(0, 25, places=3)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    legs = []
    for _ in range(draw(st.integers(1, 4))):
        count = draw(st.integers(1, 24))
        repayment = draw(
            st.one_of(
                st.builds(Level, st.integers(count, 240)),
                st.just(InterestOnly()),
                st.builds(Fixed, st.integers(0, 2_000_00).map(from_cents)),
            )
        )
        legs.append(Leg(count, draw(rates), repayment))
    return (
        Plan(
            draw(amounts),
            tuple(legs),
            draw(st.sampled_from(Frequency)),
            in_advance=draw(st.booleans()),
        )
        if sum(leg.count for leg in legs) <= 50
        else Plan(draw(amounts), (legs[0],))
    )


extras = st.dictionaries(st.integers(1, 60), st.integers(0, 50_000_00), max_size=5)


@settings(max_examples=100)
@given(plans(), extras)
def test_every_schedule_repays_exactly_what_was_borrowed(plan: Plan, extra: dict[int, int]) -> None:
    rows = instalments(plan, extra=lambda number: extra.get(number, 0))

    assert sum((row.principal for row in rows), D(0)) == plan.amount
    assert rows[-1].balance == 0
    assert all(row.balance > 0 for row in rows[:-1])
    assert len(rows) <= plan.number_of_payments
    owed = plan.amount
    for row in rows:
        assert row.payment == row.interest + row.principal
        assert row.balance == owed - row.principal
        assert 0 <= row.extra <= max(row.principal, extra.get(row.number, 0))
        assert row.interest >= 0
        owed = row.balance


@given(amounts, rates, st.integers(2, 360), st.sampled_from(Frequency))
@settings(max_examples=50)
def test_interest_is_the_balance_times_the_rate_of_a_period(
    amount: Decimal, rate: Decimal, count: int, frequency: Frequency
) -> None:
    count = min(count, 50 * frequency.per_year)
    rows = instalments(Plan(amount, (Leg(count, rate, Level(count)),), frequency))
    per_period = periodic_rate(rate, frequency.per_year)
    exact = Decimal(per_period.numerator) / per_period.denominator
    assert rows[0].interest == round_cents(round(amount * exact, 8))
    regular = rows[0].payment
    assert all(row.payment == regular for row in rows[:-1])
    assert rows[-1].payment <= 2 * regular


def test_payments_in_advance_cost_a_period_less() -> None:
    leg = (Leg(10, D(8), Level(10)),)
    rows = instalments(Plan(D(10_000), leg, in_advance=True), start_date=date(2024, 1, 1))
    assert rows[0].interest == 0
    assert rows[0].payment == D("1030.16")  # Microsoft, PMT, second example
    assert (rows[0].due_date, rows[-1].due_date) == (date(2024, 1, 1), date(2024, 10, 1))
    assert rows[-1].payment == pytest.approx(D("1030.16"), abs=D("0.05"))


def test_a_rate_change_in_advance_first_charges_the_old_rate() -> None:
    legs = (Leg(2, D(12), Fixed(D(0))), Leg(2, D(24), Level(2)))
    rows = instalments(Plan(D(1000), legs, in_advance=True))
    assert [row.interest for row in rows[:3]] == [0, D("10.00"), D("10.10")]
    # 1,020.10 + 10.20 … owed just before the third payment, which with the fourth repays it at 2 %.
    owed = D(1000) + D(10) + D("10.10")
    assert rows[2].payment == round_cents(owed * D("1.02") / D("2.02"))
    assert rows[3].payment == pytest.approx(rows[2].payment, abs=D("0.02"))


def test_interest_only_then_level() -> None:
    legs = (Leg(12, D(6), InterestOnly()), Leg(12, D(6), Level(12)))
    rows = instalments(Plan(D(12_000), legs))
    assert [row.payment for row in rows[:12]] == [D("60.00")] * 12
    assert rows[11].balance == 12_000
    assert rows[12].payment == D("1032.80")


def test_without_interest_interest_only_pays_nothing_until_the_end() -> None:
    rows = instalments(Plan(D(500), (Leg(3, D(0), InterestOnly()),)))
    assert [row.payment for row in rows] == [0, 0, 500]


def test_a_balloon_is_what_the_level_payments_leave() -> None:
    rows = instalments(Plan(D(100_000), (Leg(60, D(6), Level(360)),)))
    assert rows[58].payment == D("599.55")
    assert rows[-1].payment > 90_000
    assert rows[-1].balance == 0


def test_a_payment_below_the_interest_makes_the_balance_grow() -> None:
    rows = instalments(Plan(D(1000), (Leg(2, D(12), Fixed(D("4.00"))), Leg(1, D(12), Level(1)))))
    assert [row.principal for row in rows[:2]] == [D("-6.00"), D("-6.06")]
    assert rows[1].balance == D("1012.06")


def test_an_extra_payment_is_principal_and_can_end_the_loan() -> None:
    plan = Plan(D(1200), (Leg(12, D(0), Level(12)),))
    rows = instalments(plan, extra=lambda number: 500_00 if number == 2 else 0)
    assert (rows[1].payment, rows[1].extra, rows[1].balance) == (600, 500, 500)
    assert len(rows) == 7
    paid_off = instalments(plan, extra=lambda _: 10_000_00)
    assert [(row.payment, row.extra) for row in paid_off] == [(1200, 1100)]


def test_splits_and_instalments_agree() -> None:
    plan = Plan(D(5000), (Leg(24, D(10), Level(24)),))
    walked = [from_cents(each.interest) for each in splits(plan)]
    assert walked == [row.interest for row in instalments(plan)]


@pytest.mark.parametrize(
    ("amount", "legs", "field"),
    [
        ("0", (Leg(1, D(5), Level(1)),), "amount"),
        ("1", (), "legs"),
        ("1", (Leg(0, D(5), Level(1)),), "legs"),
        ("1", (Leg(601, D(5), Level(601)),), "legs"),
        ("1", (Leg(2, D(5), Level(1)),), "legs"),
        ("1", (Leg(1, D(101), Level(1)),), "annualRate"),
        ("1", (Leg(1, D(1), Fixed(D("0.001"))),), "payment"),
        ("1", (Leg(1, D(1), Fixed(D(-1))),), "payment"),
    ],
)
def test_what_cannot_be_walked_names_its_field(
    amount: str, legs: tuple[Leg, ...], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        Plan(D(amount), legs)
    assert caught.value.field == field
