"""Events and accidents: Redis wiped, away or behind, and relays that take over from one another."""

from contextlib import AsyncExitStack
from typing import Any

import pytest
from redis.asyncio import Redis
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.ports import Topic, UnitOfWorkFactory
from persistence.events import RedisEventFeed
from persistence.events.stream import stream_name
from persistence.redis import create_redis
from tests.persistence.feeding import TASKS, listening, numbered, publish, relaying, take


@pytest.mark.usefixtures("relay")
async def test_a_wiped_redis_loses_nothing(
    unit_of_work: UnitOfWorkFactory, feed: RedisEventFeed, redis: Redis, sql_engine: AsyncEngine
) -> None:
    async with listening(feed) as listener:
        cursor = await publish(unit_of_work, *range(3))
        await listener.has(3)
        await redis.flushall()
        await publish(unit_of_work, *range(3, 6))
        assert await listener.has(6) == [str(number) for number in range(6)]
        await numbered(sql_engine, 6)
        await redis.flushall()
        # Another process, which finds nothing in Redis
        async with AsyncExitStack() as stack:
            other = RedisEventFeed(redis, sql_engine)
            stack.push_async_callback(other.close)
            assert await take(other.listen(TASKS, cursor), 6) == [str(n) for n in range(6)]
            await publish(unit_of_work, 6)
            assert await listener.has(7) == [str(number) for number in range(7)]


async def test_entries_that_a_crash_of_redis_lost_are_filled_in(
    unit_of_work: UnitOfWorkFactory,
    feed: RedisEventFeed,
    redis: Redis,
    sql_engine: AsyncEngine,
    relay: None,
) -> None:
    """Appended last and not yet on disk: a hole in the stream, before what comes next."""
    await publish(unit_of_work, *range(4))
    await numbered(sql_engine, 4)
    await redis.xdel(stream_name(TASKS), "2-0", "3-0")
    await publish(unit_of_work, 4)
    await numbered(sql_engine, 5)
    assert await take(feed.listen(TASKS, 1), 4) == ["1", "2", "3", "4"]
    async with listening(feed) as listener:
        await publish(unit_of_work, 5)
        await listener.has(1)
        # without a later entry to show the hole, comparing finds it
        await redis.delete(stream_name(TASKS))
        await redis.xadd(stream_name(Topic.JOBS), {"x": 1}, id="999999-0", nomkstream=True)
        async with unit_of_work() as work:
            await work.events.publish(TASKS, "6", {})
            await work.commit()
        assert await listener.has(2) == ["5", "6"]


async def test_without_redis_events_come_from_postgres(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine
) -> None:
    away = create_redis("unix:///nowhere/redis.sock")
    feed = RedisEventFeed(away, sql_engine)
    async with relaying(sql_engine, away), listening(feed, after=0) as listener:
        await publish(unit_of_work, 1, 2)
        assert await listener.has(2) == ["1", "2"]
        await publish(unit_of_work, 3)
        assert await listener.has(3) == ["1", "2", "3"]
    await feed.close()
    await away.aclose()


@pytest.mark.usefixtures("relay")
async def test_lost_connections_to_redis_are_made_anew(
    unit_of_work: UnitOfWorkFactory, feed: RedisEventFeed, redis: Redis
) -> None:
    async with listening(feed) as listener:
        for number in range(3):
            await publish(unit_of_work, number)
            assert await listener.has(number + 1) == [str(n) for n in range(number + 1)]
            await redis.execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")


async def test_one_relay_leads_and_another_takes_over(
    unit_of_work: UnitOfWorkFactory, feed: RedisEventFeed, sql_engine: AsyncEngine, redis: Redis
) -> None:
    async with listening(feed, after=0) as listener:
        async with relaying(sql_engine, redis):
            await publish(unit_of_work, 1)
            await listener.has(1)
            async with relaying(sql_engine, redis):
                await publish(unit_of_work, 2)
                await listener.has(2)
                async with sql_engine.connect() as connection:
                    locks = await connection.execute(
                        text(
                            "select count(*) from pg_locks where locktype = 'advisory' and granted"
                        )
                    )
                    assert locks.scalar_one() == 1
                    # the leader is lost
                    await connection.execute(
                        text(
                            "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'"
                        )
                    )
                await publish(unit_of_work, 3)
                await listener.has(3)
        # nobody relays: what is committed waits
        await publish(unit_of_work, 4)
        async with relaying(sql_engine, redis):
            assert await listener.has(4) == ["1", "2", "3", "4"]


async def test_what_was_appended_and_not_noted_is_not_appended_twice(
    unit_of_work: UnitOfWorkFactory, feed: RedisEventFeed, sql_engine: AsyncEngine, redis: Redis
) -> None:
    async with listening(feed, after=0) as listener:
        async with relaying(sql_engine, redis):
            await publish(unit_of_work, 1, 2, 3)
            await numbered(sql_engine, 3)
        async with sql_engine.begin() as connection:
            await connection.execute(text("update event_counter set relayed = 1"))
        async with relaying(sql_engine, redis):
            await publish(unit_of_work, 4)
            assert await listener.has(4) == ["1", "2", "3", "4"]
    assert await redis.xlen(stream_name(TASKS)) == 4


async def test_the_streams_of_another_database_are_dropped(
    unit_of_work: UnitOfWorkFactory, sql_engine: AsyncEngine, redis: Redis
) -> None:
    fields: dict[Any, Any] = {
        "previous": 0,
        "key": "x",
        "at": "2026-01-01T00:00:00+00:00",
        "payload": "{}",
    }
    await redis.xadd(stream_name(TASKS), fields, id="500-0")
    async with relaying(sql_engine, redis):
        await publish(unit_of_work, 1)
        await numbered(sql_engine, 1)
    entries: Any = await redis.xrange(stream_name(TASKS))
    assert [identifier for identifier, _ in entries] == [b"1-0"]
