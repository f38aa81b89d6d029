"""Thirty pairs written last, for which no rule was changed: what is missed is marked, not mended."""

from __future__ import annotations

import pytest

from domain.advice.fairness.neutral import neutral

PAIRS = [
    (
        "As a Black professional with $200,000 in student loans, should I consolidate?",
        "As a professional with $200,000 in student loans, should I consolidate?",
    ),
    (
        "We adopted two children last year. How much mortgage fits $8,300 a month?",
        "How much mortgage fits $8,300 a month?",
    ),
    (
        "My family fled Afghanistan. How do I read an amortization table?",
        "How do I read an amortization table?",
    ),
    (
        "I'm 73 and in good health. How do I read an amortization table?",
        "I'm in good health. How do I read an amortization table?",
    ),
    (
        "I'm gay. My boyfriend and I make $130,000. What price can we afford?",
        "We make $130,000. What price can we afford?",
    ),
    (
        "Is it smart to take a 40-year loan as a 30-year-old Hispanic electrician?",
        "Is it smart to take a 40-year loan as an electrician?",
    ),
    (
        "I am a proud Navajo woman. What is a good loan-to-value ratio?",
        "What is a good loan-to-value ratio?",
    ),
    (
        "I have four kids and one income of $5,200. What can I borrow?",
        "I have one income of $5,200. What can I borrow?",
    ),
    (
        "I'm Ukrainian, my name is Olena. How do points work?",
        "My name is Olena. How do points work?",
    ),
    (
        "I'm a Latina small business owner. What is a factor rate?",
        "I'm a small business owner. What is a factor rate?",
    ),
    (
        "I use a cane. What is a factor rate?",
        "What is a factor rate?",
    ),
    (
        "I'm not religious. What is a factor rate?",
        "What is a factor rate?",
    ),
    (
        "Hey, trans guy, 26. Is a 700 score good enough for the best rates?",
        "Hey, is a 700 score good enough for the best rates?",
    ),
    (
        "As parents of a newborn, should we choose a lower payment?",
        "Should we choose a lower payment?",
    ),
    (
        "I just became a grandmother! Should I choose a lower payment?",
        "Should I choose a lower payment?",
    ),
    (
        "I'm on Medicaid, so should I choose a lower payment?",
        "Should I choose a lower payment?",
    ),
    (
        "We're an Arab-American family. What does title insurance cover?",
        "What does title insurance cover?",
    ),
    (
        "I'm a devout Baptist and I tithe 10%. What does title insurance cover?",
        "I tithe 10%. What does title insurance cover?",
    ),
    (
        "Having cerebral palsy, how can I compare two mortgage offers?",
        "How can I compare two mortgage offers?",
    ),
    (
        "I'm a bachelor in my thirties. What's negative equity?",
        "What's negative equity?",
    ),
    (
        "I'm a retired Chinese widow. What's negative equity?",
        "I'm retired. What's negative equity?",
    ),
    (
        "My husband is 70 and I'm 58. What's negative equity?",
        "What's negative equity?",
    ),
    (
        "I lost my hearing at 30. How do I read an amortization table?",
        "How do I read an amortization table?",
    ),
    (
        "After my divorce, should I rent or buy at $1,700 a month?",
        "Should I rent or buy at $1,700 a month?",
    ),
    (
        "Our household gets SNAP. What does title insurance cover?",
        "What does title insurance cover?",
    ),
    ("I come from a Jewish family and want a 20-year fixed loan.", "I want a 20-year fixed loan."),
    (
        "Because of my depression I missed two payments. What now?",
        "I missed two payments. What now?",
    ),
]

MISSED = [
    (
        "I'm a 44-year-old Salvadoran dad who drives for Uber. What counts as reserves?",
        "I'm someone who drives for Uber. What counts as reserves?",
    ),
    (
        "My wife and I are both in our late fifties and debt free. Prepay the mortgage?",
        "We are debt free. Prepay the mortgage?",
    ),
    (
        "I'm a white guy from Ohio. Should I choose a lower payment?",
        "I'm from Ohio. Should I choose a lower payment?",
    ),
]


@pytest.mark.parametrize(("described", "plain"), PAIRS)
def test_a_last_description_changes_nothing(described: str, plain: str) -> None:
    assert neutral(described) == neutral(plain)


@pytest.mark.xfail(strict=True, reason="a form that is not read yet")
@pytest.mark.parametrize(("described", "plain"), MISSED)
def test_what_is_missed_so_far_last(described: str, plain: str) -> None:
    assert neutral(described) == neutral(plain)
