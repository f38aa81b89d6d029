"""What Fannie Mae, FHA, VA and USDA ask of a borrower, and what they charge."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.loans.rules.catalogue import OutsideData
from domain.loans.rules.evaluate import evaluate
from domain.loans.rules.facts import Facts, Region, Underwriting
from domain.loans.rules.fees import VaPurpose, fha_premiums, usda_fees, va_funding_fee
from domain.loans.rules.result import Figure, Outcome
from domain.loans.rules.scores import credit_score_band

D = Decimal
PASS, FAIL, UNKNOWN, NOT_APPLICABLE = (
    Outcome.PASS,
    Outcome.FAIL,
    Outcome.UNKNOWN,
    Outcome.NOT_APPLICABLE,
)
TODAY = date(2026, 6, 1)


def budget(front: str, back: str, *, on: date = TODAY, **known: Any) -> Facts:
    """Ratios in percent of an income of $10,000."""
    housing = D(front) * 100
    return Facts(
        on=on,
        gross_monthly_income=D(10_000),
        housing_payment=housing,
        monthly_debts=D(back) * 100 - housing,
        **known,
    )


@pytest.mark.parametrize(
    ("back", "known", "outcome"),
    [
        # Fannie Mae Selling Guide B3-6-02: 36 %, up to 45 % by the Eligibility Matrix; 50 % in DU.
        ("36", {"underwriting": Underwriting.MANUAL}, PASS),
        ("36.0001", {"underwriting": Underwriting.MANUAL}, UNKNOWN),
        ("45", {"underwriting": Underwriting.MANUAL, "eligibility_matrix": True}, PASS),
        ("40", {"underwriting": Underwriting.MANUAL, "eligibility_matrix": False}, FAIL),
        ("45.01", {"underwriting": Underwriting.MANUAL}, FAIL),
        ("50", {"underwriting": Underwriting.AUTOMATED}, PASS),
        ("50.001", {"underwriting": Underwriting.AUTOMATED}, FAIL),
        ("30", {}, UNKNOWN),
    ],
)
def test_published_ratios_of_fannie_mae(back: str, known: dict[str, Any], outcome: Outcome) -> None:
    assert evaluate("fannie-mae-debt-ratio", budget("20", back, **known)).outcome is outcome


def factors(count: int | None, score: int | None = 640, free: bool = False) -> dict[str, Any]:
    return {
        "compensating_factors": count,
        "credit_score": score,
        "no_discretionary_debt": free,
    }


@pytest.mark.parametrize(
    ("front", "back", "known", "outcome"),
    [
        # HUD Mortgagee Letter 2014-02: 31/43, 37/47, 40/40 and 40/50, the last three from 580 on.
        ("31", "43", factors(0), PASS),
        ("31", "43", factors(None, None), PASS),
        ("31.01", "43", factors(0), FAIL),
        ("37", "47", factors(1), PASS),
        ("37", "47", factors(0), FAIL),
        ("37", "47", factors(1, 579), FAIL),
        ("37.5", "39", factors(1), FAIL),
        ("40", "40", factors(0, free=True), PASS),
        ("40", "40.5", factors(0, free=True), FAIL),
        ("40", "50", factors(2), PASS),
        ("40", "50", factors(1), FAIL),
        ("40", "50", factors(None), UNKNOWN),
        ("40", "50", factors(None, None), UNKNOWN),
        ("40", "50.5", factors(None, None), FAIL),
    ],
)
def test_published_ratios_of_fha(
    front: str, back: str, known: dict[str, Any], outcome: Outcome
) -> None:
    assert evaluate("fha-ratios", budget(front, back, **known)).outcome is outcome


def test_fha_shows_the_ratio_that_fails() -> None:
    housing = evaluate("fha-ratios", budget("33", "40", **factors(0)))
    debts = evaluate("fha-ratios", budget("30", "46", **factors(0)))
    assert (housing.figure, housing.measured, housing.threshold) == (Figure.HOUSING_RATIO, 33, 31)
    assert (debts.figure, debts.measured, debts.threshold) == (Figure.TOTAL_DEBT_RATIO, 46, 43)
    assert debts.explanation.endswith("46 % against 43 %")


def test_automated_systems_of_fha_and_usda_set_no_fixed_ratio() -> None:
    loan = budget("50", "60", underwriting=Underwriting.AUTOMATED)
    for name in ("fha-ratios", "usda-housing-ratio", "usda-total-debt-ratio"):
        assert evaluate(name, loan).outcome is NOT_APPLICABLE


@pytest.mark.parametrize(
    ("on", "front", "known", "outcome"),
    [
        # flcbmtg.com, AC-013: 29 % to 34 % on August 5, 2024. gmfspartners.com: back to 29 % on
        # November 4, 2025, and 32 % with 680 and a compensating factor.
        (date(2024, 8, 4), "29.5", {}, FAIL),
        (date(2024, 8, 5), "34", {}, PASS),
        (date(2025, 11, 3), "34", {}, PASS),
        (date(2025, 11, 3), "34.1", {}, FAIL),
        (date(2025, 11, 4), "29", {}, PASS),
        (date(2025, 11, 4), "30", {}, UNKNOWN),
        (date(2025, 11, 4), "32", {"credit_score": 680, "compensating_factors": 1}, PASS),
        (date(2025, 11, 4), "32", {"credit_score": 679, "compensating_factors": 1}, FAIL),
        (date(2025, 11, 4), "32", {"credit_score": 700, "compensating_factors": 0}, FAIL),
        (date(2025, 11, 4), "32.1", {"credit_score": 800, "compensating_factors": 3}, FAIL),
    ],
)
def test_published_housing_ratios_of_usda(
    on: date, front: str, known: dict[str, Any], outcome: Outcome
) -> None:
    loan = budget(front, "40", on=on, **known)
    assert evaluate("usda-housing-ratio", loan).outcome is outcome


def test_usda_total_debt() -> None:
    assert evaluate("usda-total-debt-ratio", budget("29", "41")).outcome is PASS
    assert evaluate("usda-total-debt-ratio", budget("29", "41.01")).outcome is FAIL


VA_TABLE = [
    # VA Pamphlet 26-7, chapter 4, as veteran.com prints it: members, northeast, midwest, south, west.
    (79_999, 1, 390, 382, 382, 425),
    (79_999, 2, 654, 641, 641, 713),
    (79_999, 3, 788, 772, 772, 859),
    (79_999, 4, 888, 868, 868, 967),
    (79_999, 5, 921, 902, 902, 1_004),
    (79_999, 6, 996, 977, 977, 1_079),
    (80_000, 1, 450, 441, 441, 491),
    (80_000, 2, 755, 738, 738, 823),
    (80_000, 3, 909, 889, 889, 990),
    (80_000, 4, 1_025, 1_003, 1_003, 1_117),
    (80_000, 5, 1_062, 1_039, 1_039, 1_158),
    (80_000, 7, 1_222, 1_199, 1_199, 1_318),
    (80_000, 9, 1_222, 1_199, 1_199, 1_318),
]


@pytest.mark.parametrize("row", VA_TABLE)
def test_published_table_of_residual_income(row: tuple[int, ...]) -> None:
    amount, members, *figures = row
    for region, needed in zip(Region, figures, strict=True):
        for left, outcome in ((D(needed), PASS), (D(needed) - D("0.01"), FAIL)):
            result = evaluate(
                "va-residual-income",
                Facts(
                    on=TODAY,
                    amount=D(amount),
                    household_size=members,
                    region=region,
                    residual_income=left,
                ),
            )
            assert (result.outcome, result.threshold) == (outcome, D(needed))


def test_va_with_a_cushion_as_the_articles_work_it() -> None:
    # domain/corpus/library/va-loans-and-residual-income.md: 41.8 % and $2,730.19 against $1,203.60.
    family = {"amount": D(326_880), "household_size": 4, "region": Region.SOUTH}
    income = {
        "gross_monthly_income": D(7_200),
        "housing_payment": D("2389.81"),
        "monthly_debts": D(620),
    }
    good = evaluate(
        "va-debt-ratio", Facts(on=TODAY, **family, **income, residual_income=D("2730.19"))
    )
    assert (good.outcome, good.figure, good.threshold) == (
        PASS,
        Figure.RESIDUAL_INCOME,
        D("1203.6"),
    )
    thin = evaluate("va-debt-ratio", Facts(on=TODAY, **family, **income, residual_income=D(1_203)))
    assert (thin.outcome, thin.measured, thin.threshold) == (FAIL, D(42), D(41))
    unsaid = evaluate("va-debt-ratio", Facts(on=TODAY, **income))
    assert unsaid.outcome is UNKNOWN


def test_va_rounds_the_ratio_to_two_digits() -> None:
    # 38 CFR 36.4340(d): 35.6 % is rounded to 36 %.
    assert evaluate("va-debt-ratio", budget("30", "41.49")).measured == 41
    assert evaluate("va-debt-ratio", budget("30", "35.6")).measured == 36


@pytest.mark.parametrize(
    ("score", "value", "outcome"),
    [
        # HUD Mortgagee Letter 2010-29: none under 500, 90 % up to 579, the full share from 580.
        (499, 1_000_000, FAIL),
        (500, 100_000, PASS),
        (579, 99_999, FAIL),
        (580, 90_000, PASS),
    ],
)
def test_published_scores_of_fha(score: int, value: int, outcome: Outcome) -> None:
    loan = Facts(on=TODAY, amount=D(90_000), property_value=D(value), credit_score=score)
    assert evaluate("fha-credit-score", loan).outcome is outcome


def test_desktop_underwriter_asked_for_620_until_november_2025() -> None:
    for day, score, outcome in (
        (date(2025, 11, 15), 619, FAIL),
        (date(2025, 11, 15), 620, PASS),
        (date(2025, 11, 16), 500, NOT_APPLICABLE),
    ):
        loan = Facts(on=day, credit_score=score, underwriting=Underwriting.AUTOMATED)
        assert evaluate("fannie-mae-credit-score", loan).outcome is outcome


@pytest.mark.parametrize(
    ("score", "band"),
    [
        # CFPB, Consumer Credit Trends.
        (579, "deep subprime"),
        (580, "subprime"),
        (620, "near-prime"),
        (659, "near-prime"),
        (660, "prime"),
        (720, "super-prime"),
        (850, "super-prime"),
    ],
)
def test_published_score_bands(score: int, band: str) -> None:
    assert credit_score_band(score, TODAY) == band


def test_scores_outside_the_scale_and_the_data() -> None:
    with pytest.raises(InvalidInput):
        credit_score_band(851, TODAY)
    assert isinstance(credit_score_band(700, date(2000, 1, 1)), OutsideData)


@pytest.mark.parametrize(
    ("amount", "ltv", "months", "annual", "ends"),
    [
        # HUD Mortgagee Letter 2023-05, as kentuckyfhaloan.com prints it.
        (289_500, "96.5", 360, "0.55", None),
        (726_200, "95", 360, "0.50", None),
        (726_200, "90", 360, "0.50", 132),
        (726_201, "96.5", 360, "0.75", None),
        (726_201, "95", 181, "0.70", None),
        (726_201, "90", 360, "0.70", 132),
        (726_200, "90", 180, "0.15", 132),
        (726_200, "90.1", 180, "0.40", None),
        (726_201, "78", 180, "0.15", 132),
        (726_201, "90", 180, "0.40", 132),
        (726_201, "91", 180, "0.65", None),
    ],
)
def test_published_premiums_of_fha(
    amount: int, ltv: str, months: int, annual: str, ends: int | None
) -> None:
    value = (D(amount) * 100 / D(ltv)).quantize(D("0.01"), rounding="ROUND_UP")
    fees = fha_premiums(base_amount=D(amount), property_value=value, term_months=months, on=TODAY)
    assert not isinstance(fees, OutsideData)
    assert (fees.annual_percent, fees.annual_months) == (D(annual), ends)


def test_the_premium_at_closing_as_the_articles_work_it() -> None:
    fees = fha_premiums(
        base_amount=D(289_500), property_value=D(300_000), term_months=360, on=TODAY
    )
    assert not isinstance(fees, OutsideData)
    assert (fees.upfront_percent, fees.upfront) == (D("1.75"), D("5066.25"))


@pytest.mark.parametrize(
    ("on", "purpose", "down", "first", "percent"),
    [
        # 38 USC 3729(b)(2) and VA's chart for loans closed from April 7, 2023.
        (date(2023, 4, 6), VaPurpose.PURCHASE, "0", True, "2.30"),
        (date(2023, 4, 6), VaPurpose.PURCHASE, "0", False, "3.60"),
        (date(2023, 4, 7), VaPurpose.PURCHASE, "4.99", True, "2.15"),
        (date(2023, 4, 7), VaPurpose.PURCHASE, "4.99", False, "3.30"),
        (TODAY, VaPurpose.PURCHASE, "5", False, "1.50"),
        (TODAY, VaPurpose.PURCHASE, "10", True, "1.25"),
        (TODAY, VaPurpose.CASH_OUT, "0", False, "3.30"),
        (TODAY, VaPurpose.RATE_REDUCTION, "0", False, "0.50"),
        (TODAY, VaPurpose.ASSUMPTION, "0", True, "0.50"),
    ],
)
def test_published_funding_fees_of_va(
    on: date, purpose: VaPurpose, down: str, first: bool, percent: str
) -> None:
    fee = va_funding_fee(
        amount=D(100_000), purpose=purpose, on=on, down_percent=D(down), first_use=first
    )
    assert not isinstance(fee, OutsideData)
    assert (fee.upfront_percent, fee.upfront) == (D(percent), D(percent) * 1_000)


def test_disabled_veterans_pay_no_fee() -> None:
    fee = va_funding_fee(amount=D(1), purpose=VaPurpose.PURCHASE, on=TODAY, exempt=True)
    assert not isinstance(fee, OutsideData)
    assert fee.upfront == 0


def test_fees_of_usda_and_days_without_figures() -> None:
    fee = usda_fees(amount=D(220_000), on=TODAY)
    assert not isinstance(fee, OutsideData)
    assert (fee.upfront, fee.annual_percent) == (D(2_200), D("0.35"))
    assert isinstance(usda_fees(amount=D(1), on=date(2026, 10, 1)), OutsideData)
    old = date(2019, 12, 31)
    assert isinstance(va_funding_fee(amount=D(1), purpose=VaPurpose.PURCHASE, on=old), OutsideData)
    assert isinstance(
        fha_premiums(base_amount=D(1), property_value=D(1), term_months=1, on=old), OutsideData
    )


def test_a_term_of_no_months_is_refused() -> None:
    with pytest.raises(InvalidInput):
        fha_premiums(base_amount=D(1), property_value=D(1), term_months=0, on=TODAY)


@given(
    housing=st.integers(0, 6_000),
    debts=st.integers(0, 6_000),
    more=st.integers(0, 5_000),
    score=st.integers(300, 850),
    count=st.integers(0, 3),
)
def test_more_income_never_turns_a_pass_into_a_miss(
    housing: int, debts: int, more: int, score: int, count: int
) -> None:
    for name in ("fha-ratios", "usda-housing-ratio", "usda-total-debt-ratio"):
        outcomes = [
            evaluate(
                name,
                Facts(
                    on=TODAY,
                    gross_monthly_income=D(income),
                    housing_payment=D(housing),
                    monthly_debts=D(debts),
                    credit_score=score,
                    compensating_factors=count,
                ),
            ).outcome
            for income in (5_000, 5_000 + more)
        ]
        assert outcomes != [PASS, FAIL]
