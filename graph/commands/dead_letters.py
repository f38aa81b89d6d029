"""`apfa jobs dead`, `requeue` and `discard`: tasks that used up their retries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from domain.jobs.task import Queue
from graph.commands.output import AsJson, plain_table, print_json
from graph.commands.resources import console, with_resources
from graph.commands.teaching import examples

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from domain.jobs.filter import TaskFilter
    from domain.jobs.selection import Changed, Selection
    from domain.jobs.task import Task
    from persistence.bootstrap import Resources

OfQueue = Annotated[Queue | None, typer.Option("--queue", help="Only those of this queue.")]
OfName = Annotated[
    str | None, typer.Option("--name", metavar="TASK", help="Only those of this kind.")
]
OfJob = Annotated[str | None, typer.Option("--job", metavar="ID", help="Only those of this job.")]
WithError = Annotated[
    str | None,
    typer.Option("--error", metavar="WORDS", help="Only those with these words in the error."),
]
Ids = Annotated[
    list[str] | None,
    typer.Argument(metavar="[TASK]...", help="Their ids, as `apfa jobs dead` shows."),
]
All = Annotated[bool, typer.Option("--all", help="All dead letters.")]


@examples("apfa jobs dead", "apfa jobs dead --queue embedding --error memory --json")
def dead(
    *,
    queue: OfQueue = None,
    name: OfName = None,
    job: OfJob = None,
    error: WithError = None,
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many at most.")] = 20,
    as_json: AsJson = False,
) -> None:
    """List the newest tasks that used up their retries."""
    from domain.paging import PageRequest
    from graph.commands.shapes import dead_letter_shape

    which = _filter(queue, name, job, error)

    async def act(resources: Resources) -> list[Task]:
        async with resources.unit_of_work() as work:
            return list((await work.tasks.matching(which, PageRequest(limit))).items)

    letters = [dead_letter_shape(task) for task in with_resources(act)]
    if as_json:
        print_json(letters)
        return
    if not letters:
        console.print("no dead letters")
        return
    table = plain_table("task", "name", "attempts", "last failed", "error", right=("attempts",))
    for letter in letters:
        task = letter["task"]
        table.add_row(
            task["id"],
            task["name"],
            str(task["attempt"]),
            f"{letter['lastFailedAt']:%Y-%m-%d %H:%M}",
            task["error"] or "",
        )
    console.print(table)


@examples(
    "apfa jobs requeue VGFzazox", "apfa jobs requeue --queue indexing", "apfa jobs requeue --all"
)
def requeue(
    ids: Ids = None,
    *,
    queue: OfQueue = None,
    name: OfName = None,
    job: OfJob = None,
    error: WithError = None,
    everything: All = False,
    as_json: AsJson = False,
) -> None:
    """Run dead letters again, with all their retries; their jobs go on."""
    from domain.jobs.repeating import requeue_dead_letters

    selection = _selection(ids, _filter(queue, name, job, error), everything)
    _change("requeued", requeue_dead_letters, selection, as_json=as_json)


@examples("apfa jobs discard VGFzazox", "apfa jobs discard --name build_faiss_index")
def discard(
    ids: Ids = None,
    *,
    queue: OfQueue = None,
    name: OfName = None,
    job: OfJob = None,
    error: WithError = None,
    everything: All = False,
    as_json: AsJson = False,
) -> None:
    """Take dead letters off the list; they stay in the ledger, with their errors."""
    from domain.jobs.repeating import discard_dead_letters

    selection = _selection(ids, _filter(queue, name, job, error), everything)
    _change("discarded", discard_dead_letters, selection, as_json=as_json)


def _filter(
    queue: Queue | None, name: str | None, job: str | None, error: str | None
) -> TaskFilter:
    from domain.jobs.filter import TaskFilter
    from domain.jobs.task import TaskState
    from graph.types.node import uuid_of

    job_id = None if job is None else uuid_of("Job", job, field="--job")
    dead = frozenset({TaskState.DEAD})
    return TaskFilter(queue=queue, states=dead, name=name, job_id=job_id, error=error)


def _selection(ids: list[str] | None, which: TaskFilter, everything: bool) -> Selection:
    """Return what is meant. Raises `InvalidInput` unless it is said in exactly one way."""
    from domain.errors import InvalidInput
    from graph.types.node import uuid_of

    filtered = any((which.queue, which.name, which.job_id, which.error))
    if [bool(ids), filtered, everything].count(True) != 1:
        raise InvalidInput("name tasks by their ids, or a filter, or --all: one of the three")
    return [uuid_of("Task", each) for each in ids] if ids else which


def _change(
    done: str,
    change: Callable[..., Awaitable[Changed]],
    selection: Selection,
    *,
    as_json: bool,
) -> None:
    from graph.commands.shapes import changed_shape

    async def act(resources: Resources) -> Changed:
        return await change(selection, unit_of_work=resources.unit_of_work)

    shape = changed_shape(with_resources(act))
    if as_json:
        print_json(shape)
        return
    console.print(f"{done}: {shape['count']:,}")
    if shape["left"]:
        console.print(f"{shape['left']:,} more match: run the command again", style="yellow")
    for each in shape["skipped"]:
        console.print(f"{each} is no dead letter", style="yellow", soft_wrap=True)
