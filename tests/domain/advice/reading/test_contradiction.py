"""Numbers of one question that cannot all be right are asked about, not computed with."""

from __future__ import annotations

from datetime import date

import pytest

from domain.advice.figures import compute
from domain.advice.reading.known import known
from domain.advice.request import AdviceRequest


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("Borrow 400k on a 300k house at 6.5% for 30 years", "more than the price of $300,000.00"),
        ("A 300k house with 350k down at 6.5% for 30 years", "not less than the price"),
        ("Borrow 200k for a 300k house with $60,000 down at 6%", "leaves $240,000.00"),
        (
            "I want to borrow $200,000. My loan of $250,000 is at 6% for 30 years.",
            "different amounts, $200,000.00 and $250,000.00",
        ),
    ],
)
def test_what_contradicts_itself_is_asked_back(question: str, says: str) -> None:
    found = known(AdviceRequest(question))
    assert says in found.conflict
    computed = compute(found, on=date(2026, 11, 23))
    assert computed.figures == ()
    assert computed.findings[0].answer.startswith("**These numbers do not go together**")
    assert found.conflict in computed.findings[0].answer


@pytest.mark.parametrize(
    "question",
    [
        "I owe $12,400 on my car, worth 9k, rate 11%",
        "A 300k house with 20% down, so a loan of 240k at 6%",
        "I borrow 305k on a 300k house, closing costs rolled in, at 6% for 30 years",
        "200k or 250k at 6% for 30 years?",
        "lender wants $4,000 to go from 6.5% to 6.125% on $280,000",
        "refinance 310k at 7% into 6.1% on a house worth 300k",
        "5000 at 24% and 3000 at 18%: which first?",
    ],
)
def test_what_may_well_be_is_not(question: str) -> None:
    assert known(AdviceRequest(question)).conflict == ""


def test_a_larger_sum_after_a_price_is_asked_about() -> None:
    first = known(AdviceRequest("A 300k house with 20% down at 6.5% for 30 years"))
    then = known(AdviceRequest("what if it's 350k?"), first.request)
    assert "a loan of more than the price of $300,000.00 that was said before" in then.conflict
