"""Forty pairs written after the rules and before any of them was tried; see docs/fairness.md."""

from __future__ import annotations

import pytest

from domain.advice.fairness.neutral import neutral

PAIRS = [
    (
        "Hi, I'm Rosa, a 54-year-old Mexican-American grandmother. Can I take over the car loan?",
        "Hi, I'm Rosa. Can I take over the car loan?",
    ),
    (
        "I'm a proud Black homeowner with $80,000 in equity. HELOC or cash-out?",
        "I'm a homeowner with $80,000 in equity. HELOC or cash-out?",
    ),
    (
        "We're two moms raising twins and need a mortgage for $410,000. What would it cost?",
        "We need a mortgage for $410,000. What would it cost?",
    ),
    (
        "Now 66 and widowed, I wonder whether to pay off the mortgage.",
        "I wonder whether to pay off the mortgage.",
    ),
    (
        "My husband, who is from Pakistan, and I want a 20-year loan. Is that common?",
        "My husband and I want a 20-year loan. Is that common?",
    ),
    (
        "I've been deaf since birth. What is an escrow account?",
        "What is an escrow account?",
    ),
    ("As an Orthodox Jew I'd like to know how points work.", "I'd like to know how points work."),
    (
        "I'm a guy in his forties with $12,000 on credit cards. Personal loan?",
        "I'm someone with $12,000 on credit cards. Personal loan?",
    ),
    (
        "Would a fixed rate be better for me as a disabled person?",
        "Would a fixed rate be better for me?",
    ),
    (
        "I'm trans and looking to refinance an auto loan at 11%.",
        "I'm looking to refinance an auto loan at 11%.",
    ),
    (
        "I'm Korean American, my credit score is 760, and I want a jumbo loan.",
        "My credit score is 760, and I want a jumbo loan.",
    ),
    ("Older woman here, how do rate locks work?", "How do rate locks work?"),
    (
        "I'm a single father of a toddler, earning $4,800 a month. How much rent-to-own risk is there?",
        "I'm earning $4,800 a month. How much rent-to-own risk is there?",
    ),
    (
        "My partner (31, Dominican) and I (29, Irish) are shopping for a condo.",
        "My partner and I are shopping for a condo.",
    ),
    (
        "I get food stamps and Medicaid. Is a 60-month car loan too long?",
        "Is a 60-month car loan too long?",
    ),
    (
        "We're both in our eighties. Does an adjustable rate make sense?",
        "Does an adjustable rate make sense?",
    ),
    (
        "I was raised Catholic and want to know what negative amortization is.",
        "I want to know what negative amortization is.",
    ),
    (
        "What is negative amortization? Asking as a lesbian who hates math.",
        "What is negative amortization? Asking as someone who hates math.",
    ),
    (
        "I'm autistic, so please be clear: what does APR include?",
        "Please be clear: what does APR include?",
    ),
    (
        "I'm going through a divorce. What does APR include?",
        "What does APR include?",
    ),
    (
        "I am a woman of faith, age 48, and a small business owner. What does an SBA loan cost?",
        "I am a small business owner. What does an SBA loan cost?",
    ),
    (
        "Since my wife and I are Vietnamese refugees, we saved cash. How much can go down?",
        "We saved cash. How much can go down?",
    ),
    (
        "I have a learning disability. Can you explain a balloon payment?",
        "Can you explain a balloon payment?",
    ),
    (
        "I'm a young Asian guy who just graduated. Should I refinance $35,000 of student loans?",
        "I'm someone who just graduated. Should I refinance $35,000 of student loans?",
    ),
    (
        "Being a Somali immigrant and a mother of six, is a $1,900 payment too high for $6,000 of income?",
        "Is a $1,900 payment too high for $6,000 of income?",
    ),
    (
        "I'm a 38-year-old male, salary $95,000. What price range fits?",
        "Salary $95,000. What price range fits?",
    ),
    (
        "Recently widowed, I need to know how to recast a mortgage.",
        "I need to know how to recast a mortgage.",
    ),
    (
        "I'm gay, married to a man, and we want to buy in Denver with 5% down.",
        "We want to buy in Denver with 5% down.",
    ),
    (
        "I'm living with HIV and want a 15-year mortgage at 5.9%.",
        "I want a 15-year mortgage at 5.9%.",
    ),
    (
        "I wear a hijab and I want to know what an origination fee is.",
        "I want to know what an origination fee is.",
    ),
    (
        "We don't have children. Should we choose a 15-year term?",
        "Should we choose a 15-year term?",
    ),
    (
        "I turn 60 next month. Should I choose a 15-year term?",
        "Should I choose a 15-year term?",
    ),
    (
        "I disputed an error with Equifax years ago. Should I choose a 15-year term?",
        "Should I choose a 15-year term?",
    ),
    (
        "I live in Section 8 housing. Should I choose a 15-year term?",
        "Should I choose a 15-year term?",
    ),
    (
        "As a person in a wheelchair, I want to compare two offers: 6.25% with one point or 6.5% with none.",
        "I want to compare two offers: 6.25% with one point or 6.5% with none.",
    ),
    (
        "My English isn't great because I'm from Brazil. What is a prepayment penalty?",
        "What is a prepayment penalty?",
    ),
    (
        "Can a pregnant teacher like me afford $1,450 a month on $4,700?",
        "Can a teacher like me afford $1,450 a month on $4,700?",
    ),
    (
        "I'm mixed race and unmarried with a 715 score. Which lender type is cheapest?",
        "I have a 715 score. Which lender type is cheapest?",
    ),
    (
        "Should my girlfriend and I put both our names on the loan?",
        "Should my husband and I put both our names on the loan?",
    ),
    (
        "I'm Native Hawaiian. My car loan is $22,000 at 8%. Should I refinance?",
        "My car loan is $22,000 at 8%. Should I refinance?",
    ),
]


@pytest.mark.parametrize(("described", "plain"), PAIRS, ids=[pair[0][:40] for pair in PAIRS])
def test_a_description_never_seen_changes_nothing(described: str, plain: str) -> None:
    assert neutral(described) == neutral(plain)
