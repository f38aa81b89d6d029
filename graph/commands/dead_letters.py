"""`apfa jobs dead`, `requeue` and `discard`: tasks that used up their retries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from domain.jobs.task import Queue
from graph.commands.output import AsJson, print_json, print_rows
from graph.commands.resources import console, with_resources
from graph.commands.short_ids import all_ids, named, one_id, short_id
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

    asked = _Asked(queue, name, job, error)

    async def act(resources: Resources) -> list[Task]:
        which = await asked.filter(resources)
        async with resources.unit_of_work() as work:
            return list((await work.tasks.matching(which, PageRequest(limit))).items)

    letters = with_resources(act)
    if as_json:
        print_json([dead_letter_shape(task) for task in letters])
        return
    if not letters:
        console.print("no dead letters")
        return
    rows = [
        (
            (short_id(each.id), each.name, str(each.attempt), f"{each.finished_at:%Y-%m-%d %H:%M}"),
            each.error or "",
        )
        for each in letters
    ]
    print_rows(("task", "name", "attempts", "last failed (UTC)"), rows, right=("attempts",))


@examples(
    "apfa jobs requeue 4be07c93d1", "apfa jobs requeue --queue indexing", "apfa jobs requeue --all"
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

    asked = _Asked(queue, name, job, error)
    _change("requeued", requeue_dead_letters, ids, asked, everything=everything, as_json=as_json)


@examples("apfa jobs discard 4be07c93d1", "apfa jobs discard --name build_faiss_index")
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

    asked = _Asked(queue, name, job, error)
    _change("discarded", discard_dead_letters, ids, asked, everything=everything, as_json=as_json)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The options that say which dead letters are meant. Raises `InvalidInput` for what is no job's id."""

    queue: Queue | None
    name: str | None
    job: str | None
    error: str | None

    def __post_init__(self) -> None:
        if self.job is not None:
            named("Job", self.job, field="--job")

    def __bool__(self) -> bool:
        return any((self.queue, self.name, self.job, self.error))

    async def filter(self, resources: Resources) -> TaskFilter:
        """Return the filter; the job may be named by the end of its id."""
        from domain.jobs.filter import TaskFilter
        from domain.jobs.task import TaskState

        job_id = None
        if self.job is not None:
            given = named("Job", self.job, field="--job")
            job_id = await one_id(resources, "Job", given, field="--job")
        dead = frozenset({TaskState.DEAD})
        return TaskFilter(
            queue=self.queue, states=dead, name=self.name, job_id=job_id, error=self.error
        )


def _change(
    done: str,
    change: Callable[..., Awaitable[Changed]],
    ids: list[str] | None,
    asked: _Asked,
    *,
    everything: bool,
    as_json: bool,
) -> None:
    """Change what is meant. Raises `InvalidInput` unless that is said in exactly one way."""
    from domain.errors import InvalidInput
    from graph.commands.shapes import changed_shape

    if [bool(ids), bool(asked), everything].count(True) != 1:
        raise InvalidInput("name tasks by their ids, or a filter, or --all: one of the three")
    given = [named("Task", each) for each in ids or ()]

    async def act(resources: Resources) -> Changed:
        selection: Selection = (
            await all_ids(resources, "Task", given) if given else await asked.filter(resources)
        )
        return await change(selection, unit_of_work=resources.unit_of_work)

    changed = with_resources(act)
    if as_json:
        print_json(changed_shape(changed))
        return
    console.print(f"{done}: {len(changed.tasks):,}")
    if changed.left:
        console.print(f"{changed.left:,} more match: run the command again", style="yellow")
    for each in changed.skipped:
        console.print(f"{short_id(each)} is no dead letter", style="yellow")
