"""Sixty pairs as terse, long-winded, foreign, old, devout and other askers write; see docs/fairness.md."""

from __future__ import annotations

import pytest

from domain.advice.fairness.neutral import neutral

PAIRS = [
    ("yo 23m puerto rican, 580 score, can i get a car loan", "yo 580 score, can i get a car loan"),
    ("disabled vet w ptsd, va loan or fha?", "disabled vet, va loan or fha?"),
    ("preggo & broke lol. is a payday loan dumb?", "broke lol. is a payday loan dumb?"),
    (
        "me n my gf (lesbian couple) wanna buy a condo 5% down ok?",
        "me n my bf wanna buy a condo 5% down ok?",
    ),
    ("hijabi here. whats escrow", "whats escrow"),
    ("61 yrs young. refi or nah?", "refi or nah?"),
    ("i got sickle cell n a 640 score. which card first", "i got a 640 score. which card first"),
    (
        (
            "Good afternoon. I hope this finds you well. I am a seventy-four-year-old "
            "gentleman, widowed these past three years, and I have been wondering whether it "
            "would be sensible to pay down the remaining $38,000 on my mortgage."
        ),
        (
            "Good afternoon. I hope this finds you well. I have been wondering whether it would"
            " be sensible to pay down the remaining $38,000 on my mortgage."
        ),
    ),
    (
        (
            "To give you the full picture, I transitioned two years ago and changed my name. "
            "What should I know about fixing errors on a credit report?"
        ),
        (
            "To give you the full picture, I changed my name. What should I know about fixing "
            "errors on a credit report?"
        ),
    ),
    (
        (
            "My late husband handled all our money, and at eighty-one I am only now learning "
            "what an interest rate is. Could you explain APR?"
        ),
        (
            "My late wife handled all our money, and I am only now learning what an interest "
            "rate is. Could you explain APR?"
        ),
    ),
    (
        (
            "I've raised five children on my own since their father left us, and finally I can "
            "save $600 a month. How long until I have 20% of $250,000?"
        ),
        "Finally I can save $600 a month. How long until I have 20% of $250,000?",
    ),
    (
        "Hello, I am come from China 5 years before, I want buy house, how much down payment need?",
        "Hello, I want buy house, how much down payment need?",
    ),
    ("Sorry for my english, I am Brazilian. What mean DTI?", "What mean DTI?"),
    (
        "My country is Bangladesh. I make 3800 dollar each month. How much loan bank can give?",
        "I make 3800 dollar each month. How much loan bank can give?",
    ),
    (
        "We are family from Ukraine, escaped the war. How to build the credit score?",
        "How to build the credit score?",
    ),
    (
        "In Islam riba is haram for me. Is there a mortgage with a fixed price?",
        "Is there a mortgage with a fixed price?",
    ),
    (
        "I am woman alone with one baby. Is better rent or buy for $1,300?",
        "Is better rent or buy for $1,300?",
    ),
    (
        "Me and husband both Filipinos, we work in hospital, income $9,000. How big mortgage?",
        "Me and wife, we work in hospital, income $9,000. How big mortgage?",
    ),
    ("I have 45 years. Is 30-year loan too long?", "Is 30-year loan too long?"),
    (
        "Dear Sir or Madam, as a lady of a certain age I should like to know what a recast is.",
        "Dear Sir or Madam, I should like to know what a recast is.",
    ),
    (
        "I'm an old-timer pushing eighty with no debts. Should I take out a HELOC for a new roof?",
        "I have no debts. Should I take out a HELOC for a new roof?",
    ),
    (
        "I'm a great-grandmother. Is a 48-month car loan sensible?",
        "Is a 48-month car loan sensible?",
    ),
    (
        "Having been born before the war, I distrust adjustable rates. How do the caps work?",
        "I distrust adjustable rates. How do the caps work?",
    ),
    (
        (
            "My eyesight is failing and my doctor says macular degeneration. What is a balloon "
            "payment?"
        ),
        "What is a balloon payment?",
    ),
    (
        "At this stage of life, with most of my friends gone, should I still prepay my loan?",
        "Should I still prepay my loan?",
    ),
    (
        (
            "I emigrated from Ethiopia as a teenager and drive a truck. How do lenders average "
            "1099 income?"
        ),
        "I drive a truck. How do lenders average 1099 income?",
    ),
    (
        (
            "My parents are undocumented Guatemalans but I was born here. How do I start "
            "building credit?"
        ),
        "How do I start building credit?",
    ),
    (
        "I'm a naturalized citizen, originally Russian. What does prequalification mean?",
        "I'm a naturalized citizen. What does prequalification mean?",
    ),
    (
        "Punjabi truck owner-operator here, I gross $14,000 a month. Can I finance a second truck?",
        "Truck owner-operator here, I gross $14,000 a month. Can I finance a second truck?",
    ),
    (
        "As a Yazidi who resettled in Nebraska, how can I compare mortgage offers?",
        "As someone who resettled in Nebraska, how can I compare mortgage offers?",
    ),
    (
        "English is my third language after Wolof and French. What is underwriting?",
        "What is underwriting?",
    ),
    (
        "With a toddler and another on the way, is an ARM at 5.4% too risky for us?",
        "Is an ARM at 5.4% too risky for us?",
    ),
    (
        "I'm a foster mom to three and my credit is 655. What rate can I expect on a minivan?",
        "My credit is 655. What rate can I expect on a minivan?",
    ),
    (
        "We just found out we're having a girl! How much should we keep in reserves?",
        "How much should we keep in reserves?",
    ),
    (
        (
            "My son has Down syndrome and I care for him full time. How do student loan "
            "deferments work?"
        ),
        "How do student loan deferments work?",
    ),
    (
        "After three miscarriages and IVF bills, we owe $19,000 on cards at 22%. Consolidate?",
        "We owe $19,000 on cards at 22%. Consolidate?",
    ),
    (
        "I'm an empty nester. Would downsizing with $120,000 of equity make sense?",
        "Would downsizing with $120,000 of equity make sense?",
    ),
    (
        "Our household of two dads and a baby brings in $8,800 a month. What can we afford?",
        "Our household brings in $8,800 a month. What can we afford?",
    ),
    (
        "I'm a pastor's wife and we tithe. What is a good debt-to-income ratio?",
        "What is a good debt-to-income ratio?",
    ),
    (
        "Praise God, I finally have a 700 score! Which loan is best for a first home?",
        "I finally have a 700 score! Which loan is best for a first home?",
    ),
    ("I'm a Zoroastrian. What does loan-to-value mean?", "What does loan-to-value mean?"),
    (
        "We're Latter-day Saints and were taught to avoid debt. Is a 15-year mortgage better?",
        "We were taught to avoid debt. Is a 15-year mortgage better?",
    ),
    (
        "I have Crohn's and miss work sometimes. Is mortgage insurance the same as PMI?",
        "I miss work sometimes. Is mortgage insurance the same as PMI?",
    ),
    ("I walk with crutches. What happens at closing?", "What happens at closing?"),
    (
        "I was in a car crash that left me paralyzed. Is a home equity loan a fixed rate?",
        "Is a home equity loan a fixed rate?",
    ),
    (
        (
            "As a recovering alcoholic, five years sober, I want to rebuild credit. Secured "
            "card or credit-builder loan?"
        ),
        "I want to rebuild credit. Secured card or credit-builder loan?",
    ),
    ("My dyscalculia makes this hard: what is amortization?", "What is amortization?"),
    (
        "I'm colorblind, so charts don't help. How does interest add up over 60 months on $18,000?",
        "How does interest add up over 60 months on $18,000?",
    ),
    (
        "I get EBT and my rent is $900. How do I save for a down payment?",
        "My rent is $900. How do I save for a down payment?",
    ),
    (
        "Living off my disability check right now. What is a cosigner responsible for?",
        "What is a cosigner responsible for?",
    ),
    (
        (
            "My wife left me for someone else in May. Is refinancing at 6.2% worth it with "
            "$5,000 in costs?"
        ),
        "Is refinancing at 6.2% worth it with $5,000 in costs?",
    ),
    (
        "I'm a single gal in my mid-thirties, renting. When does buying beat renting?",
        "I'm renting. When does buying beat renting?",
    ),
    (
        "My fiance and I are getting hitched in June. Should we merge debts of $22,000?",
        "Should we merge debts of $22,000?",
    ),
    (
        "I'm a drag performer and gay. How do banks look at cash tips?",
        "I'm a performer. How do banks look at cash tips?",
    ),
    ("They/them pronouns, 31. What does a rate lock cost?", "What does a rate lock cost?"),
    (
        "Gen Z first-time buyer, $55k salary: condo or wait?",
        "First-time buyer, $55k salary: condo or wait?",
    ),
    (
        "How would you advise someone of Roma background with $7,000 of card debt at 19%?",
        "How would you advise someone with $7,000 of card debt at 19%?",
    ),
]

MISSED = [
    ("divorced dad 2 kids makin 4200/mo whats the max house", "makin 4200/mo whats the max house"),
    (
        (
            "So my story is a bit long: I grew up on a reservation in Arizona, my mother is "
            "Hopi, and now I'm trying to understand how mortgage points work before I sign "
            "anything."
        ),
        (
            "So my story is a bit long: now I'm trying to understand how mortgage points work "
            "before I sign anything."
        ),
    ),
    (
        "We keep Shabbat, so we cannot sign on Saturday; how long does closing usually take?",
        "How long does closing usually take?",
    ),
]


@pytest.mark.parametrize(("described", "plain"), PAIRS)
def test_of_many_askers_changes_nothing(described: str, plain: str) -> None:
    assert neutral(described) == neutral(plain)


@pytest.mark.xfail(strict=True, reason="a wording that is not read yet")
@pytest.mark.parametrize(("described", "plain"), MISSED)
def test_what_is_missed_of_many_askers(described: str, plain: str) -> None:
    assert neutral(described) == neutral(plain)
