"""Publishing events and listening to them, as tests of the feed need it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from redis.asyncio import Redis
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.ports import Event, Topic, UnitOfWorkFactory
from persistence.events import RedisEventFeed
from persistence.outbox import EventRelay

TASKS = Topic.TASKS


@asynccontextmanager
async def relaying(engine: AsyncEngine, redis: Redis) -> AsyncIterator[None]:
    task = asyncio.create_task(EventRelay(engine, redis).run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()


async def publish(unit_of_work: UnitOfWorkFactory, *keys: object, topic: Topic = TASKS) -> int:
    """Publish and commit; return a cursor from before."""
    async with unit_of_work() as work:
        position = await work.events.position()
        for key in keys:
            await work.events.publish(topic, str(key), {"n": key, "text": "é"})
        await work.commit()
    return position


async def take(events: AsyncIterator[Event], count: int) -> list[str]:
    async with asyncio.timeout(15):
        return [(await anext(events)).key for _ in range(count)]


class Listener:
    """Collects what comes, from the moment it is ready."""

    def __init__(self, feed: RedisEventFeed, topic: Topic, after: int | None) -> None:
        self.keys: list[str] = []
        self.positions: list[int] = []
        self._task = asyncio.create_task(self._run(feed, topic, after))

    async def _run(self, feed: RedisEventFeed, topic: Topic, after: int | None) -> None:
        async for event in feed.listen(topic, after):
            self.keys.append(event.key)
            self.positions.append(event.position)

    async def has(self, count: int) -> list[str]:
        async with asyncio.timeout(20):
            while len(self.keys) < count:
                if self._task.done():
                    self._task.result()
                    break
                await asyncio.sleep(0.005)
        return self.keys

    async def stop(self) -> None:
        self._task.cancel()
        await asyncio.wait([self._task])


@asynccontextmanager
async def listening(
    feed: RedisEventFeed, topic: Topic = TASKS, after: int | None = None
) -> AsyncIterator[Listener]:
    listener = Listener(feed, topic, after)
    await asyncio.sleep(0.2)
    yield listener
    await listener.stop()


async def numbered(engine: AsyncEngine, count: int) -> None:
    """Wait until so many events were relayed."""
    async with asyncio.timeout(15):
        while True:
            async with engine.connect() as connection:
                found = await connection.execute(text("select relayed from event_counter"))
                if found.scalar_one() >= count:
                    return
            await asyncio.sleep(0.01)


async def has_events(engine: AsyncEngine, count: int) -> None:
    """Wait until so many events are kept."""
    async with asyncio.timeout(15):
        while True:
            async with engine.connect() as connection:
                found = await connection.execute(text("select count(*) from events"))
                if found.scalar_one() == count:
                    return
            await asyncio.sleep(0.02)
