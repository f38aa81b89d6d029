import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.advice.advice import Advice
from domain.advice.feedback.rating import AdviceRating, Rating
from domain.advice.recording.history import EVERYTHING, Erasure, HistoryFilter
from domain.advice.recording.repository import NewRecord
from domain.identifiers import new_id
from domain.paging import PageRequest
from domain.ports import UnitOfWorkFactory
from domain.retrieval.passage import text_hash

ANN, BOB = new_id(), new_id()
NOW = datetime(2026, 1, 2, tzinfo=UTC)


async def record(unit_of_work: UnitOfWorkFactory, *records: NewRecord) -> list[Advice]:
    async with unit_of_work() as work:
        assert await work.advice.add(records) == {}
        await work.commit()
    return [each.advice for each in records]


async def listed(unit_of_work: UnitOfWorkFactory, **wanted: Any) -> list[str]:
    async with unit_of_work() as work:
        page = await work.advice.page(
            PageRequest(100), user_id=ANN, matching=HistoryFilter(**wanted)
        )
    return [advice.request.question for advice in page.items]


async def test_a_record_is_read_as_it_was_written(
    unit_of_work: UnitOfWorkFactory, make_record: Any
) -> None:
    (given,) = await record(unit_of_work, make_record(ANN))
    async with unit_of_work() as work:
        read = await work.advice.get(given.id, user_id=ANN)
    assert read == given
    # equal decimals may differ in what they show
    assert str(read.figures[0].value) == "1580.170"
    assert read.request.loan is not None
    assert str(read.request.loan.amount) == "250000.00"
    assert read.citations[0].passage.text_hash == text_hash("x")


async def test_records_are_their_users_own(
    unit_of_work: UnitOfWorkFactory, make_record: Any
) -> None:
    given = await record(unit_of_work, *(make_record(ANN) for _ in range(3)))
    await record(unit_of_work, make_record(BOB))
    async with unit_of_work() as work:
        mine = work.advice
        assert await mine.get(given[0].id, user_id=BOB) is None
        assert await mine.kept([given[0].id], user_id=BOB) == {}
        first = await mine.page(PageRequest(2), user_id=ANN, matching=EVERYTHING)
        after = PageRequest(2, first.items[-1].id)
        rest = await mine.page(after, user_id=ANN, matching=EVERYTHING)
    newest_first = sorted(given, key=lambda one: one.id, reverse=True)
    assert [*first.items, *rest.items] == newest_first
    assert (first.has_next, rest.has_next) == (True, False)


async def test_a_key_stands_for_one_answer_of_one_user(
    unit_of_work: UnitOfWorkFactory, make_record: Any
) -> None:
    given, again, plain = make_record(ANN, "k"), make_record(ANN, "k"), make_record(ANN)
    other = make_record(BOB, "k")
    async with unit_of_work() as work:
        refused = await work.advice.add([given, again, other, plain])
        assert list(refused) == [again.advice.id]
        later = make_record(ANN, "k")
        assert list(await work.advice.add([later])) == [later.advice.id]
        assert await work.advice.by_idempotency_key(ANN, "k") == given.advice
        assert await work.advice.by_idempotency_key(ANN, "other") is None
        assert await work.advice.get(again.advice.id, user_id=ANN) is None
        assert await work.advice.get(plain.advice.id, user_id=ANN) == plain.advice


async def test_of_two_answers_under_one_key_at_once_one_is_kept(
    unit_of_work: UnitOfWorkFactory, make_record: Any
) -> None:
    async def add() -> bool:
        async with unit_of_work() as work:
            refused = await work.advice.add([make_record(ANN, "k")])
            await asyncio.sleep(0.02)
            await work.commit()
            return not refused

    assert sorted(await asyncio.gather(add(), add(), add())) == [False, False, True]


async def test_history_is_filtered(unit_of_work: UnitOfWorkFactory, make_record: Any) -> None:
    conversation = new_id()
    ids = sorted(new_id() for _ in range(3))
    early, middle, late = await record(
        unit_of_work,
        make_record(ANN, id=ids[0], question="Are refinancing costs high?", created_at=NOW),
        make_record(
            ANN,
            id=ids[1],
            question="What is an escrow account?",
            created_at=NOW + timedelta(days=1),
            conversation_id=conversation,
        ),
        make_record(
            ANN,
            id=ids[2],
            question="Who won the match?",
            created_at=NOW + timedelta(days=2),
            in_scope=False,
        ),
    )
    async with unit_of_work() as work:
        said = AdviceRating(Rating.HELPFUL, "", NOW)
        assert await work.advice.rate(early.id, said, user_id=ANN)
        await work.commit()
    first, second, third = (each.request.question for each in (early, middle, late))
    cases: list[tuple[dict[str, Any], list[str]]] = [
        ({}, [third, second, first]),
        ({"since": middle.created_at}, [third, second]),
        ({"until": middle.created_at}, [first]),
        ({"conversation_id": conversation}, [second]),
        ({"conversation_id": new_id()}, []),
        ({"in_scope": False}, [third]),
        ({"in_scope": True}, [second, first]),
        ({"rating": Rating.HELPFUL}, [first]),
        ({"rating": Rating.NOT_HELPFUL}, []),
        ({"words": "ESCROW"}, [second]),
        ({"words": "refinance cost"}, [first]),
        ({"words": "escrow match"}, []),
        ({"words": "refi"}, [first]),
        ({"words": "? ' & | !"}, []),
        ({"words": "o'neil's 'escrow' & !\\"}, []),
        ({"words": "what the"}, []),
        ({"words": "account", "in_scope": False}, []),
    ]
    for wanted, expected in cases:
        assert await listed(unit_of_work, **wanted) == expected, wanted


async def test_words_are_looked_up_in_an_index(
    unit_of_work: UnitOfWorkFactory, make_record: Any, sql_engine: Any
) -> None:
    await record(unit_of_work, make_record(ANN))
    async with sql_engine.connect() as connection:
        await connection.exec_driver_sql("set enable_seqscan = off")
        plan = await connection.exec_driver_sql(
            "explain select id from advice where words @@ plainto_tsquery('english', 'escrow')"
        )
        assert "ix_advice_words" in "\n".join(plan.scalars())


async def test_rating_again_replaces_and_only_ones_own_answers_are_rated(
    unit_of_work: UnitOfWorkFactory, make_record: Any
) -> None:
    (given,) = await record(unit_of_work, make_record(ANN))
    async with unit_of_work() as work:
        good = AdviceRating(Rating.HELPFUL, "thanks", NOW)
        bad = AdviceRating(Rating.NOT_HELPFUL, "", NOW + timedelta(days=1))
        assert not await work.advice.rate(given.id, good, user_id=BOB)
        assert not await work.advice.rate(new_id(), good, user_id=ANN)
        assert await work.advice.ratings([given.id]) == {}
        assert await work.advice.rate(given.id, good, user_id=ANN)
        assert await work.advice.ratings([given.id, new_id()]) == {given.id: good}
        assert await work.advice.rate(given.id, bad, user_id=ANN)
        assert await work.advice.ratings([given.id]) == {given.id: bad}


async def test_a_conversation_has_its_answers_in_order(
    unit_of_work: UnitOfWorkFactory, make_record: Any
) -> None:
    older, newer = sorted([new_id(), new_id()])
    given = await record(
        unit_of_work,
        *(make_record(ANN, conversation_id=each) for each in (older, newer, older, older)),
    )
    told = sorted((each for each in given if each.conversation_id == older), key=lambda x: x.id)
    async with unit_of_work() as work:
        advice = work.advice
        page = await advice.conversations(PageRequest(10), user_id=ANN)
        assert [each.id for each in page.items] == [newer, older]
        assert await advice.conversation(older, user_id=ANN) == page.items[1]
        first = await advice.answers(older, PageRequest(2), user_id=ANN)
        rest = await advice.answers(older, PageRequest(2, first.items[-1].id), user_id=ANN)
        assert [*first.items, *rest.items] == told
        assert (first.has_next, rest.has_next) == (True, False)
        assert await advice.latest(older, user_id=ANN) == told[-1]
        # somebody else's, or nobody's
        assert (await advice.conversations(PageRequest(10), user_id=BOB)).items == ()
        assert (await advice.answers(older, PageRequest(2), user_id=BOB)).items == ()
        assert await advice.conversation(older, user_id=BOB) is None
        assert await advice.latest(older, user_id=BOB) is None
        assert await advice.latest(new_id(), user_id=ANN) is None


async def test_what_is_kept_is_what_the_link_commits_to(
    unit_of_work: UnitOfWorkFactory, make_record: Any
) -> None:
    given = await record(unit_of_work, *(make_record(ANN, f"k{n}") for n in range(3)))
    async with unit_of_work() as work:
        said = AdviceRating(Rating.HELPFUL, "thanks", NOW)
        await work.advice.rate(given[0].id, said, user_id=ANN)
        first = await work.advice.kept_page(PageRequest(2), user_id=ANN)
        rest = await work.advice.kept_page(PageRequest(2, first.items[-1].id), user_id=ANN)
        kept = (await work.advice.kept([given[0].id, new_id()], user_id=ANN))[given[0].id]
        assert (await work.advice.kept_page(PageRequest(2), user_id=BOB)).items == ()
    everything = [*first.items, *rest.items]
    assert {each.id for each in everything} == {each.id for each in given}
    assert all(each.intact for each in everything)
    assert len({each.salt for each in everything}) == 3
    assert (kept.rating, kept.id) == (said, given[0].id)
    assert str(ANN) in kept.content
    assert "12 CFR 1026.22(a)(2)" in kept.content


async def test_erasing_takes_everything_that_hangs_on_a_record(
    unit_of_work: UnitOfWorkFactory, make_record: Any, sql_engine: Any
) -> None:
    conversation = new_id()
    first, second, alone = await record(
        unit_of_work,
        make_record(ANN, "k", conversation_id=conversation),
        make_record(ANN, conversation_id=conversation),
        make_record(ANN),
    )
    (others,) = await record(unit_of_work, make_record(BOB))
    async with unit_of_work() as work:
        await work.advice.rate(first.id, AdviceRating(Rating.HELPFUL, "hm", NOW), user_id=ANN)
        await work.commit()
    steps = [
        (Erasure(advice_id=first.id), BOB, 0),
        (Erasure(advice_id=first.id), ANN, 1),
        (Erasure(advice_id=first.id), ANN, 0),
        (Erasure(conversation_id=conversation), ANN, 1),
        (Erasure(), ANN, 1),
        (Erasure(), ANN, 0),
    ]
    counts = []
    for erasure, user, expected in steps:
        async with unit_of_work() as work:
            assert await work.advice.erase(erasure, user_id=user, limit=10) == expected
            await work.commit()
            counts.append(len((await work.advice.conversations(PageRequest(9), user_id=ANN)).items))
    assert counts == [2, 2, 2, 1, 0, 0]
    async with sql_engine.connect() as connection:
        for table, left in (("advice", 1), ("advice_ratings", 0), ("conversations", 1)):
            found = await connection.exec_driver_sql(f"select count(*) from {table}")
            assert found.scalar_one() == left, table
    async with unit_of_work() as work:
        assert await work.advice.get(others.id, user_id=BOB) == others
        assert await work.advice.by_idempotency_key(ANN, "k") is None
        assert {second.id, alone.id}.isdisjoint(
            {each.id for each in (await work.advice.kept_page(PageRequest(9), user_id=ANN)).items}
        )


@pytest.mark.parametrize("limit", [1, 2])
async def test_no_more_is_erased_at_once_than_was_said(
    unit_of_work: UnitOfWorkFactory, make_record: Any, limit: int
) -> None:
    await record(unit_of_work, *(make_record(ANN) for _ in range(3)))
    async with unit_of_work() as work:
        assert await work.advice.erase(Erasure(), user_id=ANN, limit=limit) == limit
        assert len((await work.advice.kept_page(PageRequest(9), user_id=ANN)).items) == 3 - limit
