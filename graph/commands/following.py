"""Watching a job from the terminal: one bar a stage, with rate and time left."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from uuid import UUID

from rich.progress import (
    BarColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from domain.jobs.job import JobStage, JobState
from domain.jobs.worker import ProcessKind
from graph.commands.resources import console

if TYPE_CHECKING:
    from domain.jobs.job import Job, JobProgress
    from persistence.bootstrap import Resources

POLL_SECONDS = 0.25
WORKERS_MAY_TAKE_SECONDS = 15.0
"""Time for workers that are just starting to show up, before a person is told that none is there."""

STAGE_NAMES = {
    JobStage.EMBED: "embed",
    JobStage.BUILD: "build and verify the index",
    JobStage.SWAP: "swap it in",
}


def progress_display() -> Progress:
    """Return a display with a bar, counts, rate and time left."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        TextColumn("{task.percentage:>3.0f} %"),
        TextColumn("{task.fields[detail]}"),
        TimeElapsedColumn(),
        console=console,
    )


async def follow_job(resources: Resources, job_id: UUID, progress: Progress) -> bool:
    """Show a job's stages until it ends; return whether it succeeded."""
    bars: dict[JobStage, TaskID] = {}
    patience = asyncio.get_running_loop().time() + WORKERS_MAY_TAKE_SECONDS
    while True:
        async with resources.unit_of_work() as work:
            job = await work.jobs.get(job_id)
            counted = await work.jobs.progress(job_id)
            workers = await work.processes.alive(ProcessKind.WORKER)
        assert job is not None  # jobs are never deleted
        if not workers and asyncio.get_running_loop().time() > patience:
            patience = float("inf")
            console.print("no worker is running: start `apfa up`, this waits", style="yellow")
        _draw(job, counted, progress, bars)
        if job.state.is_terminal:
            return _conclude(job, counted)
        await asyncio.sleep(POLL_SECONDS)


def _draw(job: Job, counted: JobProgress, progress: Progress, bars: dict[JobStage, TaskID]) -> None:
    order = list(JobStage)
    for stage in order[: order.index(job.stage)]:
        if stage in bars:
            progress.update(bars[stage], total=1, completed=1, detail="")
    if job.stage is JobStage.DONE:
        return
    if job.stage not in bars:
        bars[job.stage] = progress.add_task(STAGE_NAMES[job.stage], total=None, detail="")
    if job.stage is JobStage.EMBED:
        progress.update(
            bars[job.stage],
            total=counted.total or None,
            completed=counted.done,
            detail=_detail(counted),
        )


def _detail(counted: JobProgress) -> str:
    parts = [f"{counted.done:,} of {counted.total:,} passages"]
    if counted.rate is not None:
        parts.append(f"{counted.rate:,.0f}/s")
    if counted.seconds_left is not None:
        parts.append(f"{counted.seconds_left:,.0f} s left")
    if counted.failed:
        parts.append(f"{counted.failed:,} failed")
    return ", ".join(parts)


def _conclude(job: Job, counted: JobProgress) -> bool:
    if job.state is JobState.SUCCEEDED:
        version = f"; index version {job.index_version} is active" if job.index_version else ""
        console.print(f"done: {counted.done:,} texts embedded{version}", style="green")
        return True
    console.print(f"the job ended {job.state}: {job.error}", style="red")
    return False
