import asyncio
import time
from datetime import timedelta

import pytest
from redis.asyncio import Redis
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import EventsLost
from domain.ports import Topic, UnitOfWorkFactory
from persistence.events import RedisEventFeed
from persistence.events.ring import SIZE
from persistence.events.stream import stream_name
from persistence.outbox import EventRelay
from tests.persistence.feeding import (
    TASKS,
    has_events,
    listening,
    numbered,
    publish,
    relaying,
    take,
)


@pytest.mark.usefixtures("relay")
async def test_a_committed_event_reaches_every_listener(
    unit_of_work: UnitOfWorkFactory, feed: RedisEventFeed
) -> None:
    async with (
        listening(feed) as first,
        listening(feed) as second,
        listening(feed, Topic.JOBS) as jobs,
    ):
        began = time.monotonic()
        await publish(unit_of_work, 1)
        assert await first.has(1) == ["1"]
        assert time.monotonic() - began < 0.9  # it came by the streams, not by comparing
        await publish(unit_of_work, "j", topic=Topic.JOBS)
        await publish(unit_of_work, 2, 3)
        assert await first.has(3) == ["1", "2", "3"]
        assert await second.has(3) == ["1", "2", "3"]
        assert await jobs.has(1) == ["j"]
        assert first.positions == sorted(set(first.positions))


@pytest.mark.usefixtures("relay")
async def test_an_event_comes_with_all_it_said(
    unit_of_work: UnitOfWorkFactory, feed: RedisEventFeed
) -> None:
    cursor = await publish(unit_of_work, 7)
    event = await anext(aiter(feed.listen(TASKS, cursor)))
    assert (event.topic, event.key, event.payload) == (TASKS, "7", {"n": 7, "text": "é"})
    assert event.at.tzinfo is not None


async def test_what_is_rolled_back_was_never_published(
    unit_of_work: UnitOfWorkFactory, feed: RedisEventFeed, relay: None
) -> None:
    async with listening(feed) as listener:
        async with unit_of_work() as work:
            await work.events.publish(TASKS, "never", {})
        await publish(unit_of_work, "kept")
        assert await listener.has(1) == ["kept"]


@pytest.mark.usefixtures("relay")
async def test_without_a_cursor_only_new_events_come(
    unit_of_work: UnitOfWorkFactory, feed: RedisEventFeed, sql_engine: AsyncEngine
) -> None:
    await publish(unit_of_work, "old")
    await numbered(sql_engine, 1)
    async with listening(feed) as listener:
        await publish(unit_of_work, "new")
        assert await listener.has(1) == ["new"]


@pytest.mark.usefixtures("relay")
async def test_who_reads_the_position_first_misses_nothing_however_commits_overlap(
    unit_of_work: UnitOfWorkFactory, feed: RedisEventFeed
) -> None:
    """Events get their ids when written, and transactions commit in any order."""
    async with unit_of_work() as slow, unit_of_work() as reader:
        # Given an event that was written first, when its transaction commits last
        await slow.events.publish(TASKS, "slow", {})
        for number in range(5):
            await publish(unit_of_work, f"fast{number}")
        await asyncio.sleep(0.3)  # the fast ones are numbered
        cursor = await reader.events.position()
        assert cursor == 5
        await slow.commit()
    # Then it lies after a cursor that was taken before it was committed
    assert await take(feed.listen(TASKS, cursor), 1) == ["slow"]


async def test_many_writers_and_readers_agree(
    unit_of_work: UnitOfWorkFactory, feed: RedisEventFeed, relay: None
) -> None:
    cursors: list[int] = []

    async def write(writer: int) -> None:
        for number in range(10):
            async with unit_of_work() as work:
                cursors.append(await work.events.position())
                await work.events.publish(TASKS, f"{writer}.{number}", {})
                await asyncio.sleep(0.001 * (writer % 3))
                await work.commit()

    async with listening(feed, after=0) as live:
        await asyncio.gather(*(write(writer) for writer in range(8)))
        everything = list(await live.has(80))
    assert len(set(everything)) == 80
    for writer in range(8):  # one writer's events keep their order
        own = [key for key in everything if key.startswith(f"{writer}.")]
        assert own == [f"{writer}.{number}" for number in range(10)]
    for cursor in (min(cursors), max(cursors), sorted(cursors)[40]):
        tail = everything[sum(position <= cursor for position in live.positions) :]
        assert await take(feed.listen(TASKS, cursor), len(tail)) == tail


@pytest.mark.usefixtures("relay")
async def test_a_cursor_older_than_the_stream_is_served_from_postgres(
    unit_of_work: UnitOfWorkFactory, feed: RedisEventFeed, redis: Redis, sql_engine: AsyncEngine
) -> None:
    total = SIZE + 700
    await publish(unit_of_work, *range(total))
    await numbered(sql_engine, total)
    assert await redis.xlen(stream_name(TASKS)) < total
    assert await take(feed.listen(TASKS, 0), total) == [str(number) for number in range(total)]
    assert await take(feed.listen(TASKS, total - 2), 2) == [str(total - 2), str(total - 1)]


@pytest.mark.usefixtures("relay")
async def test_a_slow_listener_misses_nothing(
    unit_of_work: UnitOfWorkFactory, feed: RedisEventFeed
) -> None:
    total = SIZE + 700
    slow = feed.listen(TASKS, 0)
    await publish(unit_of_work, "first")
    assert await take(slow, 1) == ["first"]
    async with listening(feed) as quick:
        await publish(unit_of_work, *range(total))
        await quick.has(total)
    assert await take(slow, total) == [str(number) for number in range(total)]


async def test_events_that_were_pruned_are_said_to_be_lost(
    unit_of_work: UnitOfWorkFactory, feed: RedisEventFeed, sql_engine: AsyncEngine, redis: Redis
) -> None:
    async with relaying(sql_engine, redis):
        await publish(unit_of_work, *range(5))
        await numbered(sql_engine, 5)
    async with sql_engine.begin() as connection:
        await connection.execute(
            text("update events set at = now() - interval '25 hours' where position <= 3")
        )
    await redis.flushall()
    async with relaying(sql_engine, redis):
        await publish(unit_of_work, "new")
        await numbered(sql_engine, 6)
        await has_events(sql_engine, 3)
        with pytest.raises(EventsLost) as lost:
            await take(feed.listen(TASKS, 2), 1)
        assert lost.value.position == 6
        assert await take(feed.listen(TASKS, 3), 3) == ["3", "4", "new"]


async def test_when_all_is_pruned_positions_go_on(
    unit_of_work: UnitOfWorkFactory, feed: RedisEventFeed, sql_engine: AsyncEngine, redis: Redis
) -> None:
    async with relaying(sql_engine, redis):
        await publish(unit_of_work, *range(3))
        await numbered(sql_engine, 3)
    everything = asyncio.create_task(
        EventRelay(sql_engine, redis, kept=timedelta(seconds=-1)).run()
    )
    await has_events(sql_engine, 0)
    everything.cancel()
    await asyncio.wait([everything])
    async with relaying(sql_engine, redis):
        cursor = await publish(unit_of_work, "new")
        assert cursor == 3
        assert await take(feed.listen(TASKS, cursor), 1) == ["new"]


@pytest.mark.usefixtures("relay")
async def test_a_cursor_that_no_event_ever_had_is_refused(
    unit_of_work: UnitOfWorkFactory, feed: RedisEventFeed, sql_engine: AsyncEngine
) -> None:
    await publish(unit_of_work, 1)
    await numbered(sql_engine, 1)
    with pytest.raises(EventsLost):
        await take(feed.listen(TASKS, 10**9), 1)


async def test_closing_ends_the_listeners(feed: RedisEventFeed) -> None:
    async with listening(feed) as listener:
        await feed.close()
        async with asyncio.timeout(5):
            assert await listener.has(1) == []


async def test_a_listener_may_leave_at_any_moment(
    unit_of_work: UnitOfWorkFactory, feed: RedisEventFeed, relay: None
) -> None:
    for pause in (0.0, 0.001, 0.05):
        waiting = asyncio.ensure_future(anext(aiter(feed.listen(TASKS))))
        await asyncio.sleep(pause)
        waiting.cancel()
        await asyncio.wait([waiting])
    assert await take(feed.listen(TASKS, await publish(unit_of_work, 1)), 1) == ["1"]
