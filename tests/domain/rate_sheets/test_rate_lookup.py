"""Which row is for a loan: never two, and never one that was guessed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import product as combinations

from hypothesis import given
from hypothesis import strategies as st

from domain.advice.request import LoanPurpose
from domain.errors import BadRateSheet
from domain.rate_sheets.checks import require_sound
from domain.rate_sheets.lookup import Match, Undecided, lookup
from domain.rate_sheets.row import Measure, RateRow
from domain.rate_sheets.sheet import Product, RateSheet

TERM, SCORE, LTV = Measure.TERM, Measure.CREDIT_SCORE, Measure.LOAN_TO_VALUE


def sheet(*rows: RateRow) -> RateSheet:
    made = RateSheet("Sheet", Product(LoanPurpose.AUTO), date(2026, 1, 1), rows)
    require_sound(made)
    return made


def known(**values: object) -> Mapping[Measure, Decimal]:
    return {Measure[name]: Decimal(str(value)) for name, value in values.items()}


SHEET = sheet(
    RateRow(1, 60, Decimal(5), score_from=700, ltv_to=Decimal(80)),
    RateRow(1, 60, Decimal(6), score_from=700, ltv_from=Decimal("80.01")),
    RateRow(1, 60, Decimal(7), score_from=600, score_to=699),
    RateRow(61, 72, Decimal(8)),
)


def test_both_ends_of_a_band_are_in_it() -> None:
    for facts, number in [
        (known(TERM=60, CREDIT_SCORE=700, LOAN_TO_VALUE="80.00"), 1),
        (known(TERM=1, CREDIT_SCORE=850, LOAN_TO_VALUE="80.01"), 2),
        (known(TERM=1, CREDIT_SCORE=850, LOAN_TO_VALUE=300), 2),
        (known(TERM=60, CREDIT_SCORE=699, LOAN_TO_VALUE=300), 3),
        (known(TERM=61, CREDIT_SCORE=300, LOAN_TO_VALUE=1), 4),
    ]:
        assert lookup(SHEET, facts) == Match(number, SHEET.rows[number - 1])


def test_what_does_not_matter_need_not_be_known() -> None:
    assert lookup(SHEET, known(TERM=72)) == Match(4, SHEET.rows[3])
    assert lookup(SHEET, known(TERM=12, CREDIT_SCORE=650)) == Match(3, SHEET.rows[2])


def test_what_matters_is_named_and_no_band_is_guessed() -> None:
    assert lookup(SHEET, known()) == Undecided((TERM, SCORE, LTV))
    assert lookup(SHEET, known(TERM=12)) == Undecided((SCORE, LTV))
    assert lookup(SHEET, known(TERM=12, CREDIT_SCORE=720)) == Undecided((LTV,))
    # Only one row is for such a value, and yet the score decides whether it is for this loan.
    assert lookup(SHEET, known(TERM=12, LOAN_TO_VALUE=90)) == Undecided((SCORE,))


def test_a_loan_may_have_no_row() -> None:
    assert lookup(SHEET, known(TERM=73)) is None
    assert lookup(SHEET, known(TERM=12, CREDIT_SCORE=599)) is None


@st.composite
def sheets(draw: st.DrawFn) -> RateSheet:
    """Bands that meet or leave gaps, some without an end; sound by chance as well as by design."""
    rows = draw(st.lists(rate_rows(), min_size=1, max_size=6))
    sound: list[RateRow] = []
    for row in rows:
        try:
            sheet(*sound, row)
        except BadRateSheet:
            continue
        sound.append(row)
    return sheet(*sound)


@st.composite
def rate_rows(draw: st.DrawFn) -> RateRow:
    terms = sorted(draw(st.tuples(st.integers(1, 9), st.integers(1, 9))))
    scores = sorted(draw(st.tuples(st.integers(300, 309), st.integers(300, 309))))
    ratios = sorted(draw(st.tuples(st.integers(0, 9), st.integers(0, 9))))
    return RateRow(
        term_from=draw(st.sampled_from([1, terms[0]])),
        term_to=draw(st.sampled_from([600, terms[1]])),
        rate=Decimal(draw(st.integers(0, 100))),
        score_from=draw(st.sampled_from([300, scores[0]])),
        score_to=draw(st.sampled_from([850, scores[1]])),
        ltv_from=draw(st.sampled_from([None, Decimal(ratios[0])])),
        ltv_to=draw(st.sampled_from([None, Decimal(ratios[1])])),
    )


values = st.fixed_dictionaries(
    {},
    optional={
        TERM: st.integers(1, 11).map(Decimal),
        SCORE: st.integers(300, 311).map(Decimal),
        LTV: st.integers(0, 11).map(Decimal),
    },
)
PROBES = {
    TERM: [*map(Decimal, range(1, 12)), Decimal(600)],
    SCORE: [*map(Decimal, range(300, 312)), Decimal(850)],
    LTV: [*map(Decimal, range(12)), Decimal(500)],
}


@given(sheets(), values)
def test_the_row_is_the_one_row_for_whatever_is_not_known(
    rates: RateSheet, facts: dict[Measure, Decimal]
) -> None:
    """Checked against all that the unknown could be: one row for all of it, or a question."""
    found = lookup(rates, facts)
    unknown = [measure for measure in Measure if measure not in facts]
    rows_of_wholes = []
    for guess in combinations(*(PROBES[measure] for measure in unknown)):
        whole = {**facts, **dict(zip(unknown, guess, strict=True))}
        covering = [
            row for row in rates.rows if all(row.covers(each, whole[each]) for each in Measure)
        ]
        assert len(covering) <= 1
        rows_of_wholes.append(covering[0] if covering else None)
    if isinstance(found, Match):
        assert rates.rows[found.number - 1] == found.row
        assert set(rows_of_wholes) == {found.row}
    elif found is None:
        assert set(rows_of_wholes) == {None}
    else:
        assert set(found.needs) <= set(unknown)
        assert len(set(rows_of_wholes)) > 1


@given(sheets(), values)
def test_to_know_what_was_asked_for_settles_it(
    rates: RateSheet, facts: dict[Measure, Decimal]
) -> None:
    found = lookup(rates, facts)
    if isinstance(found, Undecided):
        more = {measure: PROBES[measure][0] for measure in found.needs}
        assert not isinstance(lookup(rates, {**facts, **more}), Undecided)
