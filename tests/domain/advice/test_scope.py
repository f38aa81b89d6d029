"""What bears on a question: near enough in meaning, or nearly so and sharing its words."""

from __future__ import annotations

from uuid import UUID

import pytest

from domain.advice.scope import bearing_on
from domain.retrieval.passage import Passage, text_hash
from domain.retrieval.search import Hit

TEXT = "Private mortgage insurance ends at 78 percent of the original value."


def hit(cosine: float, text: str = TEXT) -> Hit:
    name = UUID(int=1)
    passage = Passage(name, name, 0, "", "", (), text, text_hash(text), "", None)
    return Hit(passage, 1.0, cosine, 0.0, 1.0, 0.0)


@pytest.mark.parametrize(
    ("question", "cosine", "answered"),
    [
        ("when may i cancel?", 0.53, True),
        ("when may i cancel?", 0.51, False),
        ("does the insurance end?", 0.47, True),  # two words
        ("does the insurance end?", 0.45, False),
        ("does mortgage insurance end at this value?", 0.44, True),  # three count, not four
        ("does mortgage insurance end at this value?", 0.42, False),
        ("does PMI end?", 0.44, True),  # spelled out it shares three
    ],
)
def test_shared_words_make_up_for_some_of_the_distance(
    question: str, cosine: float, answered: bool
) -> None:
    assert bool(bearing_on(question, [hit(cosine)])) is answered


def test_beside_one_that_bears_others_are_kept_if_they_are_near_at_all() -> None:
    best, near, far = hit(0.7), hit(0.43, "A lease."), hit(0.41, "A lease.")

    assert bearing_on("when may i cancel?", [near, best, far]) == (near, best)
    assert bearing_on("when may i cancel?", [near, far]) == ()
    assert bearing_on("when may i cancel?", []) == ()
