"""Ordinary loan questions with words that elsewhere describe people stay as they are."""

from __future__ import annotations

import pytest

from domain.advice.fairness.neutral import neutral

QUESTIONS = """
What is a white-label loan?
Is a credit score a black box?
How does straight-line amortization work?
Can I make a single payment to clear the loan?
Does the age of the loan matter for refinancing?
How old is too old for a used car loan?
Should I finance minor repairs with a personal loan?
What is the Indian Home Loan Guarantee program?
I'm a veteran. Do I pay the funding fee?
What is a senior lien?
I'm a senior engineer earning $9,500 a month. What can I afford?
I'm self-employed. How is my income averaged?
I'm 30 days late on my mortgage. What happens?
I'm 60 payments into a 360-month loan. What is left?
I'm 20% down on a $400,000 house. Do I need PMI?
I'm 3 months behind. Can they repossess the car?
I'm 30, 60 or 90 days late on three cards. What now?
I'm single-handedly carrying two mortgages. Should I sell?
I am in the black this year. Can I borrow more?
I'm looking at a single-family house with an old roof.
We are buying a black car for $31,000 over 60 months.
Should I work with a gray-market lender?
What is married filing jointly worth for the interest deduction?
Is a 30-year-old house harder to finance?
I'm an old customer of the bank. Can I ask for a discount?
As a single payment, what would I owe?
As a rule, how much should I keep in reserve?
As old loans mature, do rates change?
I have two loans and a HELOC. Which do I pay first?
I have a car loan at 9%. Should I refinance?
We have three offers and want the cheapest.
I turned in my leased car. What do I owe?
I turned down a loan at 62 basis points more.
I get paid on the 15th. Can I choose the due date?
I collect rent of $2,100. Does it count as income?
I am on a fixed rate until 2029. Should I refinance?
I'm on a tight budget. Is a 40-year loan wise?
I was born to save, or so I think. Are points worth it?
I'm with a credit union. Are its rates lower?
What is the native resolution of an escrow shortage?
Is a foreign bank account a reserve?
I'm engaged in a dispute with my servicer. Must they answer?
My partner bank sold the loan. Who do I pay?
My business partner and I want an SBA loan.
What does a mother lode of debt do to my score?
Does a parent company guarantee count?
I'm a first-time buyer in Texas. What can I put down?
I'm a nurse with $60,000 of student loans.
I'm straight out of college. Can I refinance?
I'm old school and want a fixed rate.
I'm current on all payments. Can I recast?
I'm retiring at 65 with ten years left on the loan. Should I prepay?
At 6.5%, is a $300,000 loan over 30 years affordable?
At 72 months, how much interest do I pay on $28,000?
Is a young loan costlier to refinance than an old one?
What is disability insurance on a loan?
What is a family loan from my parents?
Can my daughter and I co-sign together?
My mother wants to co-sign. Is that a risk for her?
Is child support a debt in DTI?
I pay $700 in child support. Does it count?
What is the difference between APR and rate for a 15-year loan?
I'm a landlord with four units. What rate can I expect?
I'm a foreign exchange trader with irregular income. How is it counted?
How do Native American Direct Loans from the VA work?
We're a two-income household with $11,000 a month. What can we afford?
I'm an American Express customer. Can I get a personal loan there?
Should I convert my 5/1 ARM if the cap is 2/2/5?
I'm working on my credit score. What helps most?
Is there a jumbo loan limit in San Francisco vs. the rest of the country?
""".strip().splitlines()


def test_there_are_enough() -> None:
    assert len(QUESTIONS) >= 60


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_ordinary_question_stays_as_it_is(question: str) -> None:
    assert neutral(question) == question
