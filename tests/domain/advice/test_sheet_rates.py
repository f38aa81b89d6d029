"""What answers say of a rate that came from a rate sheet passes the check that every answer must pass."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.advice.figures import compute
from domain.advice.grounding.check import check_text
from domain.advice.reading.known import Known
from domain.advice.reading.mentions import names_a_rate
from domain.advice.reading.pricing import Pricing
from domain.advice.relevance import Relevance
from domain.advice.request import AdviceRequest, LoanFacts, LoanPurpose
from domain.advice.topics.finding import Topic
from domain.advice.writing.grounds import ground_of
from domain.advice.writing.planning import plan
from domain.advice.writing.writer import Material, write
from domain.rate_sheets.lookup import Match
from domain.rate_sheets.row import Measure, RateRow
from domain.rate_sheets.sheet import PRODUCTS

NOWHERE_NEAR = Relevance(dict.fromkeys(Topic, 0.0), other=1.0)
ABOUT_COST = Relevance({**dict.fromkeys(Topic, 0.0), Topic.COST: 0.9}, other=0.0)
percents = st.decimals(0, 100, places=2)
amounts = st.decimals(1000, 900_000, places=2)


@st.composite
def rows(draw: st.DrawFn) -> RateRow:
    terms = sorted(draw(st.tuples(st.integers(1, 600), st.integers(1, 600))))
    scores = sorted(draw(st.tuples(st.integers(300, 850), st.integers(300, 850))))
    ratios = sorted(draw(st.tuples(percents, percents)))
    return RateRow(
        *terms,
        rate=draw(st.decimals("0.001", 99, places=3)),
        points=draw(st.sampled_from([Decimal(0), Decimal("0.375"), Decimal(2)])),
        score_from=draw(st.sampled_from([300, scores[0]])),
        score_to=draw(st.sampled_from([850, scores[1]])),
        ltv_from=draw(st.sampled_from([None, ratios[0]])),
        ltv_to=draw(st.sampled_from([None, ratios[1]])),
    )


@st.composite
def pricings(draw: st.DrawFn) -> Pricing:
    match = Match(draw(st.integers(1, 500)), draw(rows()))
    matched = draw(st.booleans())
    return Pricing(
        sheet_id=UUID(int=1),
        name=draw(st.sampled_from(["Northern Bank", "2nd Bank 4.9 % cars (60 months)", "7/1"])),
        version="2026-11-01",
        product=str(draw(st.sampled_from(PRODUCTS))),
        effective_from=draw(st.dates(date(2000, 1, 1), date(2030, 12, 31))),
        sample=draw(st.booleans()),
        match=match if matched else None,
        needs=() if matched else tuple(draw(st.sets(st.sampled_from(list(Measure))))),
    )


@given(
    pricings(),
    st.none() | amounts,
    st.sampled_from([None, 60, 360]),
    st.sampled_from([NOWHERE_NEAR, ABOUT_COST]),
)
def test_every_sentence_about_a_sheet_is_grounded(
    pricing: Pricing, amount: Decimal | None, term: int | None, relevance: Relevance
) -> None:
    rate = None if pricing.match is None else pricing.match.row.rate
    request = AdviceRequest(
        "What would it cost?", LoanFacts(amount, rate, term, purpose=LoanPurpose.AUTO)
    )
    computed = compute(Known(request), on=date(2026, 11, 23), pricing=pricing)
    chosen = plan(computed.findings, relevance, assumed=computed.assumed)
    material = Material(Known(request), chosen, ())
    text = write(material)
    report = check_text(text, ground_of(material))
    assert report.passed, report.failures
    if pricing.match is not None:
        assert "It is not an offer." in text
        assert f"row {pricing.match.number}," in text
        assert ("sample sheet, not market rates" in text) == pricing.sample
        assert [each.name for each in computed.data_versions] == [pricing.name]
    else:
        assert not computed.data_versions
        assert "is taken from" not in text


@pytest.mark.parametrize(
    "question",
    [
        "What does it cost at an interest rate of 6 %?",
        "Is a rate of 6 % or 6.5 % better for a $20,000 car loan?",
        "What would a $300,000 mortgage cost at 6 to 7 % interest?",
    ],
)
def test_a_question_that_weighs_rates_states_one(question: str) -> None:
    assert names_a_rate(question)


@pytest.mark.parametrize(
    "question",
    [
        "What would a $300,000 mortgage over 30 years cost?",
        "What does it cost with 20 % down?",
        "What is a good rate?",
    ],
)
def test_a_question_without_a_rate_states_none(question: str) -> None:
    assert not names_a_rate(question)
