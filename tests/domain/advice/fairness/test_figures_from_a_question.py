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
    assert one.read == other.read
    on = date(2026, 11, 23)
    assert compute(one.request, on=on) == compute(other.request, on=on)


def test_the_size_of_a_household_counts_without_saying_whose_it_is() -> None:
    facts = known(AdviceRequest("We are a Hispanic family of five. Can we afford $250,000 at 6%?"))

    assert facts.request.borrower is not None
    assert facts.request.borrower.household_size == 5
