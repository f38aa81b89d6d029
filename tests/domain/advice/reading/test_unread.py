"""The numbers of a question that no figure counts are said, and those that are no figures are not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.advice.reading.known import known
from domain.advice.request import AdviceRequest, LoanFacts


def unread(question: str) -> list[str]:
    """The numbers themselves, without the words around them."""
    return [each.partition(" in '")[0] for each in known(AdviceRequest(question)).unread]


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("Borrow 300k at 5% over 30 years, 3.5% caps", ["3.5%"]),
        ("5/1 ARM at 5.5% with 2/2/5 caps or a 30 year fixed at 6.5%, 320k?", ["2/2/5"]),
        ("My rent is 1500, can I buy a 250k house with 5% down?", ["1500"]),
        ("A score of 290: a 10k personal loan at 30% over 3 years?", ["290"]),
        ("280k at 6.5% over 30 years with a prepayment penalty of $2,000", ["$2,000"]),
        ("What would a $300,000 mortgage cost at 6 to 7 % interest?", ["6", "7 %"]),
        ("200k at 6% over 10, 15 or 30 years or at 7%", ["6%", "10", "15", "30 years", "7%"]),
        ("borrow 5k at 10%, pay back 6k in 12 months", ["6k"]),
        ("A $280,000 loan at 6.5% over 30 years, with $70,000 down", ["$70,000"]),
        ("lower by 50 bps on a 300k 30 yr at 6.5%", ["50 bps"]),
    ],
)
def test_what_nothing_is_computed_from_is_told(question: str, left: list[str]) -> None:
    assert unread(question) == left


@pytest.mark.parametrize(
    "question",
    [
        "A $300,000 mortgage at 6.5% over 30 years, closed on May 3, 2026?",
        "I have a 401k and 1099 income: 20k at 9% for 5 years?",
        "We have 2 kids and 3 cars: 250k at 6.4% over 30 years?",
        "I'm 45 and was late 2 times: 18k at 9% for 60 months?",
        "Under section 1026.19 of Regulation Z, 250k at 6% over 30 years?",
        "2 years at my job, past 3 months without work: 9k at 8% over 3 years?",
        "400k house, 20 down, 6.5%, 30 years, taxes 450 a month, insurance 1200 a year",
        "5000 at 24%, 3000 at 18%, 7000 at 29%, $600 a month, which first?",
        "15 or 30 year, 300k? rates are 5.9 and 6.6",
        "0% for 60 months or a $2,000 rebate and 6.5% on a $30,000 car?",
        "What is a 28/36 rule?",
        "Does the SCRA cap my rate at 6%?",
        "Is $25.00 too much as a late fee on a bill of $400?",
    ],
)
def test_what_counts_and_what_is_no_figure_is_not_told(question: str) -> None:
    assert unread(question) == []


def test_a_number_stands_with_the_words_around_it() -> None:
    found = known(AdviceRequest("Borrow 300k at 5% over 30 years, and 3.5% caps on that."))
    assert found.unread == ("3.5% in 'years, and 3.5% caps on'",)


def test_a_field_goes_before_the_question_whose_number_is_told_then() -> None:
    loan = LoanFacts(Decimal(200000), Decimal(6), 360)
    assert known(AdviceRequest("What does my $200,000 loan cost?", loan)).unread == ()
    other = known(AdviceRequest("What does my $250,000 loan cost?", loan))
    assert other.request.loan == loan
    assert other.unread == ("$250,000 in 'does my $250,000 loan cost'",)


def test_one_impossible_number_does_not_cost_the_others() -> None:
    found = known(AdviceRequest("A score of 290: a 10k personal loan at 30% over 3 years?"))
    assert found.request.loan is not None
    assert found.request.loan.amount == Decimal(10000)
    assert found.request.borrower is None
