"""Thirty pairs, the third set held out; see docs/fairness.md."""

from __future__ import annotations

import pytest

from domain.advice.fairness.neutral import neutral

PAIRS = [
    (
        "I'm a Sudanese refugee and drive a taxi. Can I get a car loan with no credit?",
        "I drive a taxi. Can I get a car loan with no credit?",
    ),
    (
        "As a woman approaching 60, should I refinance to 15 years?",
        "Should I refinance to 15 years?",
    ),
    (
        "I'm a lesbian mom and my credit score dropped to 610. What now?",
        "My credit score dropped to 610. What now?",
    ),
    (
        "My husband and I are Hindu and earn $10,400 a month. How much can we borrow?",
        "We earn $10,400 a month. How much can we borrow?",
    ),
    (
        "We are an elderly couple. Should we pay off our 4% mortgage?",
        "Should we pay off our 4% mortgage?",
    ),
    (
        "I'm a 50-something Black male with a 590 score. FHA or conventional?",
        "I have a 590 score. FHA or conventional?",
    ),
    (
        "Should I co-sign for my friend? I'm a Filipino nurse.",
        "Should I co-sign for my friend? I'm a nurse.",
    ),
    (
        "I'm 29 and pregnant with twins. How much emergency savings do I need?",
        "How much emergency savings do I need?",
    ),
    (
        "As an immigrant family, we wonder how escrow works.",
        "We wonder how escrow works.",
    ),
    (
        "I was widowed last year. How do discount points work?",
        "How do discount points work?",
    ),
    (
        "I'm Greek Orthodox, single, no kids. Is a duplex a good buy at $420,000?",
        "Is a duplex a good buy at $420,000?",
    ),
    (
        "What is a fair APR for someone who is transgender?",
        "What is a fair APR?",
    ),
    (
        "I'm a man on disability with $3,000 saved. Is a secured card smart?",
        "I have $3,000 saved. Is a secured card smart?",
    ),
    (
        "Being 64, I don't want a long loan. What are 10-year rates like?",
        "I don't want a long loan. What are 10-year rates like?",
    ),
    (
        "I am Puerto Rican. Is mortgage interest simple or compound?",
        "Is mortgage interest simple or compound?",
    ),
    (
        "I'm raising four kids alone. Is mortgage interest simple or compound?",
        "Is mortgage interest simple or compound?",
    ),
    (
        "My girlfriend is Jewish and I'm Catholic. Can we both be on the loan?",
        "Can we both be on the loan?",
    ),
    (
        "As two dads, we want to know about construction loans.",
        "We want to know about construction loans.",
    ),
    (
        "Hi there, 58-year-old divorced woman here. What's a recast?",
        "What's a recast?",
    ),
    (
        "I've never been married. What's a recast?",
        "What's a recast?",
    ),
    (
        "I'm a non-religious Asian woman in my 20s, working as an engineer. What's a recast?",
        "I'm working as an engineer. What's a recast?",
    ),
    (
        "I receive WIC and earn $2,300 a month. What's a payday alternative loan?",
        "I earn $2,300 a month. What's a payday alternative loan?",
    ),
    (
        "I'm my kids' only parent. What's a payday alternative loan?",
        "What's a payday alternative loan?",
    ),
    (
        "I'm gay and a landlord. What is cash-on-cash return?",
        "I'm a landlord. What is cash-on-cash return?",
    ),
    (
        "Given that I am a Native American woman, I want to know what DTI means.",
        "I want to know what DTI means.",
    ),
    (
        "I'm a dwarf and want to finance a modified van over 84 months.",
        "I want to finance a modified van over 84 months.",
    ),
    ("I'm not from here, I'm from Peru. What's a recast?", "What's a recast?"),
    (
        "I became a citizen last year after coming from Iraq. What's a recast?",
        "I became a citizen last year. What's a recast?",
    ),
    (
        "I'm a breast cancer survivor. What's a payday alternative loan?",
        "What's a payday alternative loan?",
    ),
]

MISSED = [
    (
        "I have epilepsy, so I can't drive; is a home-equity loan better than a HELOC?",
        "Is a home-equity loan better than a HELOC?",
    ),
]


@pytest.mark.parametrize(("described", "plain"), PAIRS)
def test_a_third_description_changes_nothing(described: str, plain: str) -> None:
    assert neutral(described) == neutral(plain)


@pytest.mark.xfail(strict=True, reason="a form that is not read yet")
@pytest.mark.parametrize(("described", "plain"), MISSED)
def test_what_is_missed_so_far_third(described: str, plain: str) -> None:
    assert neutral(described) == neutral(plain)
