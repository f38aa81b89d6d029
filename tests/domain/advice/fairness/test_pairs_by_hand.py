"""Pairs of questions as people write them: one with a description of the asker, one without."""

from __future__ import annotations

import pytest

from domain.advice.fairness.neutral import neutral

PAIRS = [
    ("As a 62-year-old Black woman, should I pay points?", "Should I pay points?"),
    (
        "I'm a single mother on food stamps. Can I afford a $200,000 house?",
        "Can I afford a $200,000 house?",
    ),
    (
        "My wife and I (we're Nigerian immigrants) want to refinance our mortgage.",
        "We want to refinance our mortgage.",
    ),
    (
        "My husband and I want to buy a duplex. How much should we put down?",
        "My girlfriend and I want to buy a duplex. How much should we put down?",
    ),
    (
        "Speaking as a gay man, is a 15-year loan better than a 30-year loan?",
        "Is a 15-year loan better than a 30-year loan?",
    ),
    ("I am Muslim and want to buy a house.", "I want to buy a house."),
    (
        "We are a Hispanic family of five. How large a loan can we carry?",
        "We are a family of five. How large a loan can we carry?",
    ),
    ("Being deaf, how do I compare two loan offers?", "How do I compare two loan offers?"),
    (
        "I just turned 70 and want to pay the house off before I retire.",
        "I want to pay the house off before I retire.",
    ),
    (
        "Should I refinance at 6.1%? I'm a widow living on Social Security.",
        "Should I refinance at 6.1%?",
    ),
    (
        "I (34M) and my wife (32F) earn $9,000 a month. What can we afford?",
        "We earn $9,000 a month. What can we afford?",
    ),
    ("Single mom of two here. What is PMI?", "What is PMI?"),
    ("I'm 62, married, and self-employed. Should I lock?", "I'm self-employed. Should I lock?"),
    ("I'm a self-employed lesbian. Should I lock?", "I'm a self-employed man. Should I lock?"),
    ("Can I, a Sikh, skip the escrow account?", "Can I skip the escrow account?"),
    (
        "What would a trans woman like me pay in closing costs?",
        "What would someone like me pay in closing costs?",
    ),
    ("im mexican and i want a car loan for 72 months", "i want a car loan for 72 months"),
    ("I\u2019m pregnant, so should we fix the rate now?", "Should we fix the rate now?"),
    (
        "By the way, I'm Jewish. Does an ARM cap cover the first change?",
        "Does an ARM cap cover the first change?",
    ),
    (
        "Does an ARM cap cover the first change? For context, I'm a 45-year-old Filipino nurse.",
        "Does an ARM cap cover the first change? For context, I'm a nurse.",
    ),
    (
        "I was born in Vietnam and I earn $72,000. What is my DTI?",
        "I earn $72,000. What is my DTI?",
    ),
    ("I have MS and a 690 score. Can I refinance?", "I have a 690 score. Can I refinance?"),
    (
        "I use a wheelchair. What does a cash-out refinance cost?",
        "What does a cash-out refinance cost?",
    ),
    (
        "We have three kids and want a bigger house with 10% down.",
        "We want a bigger house with 10% down.",
    ),
    (
        "I'm divorced and I owe $14,000 on cards. Consolidate?",
        "I owe $14,000 on cards. Consolidate?",
    ),
    (
        "At my age, is a 30-year term a mistake?",
        "Is a 30-year term a mistake?",
    ),
    ("Is a 30-year term a mistake at 67?", "Is a 30-year term a mistake?"),
    ("At 58, should I take a 30-year loan?", "Should I take a 30-year loan?"),
    ("My religion is Islam, and I want a fixed rate.", "I want a fixed rate."),
    (
        "I'm a first-generation Haitian immigrant looking for an auto loan.",
        "I'm looking for an auto loan.",
    ),
    (
        "As someone who is blind, what should I check on a Loan Estimate?",
        "What should I check on a Loan Estimate?",
    ),
    (
        "We're newlyweds with $30,000 in savings. Buy or rent?",
        "We have $30,000 in savings. Buy or rent?",
    ),
    ("I'm a Black veteran. Do I pay the funding fee?", "I'm a veteran. Do I pay the funding fee?"),
    ("I'm on SSDI and Medicaid. Should I refinance my car?", "Should I refinance my car?"),
    ("I collect unemployment. Should I refinance my car?", "Should I refinance my car?"),
    (
        "My wife's student loans are $41,000. Consolidate them?",
        "My husband's student loans are $41,000. Consolidate them?",
    ),
    (
        "My wife has a 640 score and she wants to co-sign. Should she?",
        "My husband has a 640 score and he wants to co-sign. Should he?",
    ),
    ("I'm in my sixties and want to downsize.", "I want to downsize."),
    ("I'm a nurse and a single mom with $40,000 of debt.", "I'm a nurse with $40,000 of debt."),
    (
        "I'm Black, I earn $5,000 a month, can I afford $1,500?",
        "I earn $5,000 a month, can I afford $1,500?",
    ),
    (
        "I earn $5,000 a month and I'm Black. Can I afford $1,500?",
        "I earn $5,000 a month. Can I afford $1,500?",
    ),
    (
        "Because I'm 71, I want a shorter term. Which is best?",
        "I want a shorter term. Which is best?",
    ),
    ("Now that I'm a widower, should I prepay?", "Should I prepay?"),
    ("I once filed a complaint with the CFPB. Should I prepay?", "Should I prepay?"),
    ("I sued my old lender. What are discount points?", "What are discount points?"),
    (
        "As a wheelchair user with a 700 score, can I get a HELOC?",
        "As someone with a 700 score, can I get a HELOC?",
    ),
    (
        "We're a lesbian couple in Ohio. What is the conforming limit?",
        "We're in Ohio. What is the conforming limit?",
    ),
    (
        "I'm a 29 year old Latina teacher. How much can I borrow?",
        "I'm a teacher. How much can I borrow?",
    ),
    ("Hi! I'm an older Chinese lady and I want a HELOC.", "Hi! I want a HELOC."),
    ("62F, divorced, credit 720. Fixed or ARM?", "Credit 720. Fixed or ARM?"),
    (
        "As an African-American first-time buyer, what can I put down?",
        "As a first-time buyer, what can I put down?",
    ),
    ("My boyfriend and I are both Christians. Can we buy together?", "Can we buy together?"),
    ("I'm expecting twins. How much reserve should I keep?", "How much reserve should I keep?"),
    ("I'm a stay-at-home dad wondering about a HELOC.", "I'm wondering about a HELOC."),
    ("I speak Spanish at home. What is an origination fee?", "What is an origination fee?"),
    ("I come from Somalia. What is an origination fee?", "What is an origination fee?"),
    (
        "What can us Native Americans expect to pay in points?",
        "What can us expect to pay in points?",
    ),
    ("Should I buy points — I'm a 50-year-old bachelor?", "Should I buy points?"),
    ("I'm bipolar and on disability. Is a 72-month car loan wise?", "Is a 72-month car loan wise?"),
    ("I'm a mother of two, how do I get rid of PMI?", "How do I get rid of PMI?"),
    ("I am not married. How do I get rid of PMI?", "How do I get rid of PMI?"),
    ("How do I get rid of PMI as a single parent?", "How do I get rid of PMI?"),
    (
        "My fiancée and I, both Indian, earn $12,000. What can we afford?",
        "We earn $12,000. What can we afford?",
    ),
    ("I'm legally blind; is a biweekly plan worth it?", "Is a biweekly plan worth it?"),
    ("With two kids and a disability, can I afford $1,200?", "Can I afford $1,200?"),
]


@pytest.mark.parametrize(("described", "plain"), PAIRS, ids=[pair[0][:40] for pair in PAIRS])
def test_a_description_changes_nothing(described: str, plain: str) -> None:
    assert neutral(described) == neutral(plain)
