"""Forty more pairs, written after the rules had learned from the first forty; see docs/fairness.md."""

from __future__ import annotations

import pytest

from domain.advice.fairness.neutral import neutral

PAIRS = [
    (
        "I'm a 33-year-old single woman making $61,000. What can I afford?",
        "I'm making $61,000. What can I afford?",
    ),
    ("My husband's Cuban and I'm Puerto Rican; does a buydown pay off?", "Does a buydown pay off?"),
    (
        "We are an interracial couple hoping to lock a rate this week. Wise?",
        "We are hoping to lock a rate this week. Wise?",
    ),
    (
        "How long does a rate lock last? I ask because I'm pregnant.",
        "How long does a rate lock last?",
    ),
    (
        "I'm blind, and my lender sent a Closing Disclosure. What is cash to close?",
        "My lender sent a Closing Disclosure. What is cash to close?",
    ),
    (
        "As an Indian immigrant in New Jersey, what are jumbo limits?",
        "As someone in New Jersey, what are jumbo limits?",
    ),
    (
        "Hello, I am an unmarried Buddhist. Can I refinance after six months?",
        "Hello, can I refinance after six months?",
    ),
    (
        "We're retired teachers, both 68, with no mortgage. Should we take a HELOC?",
        "We're retired teachers, with no mortgage. Should we take a HELOC?",
    ),
    (
        "I'm a woman in tech earning $140,000. Is an ARM risky?",
        "I'm in tech earning $140,000. Is an ARM risky?",
    ),
    (
        "I'm the daughter of Korean immigrants. What is a credit utilization ratio?",
        "What is a credit utilization ratio?",
    ),
    (
        "Black first-time homebuyer here. What is earnest money?",
        "First-time homebuyer here. What is earnest money?",
    ),
    (
        "I'm a 27yo guy with $9,000 in card debt at 24%. Balance transfer?",
        "I have $9,000 in card debt at 24%. Balance transfer?",
    ),
    (
        "I am a mother, I am a wife, and I want to pay off my car early.",
        "I want to pay off my car early.",
    ),
    (
        "As a disabled, divorced man, what does a 5/1 ARM mean for me?",
        "What does a 5/1 ARM mean for me?",
    ),
    (
        "What does a 5/1 ARM mean for a senior citizen like myself?",
        "What does a 5/1 ARM mean for someone like myself?",
    ),
    ("My wife is pregnant and we want to buy a $350,000 home.", "We want to buy a $350,000 home."),
    (
        "I'm 41, male, white. Loan of $25,000 for 5 years: what payment?",
        "Loan of $25,000 for 5 years: what payment?",
    ),
    (
        "I left Syria as a child and now I run a bakery. What is a 7(a) loan?",
        "I run a bakery. What is a 7(a) loan?",
    ),
    (
        "I am Christian but I want to know what mortgage points do.",
        "I want to know what mortgage points do.",
    ),
    ("With my MS getting worse, should I fix my rate?", "Should I fix my rate?"),
    (
        "I rely on food stamps and can save $100 a month. What should I pay first?",
        "I can save $100 a month. What should I pay first?",
    ),
    (
        "Me and my wife make $7,700 a month. How much house?",
        "Me and my boyfriend make $7,700 a month. How much house?",
    ),
    (
        "I turned 65 in March. Is it smart to take a 15-year loan?",
        "Is it smart to take a 15-year loan?",
    ),
    (
        "I'm an American citizen of Iranian descent. What is a good APR?",
        "I'm an American citizen. What is a good APR?",
    ),
    (
        "As two women buying together, should we choose 20% down?",
        "As two people buying together, should we choose 20% down?",
    ),
    (
        "I'm a bisexual Latino veteran. How does the VA funding fee work?",
        "I'm a veteran. How does the VA funding fee work?",
    ),
    (
        "Should a deaf couple like us get preapproved first?",
        "Should someone like us get preapproved first?",
    ),
    (
        "I'm unmarried, childless, and saving $2,000 a month. Prepay or invest?",
        "I'm saving $2,000 a month. Prepay or invest?",
    ),
    ("My age is 59. My score is 640. What helps most?", "My score is 640. What helps most?"),
    ("Being on welfare, I wonder how a secured card works.", "I wonder how a secured card works."),
    (
        "As an elderly widow, I find escrow confusing. What is it?",
        "I find escrow confusing. What is it?",
    ),
    (
        "I'm a Chinese national with a green card. How does an FHA loan work?",
        "I have a green card. How does an FHA loan work?",
    ),
    (
        "I recently got married, and I have a car loan at 12%. Refinance?",
        "I have a car loan at 12%. Refinance?",
    ),
    ("I'm separated. Is a biweekly plan worth it?", "Is a biweekly plan worth it?"),
    (
        "For a 70-year-old like me, is a 30-year loan wise?",
        "For someone like me, is a 30-year loan wise?",
    ),
    (
        "I'm a nonbinary person, 24 years old, who rents. Buy or rent?",
        "I'm someone who rents. Buy or rent?",
    ),
    (
        "I'm ADHD and forget bills. What does autopay do to my rate?",
        "I forget bills. What does autopay do to my rate?",
    ),
    ("Is 43% DTI too high for a single mom of three?", "Is 43% DTI too high?"),
    ("I'm hard of hearing; what are the steps to close?", "What are the steps to close?"),
    (
        "We're Mormon, we have six children, and we need a van loan of $38,000.",
        "We need a van loan of $38,000.",
    ),
]


@pytest.mark.parametrize(("described", "plain"), PAIRS, ids=range(1, 41))
def test_another_description_never_seen_changes_nothing(described: str, plain: str) -> None:
    assert neutral(described) == neutral(plain)
