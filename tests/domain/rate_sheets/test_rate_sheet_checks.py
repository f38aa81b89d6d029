"""What is refused of a rate sheet, by row, and how files are read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.advice.request import LoanPurpose, RateType
from domain.errors import BadRateSheet
from domain.rate_sheets.checks import MOST_ROWS, require_sound
from domain.rate_sheets.reading import read_csv, read_json
from domain.rate_sheets.row import RateRow
from domain.rate_sheets.samples import samples
from domain.rate_sheets.sheet import Product, RateSheet

AUTO = Product(LoanPurpose.AUTO)
FIRST = date(2026, 11, 1)


def sheet(*rows: RateRow, name: str = "Northern Bank", on: date = FIRST) -> RateSheet:
    return RateSheet(name, AUTO, on, rows)


def row(**fields: Any) -> RateRow:
    usual: dict[str, Any] = {"term_from": 1, "term_to": 60, "rate": Decimal("6.5")}
    return RateRow(**{**usual, **fields})


def wrong(of: RateSheet) -> list[tuple[int | None, str | None]]:
    with pytest.raises(BadRateSheet) as refused:
        require_sound(of)
    return [(problem.row, problem.field) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"term_from": 0}, "termFrom"),
        ({"term_to": 601}, "termTo"),
        ({"term_from": 61}, "termTo"),
        ({"score_from": 299}, "scoreFrom"),
        ({"score_to": 851}, "scoreTo"),
        ({"score_from": 700, "score_to": 699}, "scoreTo"),
        ({"ltv_to": Decimal("100.01")}, "ltvTo"),
        ({"ltv_from": Decimal("80.001")}, "ltvFrom"),
        ({"ltv_from": Decimal("NaN")}, "ltvFrom"),
        ({"ltv_from": Decimal(81), "ltv_to": Decimal(80)}, "ltvTo"),
        ({"rate": Decimal("100.5")}, "rate"),
        ({"rate": Decimal(-1)}, "rate"),
        ({"rate": Decimal("0.0000001")}, "rate"),
        ({"points": Decimal("20.5")}, "points"),
        ({"points": Decimal("NaN")}, "points"),
    ],
)
def test_a_row_that_makes_no_sense_is_named(fields: dict[str, Any], field: str) -> None:
    sound = (row(score_to=400), row(score_from=401, score_to=500))
    require_sound(sheet(*sound))
    assert wrong(sheet(*sound, row(**fields))) == [(3, field)]


def test_all_that_is_wrong_is_told_at_once_and_the_message_stays_short() -> None:
    bad = sheet(*(row(term_from=n, term_to=n, rate=Decimal(101)) for n in range(1, 9)), name="")
    assert wrong(bad) == [(None, "name"), *((n, "rate") for n in range(1, 9))]
    with pytest.raises(BadRateSheet, match=r"row 4: rate must be .*; and 4 more$"):
        require_sound(bad)


@pytest.mark.parametrize(
    "second",
    [
        row(),
        row(term_from=60, term_to=72),
        row(score_from=700, score_to=700),
        row(ltv_from=Decimal(80)),
    ],
)
def test_rows_that_give_one_loan_two_rates_are_refused(second: RateRow) -> None:
    assert wrong(sheet(row(), row(term_from=100, term_to=120), second)) == [(3, None)]
    with pytest.raises(BadRateSheet, match="row 2: it overlaps row 1"):
        require_sound(sheet(row(), second))


def test_bands_that_only_meet_do_not_overlap() -> None:
    require_sound(sheet(row(), row(term_from=61, term_to=72)))
    require_sound(sheet(row(score_to=699), row(score_from=700)))
    require_sound(sheet(row(ltv_to=Decimal(80)), row(ltv_from=Decimal("80.01"))))


@pytest.mark.parametrize("name", ["", " ", "x" * 101, "A. B", "“A”", "A [1]", "A\nB", "**A**"])
def test_a_name_must_fit_into_a_sentence(name: str) -> None:
    assert wrong(sheet(row(), name=name)) == [(None, "name")]


def test_there_are_rows_but_not_too_many() -> None:
    assert wrong(sheet()) == [(None, "rows")]
    many = [row(term_from=n, term_to=n) for n in range(1, MOST_ROWS + 1)]
    require_sound(sheet(*many))
    assert wrong(sheet(*many, row(term_from=501, term_to=501))) == [(None, "rows")]


def test_a_year_that_is_a_slip_of_the_pen_is_refused() -> None:
    assert wrong(sheet(row(), on=date(202, 1, 1))) == [(None, "effectiveFrom")]


JSON = """{
  "name": "Northern Bank",
  "product": {"purpose": "AUTO", "rateType": "ADJUSTABLE"},
  "effectiveFrom": "2026-11-01",
  "rows": [
    {"termFrom": 1, "termTo": 60, "scoreFrom": 700, "ltvTo": "80.00", "rate": 6.10, "points": "0.5"},
    {"termFrom": "61", "termTo": 72, "rate": "7"}
  ]
}"""
CSV = """\ufefftermFrom,termTo,scoreFrom,ltvTo,rate,points
1,60,700,80.00,6.10,0.5
61, 72 ,,,7,
"""


def test_json_and_csv_say_the_same() -> None:
    product = Product(LoanPurpose.AUTO, RateType.ADJUSTABLE)
    rows = (
        row(rate=Decimal("6.10"), points=Decimal("0.5"), score_from=700, ltv_to=Decimal(80)),
        row(term_from=61, term_to=72, rate=Decimal(7)),
    )
    expected = RateSheet("Northern Bank", product, FIRST, rows)
    assert read_json(JSON) == expected
    assert str(read_json(JSON).rows[0].rate) == "6.10"
    assert read_csv(CSV, name="Northern Bank", product=product, effective_from=FIRST) == expected


def unread(text: str) -> Sequence[tuple[int | None, str | None, str]]:
    with pytest.raises(BadRateSheet) as refused:
        read_csv(text, name="N", product=AUTO, effective_from=FIRST)
    return [(each.row, each.field, each.message) for each in refused.value.problems]


def test_what_cannot_be_read_names_its_row() -> None:
    text = "termFrom,termTo,rate\n1,60,6.5\n61,x,6.5 %\n73,84\n85,96,7,8\n"
    assert unread(text) == [
        (2, "termTo", "termTo must be a whole number; it is 'x'"),
        (2, "rate", "rate must be plain digits with a point, such as 6.625; it is '6.5 %'"),
        (3, "rate", "rate is missing"),
        (4, None, "it has more values than there are columns"),
    ]
    unknown, missing = unread("termFrom,termTo,rates\n1,60,6.5\n")
    assert unknown[2].startswith("there is no column rates: there are termFrom, termTo, scoreFrom")
    assert missing == (1, "rate", "rate is missing")
    assert unread('termFrom,termTo,rate\n"1"2,60,6.5\n')[0][2].startswith("the sheet is no CSV")


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('{\n  "name"', '\n  "name"', None),
        ('"rows": [', '"lines": [', "rows"),
        ('"AUTO"', '"BOAT"', "purpose"),
        ('"ADJUSTABLE"', "7", "rateType"),
        ('{"purpose": "AUTO", "rateType": "ADJUSTABLE"}', '"AUTO"', "product"),
        ("2026-11-01", "2026-11-31", "effectiveFrom"),
        ('"rows": [', '"rows": [7,', None),
        ("6.10", "NaN", "rate"),
        ("6.10", "-1", "rate"),
        ("6.10", "true", "rate"),
    ],
)
def test_json_of_another_form_is_refused(old: str, new: str, field: str | None) -> None:
    assert old in JSON
    with pytest.raises(BadRateSheet) as refused:
        read_json(JSON.replace(old, new))
    assert refused.value.problems[0].field == field


def test_the_samples_are_sound_and_say_what_they_are() -> None:
    assert {product.purpose for product in samples()} == set(LoanPurpose)
    for product, filed in samples().items():
        require_sound(filed.sheet)
        assert filed.sample
        assert filed.sheet.product == product
        assert "sample sheet, not market rates" in filed.sheet.name
