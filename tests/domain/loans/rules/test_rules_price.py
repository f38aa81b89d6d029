"""Tests of price, fees and size against the figures that agencies published."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.loans.rules.catalogue import rule
from domain.loans.rules.evaluate import evaluate
from domain.loans.rules.facts import Facts, Lien
from domain.loans.rules.result import Outcome

D = Decimal
PASS, FAIL, UNKNOWN = Outcome.PASS, Outcome.FAIL, Outcome.UNKNOWN


def facts(year: int = 2026, **known: Any) -> Facts:
    return Facts(on=date(year, 6, 1), **known)


QM = [
    # ABA Banking Journal, Bankers Online and America's Credit Unions on the yearly rules of the CFPB:
    # loan amount from which 2.25 points and 3 % apply, then 3.5 points; the caps in dollars; 5 %, 8 %.
    (2021, 110_260, 66_156, 3_308, 22_052, 1_103, 13_783),
    (2022, 114_847, 68_908, 3_445, 22_969, 1_148, 14_356),
    (2023, 124_331, 74_599, 3_730, 24_866, 1_243, 15_541),
    (2024, 130_461, 78_277, 3_914, 26_092, 1_305, 16_308),
    (2025, 134_841, 80_905, 4_045, 26_968, 1_348, 16_855),
    (2026, 137_958, 82_775, 4_139, 27_592, 1_380, 17_245),
]


@pytest.mark.parametrize(("year", "first", "second"), [row[:3] for row in QM])
def test_published_margins_of_general_qualified_mortgages(
    year: int, first: int, second: int
) -> None:
    for amount, margin in (
        (first, "2.25"),
        (first - 1, "3.5"),
        (second, "3.5"),
        (second - 1, "6.5"),
    ):
        known = {"amount": D(amount), "apor": D(6)}
        at = evaluate("general-qm-price", facts(year, apr=6 + D(margin), **known))
        below = evaluate("general-qm-price", facts(year, apr=6 + D(margin) - D("0.001"), **known))
        assert (at.outcome, at.threshold) == (
            FAIL,
            D(margin),
        )  # "by 2.25 or more percentage points"
        assert below.outcome is PASS


@pytest.mark.parametrize("row", QM)
def test_published_caps_on_points_and_fees(row: tuple[int, ...]) -> None:
    year, first, second, cap, third, small, fourth = row
    for amount, exact in (
        (first, D(first) * 3 / 100),
        (first - 1, D(cap)),
        (second, D(cap)),
        (second - 1, D(second - 1) * 5 / 100),
        (third - 1, D(small)),
        (fourth, D(small)),
        (fourth - 1, D(fourth - 1) * 8 / 100),
    ):
        most = exact.quantize(D("0.01"), rounding="ROUND_DOWN")
        for fees, outcome in ((most, PASS), (most + D("0.01"), FAIL)):
            result = evaluate(
                "qm-points-and-fees", facts(year, amount=D(amount), points_and_fees=fees)
            )
            assert (result.outcome, result.threshold) == (outcome, most)


@pytest.mark.parametrize("row", QM)
def test_the_dollar_caps_continue_the_percentages(row: tuple[int, ...]) -> None:
    # The Bureau adjusts $100,000, $3,000, $20,000, $1,000 and $12,500 by one index.
    _, first, _, cap, third, small, fourth = row
    for dollars, share in ((cap, first * 0.03), (small, third * 0.05), (small, fourth * 0.08)):
        assert dollars == pytest.approx(share, abs=1)


@pytest.mark.parametrize(("year", "third", "small"), [(row[0], row[4], row[5]) for row in QM])
def test_published_thresholds_of_high_cost_mortgages(year: int, third: int, small: int) -> None:
    large = evaluate("hoepa-points-and-fees", facts(year, amount=D(third), points_and_fees=D(1)))
    little = evaluate(
        "hoepa-points-and-fees", facts(year, amount=D(third - 1), points_and_fees=D(1))
    )
    assert large.threshold == (D(third) * 5 / 100).quantize(D("0.01"), rounding="ROUND_DOWN")
    assert little.threshold == D(small)


def test_high_cost_by_fees_as_the_articles_work_it() -> None:
    at = facts(amount=D(180_000), total_loan_amount=D(180_000), points_and_fees=D(9_000))
    assert evaluate("hoepa-points-and-fees", at).outcome is PASS
    over = facts(amount=D(20_000), points_and_fees=D("1380.01"))
    result = evaluate("hoepa-points-and-fees", over)
    assert (result.outcome, result.threshold) == (FAIL, D(1_380))
    tiny = evaluate("hoepa-points-and-fees", facts(amount=D(10_000), points_and_fees=D(801)))
    assert (tiny.outcome, tiny.threshold) == (FAIL, D(800))


def test_the_loan_amount_stands_in_for_the_total_loan_amount_and_says_so() -> None:
    known = {"amount": D(350_000), "points_and_fees": D(10_500)}
    stood_in = evaluate("qm-points-and-fees", facts(**known))
    given_one = evaluate("qm-points-and-fees", facts(**known, total_loan_amount=D(340_000)))
    assert stood_in.threshold == D(10_500)
    assert "taken for the total loan amount" in stood_in.explanation
    assert (given_one.outcome, given_one.threshold) == (FAIL, D(10_200))


HOEPA = [
    # journal.firsttuesday.us, "The APR coverage test", examples 1 and 2; the regulation itself.
    (10_000, "6", "4", Lien.SUBORDINATE, False, PASS),
    (45_000, "15", "8", Lien.FIRST, True, PASS),
    (50_000, "15", "8", Lien.FIRST, True, FAIL),
    (45_000, "15", "8", Lien.FIRST, False, FAIL),
    (200_000, "13", "6.5", Lien.FIRST, False, PASS),
    (200_000, "13.01", "6.5", Lien.FIRST, False, FAIL),
    (50_000, "15", "6.5", Lien.SUBORDINATE, False, PASS),
    (50_000, "15.01", "6.5", Lien.SUBORDINATE, False, FAIL),
]


@pytest.mark.parametrize("row", HOEPA)
def test_published_examples_of_the_high_cost_price(
    row: tuple[int, str, str, Lien, bool, Outcome],
) -> None:
    amount, apr, apor, lien, personal, outcome = row
    loan = facts(amount=D(amount), apr=D(apr), apor=D(apor), lien=lien, personal_property=personal)
    assert evaluate("hoepa-apr", loan).outcome is outcome


def test_a_penalty_may_last_36_months_and_be_two_percent() -> None:
    for months, percent, outcome in ((36, 2, PASS), (37, 1, FAIL), (12, 3, FAIL), (60, 0, PASS)):
        loan = facts(prepayment_penalty_months=months, prepayment_penalty_percent=D(percent))
        assert evaluate("hoepa-prepayment-penalty", loan).outcome is outcome


def test_higher_priced_as_the_articles_work_it() -> None:
    loan = {"amount": D(280_000), "apr": D("8.05"), "apor": D("6.40")}
    first = evaluate("hpml-price", facts(**loan))
    assert (first.outcome, first.measured) == (FAIL, D("1.65"))
    assert evaluate("hpml-price", facts(**loan, lien=Lien.SUBORDINATE)).outcome is PASS
    assert evaluate("qm-safe-harbor", facts(**loan)).outcome is FAIL


def test_a_jumbo_loan_is_higher_priced_only_from_2_5_points() -> None:
    loan = {"amount": D(900_000), "apor": D(6)}
    assert evaluate("hpml-price", facts(**loan, apr=D("7.49"))).outcome is PASS
    hangs = evaluate("hpml-price", facts(**loan, apr=D(8)))
    assert (hangs.outcome, hangs.missing) == (UNKNOWN, ("areaLimit",))
    assert evaluate("hpml-price", facts(**loan, apr=D("8.5"))).outcome is FAIL
    county = D(1_000_000)
    assert evaluate("hpml-price", facts(**loan, apr=D(8), area_limit=county)).outcome is FAIL
    assert evaluate("hpml-price", facts(**loan, apr=D(8), area_limit=D(832_750))).outcome is PASS
    beyond = facts(amount=D(1_300_000), apor=D(6), apr=D(8))
    assert evaluate("hpml-price", beyond).outcome is PASS


@pytest.mark.parametrize("name", ["hpml-price", "hoepa-apr", "hoepa-points-and-fees"])
def test_rules_for_principal_dwellings_leave_others_alone(name: str) -> None:
    loan = facts(amount=D(1), apr=D(30), apor=D(1), points_and_fees=D(1), principal_dwelling=False)
    assert evaluate(name, loan).outcome is Outcome.NOT_APPLICABLE


LIMITS = [
    # FHFA's and HUD's announcements: one unit's baseline and ceiling, FHA's floor.
    (2022, 647_200, 970_800, 420_680),
    (2023, 726_200, 1_089_300, 472_030),
    (2024, 766_550, 1_149_825, 498_257),
    (2025, 806_500, 1_209_750, 524_225),
    (2026, 832_750, 1_249_125, 541_287),
]


@pytest.mark.parametrize(("year", "baseline", "ceiling", "floor"), LIMITS)
def test_published_loan_limits(year: int, baseline: int, ceiling: int, floor: int) -> None:
    for name, low in (("conforming-limit", baseline), ("fha-limit", floor)):
        for amount, outcome in ((low, PASS), (low + 1, UNKNOWN), (ceiling, UNKNOWN)):
            assert evaluate(name, facts(year, amount=D(amount))).outcome is outcome
        over = evaluate(name, facts(year, amount=D(ceiling + 1)))
        assert (over.outcome, over.threshold) == (FAIL, D(ceiling))
        county = facts(year, amount=D(ceiling), area_limit=D(low))
        assert evaluate(name, county).outcome is FAIL


@pytest.mark.parametrize("year", [row[0] for row in LIMITS])
def test_limits_keep_to_the_statutes_shares(year: int) -> None:
    # 12 USC 1717(b)(2): the ceiling is 150 % of the baseline. 12 USC 1709(b)(2): FHA's floor is 65 %,
    # rounded down, and its ceiling the same 150 %.
    conforming, fha = rule("conforming-limit"), rule("fha-limit")
    on = date(year, 6, 1)
    of = {each.effective_from.year: each.values for each in (*conforming.versions,)}[on.year]
    by = {each.effective_from.year: each.values for each in (*fha.versions,)}[on.year]
    assert by.numbers("ceiling") == of.numbers("ceiling")
    for low, high, floor in zip(
        of.numbers("baseline"), of.numbers("ceiling"), by.numbers("floor"), strict=True
    ):
        assert abs(high - low * D("1.5")) <= 25
        assert 0 <= low * D("0.65") - floor < 50


def test_special_areas_have_the_ceiling_for_a_baseline() -> None:
    loan = facts(amount=D(1_249_125), special_area=True)
    assert evaluate("conforming-limit", loan).outcome is PASS
    assert evaluate("fha-limit", loan).missing == ("areaLimit",)


def test_more_units_have_larger_limits() -> None:
    result = evaluate("conforming-limit", facts(amount=D(1_601_750), units=4))
    assert (result.outcome, result.threshold) == (PASS, D(1_601_750))


@given(
    apr=st.decimals(0, 30, places=3),
    more=st.decimals(0, 10, places=3),
    amount=st.integers(1, 2_000_000),
)
def test_a_higher_apr_never_turns_a_miss_into_a_pass(
    apr: Decimal, more: Decimal, amount: int
) -> None:
    for name in ("general-qm-price", "qm-safe-harbor", "hoepa-apr"):
        low = evaluate(name, facts(amount=D(amount), apr=apr, apor=D(6)))
        high = evaluate(name, facts(amount=D(amount), apr=apr + more, apor=D(6)))
        assert not (low.outcome is FAIL and high.outcome is PASS)


@pytest.mark.parametrize(
    ("field", "known"),
    [
        ("amount", {"amount": D(0)}),
        ("apr", {"apr": D(-1)}),
        ("pointsAndFees", {"points_and_fees": D("NaN")}),
        ("units", {"units": 5}),
        ("creditScore", {"credit_score": 299}),
        ("householdSize", {"household_size": 0}),
        ("residualIncome", {"residual_income": D("Infinity")}),
        ("prepaymentPenaltyMonths", {"prepayment_penalty_months": -1}),
    ],
)
def test_unusable_facts_name_their_field(field: str, known: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput) as caught:
        facts(**known)
    assert caught.value.field == field
