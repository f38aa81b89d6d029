"""Whether it is time to move to a larger index: how urgent, until when, and what else was measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.indexing.growth import WINDOW, Projection, project
from domain.indexing.search_times import SearchFigures
from domain.indexing.serving import NodeLoad
from domain.indexing.statistics import IndexStatistics, count_index
from domain.ports import UnitOfWorkFactory

FEWEST_SEARCHES = 20
NO_LOADS = "no node reported within the last minute"


class Trigger(StrEnum):
    """What else may call for a larger home."""

    USERS = "USERS"
    REQUESTS_PER_SECOND = "REQUESTS_PER_SECOND"
    SEARCH_P95_MS = "SEARCH_P95_MS"
    DATABASE_POOL_PERCENT = "DATABASE_POOL_PERCENT"


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure and what it rests on; the figure is None where nothing was measured, and `basis` says why."""

    trigger: Trigger
    value: float | None
    basis: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """All that bears on moving."""

    statistics: IndexStatistics
    projection: Projection
    conditions: tuple[Measured, ...]


async def migration_readiness(now: datetime, *, unit_of_work: UnitOfWorkFactory) -> Readiness:
    """Count the index, project its growth over the last 30 days, and gather what nodes measured."""
    async with unit_of_work() as work:
        counted = await count_index(work)
        history = await work.statistics.history(WINDOW)
        active = await work.indexes.active()
        searches = None if active is None else await work.serving.searches(active.id)
        loads = await work.serving.loads()
        users = await work.statistics.users()
    return Readiness(
        counted,
        project(history, now),
        (
            Measured(Trigger.USERS, float(users), "accounts that are not disabled"),
            _requests(loads),
            _search(searches, counted.version),
            _pool(loads),
        ),
    )


def _requests(loads: Sequence[NodeLoad]) -> Measured:
    if not loads:
        return Measured(Trigger.REQUESTS_PER_SECOND, None, NO_LOADS)
    rate = sum(load.requests_per_second for load in loads)
    basis = f"operations within the last minute on {len(loads)} nodes"
    return Measured(Trigger.REQUESTS_PER_SECOND, rate, basis)


def _search(figures: SearchFigures | None, version: int | None) -> Measured:
    if figures is None:
        return Measured(Trigger.SEARCH_P95_MS, None, "no version serves yet")
    basis = f"{figures.timed} searches of version {version}, without encoding"
    if figures.timed < FEWEST_SEARCHES:
        return Measured(Trigger.SEARCH_P95_MS, None, f"only {basis}")
    return Measured(Trigger.SEARCH_P95_MS, figures.p95_ms, basis)


def _pool(loads: Sequence[NodeLoad]) -> Measured:
    size = sum(load.pool_size for load in loads)
    if not size:
        return Measured(Trigger.DATABASE_POOL_PERCENT, None, NO_LOADS)
    used = sum(load.pool_in_use for load in loads)
    basis = f"{used} of {size} connections on {len(loads)} nodes, each at its last report"
    return Measured(Trigger.DATABASE_POOL_PERCENT, 100 * used / size, basis)
