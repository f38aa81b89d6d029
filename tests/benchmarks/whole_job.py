"""How long 10,000 short passages take from the first document handed in until an API searches them."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from domain.jobs.task import Task
from tests.faults.invariants import nothing_is_lost
from tests.faults.site import make_site, open_site

PASSAGES = 10_000
STAGES = {
    "cut into passages": "process_document",
    "embedded": "embed_document_batch",
    "built, proven and uploaded": "build_faiss_index",
    "swapped in": "hot_swap_index",
}


def main() -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(_measure(Path(folder)))


async def _measure(place: Path) -> None:
    parts, corpus = await make_site(place)
    try:
        async with open_site(parts, corpus) as site, site.asking() as asked:
            before, began = await site.tally(), time.perf_counter()
            job_id = await site.add(PASSAGES)
            print(f"| handed in | {time.perf_counter() - began:.1f} s |")
            job = await site.ended(job_id, 1_800)
            await asked.named(job.index_version)
            took = time.perf_counter() - began
            await nothing_is_lost(site, job_id)
            seen = (await site.tally()).since(before)
            tasks = await site.tasks(job_id)
        for label, name in STAGES.items():
            print(f"| {label} | {_span([task for task in tasks if task.name == name]):.1f} s |")
        print(f"| **in all, until an answer names the version** | **{took:.1f} s** |")
        print(
            f"{PASSAGES:,} passages, {len(asked.answers)} answers meanwhile, "
            f"{asked.refusals.total()} refused; {seen.offered - seen.stored} vectors offered twice"
        )
    finally:
        parts.end()


def _span(tasks: list[Task]) -> float:
    """Return the seconds from the first start of some tasks to their last end."""
    started = min(task.started_at for task in tasks if task.started_at)
    ended = max(task.finished_at or datetime.now(UTC) for task in tasks)
    return (ended - started).total_seconds()
