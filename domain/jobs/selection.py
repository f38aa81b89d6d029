"""Choosing tasks for what is done to many of them: by id, or all that match a filter."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from domain.errors import Conflict, InvalidInput
from domain.jobs.filter import TaskFilter
from domain.jobs.task import Task, TaskState
from domain.ports import UnitOfWork

MOST_AT_ONCE = 1_000
"""Tasks that one call changes; of a larger filter the rest is counted, and another call goes on."""

Selection = TaskFilter | Sequence[UUID]
"""Which tasks: all that match, or those with these ids."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What came of a change to many tasks.

    `left` still match the filter; `skipped` are ids of tasks that it could not be done to.
    """

    tasks: tuple[Task, ...]
    left: int = 0
    skipped: tuple[UUID, ...] = ()


async def change_selected(
    work: UnitOfWork,
    selection: Selection,
    states: Collection[TaskState],
    change: Callable[[Collection[UUID]], Awaitable[list[Task]]],
) -> Changed:
    """Change up to 1,000 tasks that are selected and in one of these states, the oldest first.

    Raises `InvalidInput` for no ids or too many, `Conflict` if none of them is in such a state.
    """
    if isinstance(selection, TaskFilter):
        suitable = frozenset(states)
        which = replace(selection, states=suitable & (selection.states or suitable))
        changed = await change(await work.tasks.chosen(which, MOST_AT_ONCE))
        left = await work.tasks.count(which) if len(changed) == MOST_AT_ONCE else 0
        return Changed(tuple(changed), left)
    if not 1 <= len(selection) <= MOST_AT_ONCE:
        raise InvalidInput(f"1 to {MOST_AT_ONCE:,} ids", field="ids")
    changed = await change(selection)
    ids = {task.id for task in changed}
    if not ids:
        said = ", ".join(sorted(states))
        raise Conflict(f"none of these tasks is there and in a state for that ({said})")
    skipped = tuple(task_id for task_id in dict.fromkeys(selection) if task_id not in ids)
    return Changed(tuple(changed), skipped=skipped)
