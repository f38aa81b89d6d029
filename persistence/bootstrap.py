"""Everything this room offers, opened once for a process and closed in order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.breaker import Breaker
from domain.clock import SystemClock
from domain.ports import UnitOfWorkFactory
from persistence.answers import RedisAnswerStore
from persistence.artefacts import ObjectArtefactStore
from persistence.breaker import CircuitGuard
from persistence.database import connections_in_use, create_engine
from persistence.engines import EngineAddresses, local_engines
from persistence.events import RedisEventFeed
from persistence.objects import Objects, open_objects
from persistence.outbox import DispatchOutbox, EventRelay
from persistence.passwords import ArgonPasswordHasher
from persistence.redis import create_redis
from persistence.settings import PersistenceSettings
from persistence.unit_of_work import unit_of_work_factory
from persistence.uploads import ObjectUploadStore

if TYPE_CHECKING:
    from redis.asyncio import Redis


PoolUse = Callable[[], tuple[int, int]]
"""Tells how many connections to Postgres are in use, and how many there may be."""


@dataclass(frozen=True, slots=True)
class Resources:
    """What the outer rooms work with. The URLs are those in use: configured, or of the local engines.

    `event_relay` and `dispatch_outbox` do nothing until their `run` is called.
    """

    settings: PersistenceSettings
    database_url: str
    redis_url: str
    cache_url: str
    unit_of_work: UnitOfWorkFactory
    pool: PoolUse
    breakers: tuple[Breaker, ...]
    redis: Redis
    answers: RedisAnswerStore
    event_feed: RedisEventFeed
    event_relay: EventRelay
    dispatch_outbox: DispatchOutbox
    objects: Objects
    artefacts: ObjectArtefactStore
    uploads: ObjectUploadStore
    passwords: ArgonPasswordHasher


@asynccontextmanager
async def open_resources(
    settings: PersistenceSettings, *, pool_size: int = 5, max_overflow: int = 5
) -> AsyncIterator[Resources]:
    """Start or join the local engines that are needed, and open everything else; nothing is migrated.

    Connections are made when they are first used, `pool_size` + `max_overflow` to Postgres at most.
    Raises `EngineFailed` if a local engine cannot be started.
    """
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        local = await stack.enter_async_context(_local_engines(settings))
        database_url = settings.database_url or local.database_url
        redis_url = settings.redis_url or local.redis_url
        assert database_url is not None  # a local engine was started otherwise
        assert redis_url is not None
        engine = create_engine(database_url, pool_size=pool_size, max_overflow=max_overflow)
        stack.push_async_callback(engine.dispose)
        redis = create_redis(redis_url)
        stack.push_async_callback(redis.aclose)
        cache = create_redis(settings.cache_url) if settings.cache_url else redis
        if cache is not redis:
            stack.push_async_callback(cache.aclose)
        feed = RedisEventFeed(redis, engine)
        stack.push_async_callback(feed.close)
        around_objects = CircuitGuard("the object store", clock=clock)
        around_cache = CircuitGuard("the cache", clock=clock)
        store = open_objects(settings.objects_url, settings.data_directory)
        objects = Objects(store, breaker=around_objects)
        staged = settings.data_directory.resolve() / "staged"
        yield Resources(
            settings=settings,
            database_url=database_url,
            redis_url=redis_url,
            cache_url=settings.cache_url or redis_url,
            unit_of_work=unit_of_work_factory(engine),
            pool=lambda: (connections_in_use(engine), pool_size + max_overflow),
            breakers=(around_objects, around_cache),
            redis=redis,
            answers=RedisAnswerStore(cache, breaker=around_cache),
            event_feed=feed,
            event_relay=EventRelay(engine, redis),
            dispatch_outbox=DispatchOutbox(engine),
            objects=objects,
            artefacts=ObjectArtefactStore(objects, staged),
            uploads=ObjectUploadStore(objects),
            passwords=ArgonPasswordHasher(),
        )


@asynccontextmanager
async def _local_engines(settings: PersistenceSettings) -> AsyncIterator[EngineAddresses]:
    postgres, redis = settings.database_url is None, settings.redis_url is None
    if not (postgres or redis):
        yield EngineAddresses(None, None)
        return
    engines = local_engines(settings.data_directory, postgres=postgres, redis=redis)
    addresses = await asyncio.to_thread(engines.__enter__)
    try:
        yield addresses
    finally:
        await asyncio.to_thread(engines.__exit__, None, None, None)
