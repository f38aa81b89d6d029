"""Seventy pairs: forty used once to mend, and thirty for which nothing was changed."""

from __future__ import annotations

import pytest

from domain.advice.fairness.neutral import neutral

PAIRS = [
    (
        "Im a stripper and a single mama, credit 590, how do i get a car",
        "Credit 590, how do i get a car",
    ),
    (
        "I'm a Black trans woman living in Detroit. How does a land contract work?",
        "I'm living in Detroit. How does a land contract work?",
    ),
    (
        "My family are Kurds from Iraq. What is an adverse action notice?",
        "What is an adverse action notice?",
    ),
    (
        "Newly divorced at 47 and starting over with $18,000 saved. Is 5% down fine?",
        "Starting over with $18,000 saved. Is 5% down fine?",
    ),
    (
        "We have a baby with a heart defect and $26,000 of hospital debt. Can we still qualify?",
        "We have $26,000 of hospital debt. Can we still qualify?",
    ),
    ("my bf is mexican n im white, we make 95k, how much house", "we make 95k, how much house"),
    (
        "I cannot see well anymore. Where on the Closing Disclosure is the cash to close?",
        "Where on the Closing Disclosure is the cash to close?",
    ),
    (
        "As a Muslim I avoid riba. How does an Islamic mortgage differ in cost?",
        "How does an Islamic mortgage differ in cost?",
    ),
    (
        "I came here as a refugee in 2016 and have built a 690 score. Conventional or FHA?",
        "I have built a 690 score. Conventional or FHA?",
    ),
    ("I identify as queer. What does the debt snowball mean?", "What does the debt snowball mean?"),
    (
        "I am fifty-six and my knees are shot, but I make $70,000. Can I borrow $240,000?",
        "I make $70,000. Can I borrow $240,000?",
    ),
    (
        "We're trying for a second child. Does a longer car loan make sense?",
        "Does a longer car loan make sense?",
    ),
    (
        "Speaking as a grandfather of nine: are biweekly payments worth it?",
        "Are biweekly payments worth it?",
    ),
    (
        "My skin is dark and my accent is strong. What should a Loan Estimate list?",
        "What should a Loan Estimate list?",
    ),
    (
        "I take care of my disabled sister and earn $3,300. Is a $600 car payment too much?",
        "I earn $3,300. Is a $600 car payment too much?",
    ),
    (
        "I left my abusive husband and need to rebuild my credit. Where do I begin?",
        "I need to rebuild my credit. Where do I begin?",
    ),
    (
        "I am Jewish Orthodox with seven kids, income $8,000. Is $2,400 a month OK?",
        "Income $8,000. Is $2,400 a month OK?",
    ),
    (
        "As a same-sex couple in Idaho we want a $350,000 mortgage. What is the payment at 6.4%?",
        "In Idaho we want a $350,000 mortgage. What is the payment at 6.4%?",
    ),
    (
        "I'm legally married but live apart from my spouse. What is a balloon loan?",
        "What is a balloon loan?",
    ),
    ("Menopausal, menopause brain, sorry! How do I figure DTI?", "Sorry! How do I figure DTI?"),
    ("I practise Santeria. What is a home equity line?", "What is a home equity line?"),
    (
        "I was laid off while on maternity leave. Can I pause my auto loan?",
        "I was laid off. Can I pause my auto loan?",
    ),
    (
        "I'm a tall skinny Norwegian guy, lol. How long does a lock last?",
        "How long does a lock last?",
    ),
    (
        "My mom and I are both Cherokee. What is private mortgage insurance?",
        "What is private mortgage insurance?",
    ),
    (
        "I'm a new dad running on no sleep. Is it better to lease or buy?",
        "Is it better to lease or buy?",
    ),
    (
        "Two years clean after opioid addiction, how soon can I get a secured card?",
        "How soon can I get a secured card?",
    ),
    (
        "I drive Uber at night since I have a sick child. How do lenders see 1099 pay?",
        "I drive Uber at night. How do lenders see 1099 pay?",
    ),
    (
        "As a non-native speaker I find 'escrow' confusing. Define it?",
        "I find 'escrow' confusing. Define it?",
    ),
    (
        "We are an older gay couple with $400,000 in equity. Downsize or HELOC?",
        "We have $400,000 in equity. Downsize or HELOC?",
    ),
    (
        "i'm 30 and filipina, i make 4k a month, can i get a 20k car",
        "i make 4k a month, can i get a 20k car",
    ),
    (
        "We're a Pakistani couple and would like to know what closing costs are.",
        "We would like to know what closing costs are.",
    ),
    (
        "I have vitiligo and people stare at me. What does a credit freeze do?",
        "What does a credit freeze do?",
    ),
    (
        "My three kids keep me busy. How much is the payment on $180,000 at 6% for 30 years?",
        "How much is the payment on $180,000 at 6% for 30 years?",
    ),
    (
        "I'm a Mennonite farmer. What is a USDA direct loan?",
        "I'm a farmer. What is a USDA direct loan?",
    ),
    ("I lost my leg in an accident as a child. What is a HELOC?", "What is a HELOC?"),
    (
        "I am 81 years of age and quite set in my ways. Is a paper statement still possible?",
        "Is a paper statement still possible?",
    ),
    (
        "We are Rohingya, we have never used a bank. How do we start credit?",
        "We have never used a bank. How do we start credit?",
    ),
    (
        "I'm on Section 8 and my wage is $14 an hour. What could I save for a down payment?",
        "My wage is $14 an hour. What could I save for a down payment?",
    ),
    (
        "I just became a dad! Should I buy more car than $400 a month?",
        "Should I buy more car than $400 a month?",
    ),
    (
        "Widower here. Does an extra payment each year shorten my loan?",
        "Does an extra payment each year shorten my loan?",
    ),
    (
        "I'm a lesbian, my partner earns $5,000 and I earn $3,000. How much house?",
        "My partner earns $5,000 and I earn $3,000. How much house?",
    ),
    (
        "I don't drink, I'm Mormon, and I have no debt. Is a credit card needed for a score?",
        "I have no debt. Is a credit card needed for a score?",
    ),
    (
        "Since turning 65 I think about lower payments. Should I recast?",
        "I think about lower payments. Should I recast?",
    ),
    (
        "My wife is from Thailand and has no credit. Should I apply alone?",
        "My wife has no credit. Should I apply alone?",
    ),
    (
        "I'm a middle-aged white guy with a truck loan at 13%. Refinance?",
        "I have a truck loan at 13%. Refinance?",
    ),
    (
        "Having raised four boys alone, I have little saved. How big should my cushion be?",
        "I have little saved. How big should my cushion be?",
    ),
    (
        "I have bad arthritis. Is it possible to sign a closing electronically?",
        "Is it possible to sign a closing electronically?",
    ),
    (
        "I was born male but live as a woman. How do I correct my name on a credit report?",
        "How do I correct my name on a credit report?",
    ),
    (
        "We belong to a small Baptist church in Georgia. What is the conforming limit?",
        "What is the conforming limit?",
    ),
    (
        "I'm a child of immigrants and the first in my family to buy. What is earnest money?",
        "I'm the first in my family to buy. What is earnest money?",
    ),
    ("As a Laotian I never heard of escrow. What is it?", "I never heard of escrow. What is it?"),
    (
        "Mom of 4, hubby deployed, Army. Does the SCRA cover my card?",
        "Hubby deployed, Army. Does the SCRA cover my card?",
    ),
    (
        "I'm asexual, single forever, and thrifty. Is a 10-year mortgage smart?",
        "Is a 10-year mortgage smart?",
    ),
    (
        "I'm too shy to ask the bank because I stutter. What is an origination fee?",
        "I'm too shy to ask the bank. What is an origination fee?",
    ),
    ("I'm a tribal elder. What does APY mean?", "What does APY mean?"),
    (
        "My daughter is trans and we need a second car. Is 84 months too long?",
        "We need a second car. Is 84 months too long?",
    ),
]

MISSED = [
    (
        (
            "Greetings. I am a retired priest of eighty-three years. What would a $50,000 loan "
            "over 10 years cost at 8%?"
        ),
        "Greetings. I am retired. What would a $50,000 loan over 10 years cost at 8%?",
    ),
    (
        "I suffer from endometriosis, so work comes and goes. How do lenders average income?",
        "Work comes and goes. How do lenders average income?",
    ),
    (
        "Which is safer for an elderly widow on her own, a fixed or adjustable loan?",
        "Which is safer, a fixed or adjustable loan?",
    ),
    (
        "I'm a Hindu vegetarian student with $15,000 of loans. Which plan is cheapest?",
        "I'm a student with $15,000 of loans. Which plan is cheapest?",
    ),
    (
        "We married last spring. Should we pay $9,000 on my card first or his car?",
        "Should we pay $9,000 on my card first or the car?",
    ),
    (
        "Being Gen X with no pension, is it wise to borrow from my 401(k)?",
        "Having no pension, is it wise to borrow from my 401(k)?",
    ),
    (
        "I never finished school in my country, El Salvador. What does collateral mean?",
        "What does collateral mean?",
    ),
    ("Can you please explain points to an old lady?", "Can you please explain points?"),
    (
        "I'm Deaf and sign ASL. Is gap insurance required on a leased car?",
        "Is gap insurance required on a leased car?",
    ),
    (
        "I got pregnant in college and never finished, now I earn $38k. Loan forgiveness?",
        "I never finished, now I earn $38k. Loan forgiveness?",
    ),
    (
        "I came out of retirement at 68; my score is 800. Best mortgage for $150,000?",
        "I came out of retirement; my score is 800. Best mortgage for $150,000?",
    ),
    ("As a divorcee with an 740 score, can I refinance?", "With an 740 score, can I refinance?"),
    (
        (
            "My medication for schizophrenia is expensive, $300 a month. How does that affect "
            "my budget?"
        ),
        "My medication is expensive, $300 a month. How does that affect my budget?",
    ),
    (
        "Good day. I am Nigerian by birth and I now work as a nurse. Which loans take a new job?",
        "Good day. I work as a nurse. Which loans take a new job?",
    ),
]


@pytest.mark.parametrize(("described", "plain"), PAIRS)
def test_unseen_changes_nothing(described: str, plain: str) -> None:
    assert neutral(described) == neutral(plain)


@pytest.mark.xfail(strict=True, reason="a wording that is not read yet")
@pytest.mark.parametrize(("described", "plain"), MISSED)
def test_what_is_missed_unseen(described: str, plain: str) -> None:
    assert neutral(described) == neutral(plain)
