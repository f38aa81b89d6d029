from __future__ import annotations

import re

import pytest

from domain.corpus.articles import articles
from domain.retrieval.abbreviations import ABBREVIATIONS, spelled_out

INTRODUCED = re.compile(r"\(([A-Z]{2,5})\)")
"""How the articles introduce what they abbreviate: "private mortgage insurance (PMI)"."""


def test_an_abbreviation_is_followed_by_its_meaning_once() -> None:
    assert (
        spelled_out("When can I stop paying PMI? Is PMI required?")
        == "When can I stop paying PMI (private mortgage insurance)? Is PMI required?"
    )


def test_small_letters_mean_the_same_unless_they_are_a_word() -> None:
    assert spelled_out("my heloc") == "my heloc (home equity line of credit)"
    assert spelled_out("a loan for a broken arm, my pal") == "a loan for a broken arm, my pal"
    assert spelled_out("my ARM") == "my ARM (adjustable-rate mortgage)"


@pytest.mark.parametrize(
    "question",
    [
        "",
        "What is private mortgage insurance, or PMI?",
        "HELOCS",
        "What is a CD?",
        "\x00 PMIx 契約",
    ],
)
def test_other_questions_stay_as_they_are(question: str) -> None:
    assert spelled_out(question) == question


def test_whatever_the_articles_abbreviate_is_known() -> None:
    used = {name for article in articles() for name in INTRODUCED.findall(article.body)}

    assert used <= ABBREVIATIONS.keys()
