"""`apfa ingest`: documents from files into answers, with progress all the way."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from domain.documents.document import Visibility
from graph.commands.running import console, with_resources

if TYPE_CHECKING:
    from persistence.bootstrap import Resources
    from rich.progress import Progress, TaskID

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
    """Store all files under one job; return whether every record was kept and the job succeeded."""
    from domain.documents.intake import close_ingest
    from graph.commands.following import follow_job, progress_display

    with progress_display() as progress:
        store = await _Store.open(resources, visibility, progress)
        for path in files:
            await store.file(path)
        await close_ingest(store.job_id, unit_of_work=resources.unit_of_work)
        console.print(
            f"{store.new:,} documents stored, {store.known:,} there already, "
            f"{store.unreadable:,} unreadable"
        )
        succeeded = not wait or await follow_job(resources, store.job_id, progress)
    return succeeded and not store.unreadable


@dataclass
class _Store:
    """Feeds files to one job and counts what became of their documents."""

    resources: Resources
    principal: Principal
    job_id: UUID
    visibility: Visibility
    progress: Progress
    new: int = 0
    known: int = 0
    unreadable: int = 0

    @classmethod
    async def open(cls, resources: Resources, visibility: Visibility, progress: Progress) -> _Store:
        from domain.accounts.operator import local_operator
        from domain.clock import SystemClock
        from domain.documents.intake import open_ingest

        principal = await local_operator(
            unit_of_work=resources.unit_of_work,
            passwords=resources.passwords,
            clock=SystemClock(),
        )
        job = await open_ingest(principal, visibility, unit_of_work=resources.unit_of_work)
        return cls(resources, principal, job.id, visibility, progress)

    async def file(self, path: Path) -> None:
        """Store a file's documents, a step at a time, and name the records that cannot be kept."""
        from domain.documents.reading import Unreadable, read_file

        size = path.stat().st_size  # noqa: ASYNC240  # nothing else runs on this loop
        bar = self.progress.add_task(f"store {path.name}", total=size, detail="")
        step: list[DocumentDraft] = []
        for readout in read_file(path, lambda read: self.progress.advance(bar, read)):
            if isinstance(readout, Unreadable):
                self.unreadable += 1
                console.print(f"{path}, line {readout.line}: {readout.reason}", style="yellow")
                continue
            step.append(readout)
            if len(step) == DOCUMENTS_PER_STEP:
                await self._feed(step, bar)
                step = []
        if step:
            await self._feed(step, bar)
        self.progress.update(bar, completed=size)

    async def _feed(self, step: list[DocumentDraft], bar: TaskID) -> None:
        from domain.documents.intake import feed_ingest

        added = await feed_ingest(
            self.principal,
            self.job_id,
            step,
            self.visibility,
            unit_of_work=self.resources.unit_of_work,
        )
        fresh = sum(document.created for document in added)
        self.new += fresh
        self.known += len(added) - fresh
        seen, seconds = self.new + self.known, self.progress.tasks[bar].elapsed or 0
        rate = f", {seen / seconds:,.0f}/s" if seconds > 1 else ""
        self.progress.update(bar, detail=f"{seen:,} documents{rate}")
