from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from domain.loans.rules.evaluate import evaluate_all
from domain.loans.rules.facts import Facts, Region, Underwriting
from domain.loans.rules.result import Figure, Unit
from domain.risk.reasons import Factor, Reason, principal_reasons, reasons_from_rules
from domain.risk.standards import LEFT_OVER, LOAN_TO_VALUE, RESERVES, STANDARDS, TOTAL_DEBT

D = Decimal

STRAINED = Facts(
    on=date(2026, 6, 1),
    amount=D(900_000),
    area_limit=D(832_750),
    property_value=D(910_000),
    apr=D(9),
    apor=D(6),
    points_and_fees=D(60_000),
    gross_monthly_income=D(10_000),
    housing_payment=D(5_800),
    monthly_debts=D(900),
    residual_income=D(700),
    household_size=4,
    region=Region.WEST,
    credit_score=560,
    underwriting=Underwriting.MANUAL,
    compensating_factors=0,
    eligibility_matrix=False,
)


def reason(factor: Factor, measured: str, threshold: str = "100") -> Reason:
    return Reason(factor, Figure.AMOUNT, Unit.PERCENT, D(measured), D(threshold), "a rule")


def test_every_reason_is_tied_to_the_figure_that_was_used() -> None:
    # Given a loan that fails by ratios, residual income, value, size, price and score
    results = evaluate_all(STRAINED)
    # When the reasons are drawn from the rules
    reasons = reasons_from_rules(results)
    # Then each is the failed comparison of one of them
    compared = {(each.measured, each.threshold, each.source) for each in results}
    assert reasons
    assert {(each.measured, each.threshold, each.source) for each in reasons} <= compared
    assert {each.factor for each in reasons} == {
        Factor.EXCESSIVE_OBLIGATIONS,
        Factor.INSUFFICIENT_INCOME,
        Factor.COLLATERAL,
        Factor.TERMS_NOT_GRANTED,
    }


def test_at_most_four_principal_reasons_widest_miss_first() -> None:
    candidates = [
        *reasons_from_rules(evaluate_all(STRAINED)),
        *RESERVES.missed_by(D("0.1")),
        *LOAN_TO_VALUE.missed_by(D("98.9")),
    ]
    principal = principal_reasons(candidates)
    assert len(principal) == 4
    assert len({each.factor for each in principal}) == 4
    misses = [each.shortfall for each in principal]
    assert misses == sorted(misses, reverse=True)
    assert principal[0].factor is Factor.INSUFFICIENT_INCOME
    assert "housing ratio 58 % against 29 %" in principal[0].text
    assert principal[1].text.endswith("months of reserves 0.1 months against 1 month")


def test_scores_and_prices_are_no_reasons() -> None:
    # 12 CFR 1002.9(b)(2): to say that a score was not reached is not specific.
    low = Facts(on=date(2026, 6, 1), credit_score=450, amount=D(1), apr=D(20), apor=D(5))
    failed = [each for each in evaluate_all(low) if each.outcome.value == "fail"]
    assert failed
    assert reasons_from_rules(failed) == ()


def test_a_loan_that_keeps_the_rules_has_no_reasons() -> None:
    assert reasons_from_rules(evaluate_all(Facts(on=date(2026, 6, 1), amount=D(100_000)))) == ()
    assert principal_reasons([]) == ()


def test_a_standard_is_kept_at_its_threshold_and_missed_beyond() -> None:
    for standard in STANDARDS:
        limit = standard.threshold.value
        beyond = limit + (D("-0.01") if standard.at_least else D("0.01"))
        assert standard.missed_by(limit) == ()
        (missed,) = standard.missed_by(beyond)
        assert (missed.measured, missed.threshold) == (beyond, limit)
        assert missed.source == standard.threshold.source


def test_published_standards_of_fha() -> None:
    # HUD Mortgagee Letter 2014-02: 43 % of income, one payment in reserve; 12 USC 1709(b)(9)(A): 3.5 % down.
    assert TOTAL_DEBT.missed_by(D("43.01"))
    assert RESERVES.missed_by(D("0.9"))
    assert LOAN_TO_VALUE.missed_by(D("96.51"))
    assert LEFT_OVER.missed_by(D("-0.01"))


def test_of_one_factor_the_widest_miss_speaks() -> None:
    wide = reason(Factor.COLLATERAL, "130")
    assert principal_reasons([reason(Factor.COLLATERAL, "105"), wide]) == (wide,)


def test_equal_misses_keep_the_order_of_the_factors() -> None:
    later, sooner = reason(Factor.COLLATERAL, "110"), reason(Factor.EXCESSIVE_OBLIGATIONS, "110")
    assert principal_reasons([later, sooner]) == (sooner, later)


def test_a_threshold_of_zero_is_missed_by_the_whole() -> None:
    assert reason(Factor.COLLATERAL, "5", "0").shortfall == 1


@given(st.lists(st.tuples(st.sampled_from(list(Factor)), st.integers(0, 1_000)), max_size=30))
def test_never_more_than_four_and_never_twice_the_same(drawn: list[tuple[Factor, int]]) -> None:
    principal = principal_reasons(reason(factor, str(value)) for factor, value in drawn)
    assert len(principal) == min(4, len({factor for factor, _ in drawn}))
    assert len({each.factor for each in principal}) == len(principal)
