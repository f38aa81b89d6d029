"""Where a characteristic is the subject of a question, its words stay."""

from __future__ import annotations

import pytest

from domain.advice.fairness.neutral import neutral

DISCRIMINATION = [
    "Can a lender deny me because I'm Black?",
    "Is it legal to ask if I'm pregnant?",
    "I'm Black and was offered 9% where my friend with the same score got 7%. Is that legal?",
    "Can they say no bc I'm Black?",
    "Can a bank deny me cuz I'm pregnant?",
    "I'm 70: may they refuse a 30-year mortgage because of my age?",
    "I'm a Muslim woman and the loan officer treated me differently. Is that discrimination?",
    "Can the bank charge me a higher rate because I am a woman?",
    "I'm deaf. Must the lender give me a sign language interpreter?",
    "As a gay couple, are we protected by the Fair Housing Act?",
    "I'm on SSDI. Does it count as income?",
    "I'm on maternity leave. Can the lender refuse to count my income?",
    "Does my marital status affect my mortgage application?",
    "Do I have to tell the lender that I'm pregnant?",
    "They turned me down for being a single mother. What can I do?",
    "Our appraisal came in low and we're a Black family. Is that racial bias?",
    "Was my loan denied because I'm Mexican?",
    "I'm a Latina and think I was steered to a bad loan. Does ECOA help?",
    "Am I too old at 72 for a 30-year mortgage?",
    "Can a lender reject me because I receive food stamps?",
    "Can I get a mortgage if I'm on Social Security?",
    "Can I get a mortgage while I'm pregnant?",
    "I'm a wheelchair user; is the bank allowed to deny me because I am disabled?",
    "Can they ask about my religion?",
    "I speak Spanish. Must the lender translate the contract?",
    "Does it matter that I am a widow?",
    "Can a creditor refuse me because my income comes from public assistance?",
    "Our appraisal was low because we are Black. What can we do?",
    "Was our appraisal so low because we are Black?",
    "Was I turned down for being transgender?",
]
RIGHTS_AND_PROGRAMS = [
    "I'm 62. Can I get a reverse mortgage?",
    "I'm 19. Can I sign for a car loan?",
    "My spouse died. Can the bank call the loan?",
    "I'm divorced and ordered to pay $800 a month. How does it count?",
    "I'm a disabled veteran. Do I pay the VA funding fee?",
    "I'm on active duty. Does the SCRA cap my rate at 6%?",
    "I'm on an H-1B visa. Can I get an FHA loan?",
    "I'm a permanent resident. Can I get a conventional loan?",
    "I'm Navajo. Can I use a Section 184 loan?",
    "We have three dependents. What residual income does the VA want?",
    "Can I use Social Security income of $1,900 a month to qualify?",
    "I get $1,400 a month in SSDI. How much can I borrow?",
    "I'm retired and want to refinance.",
    "I want to pay it off before I retire at 65.",
    "I'm separated and my ex-spouse is still on the deed. Can I refinance?",
    "I'm a widow. How do I assume the mortgage as his successor?",
]


@pytest.mark.parametrize("question", DISCRIMINATION + RIGHTS_AND_PROGRAMS)
def test_the_subject_stays(question: str) -> None:
    assert neutral(question) == question


def test_only_the_characteristic_that_is_the_subject_stays() -> None:
    asked = "As a Black veteran aged 70, can I get a reverse mortgage?"

    assert neutral(asked) == "As a veteran aged 70, can I get a reverse mortgage?"
