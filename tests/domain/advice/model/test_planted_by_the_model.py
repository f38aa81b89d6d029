"""Right and wrong figures, planted by a model behind real HTTP: what of them reaches a client."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from domain.advice.advice import Citation
from domain.advice.request import AdviceRequest
from domain.advice.writing.degradation import Degradation
from tests.domain.advice.grounding.planting import falsified, retold, variants
from tests.domain.advice.model.conftest import LOAN, Desk, answer_of, written
from tests.domain.advice.model.scripted import Say, ScriptedServer

PLANTED = Path(__file__).with_name("planted_by_the_model.txt")
OWN = replace(
    LOAN,
    question="I may move in March 2031, in the 5th year, and pay $5,200 to $7,400 of costs within 45 days. "
    "My note cites 12 CFR 1026.36(c) and has 2/1/5 caps. What would this loan cost me, "
    "and what is its loan-to-value ratio?",
)
ABOUT_DOCUMENTS = (
    "When does private mortgage insurance end?",
    "How long do I have to cancel a refinance?",
    "What may a debt collector not do?",
    "How does student loan default happen?",
    "What does an escrow account hold?",
    "What are the limits of FHA loans?",
    "How is the VA funding fee set?",
    "What does an adjustable rate cap do?",
    "How are closing costs disclosed?",
    "What is a high-cost mortgage?",
    "How much down payment does an FHA loan need?",
    "Within how many days must the Loan Estimate come?",
    "How many days before closing must I have the Closing Disclosure?",
    "How long does a late payment stay on my credit report?",
    "What happens if I stop paying my mortgage?",
    "Can I get a mortgage with a score of 580?",
    "What if I cannot pay my student loans?",
    "Can the bank take my house?",
    "How many days does a lender have to answer my application?",
    "When must the servicer answer a notice of error?",
    "What does negative amortization mean?",
    "How much of my pay can be garnished?",
    "What is the 43 percent debt-to-income rule?",
    "How much does a discount point cost?",
    "How long must a servicer wait before foreclosure?",
    "When may a collector call me?",
    "What does the Military Lending Act cap?",
    "How much may an escrow cushion be?",
)
LEAST_CAUGHT = 0.99
MOST_FALSE_ALARMS = 0.05


@dataclass
class Tally:
    """What was judged: right sentences that were stopped, wrong ones that came through."""

    rights: int = 0
    wrongs: int = 0
    alarms: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)


def cited(sentence: str, citation: Citation) -> str:
    return sentence.replace("[1]", f"[{citation.number}]")


async def judge(
    tally: Tally,
    desk: Desk,
    server: ScriptedServer,
    request: AdviceRequest,
    rights: Sequence[str],
    wrong: Sequence[str],
) -> None:
    """Let the model say right sentences and then a wrong one, and after the correction the same again."""
    half = (len(rights) + 1) // 2
    turns = [
        [*rights[:half], wrong[0], "All is well."],
        [*rights[half:], wrong[1], "All is well."],
    ]
    server.turns = [Say("\n\n".join(turn), pieces=23) for turn in turns]
    asked_before = len(server.requests)
    events = await desk.watch(request)
    seen, advice = written(events), answer_of(events)
    attempts = len(server.requests) - asked_before
    missed = [each for each in wrong[:attempts] if each in seen or each in advice.answer]
    judged = [each for turn in turns[:attempts] for each in turn if each in rights]
    alarms = [each for each in judged if each not in seen]
    tally.rights += len(judged)
    tally.wrongs += attempts
    tally.missed += missed
    tally.alarms += alarms
    assert advice.degraded is Degradation.NOT_GROUNDED or missed


def groups(rights: Sequence[str], wrongs: Sequence[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Two wrong sentences at a time, and the right ones spread over them."""
    rest = list(rights)
    pairs = [list(wrongs[at : at + 2]) for at in range(0, len(wrongs) - 1, 2)]
    for left, pair in zip(range(len(pairs), 0, -1), pairs, strict=True):
        share = -(-len(rest) // left)
        yield rest[:share], pair
        rest = rest[share:]


async def test_what_a_model_plants_is_caught_and_what_it_says_rightly_passes(
    desk: Desk, server: ScriptedServer, capsys: pytest.CaptureFixture[str]
) -> None:
    dice, tally = random.Random(11), Tally()
    planted = list(dict.fromkeys(variants(PLANTED)))
    dice.shuffle(planted)
    rights = [sentence for sentence, right in planted if right]
    wrongs = [sentence for sentence, right in planted if not right]
    for some, pair in groups(rights, wrongs):
        await judge(tally, desk, server, OWN, some, pair)
    for question in ABOUT_DOCUMENTS:
        request = AdviceRequest(question)
        server.turns = [Say("The documents tell.")]
        advice = await desk.ask(request)
        said, falsehoods = [], []
        for citation in advice.citations:
            passage = citation.passage
            known = f"{passage.text} {passage.title} {passage.source} {passage.effective_date} {question}"
            for sentence in retold(passage):
                said.append(cited(sentence, citation))
                falsehoods += [cited(each, citation) for each in falsified(sentence, known, dice)]
        for some, pair in groups(said, falsehoods):
            await judge(tally, desk, server, request, some, pair)
    caught = 1 - len(tally.missed) / tally.wrongs
    false_alarms = len(tally.alarms) / tally.rights
    with capsys.disabled():
        print(  # noqa: T201 - the measured rates are what this test is read for
            f"\nplanted by the model: {caught:.1%} of {tally.wrongs} wrong figures caught, "
            f"{false_alarms:.1%} false alarms in {tally.rights} right sentences; missed: {tally.missed}"
        )
    assert tally.wrongs >= 150
    assert tally.rights >= 150
    assert caught >= LEAST_CAUGHT, tally.missed
    assert false_alarms <= MOST_FALSE_ALARMS, tally.alarms
