"""Group commit: answers are given once they are committed, and each stands for itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from domain.advice.recording.recorder import LARGEST_BATCH, Recorder
from domain.advice.request import AdviceRequest
from domain.chain_verification import verify_chain
from domain.errors import Conflict, InvalidInput, Unavailable
from domain.identifiers import new_id
from domain.ports import UnitOfWork, UnitOfWorkFactory

ANN, BOB = new_id(), new_id()


class Counting:
    """Opens units of work, and counts them; none opens while the gate is closed."""

    def __init__(self, unit_of_work: UnitOfWorkFactory) -> None:
        self._unit_of_work = unit_of_work
        self.opened = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.failure: Exception | None = None

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[UnitOfWork]:
        self.opened += 1
        await self.gate.wait()
        if self.failure is not None:
            raise self.failure
        async with self._unit_of_work() as work:
            yield work


@pytest.fixture
def store(unit_of_work: UnitOfWorkFactory) -> Counting:
    return Counting(unit_of_work)


async def test_what_waits_is_committed_together(
    store: Counting, unit_of_work: UnitOfWorkFactory, make_advice: Any
) -> None:
    recorder = Recorder(store)
    answers = [make_advice() for _ in range(20)]
    store.gate.clear()
    first = asyncio.create_task(recorder.record(answers[0], ANN, None))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    others = [asyncio.create_task(recorder.record(each, ANN, None)) for each in answers[1:]]
    await asyncio.sleep(0)
    assert not first.done()
    store.gate.set()
    assert await asyncio.gather(first, *others) == answers
    assert store.opened == 2
    async with unit_of_work() as work:
        for answer in answers:
            assert await work.advice.get(answer.id, user_id=ANN) == answer
    report = await verify_chain(lambda work: work.advice.chain, unit_of_work=unit_of_work)
    assert (report.links, report.broken) == (20, None)


async def test_a_batch_has_its_limit(store: Counting, make_advice: Any) -> None:
    recorder = Recorder(store)
    await asyncio.gather(
        *(recorder.record(make_advice(), ANN, None) for _ in range(LARGEST_BATCH + 1))
    )
    assert store.opened == 2


async def test_one_that_cannot_be_recorded_does_not_keep_the_others_from_it(
    store: Counting, unit_of_work: UnitOfWorkFactory, make_advice: Any
) -> None:
    recorder = Recorder(store)
    good = [make_advice(), make_advice()]
    twice = good[0]
    unspeakable = make_advice(answer="\udc00")
    results = await asyncio.gather(
        *(recorder.record(each, ANN, None) for each in (good[0], unspeakable, twice, good[1])),
        return_exceptions=True,
    )
    assert [results[0], results[3]] == good
    assert isinstance(results[1], ValueError)
    assert isinstance(results[2], DBAPIError)
    report = await verify_chain(lambda work: work.advice.chain, unit_of_work=unit_of_work)
    assert (report.links, report.present, report.broken) == (2, 2, None)


async def test_of_the_same_key_at_once_all_get_the_one_answer(
    store: Counting, make_advice: Any
) -> None:
    recorder = Recorder(store)
    answers = [make_advice() for _ in range(5)]
    given = await asyncio.gather(*(recorder.record(each, ANN, "k") for each in answers))
    assert [each.id for each in given] == [answers[0].id] * 5
    others = await recorder.record(make_advice(), BOB, "k")
    assert others.id != answers[0].id


async def test_a_key_of_another_question_is_refused(store: Counting, make_advice: Any) -> None:
    recorder = Recorder(store)
    answer = make_advice()
    await recorder.record(answer, ANN, "k")
    assert await recorder.recorded(answer.request, ANN, "k") == answer
    assert await recorder.recorded(answer.request, BOB, "k") is None
    with pytest.raises(Conflict):
        await recorder.record(make_advice("Something else?"), ANN, "k")
    with pytest.raises(Conflict):
        await recorder.recorded(AdviceRequest("Something else?"), ANN, "k")
    with pytest.raises(Conflict):
        await recorder.recorded(answer.request, ANN, "k", conversation_id=new_id())
    same = answer.conversation_id
    assert await recorder.recorded(answer.request, ANN, "k", conversation_id=same) == answer
    for wrong in ("", "x" * 201):
        with pytest.raises(InvalidInput):
            await recorder.recorded(answer.request, ANN, wrong)


async def test_without_a_database_everyone_is_told_and_later_ones_are_recorded(
    store: Counting, make_advice: Any
) -> None:
    recorder = Recorder(store)
    store.failure = Unavailable("away")
    failed = await asyncio.gather(
        *(recorder.record(make_advice(), ANN, None) for _ in range(3)), return_exceptions=True
    )
    assert [str(each) for each in failed] == ["away"] * 3
    assert len({id(each) for each in failed}) == 3
    assert store.opened == 1
    store.failure = None
    answer = make_advice()
    assert await recorder.record(answer, ANN, None) == answer


async def test_who_gives_up_before_its_turn_leaves_no_record(
    store: Counting, unit_of_work: UnitOfWorkFactory, make_advice: Any
) -> None:
    recorder = Recorder(store)
    store.gate.clear()
    answers = [make_advice() for _ in range(3)]
    first = asyncio.create_task(recorder.record(answers[0], ANN, None))
    await asyncio.sleep(0.01)
    second, third = (asyncio.create_task(recorder.record(each, ANN, None)) for each in answers[1:])
    await asyncio.sleep(0.01)
    first.cancel()  # its turn has come: it is recorded, though nobody waits any more
    second.cancel()
    await asyncio.sleep(0)
    store.gate.set()
    assert await third == answers[2]
    async with unit_of_work() as work:
        kept = [await work.advice.get(each.id, user_id=ANN) for each in answers]
    assert kept == [answers[0], None, answers[2]]


async def test_several_recorders_append_to_one_chain(
    unit_of_work: UnitOfWorkFactory, make_advice: Any
) -> None:
    recorders = [Recorder(unit_of_work) for _ in range(4)]
    await asyncio.gather(
        *(recorders[n % 4].record(make_advice(), ANN, None) for n in range(40)),
        *(recorders[n].record(replace(make_advice(), in_scope=False), ANN, "k") for n in range(4)),
    )
    report = await verify_chain(lambda work: work.advice.chain, unit_of_work=unit_of_work)
    assert (report.links, report.present, report.broken) == (41, 41, None)
