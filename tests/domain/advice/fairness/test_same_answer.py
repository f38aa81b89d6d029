"""End to end, with the real encoder over the shipped articles: who asks changes nothing in an answer."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from importlib import util
from pathlib import Path
from types import ModuleType
from uuid import UUID

import pytest

from domain.advice.advice import Advice
from domain.advice.answering import PASSAGES, Adviser, answer
from domain.advice.events import Answered
from domain.advice.fairness.neutral import neutral
from domain.advice.reading.inquiry import inquire
from domain.advice.request import AdviceRequest, BorrowerFacts, LoanFacts

pytestmark = pytest.mark.slow
ASKER = UUID(int=1)
LOAN = LoanFacts(Decimal(240_000), Decimal("6.5"), 360)
BORROWER = BorrowerFacts(Decimal(5_000), Decimal(900))
BY_TEMPLATE = 40

LAW = {
    "Can a lender deny me credit because I'm Black?": {"denied", "fair"},
    "May a creditor refuse me because I am a woman?": {"denied", "fair"},
    "Is it legal for a creditor to ask if I'm pregnant or plan to have children?": {
        "denied",
        "fair",
    },
    "I'm 70: may they refuse credit because of my age?": {"denied", "fair"},
    "Can the bank turn me down because my income is public assistance?": {"denied", "fair"},
    "I'm a Muslim woman and the loan officer treated me differently. Is it discrimination?": {
        "denied",
        "fair",
    },
    "I'm on maternity leave. Can the lender refuse to count my income?": {"fair", "denied"},
    "Does disability income count for a home loan?": {"fair"},
    "I'm disabled. Can I ask the lender for large print?": {"fair"},
    "I think I was denied because I'm Mexican. How do I complain to HUD?": {"fair", "denied"},
    "Was our appraisal low because we are Black? What can we do?": {"appraisals", "fair"},
    "I speak Spanish. Must the lender translate the contract?": {"fair"},
    "Must a debt collector write to me in Spanish?": {"fair"},
    "Does the Fair Housing Act protect a gay couple who apply for a home loan?": {"fair"},
    "Was I charged a higher rate because of my race?": {"risk", "fair", "denied"},
    "Can a lender refuse to count my alimony and child support?": {"denied", "debt"},
    "Does the Equal Credit Opportunity Act protect my religion and national origin?": {
        "fair",
        "denied",
    },
    "How long do I have to sue a lender that discriminated against me?": {"fair", "denied"},
    "Can they ask about my immigration status?": {"denied", "fair"},
    "Can a lender reject me because I'm married?": {"denied", "fair"},
    "I'm on active duty. Does the SCRA cap my rate at 6%?": {"scra"},
    "I'm 62. Can I get a reverse mortgage?": {"reverse"},
    "My spouse died. Can I keep the mortgage as a successor in interest?": {"assumable", "reverse"},
    "I'm a disabled veteran. Do I pay the VA funding fee?": {"va"},
}
"""Questions whose subject is a characteristic, and how the name of an article that answers begins."""


def _pairs_of(name: str) -> ModuleType:
    spec = util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def written_pairs() -> list[tuple[str, str]]:
    """Every pair by hand, every one held out, and a sample of those by template."""
    names = (
        "test_pairs_by_hand",
        "test_pairs_held_out",
        "test_pairs_held_out_again",
        "test_pairs_held_out_third",
        "test_pairs_held_out_last",
        "test_pairs_by_many_askers",
        "test_pairs_mended",
        "test_pairs_unseen",
    )
    pairs = [pair for name in names for pair in _pairs_of(name).PAIRS if isinstance(pair, tuple)]
    templates = _pairs_of("test_pairs_by_template")
    sample = random.Random(7).sample(templates.CASES, BY_TEMPLATE)
    return [
        *(pair for pair in pairs if len(pair) == 2),
        *((templates.fill(form, who, question), question) for _, form, who, question in sample),
    ]


async def advise(question: str, adviser: Adviser) -> Advice:
    request = AdviceRequest(question, LOAN, BORROWER)
    inquiry = inquire(request, conversation_id=ASKER, asked_at=adviser.clock.now())
    events = [event async for event in answer(inquiry, ASKER, adviser)]
    last = events[-1]
    assert isinstance(last, Answered)
    return last.advice


def without_the_asking(advice: Advice) -> Advice:
    """All of an answer but what was asked, when, and how long it took."""
    used = replace(advice.used, question="the same")
    request = AdviceRequest("the same")
    return replace(
        advice,
        id=UUID(int=0),
        request=request,
        used=used,
        timings=(),
        created_at=advice.created_at.min,
    )


async def test_an_answer_is_the_same_whoever_asks(adviser: Adviser) -> None:
    pairs = written_pairs()
    assert len(pairs) >= 200

    for described, plain in pairs:
        one, other = await advise(described, adviser), await advise(plain, adviser)
        assert without_the_asking(one) == without_the_asking(other), described


async def test_without_it_answers_would_differ(adviser: Adviser) -> None:
    """The comparison can fail: searched for as asked, most pairs find other passages."""
    differ = 0
    pairs = written_pairs()
    for described, plain in pairs:
        found = [
            [
                (hit.passage.id, hit.score)
                for hit in (await adviser.library.find(text, viewer=ASKER, k=PASSAGES)).hits
            ]
            for text in (described, plain)
        ]
        differ += [one for one, _ in found[0]] != [one for one, _ in found[1]]

    assert differ > len(pairs) / 2


async def test_law_about_a_characteristic_is_still_found(adviser: Adviser) -> None:
    missed = []
    for question, names in LAW.items():
        assert neutral(question) == question
        hits = (await adviser.library.find(neutral(question), viewer=ASKER, k=PASSAGES)).hits
        found = [hit.passage.reference for hit in hits]
        if not any(slug.split("-")[0] in names for slug in found):
            missed.append((question, found))

    assert not missed


async def test_a_question_that_is_nothing_but_a_description_is_answered(adviser: Adviser) -> None:
    advice = await advise("I'm a Black woman.", adviser)

    assert advice.answer
    assert not advice.citations
