"""`apfa ingest`: documents from files into answers, with progress all the way."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from domain.documents.document import Visibility
from graph.commands.running import console, with_resources

if TYPE_CHECKING:
    from persistence.bootstrap import Resources
    from rich.progress import Progress

    from domain.access import Principal
    from domain.documents.document import DocumentDraft

DOCUMENTS_PER_STEP = 500


def ingest(
    paths: Annotated[
        list[Path], typer.Argument(help="Files or folders: .jsonl, .md, .txt; each also as .gz.")
    ],
    visibility: Annotated[
        Visibility, typer.Option(help="PUBLIC serves everyone; PRIVATE only the operator.")
    ] = Visibility.PUBLIC,
    wait: Annotated[
        bool, typer.Option(help="Stay until the documents are searchable, showing progress.")
    ] = True,
) -> None:
    """Store documents, have the workers embed them, and follow until a new index serves.

    What is stored already is not stored again, so an interrupted run is simply repeated. The workers are
    those of `apfa up` (or `apfa worker`), running beside this command.

    Examples: apfa ingest regulations.jsonl.gz; apfa ingest articles/ --no-wait
    """

    async def act(resources: Resources) -> bool:
        return await _ingest(resources, _files(paths), visibility, wait=wait)

    if not with_resources(act):
        raise typer.Exit(1)


def _files(paths: list[Path]) -> list[Path]:
    from domain.documents.reading import READERS
    from domain.errors import InvalidInput

    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (each for each in sorted(path.rglob("*")) if each.is_file())
            files += [each for each in inside if READERS.keys() & set(each.suffixes)]
        elif path.is_file():
            files.append(path)
        else:
            raise InvalidInput(f"{path}: no such file or folder")
    if not files:
        raise InvalidInput("no file of a known format in there")
    return files


async def _ingest(
    resources: Resources, files: list[Path], visibility: Visibility, *, wait: bool
) -> bool:
    """Store all files under one job; return whether every record could be kept and the job succeeded."""
    from domain.accounts.operator import local_operator
    from domain.clock import SystemClock
    from domain.documents.intake import close_ingest, open_ingest
    from graph.commands.following import follow_job, progress_display

    principal = await local_operator(
        unit_of_work=resources.unit_of_work,
        passwords=resources.passwords,
        clock=SystemClock(),
    )
    job = await open_ingest(principal, visibility, unit_of_work=resources.unit_of_work)
    counts: Counter[str] = Counter()
    with progress_display() as progress:
        for path in files:
            await _store(resources, principal, job.id, path, visibility, progress, counts)
        job = await close_ingest(job.id, unit_of_work=resources.unit_of_work)
        console.print(
            f"{counts['stored']:,} documents stored, {counts['known']:,} there already, "
            f"{counts['bad']:,} unreadable"
        )
        succeeded = not wait or await follow_job(resources, job.id, progress)
    return succeeded and not counts["bad"]


async def _store(
    resources: Resources,
    principal: Principal,
    job_id: UUID,
    path: Path,
    visibility: Visibility,
    progress: Progress,
    counts: Counter[str],
) -> None:
    from domain.documents.intake import feed_ingest
    from domain.documents.reading import Unreadable, read_file

    bar = progress.add_task(f"store {path.name}", total=path.stat().st_size, detail="")
    step: list[DocumentDraft] = []

    async def flush() -> None:
        if not step:
            return
        added = await feed_ingest(
            principal, job_id, step, visibility, unit_of_work=resources.unit_of_work
        )
        new = sum(document.created for document in added)
        counts["stored"] += new
        counts["known"] += len(added) - new
        step.clear()
        stored, seconds = counts["stored"] + counts["known"], progress.tasks[bar].elapsed or 0
        rate = f", {stored / seconds:,.0f}/s" if seconds > 1 else ""
        progress.update(bar, detail=f"{stored:,} documents{rate}")

    for readout in read_file(path, lambda size: progress.advance(bar, size)):
        if isinstance(readout, Unreadable):
            counts["bad"] += 1
            console.print(f"{path}, line {readout.line}: {readout.reason}", style="yellow")
            continue
        step.append(readout)
        if len(step) == DOCUMENTS_PER_STEP:
            await flush()
    await flush()
    progress.update(bar, completed=path.stat().st_size)
