"""Swaps asked for one after the other: the last order counts, whichever of them is carried out first."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from domain.errors import Conflict
from domain.indexing.swap import request_activation, request_rollback, swap_index
from domain.indexing.version import IndexState
from domain.jobs.task import Task
from persistence.bootstrap import Resources

TEXTS = ("Escrow pays taxes.", "Points lower the rate of a loan.", "A late charge is a fee.")


async def no_report(done: int, total: int) -> None:
    del done, total


async def carry_out(resources: Resources, number: int, task: Task | None = None) -> None:
    await swap_index(
        number,
        no_report,
        unit_of_work=resources.unit_of_work,
        artefacts=resources.artefacts,
        order=None if task is None else task.arguments["order"],
    )


async def active_number(resources: Resources) -> int | None:
    async with resources.unit_of_work() as work:
        active = await work.indexes.active()
    return None if active is None else active.number


async def three(build_of: Any, resources: Resources) -> list[int]:
    """Three versions, of which the last serves."""
    numbers = []
    for text in TEXTS:
        numbers.append((await build_of([text])).number)
        await carry_out(resources, numbers[-1])
    return numbers


async def test_an_order_gives_way_to_a_later_one(
    services: Any, build_of: Any, resources: Resources
) -> None:
    del services
    first, second, _ = await three(build_of, resources)
    _, earlier = await request_activation(first, unit_of_work=resources.unit_of_work)
    _, later = await request_activation(second, unit_of_work=resources.unit_of_work)
    await carry_out(resources, second, later)
    with pytest.raises(Conflict, match=f"the swap to version {first} gave way to one asked for"):
        await carry_out(resources, first, earlier)
    assert await active_number(resources) == second


async def test_two_orders_at_once_end_at_once_and_one_counts(
    services: Any, build_of: Any, resources: Resources
) -> None:
    del services
    first, second, _ = await three(build_of, resources)
    _, earlier = await request_activation(first, unit_of_work=resources.unit_of_work)
    _, later = await request_activation(second, unit_of_work=resources.unit_of_work)
    async with asyncio.timeout(10):
        ended = await asyncio.gather(
            carry_out(resources, first, earlier),
            carry_out(resources, second, later),
            return_exceptions=True,
        )
    assert isinstance(ended[0], Conflict)
    assert ended[1] is None
    assert await active_number(resources) == second


async def test_only_the_last_order_is_joined(
    services: Any, build_of: Any, resources: Resources
) -> None:
    del services
    first, second, last = await three(build_of, resources)
    store = resources.unit_of_work
    _, one = await request_activation(first, unit_of_work=store)
    _, same = await request_activation(first, unit_of_work=store)
    assert same.id == one.id
    await request_activation(second, unit_of_work=store)
    _, anew = await request_activation(first, unit_of_work=store)
    assert anew.id != one.id
    await carry_out(resources, first, anew)
    assert await active_number(resources) == first
    _, again = await request_activation(last, unit_of_work=store)
    await carry_out(resources, last, again)
    _, back = await request_activation(first, unit_of_work=store)
    assert back.id != anew.id, "what has acted is not joined"


async def test_the_active_version_may_be_asked_to_stay(
    services: Any, build_of: Any, resources: Resources
) -> None:
    del services
    first, _, last = await three(build_of, resources)
    store = resources.unit_of_work
    with pytest.raises(Conflict, match=f"version {last} is active already"):
        await request_activation(last, unit_of_work=store)
    _, away = await request_activation(first, unit_of_work=store)
    _, stay = await request_activation(last, unit_of_work=store)
    await carry_out(resources, last, stay)
    with pytest.raises(Conflict, match="gave way"):
        await carry_out(resources, first, away)
    assert await active_number(resources) == last


async def test_no_rollback_while_another_swap_is_on_its_way(
    services: Any, build_of: Any, resources: Resources
) -> None:
    del services
    first, _, _ = await three(build_of, resources)
    await request_activation(first, unit_of_work=resources.unit_of_work)
    with pytest.raises(Conflict, match=f"a swap to version {first} is on its way"):
        await request_rollback(unit_of_work=resources.unit_of_work)


async def test_a_build_does_not_undo_what_was_chosen_since_it_began(
    services: Any, build_of: Any, resources: Resources
) -> None:
    del services
    first, _, _ = await three(build_of, resources)
    built = await build_of(["A balloon payment ends the loan."])
    _, chosen = await request_activation(first, unit_of_work=resources.unit_of_work)
    await carry_out(resources, first, chosen)
    with pytest.raises(Conflict, match=f"version {built.number} is ready but was not swapped in"):
        await carry_out(resources, built.number)
    async with resources.unit_of_work() as work:
        kept = await work.indexes.by_number(built.number)
    assert kept is not None
    assert kept.state is IndexState.READY
    assert await active_number(resources) == first
    newer = await build_of(["A cosigner owes the debt, too."])
    await carry_out(resources, newer.number)
    assert await active_number(resources) == newer.number
