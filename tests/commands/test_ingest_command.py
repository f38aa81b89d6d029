"""`apfa ingest` as a person runs it: a process of its own on a real database, without workers."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.jobs.job import JobState
from domain.jobs.upkeep import sweep
from domain.paging import PageRequest
from persistence.bootstrap import Resources


@dataclass
class Ended:
    """How a command ended; `shown` is all that it printed, on lines as wide as they need to be."""

    code: int
    shown: str


Run = Callable[..., Awaitable[Ended]]


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "graph.cli", "ingest", *map(str, arguments)]


def environment(resources: Resources) -> dict[str, str]:
    return {
        **os.environ,
        "APFA_DATABASE_URL": resources.settings.database_url or "",
        "APFA_REDIS_URL": resources.settings.redis_url or "",
        "APFA_DATA_DIRECTORY": str(resources.settings.data_directory),
        "COLUMNS": "500",
    }


@pytest.fixture
def run(resources: Resources) -> Run:
    """Run `apfa ingest` without waiting for workers, which are not there."""

    async def run(*arguments: object, given: bytes = b"") -> Ended:
        process = await asyncio.create_subprocess_exec(
            *command("--no-wait", *arguments),
            env=environment(resources),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        shown, _ = await process.communicate(given)
        assert process.returncode is not None
        return Ended(process.returncode, shown.decode())

    return run


def lines(count: int, mark: str = "", start: int = 0) -> bytes:
    return b"".join(
        json.dumps({"id": f"id {n}", "text": f"Text {n}{mark}."}).encode() + b"\n"
        for n in range(start, start + count)
    )


async def stored(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        counted = await connection.execute(
            text("select count(*) from documents where removed_at is null")
        )
        return int(counted.scalar_one())


async def test_files_folders_patterns_and_archives_each_have_their_line(
    run: Run, tmp_path: Path, sql_engine: AsyncEngine
) -> None:
    folder = tmp_path / "files"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "guide.md").write_text("# Guide\n\nText.", encoding="utf-8")
    (folder / "page.html.gz").write_bytes(gzip.compress(b"<h1>Page</h1><p>Text."))
    (folder / "table.csv").write_text("id,text\n1,One\n2,Two\n", encoding="utf-8")
    (folder / "[red].txt").write_bytes(b"\xff")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    rows = tmp_path / "rows.jsonl"
    rows.write_bytes(lines(600) + b"not json\n" + lines(600))

    ended = await run(folder, tmp_path / "*.jsonl", tmp_path / "none.md", folder / "picture.png")

    assert ended.code == 1  # not all of it could be read
    assert f"{folder}/deep/guide.md: 1 stored, 0 there already" in ended.shown
    assert f"{folder}/page.html.gz: 1 stored, 0 there already" in ended.shown
    assert f"{folder}/table.csv: 2 stored, 0 there already" in ended.shown
    assert f"{folder}/[red].txt: not UTF-8 text" in ended.shown
    assert f"{rows}, line 601: not JSON" in ended.shown
    assert f"{rows}: 600 stored, 600 there already, 1 unreadable" in ended.shown
    assert f"{tmp_path}/none.md: no such file or folder" in ended.shown
    assert f"{folder}/picture.png: not a format that can be read" in ended.shown
    assert "in all: 604 stored, 600 there already, 1 unreadable" in ended.shown
    assert await stored(sql_engine) == 604
    async with sql_engine.connect() as connection:
        found = await connection.execute(
            text("select reference from documents where title = 'Guide'")
        )
        assert found.scalar_one() == "deep/guide"


async def test_bad_files_are_each_told_in_a_sentence_and_the_good_one_goes_in(
    run: Run, tmp_path: Path, sql_engine: AsyncEngine
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    rubbish = bytes(range(256)) * 20
    packed = gzip.compress(lines(600))
    bad = [
        ("binary.txt", rubbish, "not UTF-8 text: save it as UTF-8"),
        ("blank.md", b" \n\n", "line 1: there is no text in it"),
        ("broken.pdf", b"%PDF-1.7\n" + rubbish, "not a PDF that can be read"),
        ("empty.jsonl", b"", "line 1: there is nothing in it"),
        ("latin.md", "# Gr\u00f6\u00dfe".encode("latin-1"), "not UTF-8 text"),
        ("ragged.csv", b"id,text\n1\n2,b,c\n", "line 3: 3 fields for 2 columns"),
        ("headless.csv", b"1,One\n2,Two\n", "no column is called text; the first line names"),
        ("twice.jsonl.gz", gzip.compress(packed), "it was packed twice: unpack it once"),
        ("unnamed.jsonl", packed, "it is packed: name it .gz"),
        ("utf16.txt", "Text".encode("utf-16"), "it is UTF-16, not UTF-8 text"),
        ("large.txt", b"x" * 51_000_000, "larger than 50,000,000 bytes (unpacked)"),
        ("bomb.html.gz", gzip.compress(b"<p>x" * 15_000_000, 1), "larger than 50,000,000"),
    ]
    for name, content, _ in bad:
        (folder / name).write_bytes(content)
    (folder / "good.md").write_text("\ufeff# Good\n\nText.", encoding="utf-8")
    (folder / "half.jsonl.gz").write_bytes(packed[: len(packed) // 2])

    ended = await run(folder)

    assert ended.code == 1
    for name, _, says in bad:
        assert any(f"{folder}/{name}" in line and says in line for line in ended.shown.split("\n"))
    assert f"{folder}/good.md: 1 stored" in ended.shown
    assert f"{folder}/half.jsonl.gz: the file is damaged or cannot be read" in ended.shown
    # What came before a file broke off is kept, and is known when the whole file comes.
    half = await stored(sql_engine) - 1
    assert 0 < half < 600
    (folder / "half.jsonl.gz").write_bytes(packed)
    again = await run(folder / "half.jsonl.gz")
    assert f"half.jsonl.gz: {600 - half} stored, {half} there already" in again.shown


async def test_a_run_of_bad_files_alone_has_failed(
    run: Run, tmp_path: Path, resources: Resources
) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 rubbish")
    (tmp_path / "rows.jsonl").write_bytes(b"not json\n")
    ended = await run(tmp_path / "broken.pdf", tmp_path / "rows.jsonl")
    assert ended.code == 1
    async with resources.unit_of_work() as work:
        (job,) = (await work.jobs.page(PageRequest())).items
    assert (job.state, job.sealed) == (JobState.FAILED, True)
    assert job.error is not None
    assert job.error.startswith("none of the documents could be read: ")
    assert f"{tmp_path}/broken.pdf: not a PDF" in job.error
    assert f"{tmp_path}/rows.jsonl, line 1: not JSON" in job.error


async def test_a_document_twice_in_a_file_is_stored_once_and_two_texts_of_one_id_both(
    run: Run, tmp_path: Path, sql_engine: AsyncEngine
) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(lines(3) + lines(3) + lines(1, " amended"))
    ended = await run(path)
    assert (ended.code, "4 stored, 3 there already" in ended.shown) == (0, True)
    async with sql_engine.connect() as connection:
        found = await connection.execute(
            text("select reference, count(*) from documents group by 1 order by 1")
        )
        assert [tuple(row) for row in found] == [("id 0", 2), ("id 1", 1), ("id 2", 1)]


async def test_standard_input_needs_its_format(run: Run, sql_engine: AsyncEngine) -> None:
    ended = await run("-", "--format", "jsonl", given=lines(1_100))
    assert (ended.code, "standard input: 1,100 stored" in ended.shown) == (0, True)
    packed = await run("-", "--format", "jsonl.gz", given=gzip.compress(lines(1_101)))
    assert (packed.code, "1 stored, 1,100 there already" in packed.shown) == (0, True)
    assert await stored(sql_engine) == 1_101
    for arguments in (["-"], ["x.md", "--format", "md"], ["-", "--format", "exe"]):
        wrong = await run(*arguments)
        assert wrong.code == 1
        assert wrong.shown.count("\n") < 5  # a sentence, no traceback
    assert await stored(sql_engine) == 1_101


async def test_replacing_by_id(run: Run, tmp_path: Path, sql_engine: AsyncEngine) -> None:
    # Ids come twice each, far apart: the two halves must not replace one another.
    path = tmp_path / "rows.jsonl"
    path.write_bytes(lines(700) + lines(700, " again"))
    assert "1,400 stored" in (await run(path, "--replace")).shown
    assert await stored(sql_engine) == 1_400
    path.write_bytes(lines(1, " amended") + lines(699, start=1) + lines(700, " again"))
    ended = await run(path, "--replace")
    assert "1 stored (1 in place of older ones), 1,399 there already" in ended.shown
    assert await stored(sql_engine) == 1_400
    again = await run("-", "--format", "jsonl", "--replace", given=lines(2, " new"))
    # Two new ones for two ids, of which each stood for two documents.
    assert "2 stored (2 in place of older ones), 0 there already" in again.shown
    assert await stored(sql_engine) == 1_398


async def test_a_killed_run_is_repeated_and_stores_what_is_missing(
    run: Run, tmp_path: Path, sql_engine: AsyncEngine, resources: Resources
) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(lines(20_000))
    first = await asyncio.create_subprocess_exec(
        *command(path), env=environment(resources), stdout=subprocess.DEVNULL
    )
    async with asyncio.timeout(60):
        while await stored(sql_engine) < 2_000:  # noqa: ASYNC110  # the table is looked at from outside
            await asyncio.sleep(0.05)
    first.send_signal(signal.SIGKILL)
    await first.wait()
    there = await stored(sql_engine)
    assert 2_000 <= there < 20_000
    assert there % 500 == 0

    ended = await run(path)

    assert ended.code == 0
    assert f"{20_000 - there:,} stored, {there:,} there already" in ended.shown
    assert await stored(sql_engine) == 20_000
    assert await states(resources) == [(True, JobState.RUNNING), (False, JobState.RUNNING)]
    # What the killed one fed does not wait for ever: its job is closed once nobody holds it.
    async with sql_engine.begin() as connection:
        await connection.execute(text("update jobs set created_at = now() - interval '11 s'"))

    async def holds_all(tasks: object) -> set[object]:
        del tasks
        return set()

    await sweep(unit_of_work=resources.unit_of_work, held_by_broker=holds_all)  # type: ignore[arg-type]
    assert await states(resources) == [(True, JobState.RUNNING), (True, JobState.RUNNING)]


async def states(resources: Resources) -> list[tuple[bool, JobState]]:
    """Whether each job is sealed, and its state, newest first."""
    async with resources.unit_of_work() as work:
        return [(job.sealed, job.state) for job in (await work.jobs.page(PageRequest())).items]


async def test_a_job_that_is_being_fed_is_left_open(
    resources: Resources, sql_engine: AsyncEngine
) -> None:
    process = await asyncio.create_subprocess_exec(
        *command("--no-wait", "-", "--format", "jsonl"),
        env=environment(resources),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    assert process.stdin is not None
    process.stdin.write(lines(500))
    await process.stdin.drain()
    async with asyncio.timeout(60):
        while await stored(sql_engine) < 500:  # noqa: ASYNC110  # the table is looked at from outside
            await asyncio.sleep(0.05)
    async with sql_engine.begin() as connection:
        await connection.execute(text("update jobs set created_at = now() - interval '11 s'"))
    async with resources.unit_of_work() as work:
        assert await work.jobs.forsaken() == []
    process.stdin.write(lines(500, start=500))
    process.stdin.close()
    assert await process.wait() == 0
    assert await stored(sql_engine) == 1_000
    assert [sealed for sealed, _ in await states(resources)] == [True]


@pytest.mark.parametrize(
    "started_by",
    [(), ("sh", "-c", 'trap "" INT; exec "$@"', "sh")],
    ids=["a shell", "a script, in the background"],
)
async def test_a_run_that_is_interrupted_closes_its_job(
    resources: Resources, sql_engine: AsyncEngine, started_by: tuple[str, ...]
) -> None:
    process = await asyncio.create_subprocess_exec(
        *started_by,
        *command("--no-wait", "-", "--format", "jsonl"),
        env=environment(resources),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert process.stdin is not None
    process.stdin.write(lines(1_000))
    await process.stdin.drain()
    async with asyncio.timeout(60):
        while await stored(sql_engine) < 1_000:  # noqa: ASYNC110  # the table is looked at from outside
            await asyncio.sleep(0.05)
    process.send_signal(signal.SIGINT)
    process.stdin.write(lines(1_000, start=1_000))
    process.stdin.close()
    async with asyncio.timeout(30):
        await process.wait()
    assert process.returncode == 130
    assert [sealed for sealed, _ in await states(resources)] == [True]


async def test_two_runs_of_the_same_file_at_once_store_each_document_once(
    run: Run, tmp_path: Path, sql_engine: AsyncEngine, resources: Resources
) -> None:
    path = tmp_path / "rows.jsonl.gz"
    path.write_bytes(gzip.compress(lines(12_000)))
    both = await asyncio.gather(run(path), run(path))
    assert [ended.code for ended in both] == [0, 0]
    assert await stored(sql_engine) == 12_000
    new = [int(ended.shown.split("in all: ")[1].split(" ")[0].replace(",", "")) for ended in both]
    assert sum(new) == 12_000
    assert [sealed for sealed, _ in await states(resources)] == [True, True]


@pytest.mark.slow
async def test_a_large_file_is_stored_in_little_memory(
    tmp_path: Path, resources: Resources, sql_engine: AsyncEngine
) -> None:
    path = tmp_path / "rows.jsonl.gz"
    with gzip.open(path, "wb", compresslevel=1) as packed:
        for n in range(30):
            packed.write(lines(1_000, " and so on" * 100, start=n * 1_000))
    code = (
        "import resource, sys; from graph.cli import app; sys.argv[0] = 'apfa'\n"
        "try: app()\n"
        "finally: print('peak', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        code,
        "ingest",
        "--no-wait",
        str(path),
        env=environment(resources),
        stdout=subprocess.PIPE,
    )
    shown, _ = await process.communicate()
    assert await stored(sql_engine) == 30_000
    assert int(shown.decode().rsplit("peak ", 1)[1]) < 300 * 1024  # KiB
