"""Choosing a process of the installation and ending it by its pid."""

from __future__ import annotations

import asyncio
import random
import signal
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.documents.embedding import TEXTS_PER_STEP
from domain.jobs.job import Job, JobStage
from domain.jobs.task import NewTask, Queue, TaskState
from tests.faults.parts import SCHEDULER, WORKERS, gone
from tests.faults.site import Site

LEAVING_SECONDS = 40.0
ERRANDS = 30


@dataclass(frozen=True)
class Target:
    """A part's child, which its supervisor replaces, or the supervisor itself."""

    part: str
    supervisor: bool = False

    def __str__(self) -> str:
        return f"{self.part}'s supervisor" if self.supervisor else self.part


EMBEDDING, INDEXING = Target(Queue.EMBEDDING), Target(Queue.INDEXING)
SUPERVISORS = tuple(Target(part, supervisor=True) for part in (*WORKERS, SCHEDULER))


@dataclass
class Killed:
    """What was killed, at which stage of the job, and how many vectors were being computed just then."""

    targets: list[str] = field(default_factory=list)
    stages: Counter[str] = field(default_factory=Counter)
    in_flight: int = 0

    def __str__(self) -> str:
        stages = ", ".join(f"{number} in {stage}" for stage, number in self.stages.items())
        return f"{len(self.targets)} kills ({stages})"


def plan(rng: random.Random, kills: int) -> list[Target]:
    """Return whom to kill while a job embeds: whoever embeds, then, while it starts anew, all the others."""
    targets: list[Target] = []
    while len(targets) < kills:
        others = [Target(Queue.MAINTENANCE), Target(SCHEDULER), rng.choice(SUPERVISORS)]
        targets += [EMBEDDING, *rng.sample(others, len(others))]
    return targets[:kills]


async def strike(
    site: Site, job: Job, target: Target, number: signal.Signals, killed: Killed
) -> None:
    """End a target that works. A supervisor is started again, as a service manager would."""
    parts, part = site.parts, target.part
    if part == Queue.MAINTENANCE:
        await _send_on_errands(site)
    child = parts.child(part)
    pid = parts.first(part) if target.supervisor else child
    assert pid is not None
    if part == Queue.EMBEDDING:
        running = await site.tasks(job.id, "embed_document_batch", TaskState.STARTED)
        mine = [task for task in running if f"-{child}-" in (task.worker or "")]
        killed.in_flight += TEXTS_PER_STEP * len(mine)
    parts.kill([pid], number)
    killed.targets.append(str(target))
    killed.stages[job.stage] += 1
    if target.supervisor:
        await asyncio.to_thread(parts.restart, part)
    else:
        assert await asyncio.to_thread(gone, pid, LEAVING_SECONDS), f"{target} does not end"


async def _send_on_errands(site: Site) -> None:
    """Have something to do for maintenance workers, whose tasks take milliseconds."""
    errand = NewTask("compute_index_stats", Queue.MAINTENANCE)
    async with site.resources.unit_of_work() as work:
        await work.tasks.enqueue([errand] * ERRANDS)
        await work.commit()


async def kill_through(
    site: Site, job: Job, targets: Sequence[Target], number: signal.Signals, rng: random.Random
) -> Killed:
    """Kill these one after another at random moments of a job's first stage, for as long as it lasts.

    Then kill who builds and swaps, a quarter as often, at random moments of those stages.
    """
    killed = Killed()
    for target in targets:
        await site.works(target.part)
        if target == EMBEDDING:
            await site.embeds(job.id)
        await asyncio.sleep(rng.uniform(0, 1))
        job = await site.job(job.id)
        if job.stage is not JobStage.EMBED:
            break
        await strike(site, job, target, number, killed)
    for _ in range(max(1, len(targets) // 4)):
        await site.works(INDEXING.part)
        await site.builds(job.id)
        await asyncio.sleep(rng.uniform(0, 0.7))
        job = await site.job(job.id)
        if job.state.is_terminal:
            break
        await strike(site, job, INDEXING, number, killed)
    return killed
