"""What is computed from a question's own words does not depend on what askers say of themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.advice.figures import compute
from domain.advice.reading.known import known
from domain.advice.request import AdviceRequest

PLAIN = (
    "I want to borrow $300,000 at 6.5% for 30 years and earn $8,000 a month. What is the payment?"
)
UNREAD = "Borrow 300k at 5% over 30 years with 3.5% caps. What is the payment?"
DESCRIBED = [
    f"I'm a 62-year-old Black woman. {PLAIN}",
    f"As a widow on food stamps, {PLAIN}",
    f"{PLAIN} I'm 30, Hispanic and pregnant.",
    f"We have three kids. {PLAIN}",
    f"I'm 29 years old and deaf. {PLAIN}",
]


@pytest.mark.parametrize("question", DESCRIBED)
def test_the_same_figures_are_read_and_computed(question: str) -> None:
    one, other = known(AdviceRequest(question)), known(AdviceRequest(PLAIN))

    assert replace(one.request, question=PLAIN) == other.request
    assert replace(one, request=other.request) == other
    on = date(2026, 11, 23)
    assert compute(one, on=on).figures == compute(other, on=on).figures


def test_the_size_of_a_household_counts_without_saying_whose_it_is() -> None:
    facts = known(AdviceRequest("We are a Hispanic family of five. Can we afford $250,000 at 6%?"))

    assert facts.request.borrower is not None
    assert facts.request.borrower.household_size == 5


@pytest.mark.parametrize(
    "who", ["I'm a 62-year-old Black woman.", "As a widow of 70,", "I'm deaf."]
)
def test_what_is_left_unread_is_the_same_whoever_asks(who: str) -> None:
    assert known(AdviceRequest(UNREAD)).unread == ("3.5% in 'years with 3.5% caps. What'",)
    assert known(AdviceRequest(f"{who} {UNREAD}")).unread == known(AdviceRequest(UNREAD)).unread
