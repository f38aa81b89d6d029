"""Whether Postgres, Redis and the object store work, here or elsewhere. Starts none of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from graph.doctor.configuration import masked
from graph.doctor.finding import Finding, Standing, in_time
from persistence.engines.looking import EngineState, look_at_postgres, look_at_valkey
from persistence.inspection import DatabaseFacts, inspect_database, inspect_redis, try_objects
from persistence.objects import open_objects
from persistence.settings import PersistenceSettings

NO_EVICTION = "noeviction"


@dataclass(frozen=True, slots=True)
class Database:
    """A database that answered."""

    url: str
    facts: DatabaseFacts


async def check_postgres(settings: PersistenceSettings) -> tuple[Finding, Database | None]:
    """Ask Postgres for its version; return also the database, None if it does not answer."""
    name, reached = "Postgres", None
    url = settings.database_url or await _local(look_at_postgres, settings.data_directory)
    if isinstance(url, EngineState):
        return _not_running(name, url), None

    async def ask() -> Finding:
        nonlocal reached
        reached = Database(url, await inspect_database(url))
        return Finding(name, f"{reached.facts.version}{_where(settings.database_url)}")

    return await in_time(name, ask(), _correct("APFA_DATABASE_URL", settings.database_url)), reached


async def check_redis(settings: PersistenceSettings) -> Finding:
    """Ask the Redis or Valkey of queues and events for its version, and whether it may forget tasks."""
    name = "Redis"
    url = settings.redis_url or await _local(look_at_valkey, settings.data_directory)
    if isinstance(url, EngineState):
        return _not_running(name, url)

    async def ask() -> Finding:
        facts = await inspect_redis(url)
        says = f"{facts.product} {facts.version}{_where(settings.redis_url)}"
        if facts.eviction == NO_EVICTION:
            return Finding(name, says)
        return Finding(
            name,
            f"{says}: when its memory is full it forgets queued tasks ({facts.eviction})",
            Standing.WARNING,
            f"redis-cli config set maxmemory-policy {NO_EVICTION}",
        )

    return await in_time(name, ask(), _correct("APFA_REDIS_URL", settings.redis_url))


async def check_cache(url: str) -> Finding:
    """Ask the Redis or Valkey of cache and limits for its version."""

    async def ask() -> Finding:
        facts = await inspect_redis(url)
        return Finding("cache", f"{facts.product} {facts.version}{_where(url)}")

    return await in_time("cache", ask(), _correct("APFA_CACHE_URL", url))


async def check_objects(settings: PersistenceSettings) -> Finding:
    """Write a small object, read it again, delete it; a directory that is not there yet is not made."""
    name, url = "object store", settings.objects_url
    folder = settings.data_directory / "objects"
    if url is None and not folder.is_dir():
        return Finding(name, f"{folder}, made at the first start")

    async def ask() -> Finding:
        store = await asyncio.to_thread(open_objects, url, settings.data_directory)
        await try_objects(store)
        where = folder if url is None else masked("", url)
        return Finding(name, f"wrote, read and deleted an object in {where}")

    todo = "correct APFA_OBJECTS_URL and the credentials of its store"
    return await in_time(name, ask(), todo if url else f"let this user write in {folder}")


async def _local(look: Callable[[Path], EngineState], directory: Path) -> str | EngineState:
    """Return the address of a local engine that runs, else how it stands."""
    state = await asyncio.to_thread(look, directory)
    return state.address or state


def _not_running(name: str, state: EngineState) -> Finding:
    if state.has_data:
        says = f"the {state.title} of this machine is not running; its data are there"
        return Finding(name, says, Standing.WARNING, "apfa up")
    says = f"the {state.title} of this machine was never started"
    return Finding(name, says, Standing.WARNING, "apfa demo")


def _where(configured: str | None) -> str:
    return ", on this machine" if configured is None else f" at {masked('', configured)}"


def _correct(variable: str, configured: str | None) -> str:
    return "apfa up" if configured is None else f"start the service, or correct {variable}"
