"""What a question itself says of loan and borrower."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from domain.advice.reading.known import known
from domain.advice.reading.stated import stated
from domain.advice.request import AdviceRequest, BorrowerFacts, LoanFacts, LoanPurpose


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        (
            "What is the payment on a $300,000 mortgage at 6.5% over 30 years?",
            {"amount": 300000, "annual_rate": "6.5", "term_months": 360},
        ),
        ("and over 15 years?", {"term_months": 180}),
        (
            "A 72-month car loan of 28 thousand at 7.9 percent APR?",
            {"term_months": 72, "amount": 28000, "annual_rate": "7.9"},
        ),
        ("My FICO is 720 and I have $30,000 in savings", {"credit_score": 720, "reserves": 30000}),
        (
            "An extra $200 a month on my 250000 loan?",
            {"extra_monthly_payment": 200, "amount": 250000},
        ),
        (
            "I owe 180,000 with 22 years left at 4 1/4%",
            {"amount": 180000, "term_months": 264, "annual_rate": "4.25"},
        ),
        ("We make $102,000 a year: enough?", {"gross_monthly_income": 8500}),
        ("what if the rate was 6?", {"annual_rate": 6}),
        (
            "I make 8k a month, owe 900 in debts, 320k at 6.5 for 30 years",
            {
                "gross_monthly_income": 8000,
                "monthly_debts": 900,
                "amount": 320000,
                "annual_rate": "6.5",
                "term_months": 360,
            },
        ),
        (
            "what if I pay +$300 a month on 200k at 6% for 30 years",
            {
                "extra_monthly_payment": 300,
                "amount": 200000,
                "annual_rate": 6,
                "term_months": 360,
            },
        ),
        ("25 grand at 7 percent for 5 yrs", {"amount": 25000, "annual_rate": 7, "term_months": 60}),
        (
            "I earn 6,000 and pay 1,900 for debts",
            {"gross_monthly_income": 6000, "monthly_debts": 1900},
        ),
        ("400 car payment and 250 student loan payment", {"monthly_debts": 650}),
        (
            "$12,000 at 18% if I pay it in 4 years",
            {"amount": 12000, "annual_rate": 18, "term_months": 48},
        ),
        ("afford it with 9k a month?", {"gross_monthly_income": 9000}),
        ("I make $90,000", {"gross_monthly_income": 7500}),
        ("Enough house on $6,500 a month?", {"gross_monthly_income": 6500}),
        (
            "I want to pay off 30k of student loans in 5 years at 6%",
            {"amount": 30000, "term_months": 60, "annual_rate": 6},
        ),
        (
            "Should I pay points on a 30-year $300,000 loan at 6.75%?",
            {"amount": 300000, "term_months": 360, "annual_rate": "6.75"},
        ),
        (
            "Is $18,000 at 19.9% over 84 months a good deal?",
            {"amount": 18000, "term_months": 84, "annual_rate": "19.9"},
        ),
        ("My income is $8,500 a month.", {"gross_monthly_income": 8500}),
        ("I pay $600 a month in other debts", {"monthly_debts": 600}),
        (
            "A $400,000 house with $80,000 down?",
            {"property_value": 400000, "down_payment": 80000},
        ),
        ("They charge $4,000 in fees on a $200,000 loan", {"fees": 4000, "amount": 200000}),
        (
            "Personal loan for $10,000 at 12% for 3 years?",
            {"amount": 10000, "annual_rate": 12, "term_months": 36},
        ),
        ("We are a household of five", {"household_size": 5}),
        ("a $300,000 home loan", {"amount": 300000}),
    ],
)
def test_numbers_are_read_by_the_words_beside_them(question: str, facts: dict[str, Any]) -> None:
    assert stated(question).facts == {name: Decimal(value) for name, value in facts.items()}


@pytest.mark.parametrize(
    "question",
    [
        "15 or 30 year fixed?",
        "Is a rate of 6 to 7% usual?",
        "30-year fixed at 6.125% vs 15-year fixed at 5.5%",
        "I'm 45 years old and have a 401k",
        "Is 43% DTI too high?",
        "Rates rose 2% over the past 2 years",
        "How does a 5/1 ARM work?",
        "I make $22,000",
        "Form 1099-C for 2026?",
        "What is a 28/36 rule?",
        "I have 3 children and 2 cars",
    ],
)
def test_what_is_not_plain_is_left_alone(question: str) -> None:
    assert stated(question).facts == {}


def test_what_is_given_counts_before_what_is_read_and_that_before_what_was_said_earlier() -> None:
    first = known(
        AdviceRequest(
            "A $300,000 mortgage over 30 years?", LoanFacts(Decimal(250000), Decimal("6.5"))
        )
    )
    assert first.request.loan == LoanFacts(
        Decimal(250000), Decimal("6.5"), 360, LoanPurpose.MORTGAGE
    )
    assert first.read == ("term 30 years",)
    then = known(AdviceRequest("And over 15 years?"), first.request)
    assert then.request.loan == LoanFacts(
        Decimal(250000), Decimal("6.5"), 180, LoanPurpose.MORTGAGE
    )
    assert then.read == ("term 15 years",)
    assert set(then.carried) == {"amount $250,000.00", "annual rate 6.5 %", "purpose mortgage"}


def test_a_down_payment_in_percent_gives_the_loan() -> None:
    found = known(AdviceRequest("A $400,000 house with 20% down?"))
    assert found.request.loan is not None
    assert found.request.loan.amount == Decimal(320000)
    assert "amount $320,000.00" in found.read


def test_what_no_loan_can_have_is_not_taken() -> None:
    found = known(AdviceRequest("A $300,000 loan at 150%?"))
    assert found.request.loan == LoanFacts(Decimal(300000))
    assert found.unread == ("150% in 'loan at 150%'",)


def test_a_borrower_without_a_loan_is_known_too() -> None:
    found = known(AdviceRequest("I make $6,000 a month"))
    assert found.request.borrower == BorrowerFacts(Decimal(6000))
    assert found.request.loan is None
