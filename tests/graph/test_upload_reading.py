"""Reading an uploaded file: by a worker, followed to its end, whatever is in it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from domain.documents.upload_reading import process_upload
from domain.errors import InvalidInput, Superseded
from domain.jobs.job import JobState
from graph.types.node import uuid_of
from persistence.bootstrap import Resources
from tests.graph.uploading import LINES, create, kept, put, show


@pytest.fixture
def worker(resources: Resources, tmp_path: Path) -> Callable[[dict[str, Any]], Awaitable[None]]:
    """Read an upload as a worker does."""

    async def work(upload: dict[str, Any]) -> None:
        await process_upload(
            uuid_of("Upload", upload["id"]),
            report,
            unit_of_work=resources.unit_of_work,
            store=resources.uploads,
            scratch=tmp_path,
        )

    return work


async def report(done: int, total: int) -> None:
    assert 0 < done <= total


async def test_a_file_is_announced_sent_and_read(
    user: Any, worker: Any, resources: Resources
) -> None:
    content = gzip.compress(LINES + b'\n{"text": ""}\nnot json\n')
    upload = await create(user, "rows.jsonl.gz", len(content))
    assert (upload["state"], upload["job"]) == ("RECEIVING", None)
    assert upload["url"].startswith("/uploads/")

    response = await put(user, upload, content)

    assert response.status_code == 202
    assert response.json() == {"upload": {"id": upload["id"], "state": "PROCESSING"}}
    assert len(await kept(resources)) == 1
    assert (await show(user, upload))["state"] == "PROCESSING"
    await worker(upload)
    shown = await show(user, upload)
    assert (shown["state"], shown["error"]) == ("DONE", None)
    assert (shown["stored"], shown["known"], shown["unreadable"]) == (1_200, 0, 2)
    assert [problem["line"] for problem in shown["problems"]] == [1_201, 1_202]
    assert "not JSON" in shown["problems"][1]["reason"]
    assert shown["finishedAt"] is not None
    # One task reads the file, and 1,200 documents are cut in batches of 500 at most.
    assert shown["job"] == {
        "kind": "PRIVATE_UPLOAD",
        "state": "RUNNING",
        "progress": {"tasks": 4},
    }
    assert await kept(resources) == []
    node = await user.send(
        "query ($id: ID!) { node(id: $id) { id ... on Upload { stored } } }", {"id": upload["id"]}
    )
    assert node.data["node"] == {"id": upload["id"], "stored": 1_200}


async def test_the_same_file_again_adds_nothing(user: Any, worker: Any) -> None:
    for expected in ((1_200, 0), (0, 1_200)):
        upload = await create(user, "rows.jsonl", len(LINES))
        assert (await put(user, upload, LINES)).status_code == 202
        await worker(upload)
        shown = await show(user, upload)
        assert (shown["state"], shown["stored"], shown["known"]) == ("DONE", *expected)


async def test_a_file_replaces_by_id_but_not_within_itself(
    user: Any, worker: Any, resources: Resources
) -> None:
    def rows(amended: int | None) -> bytes:
        texts = [f"Text {n}{' amended' if n == amended else ''}." for n in range(1_100)]
        records = [{"id": f"12 CFR {n % 550}", "text": each} for n, each in enumerate(texts)]
        return b"\n".join(json.dumps(record).encode() for record in records)

    for amended, expected in ((None, (1_100, 0)), (549, (1, 1_099))):
        content = rows(amended)
        upload = await create(user, "rows.jsonl", len(content), replace=True)
        assert (await put(user, upload, content)).status_code == 202
        await worker(upload)
        shown = await show(user, upload)
        assert (shown["stored"], shown["known"]) == expected
    answer = await user.send(
        "{ documents(first: 1) { nodes { version title replaces status } } me { id } }"
    )
    (newest,) = answer.data["documents"]["nodes"]
    assert newest["version"] == 2
    old = await user.send(
        "query ($id: ID!) { document(id: $id) { status version } }", {"id": newest["replaces"]}
    )
    assert old.data["document"] == {"status": "REPLACED", "version": 1}


@pytest.mark.parametrize(
    ("filename", "content", "reason"),
    [
        ("a.pdf", b"%PDF-1.4 broken", "not a PDF that can be read"),
        ("a.txt", b"\xff\xfe", "not UTF-8"),
        ("a.csv", b"id,body\n1,x\n", "no column is called text"),
        ("a.jsonl", b"{}\n[]\n", "nothing could be read: line 1"),
        ("a.md.gz", b"not gzip", "damaged"),
    ],
)
async def test_a_file_that_gives_nothing_has_failed(
    received: Any, filename: str, content: bytes, reason: str
) -> None:
    upload, read = await received(filename, content)
    with pytest.raises(InvalidInput, match=reason):
        await read()
    shown = await upload()
    assert shown["state"] == "FAILED"
    assert filename in shown["error"]
    with pytest.raises(InvalidInput, match=reason):
        await read()  # reading it again mends nothing


@pytest.fixture
def received(user: Any, worker: Any, resources: Resources) -> Any:
    """Have a file received; return what shows the upload, and what reads it."""

    async def receive(filename: str, content: bytes) -> Any:
        upload = await create(user, filename, len(content))
        assert (await put(user, upload, content)).status_code == 202

        async def read() -> None:
            try:
                await worker(upload)
            finally:
                assert await kept(resources) == []

        return lambda: show(user, upload), read

    return receive


async def test_a_file_that_breaks_off_keeps_what_came_before(user: Any, worker: Any) -> None:
    content = gzip.compress(LINES, compresslevel=1)[:-20]
    upload = await create(user, "rows.jsonl.gz", len(content))
    assert (await put(user, upload, content)).status_code == 202
    await worker(upload)
    shown = await show(user, upload)
    assert (shown["state"], shown["stored"]) == ("FAILED", 1_000)
    assert "damaged" in shown["error"]


async def test_a_reading_that_was_stopped_goes_on_where_it_was(
    user: Any, resources: Resources, tmp_path: Path, worker: Any
) -> None:
    upload = await create(user, "rows.jsonl", len(LINES))
    assert (await put(user, upload, LINES)).status_code == 202

    async def stop(done: int, total: int) -> None:
        del done, total
        raise Superseded("taken over")

    with pytest.raises(Superseded):
        await process_upload(
            uuid_of("Upload", upload["id"]),
            stop,
            unit_of_work=resources.unit_of_work,
            store=resources.uploads,
            scratch=tmp_path,
        )
    assert (await show(user, upload))["stored"] == 500
    await worker(upload)
    shown = await show(user, upload)
    assert (shown["state"], shown["stored"], shown["known"]) == ("DONE", 1_200, 0)


async def test_an_upload_whose_job_was_given_up_has_failed(user: Any, resources: Resources) -> None:
    upload = await create(user, "a.md", 5)
    assert (await put(user, upload, b"# Hi\n")).status_code == 202
    async with resources.unit_of_work() as work:
        row = await work.uploads.get(uuid_of("Upload", upload["id"]))
        assert row is not None
        assert row.job_id is not None
        await work.jobs.move(row.job_id, state=JobState.FAILED, error="out of luck")
        await work.commit()
    shown = await show(user, upload)
    assert (shown["state"], shown["error"]) == ("FAILED", "out of luck")
