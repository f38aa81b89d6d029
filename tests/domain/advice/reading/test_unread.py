"""Figures of a question that no fact was made of are told, and no others."""

from __future__ import annotations

import pytest

from domain.advice.reading.known import known
from domain.advice.request import AdviceRequest

LEFT_OUT = {
    "5000 at 24%, 3000 at 18%, 7000 at 29%, $600 a month, which first?": ("$600",),
    "I have a 401k with $40,000, car loan of 25k at 7.9% for 72 months": ("$40,000",),
    "Pay 2 points to go from 7% to 6.5% on 250,000 over 30 years if I stay 6 years?": ("6 years",),
}
ALL_READ = (
    "What is the payment on a $300,000 mortgage at 6.5% over 30 years?",
    "Can I put $200 extra a month on my 180,000 loan at 6% with 22 years left?",
    "Is 3.5% down ok on a 280k house at 6.7%, 30 years?",
    "Refinance 240000 from 7.5% to 6% with $4,000 closing costs, 25 years left",
    "$20,000 car, $2,500 rebate or 0% for 60 months, else 6.9%",
    "I make 95k a year with $650 a month in debts, how much house can I afford?",
    "I owe 200k on a 280k house, when does PMI go away? my rate is 4%",
    "What does 12 CFR 1026.22 say of the APR?",
)


@pytest.mark.parametrize("question", LEFT_OUT)
def test_a_figure_that_is_left_out_is_told(question: str) -> None:
    assert known(AdviceRequest(question)).unread == LEFT_OUT[question]


@pytest.mark.parametrize("question", ALL_READ)
def test_where_all_was_read_nothing_is_told(question: str) -> None:
    assert known(AdviceRequest(question)).unread == ()
