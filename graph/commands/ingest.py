"""`apfa ingest`: documents from files into answers, with progress all the way."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from domain.documents.document import Visibility
from graph.commands.ingested import Counts, File, say
from graph.commands.output import AsJson, print_json
from graph.commands.resources import console, operator_of, with_resources
from graph.commands.teaching import examples

if TYPE_CHECKING:
    from io import BufferedIOBase

    from rich.progress import Progress, TaskID

    from domain.access import Principal
    from domain.documents.document import DocumentDraft, Replacing
    from domain.documents.reading import Format, Readout
    from domain.documents.sources import Source
    from domain.jobs.job import Job
    from persistence.bootstrap import Resources

STANDARD_INPUT = "-"
MOST_PROBLEMS_SHOWN = 20
MOST_PROBLEMS_KEPT = 5
"""As many are told as the reasons of a job for which nothing could be read."""


@examples(
    "apfa ingest regulations.jsonl.gz articles/",
    "apfa ingest 'notes/*.md' --replace --no-wait",
    "zcat new.jsonl.gz | apfa ingest - --format jsonl",
    "apfa ingest articles/ --json | jq '.files[] | select(.error)'",
)
def ingest(  # noqa: PLR0917  # typer fills the parameters by name
    paths: Annotated[
        list[str],
        typer.Argument(
            help="Files, folders or patterns: .jsonl, .csv, .md, .txt, .html, .pdf, each also as .gz; "
            "- reads standard input."
        ),
    ],
    visibility: Annotated[
        Visibility, typer.Option(help="PUBLIC serves everyone; PRIVATE only the operator.")
    ] = Visibility.PUBLIC,
    replace: Annotated[
        bool,
        typer.Option(
            "--replace",
            help="New documents take the place of older ones with the same id (of a file read whole: "
            "its name), which answer until the new ones can be searched.",
        ),
    ] = False,
    format: Annotated[  # noqa: A002  # the option's public name
        str | None,
        typer.Option(help="The format of standard input: jsonl, csv, md … or jsonl.gz …"),
    ] = None,
    wait: Annotated[
        bool, typer.Option(help="Stay until the documents are searchable, showing progress.")
    ] = True,
    as_json: AsJson = False,
) -> None:
    """Store documents, have the workers embed them, and follow until a new index serves.

    What is stored already is not stored again, so an interrupted run is simply repeated. The workers are
    those of `apfa up` (or `apfa worker`), running beside this command.
    """
    from domain.errors import InvalidInput

    if (STANDARD_INPUT in paths) != (format is not None):
        raise InvalidInput("give --format with - (standard input), and with nothing else")

    async def act(resources: Resources) -> dict[str, Any]:
        return await _ingest(resources, paths, visibility, format, replace=replace, wait=wait)

    result = with_resources(act)
    if as_json:
        print_json(result)
    if not result["succeeded"]:
        raise typer.Exit(1)


async def _ingest(
    resources: Resources,
    paths: list[str],
    visibility: Visibility,
    how: str | None,
    *,
    replace: bool,
    wait: bool,
) -> dict[str, Any]:
    """Store all files under one job; return what came of it, for scripts.

    It succeeded if every record was kept and the job, where it is waited for, did what it was to do.
    """
    from domain.documents.intake import ingesting, refuse_ingest
    from graph.commands.following import follow_job, progress_display
    from graph.commands.shapes import job_shape

    store = resources.unit_of_work
    principal = await operator_of(resources)
    with progress_display() as progress:
        async with ingesting(principal, visibility, unit_of_work=store) as job:
            storing = _Storing(resources, principal, job, visibility, replace, progress)
            try:
                await storing.all(paths, how)
            except asyncio.CancelledError:
                console.print("stopped; to store the rest, run the same command again")
                raise
            if storing.problems and not storing.total.seen:
                await refuse_ingest(job.id, storing.problems, unit_of_work=store)
        whole = storing.conclude()
        if wait and storing.total.seen:
            succeeded = await follow_job(resources, job.id, progress)
        else:
            succeeded = True
    async with store() as work:
        ended = await work.jobs.get(job.id)
    assert ended is not None  # jobs are never deleted
    return {
        "succeeded": succeeded and whole,
        "job": job_shape(ended),
        "files": [file.shape() for file in storing.files],
        "total": storing.total.shape(),
    }


@dataclass
class _Storing:
    """Feeds files to one job. Documents of several small files go in one transaction."""

    resources: Resources
    principal: Principal
    job: Job
    visibility: Visibility
    replace: bool
    progress: Progress
    total: Counts = field(default_factory=Counts)
    files: list[File] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    _pending: list[tuple[File, DocumentDraft]] = field(default_factory=list)
    _characters: int = 0
    _open: deque[File] = field(default_factory=deque)

    async def all(self, paths: list[str], how: str | None) -> None:
        """Store everything that is meant by the paths; name what is wrong and go on with the next."""
        from domain.documents.sources import find_sources
        from domain.errors import InvalidInput

        sources = list(find_sources([path for path in paths if path != STANDARD_INPUT]))
        sizes = [s.path.stat().st_size for s in sources if not isinstance(s, InvalidInput)]
        total = None if STANDARD_INPUT in paths else sum(sizes)
        bar = self.progress.add_task("store", total=total, detail="", visible=total != 0)
        for source in sources:
            if isinstance(source, InvalidInput):
                self._fail(source.message, File(source.message.rpartition(": ")[0]))
            else:
                await self._one(source, bar)
        if how is not None:
            await self._standard_input(how, bar)
        await self._flush(bar)

    async def _one(self, source: Source, bar: TaskID) -> None:
        from domain.documents.reading import format_of, read_file
        from domain.documents.steps import shared_references
        from domain.errors import InvalidInput

        replacing: Replacing | None = None
        try:
            how = format_of(source.path.name)
            if self.replace:
                replacing = _replacing(shared_references(source.path, source.path.name))
            readouts = read_file(source.path, self._advance(bar), name=source.name)
        except InvalidInput as error:
            self._fail(_about(source.path, error.message), File(str(source.path)))
            return
        await self._read(str(source.path), readouts, how, replacing, bar)

    async def _standard_input(self, how: str, bar: TaskID) -> None:
        import sys

        from domain.documents.reading import format_of, read_stream
        from domain.documents.sources import Source

        filename = f"stdin.{how.lower().lstrip('.')}"
        form = format_of(filename)
        if self.replace:  # which reads it twice
            with _spooled(self.resources.settings.data_directory, filename) as path:
                await self._one(Source(path, "stdin"), bar)
            return
        stream = cast("BufferedIOBase", sys.stdin.buffer)
        readouts = read_stream(stream, form, "stdin", self._advance(bar))
        await self._read("standard input", readouts, form, None, bar)

    async def _read(
        self,
        name: str,
        readouts: Iterator[Readout],
        how: Format,
        replacing: Replacing | None,
        bar: TaskID,
    ) -> None:
        from domain.documents.reading import Unreadable
        from domain.documents.steps import CHARACTERS_PER_STEP, RECORDS_PER_STEP
        from domain.errors import InvalidInput

        file = File(name)
        self.files.append(file)
        self._open.append(file)
        in_one = self.replace and not how.records  # its parts must not replace one another
        try:
            for readout in readouts:
                if isinstance(readout, Unreadable):
                    self._note(file, readout)
                    continue
                self._pending.append((file, readout))
                file.waiting += 1
                self._characters += len(readout.text)
                full = len(self._pending) >= RECORDS_PER_STEP
                if not in_one and (full or self._characters >= CHARACTERS_PER_STEP):
                    await self._flush(bar, replacing)
        except InvalidInput as error:
            self._fail(_about(Path(name), error.message), file)
        file.ended = True
        if self.replace:
            await self._flush(bar, replacing)

    async def _flush(self, bar: TaskID, replacing: Replacing | None = None) -> None:
        from domain.documents.intake import feed_ingest

        pending, self._pending, self._characters = self._pending, [], 0
        if pending:
            added = await feed_ingest(
                self.principal,
                self.job.id,
                [draft for _, draft in pending],
                self.visibility,
                unit_of_work=self.resources.unit_of_work,
                replacing=replacing,
            )
            for (file, _), document in zip(pending, added, strict=True):
                file.waiting -= 1
                for counts in (file.counts, self.total):
                    counts.stored += document.created
                    counts.known += not document.created
                    counts.replaced += document.replaces is not None
        while self._open and self._open[0].ended and not self._open[0].waiting:
            ended = self._open.popleft()
            ended.counts.show(ended.name)
        self._show_rate(bar)

    def _show_rate(self, bar: TaskID) -> None:
        seen, seconds = self.total.seen, self.progress.tasks[0].elapsed or 0
        rate = f", {seen / seconds:,.0f}/s" if seconds > 1 else ""
        self.progress.update(bar, detail=f"{seen:,} documents{rate}")

    def _note(self, file: File, problem: object) -> None:
        from domain.documents.reading import Unreadable

        assert isinstance(problem, Unreadable)
        for counts in (file.counts, self.total):
            counts.unreadable += 1
        message = f"{file.name}, line {problem.line}: {problem.reason}"
        self._remember(message)
        if file.counts.unreadable <= MOST_PROBLEMS_SHOWN:
            say(message, "yellow")
        elif file.counts.unreadable == MOST_PROBLEMS_SHOWN + 1:
            say(f"{file.name}: more unreadable records are counted, not shown", "yellow")

    def _fail(self, message: str, file: File) -> None:
        file.error = message.removeprefix(f"{file.name}: ")
        if file not in self.files:
            self.files.append(file)
        self._remember(message)
        say(message, "red")

    def _remember(self, message: str) -> None:
        if len(self.problems) < MOST_PROBLEMS_KEPT:
            self.problems.append(message)

    def _advance(self, bar: TaskID) -> Callable[[int], None]:
        return lambda size: self.progress.advance(bar, size)

    def conclude(self) -> bool:
        """Say what became of everything; return whether all of it was kept."""
        self.total.show("in all")
        errors = sum(file.error is not None for file in self.files)
        if errors:
            say(f"{errors:,} could not be read, or not to the end", "red")
        return not errors and not self.total.unreadable


def _replacing(kept: frozenset[bytes]) -> Replacing:
    from domain.documents.document import Replacing

    return Replacing(kept)


def _about(path: Path, message: str) -> str:
    """Return the message with the whole path in front, in place of the file's name."""
    return f"{path}: {message.removeprefix(f'{path.name}: ')}"


@contextmanager
def _spooled(folder: Path, filename: str) -> Iterator[Path]:
    """Have standard input in a file of this name for the length of the block."""
    import shutil
    import sys
    from tempfile import TemporaryDirectory

    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder) as place:
        path = Path(place) / filename
        with path.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        yield path
