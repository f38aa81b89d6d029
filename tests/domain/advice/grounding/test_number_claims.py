from dataclasses import replace
from decimal import ROUND_DOWN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.advice.advice import Figure, Unit
from domain.advice.grounding.check import check_sentence
from domain.advice.grounding.claims import Hedge, Kind, Period
from domain.advice.grounding.evidence import Ground
from domain.advice.grounding.facts import KINDS
from domain.advice.grounding.number_words import SCALES, spelled
from domain.advice.grounding.numbers import claims
from domain.advice.request import AdviceRequest
from domain.money import show_money

SMALL = (
    *("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
QUESTION = AdviceRequest("What would it cost?")


def in_words(number: int) -> str:
    """A number from 1 on as Americans write it."""
    for name in ("trillion", "billion", "million", "thousand", "hundred"):
        size = SCALES[name]
        if number >= size:
            rest = in_words(number % size) if number % size else ""
            return f"{in_words(number // size)} {name} {rest}".strip()
    if number < 20:
        return SMALL[number]
    return f"{TENS[number // 10]}-{SMALL[number % 10]}".rstrip("-")


def read(text: str) -> list[str]:
    """Kind and value of each number's likeliest reading."""
    found = [claim.readings[0] for claim in claims(text)]
    return [f"{r.kind} {'/'.join(r.parts) or shown(r.value)}" for r in found]


def shown(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.0001'), ROUND_DOWN).normalize():f}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "$1,264.14 or 1264.14 dollars or USD 1,264",
            ["MONEY 1264.14", "MONEY 1264.14", "MONEY 1264"],
        ),
        ("$350k, $1.5M, $1.2 million", ["MONEY 350000", "MONEY 1500000", "MONEY 1200000"]),
        ("one thousand two hundred sixty-four dollars", ["MONEY 1264"]),
        ("twelve dollars and fifty cents, 99 cents", ["MONEY 12.5", "MONEY 0.99"]),
        ("-$35.50 and \u221220 %", ["MONEY -35.5", "PERCENT -20"]),
        ("6.5%, 6½ percent, 650 basis points", ["PERCENT 6.5"] * 3),
        (
            "half of it, two-thirds, one in five",
            ["PERCENT 50", "PERCENT 66.6666", "PERCENT 20"],
        ),
        ("a quarter point, an eighth of a percent", ["PERCENT 0.25", "PERCENT 0.125"]),
        ("5\u20137 years, between 3 and 5 %", ["MONTHS 60", "MONTHS 84", "PERCENT 3", "PERCENT 5"]),
        ("$5-7 million", ["MONEY 5000000", "MONEY 7000000"]),
        ("5 years and 6 months, a year and a half", ["MONTHS 66", "MONTHS 18"]),
        ("a 30-year loan, thirty-year, six months", ["MONTHS 360", "MONTHS 360", "MONTHS 6"]),
        ("three business days, 2 weeks, 24 hours", ["DAYS 3", "DAYS 14", "DAYS 1"]),
        ("a dozen payments, half a dozen lenders", ["COUNT 12", "COUNT 6"]),
        (
            "July 15, 2026, 15 July, 2026-07-15, in 2027",
            ["DATE 2026/7/15", "DATE /7/15", "DATE 2026/7/15", "DATE 2027//"],
        ),
        ("12 CFR 1026.22(a)(2), § 1026.37", ["SECTION 12/cfr/1026/22/a/2", "SECTION 1026/37"]),
        ("15 U.S.C. 1681m and Form 1099-C", ["SECTION 15/usc/1681/m", "SECTION form/1099/c"]),
        ("caps of 2/1/5 on a 5/6 ARM, 3-to-1", ["RATIO 2/1/5", "RATIO 5/6", "RATIO 3/1"]),
        ("the 61st payment, in the fifth year", ["ORDINAL 61", "ORDINAL 5"]),
        ("five times your pay, twice the fee", ["MULTIPLE 5", "MULTIPLE 2"]),
    ],
)
def test_numbers_are_read_with_their_kind(text: str, expected: list[str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "No one can tell, but one of them, at one point, one day, will.",
        "First, compare; second, ask a third party.",
        "There are two ways to lower it, and 3 main factors.",
        "The two loans differ.",
        "1. Ask for the rate",
        "Step 2: compare (1) the rate and (2) the fees.",
        "Fourth, keep your W-2, your 401(k) and Q3 papers; see https://example.org/2026/07.",
        "Hundreds of lenders, several thousand dollars, a few percent.",
        "The first half of the loan is half-hearted at best.",
        "Double-check it 24/7.",
    ],
)
def test_manners_of_speaking_claim_nothing(text: str) -> None:
    assert claims(text) == []


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("about $1,300", Hedge.ABOUT),
        ("$1,300 or so", Hedge.ABOUT),
        ("more than $1,200", Hedge.MORE),
        ("no more than $1,200", Hedge.LESS),
        ("nearly a dozen", Hedge.LESS),
        ("over 30 years", Hedge.NONE),
        ("over 30 %", Hedge.MORE),
    ],
)
def test_a_hedge_is_read(text: str, hedge: Hedge) -> None:
    assert claims(text)[0].hedge is hedge


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("$500 a month", Period.MONTH),
        ("a $500-per-month plan", Period.MONTH),
        ("a monthly payment of about $500", Period.MONTH),
        ("an annual fee of $95", Period.YEAR),
        ("$682,637 in all", Period.TOTAL),
        ("your monthly payments total $682,637", Period.TOTAL),
        ("the monthly cost of a $300,000 loan", None),
    ],
)
def test_a_period_is_read(text: str, period: Period | None) -> None:
    assert claims(text)[0].period is period


@given(st.integers(1, 10**14))
def test_words_are_read_back(number: int) -> None:
    words = in_words(number).replace("-", " - ").split()
    assert spelled(words, 0) == (number, len(words))


@given(st.decimals(Decimal("0.01"), Decimal("1e9"), places=2), st.data())
def test_money_rests_on_its_own_figure_and_on_no_other(
    amount: Decimal, data: st.DataObject
) -> None:
    figure = Figure("payment", "Payment", amount, Unit.MONEY, "")
    off = data.draw(st.decimals(Decimal("0.01"), Decimal(1000), places=2))
    for sentence in (f"It costs {show_money(amount)}.", f"It costs {amount} dollars."):
        assert check_sentence(sentence, Ground([figure], QUESTION, ())).passed
        other = replace(figure, value=amount + off)
        assert not check_sentence(sentence, Ground([other], QUESTION, ())).passed
        percent = replace(figure, unit=Unit.PERCENT)
        assert not check_sentence(sentence, Ground([percent], QUESTION, ())).passed


@given(st.integers(1, 600), st.integers(1, 600))
def test_months_and_years_are_one_kind(months: int, others: int) -> None:
    figure = Figure("term", "Term", Decimal(12 * months), Unit.MONTHS, "")
    ground = Ground([figure], QUESTION, ())
    assert check_sentence(f"It runs for {months} years.", ground).passed
    assert check_sentence(f"It runs for {in_words(12 * months)} months.", ground).passed
    assert check_sentence(f"It runs for {others} years.", ground).passed == (others == months)


@given(st.text(st.sampled_from("$%€0123456789.,-\u2013/:() andofhlkM½§[]“”\"'*|\n²٣"), max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    for claim in claims(text):
        assert 0 <= claim.start < claim.end <= len(text)
        assert claim.readings
    check_sentence(text, Ground((), QUESTION, ()))


def test_a_number_of_thousands_of_digits_is_read() -> None:
    assert not check_sentence(
        f"It costs ${'7' * 5000} or 1/{'3' * 5000}.", Ground((), QUESTION, ())
    ).passed


def test_every_unit_of_a_figure_has_a_kind() -> None:
    assert KINDS.keys() == set(Unit)
    assert Kind.MONEY is KINDS[Unit.MONEY]
