"""Uploading a file: announced over GraphQL, sent by PUT, read by a worker, followed to its end."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.access import Role
from domain.documents.upload_reading import process_upload
from domain.documents.uploading import LARGEST_UPLOAD
from domain.errors import InvalidInput, Superseded
from domain.jobs.job import JobState
from graph.types.node import uuid_of
from persistence.bootstrap import Resources

CREATE = """
mutation ($filename: String!, $size: Int!, $visibility: Visibility! = PRIVATE, $replace: Boolean! = false) {
  createUpload(filename: $filename, size: $size, visibility: $visibility, replace: $replace) {
    ... on CreateUploadSuccess { upload { id url state expiresAt job { id } } }
  }
}
"""
SHOW = """
query ($id: ID!) {
  upload(id: $id) {
    state error stored known unreadable problems { line reason } filename size replace finishedAt
    job { kind state progress { tasks } }
  }
}
"""
LINES = b"\n".join(
    json.dumps({"id": str(number), "text": f"Text {number}."}).encode() for number in range(1_200)
)


async def create(client: Any, filename: str, size: int, **more: Any) -> dict[str, Any]:
    answer = await client.send(CREATE, {"filename": filename, "size": size, **more})
    upload: dict[str, Any] = answer.data["createUpload"]["upload"]
    return upload


async def put(client: Any, upload: dict[str, Any], content: Any, **headers: str) -> httpx.Response:
    if client.token is not None:
        headers.setdefault("authorization", f"Bearer {client.token}")
    response: httpx.Response = await client.http.put(
        upload["url"], content=content, headers=headers
    )
    return response


def code(response: httpx.Response) -> str:
    (error,) = response.json()["errors"]
    assert error["extensions"]["requestId"] == response.headers["x-request-id"]
    return str(error["extensions"]["code"])


async def show(client: Any, upload: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = (await client.send(SHOW, {"id": upload["id"]})).data["upload"]
    return found


async def kept(resources: Resources) -> list[str]:
    return list(await resources.objects.sizes(""))


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


async def test_only_the_owner_may_send_it(
    user: Any, anyone: Any, sign_in: Any, resources: Resources
) -> None:
    upload = await create(user, "a.md", 5)
    other = await sign_in(Role.SUPER_ADMIN)
    assert (await put(anyone, upload, b"# Hi\n")).status_code == 401
    wrong = await put(user, upload, b"# Hi\n", authorization="Bearer nonsense")
    assert (wrong.status_code, code(wrong)) == (401, "UNAUTHENTICATED")
    not_theirs = await put(other, upload, b"# Hi\n")
    assert (not_theirs.status_code, code(not_theirs)) == (404, "NOT_FOUND")
    assert await show(other, upload) is None
    for path in (f"/uploads/{UUID(int=1)}", "/uploads/x"):
        none = await put(user, {"url": path}, b"# Hi\n")
        assert (none.status_code, code(none)) == (404, "NOT_FOUND")
    assert await kept(resources) == []
    assert (await put(user, upload, b"# Hi\n")).status_code == 202
    again = await put(user, upload, b"# Hi\n")
    assert (again.status_code, code(again)) == (409, "CONFLICT")


async def test_public_files_need_the_permission(user: Any, admin: Any) -> None:
    variables = {"filename": "a.md", "size": 5, "visibility": "PUBLIC"}
    assert (await user.send(CREATE, variables)).code == "FORBIDDEN"
    upload = await create(admin, **variables)
    assert (await put(admin, upload, b"# Hi\n")).status_code == 202
    assert (await show(admin, upload))["job"]["kind"] == "UPLOAD"


async def test_what_cannot_be_uploaded_is_refused_at_once(user: Any) -> None:
    for filename, size, argument in [
        ("a.exe", 5, "filename"),
        ("", 5, "filename"),
        ("a\n.md", 5, "filename"),
        ("a" * 300 + ".md", 5, "filename"),
        ("a.md", 0, "size"),
        ("a.md", LARGEST_UPLOAD + 1, "size"),
    ]:
        answer = await user.send(CREATE, {"filename": filename, "size": size})
        assert answer.code == "BAD_USER_INPUT"
        assert answer.error["extensions"]["argument"] == argument


async def chunks(size: int, piece: int = 1_000_000) -> AsyncIterator[bytes]:
    for start in range(0, size, piece):
        yield b"x" * min(piece, size - start)


async def test_fifty_megabytes_fit_and_fifty_one_do_not(user: Any, resources: Resources) -> None:
    upload = await create(user, "a.txt", LARGEST_UPLOAD)
    # Said in the header, it is refused before a byte is read; not said, as soon as it is too much.
    for content in (b"x" * 51_000_000, chunks(51_000_000)):
        response = await put(user, upload, content)
        assert (response.status_code, code(response)) == (413, "BAD_USER_INPUT")
        assert await kept(resources) == []
    assert (await show(user, upload))["state"] == "RECEIVING"
    assert (await put(user, upload, chunks(LARGEST_UPLOAD))).status_code == 202


async def test_a_file_of_another_length_than_announced_is_not_kept(
    user: Any, resources: Resources
) -> None:
    upload = await create(user, "a.txt", 2_000_000)
    for size, status in ((1_999_999, 400), (0, 400), (2_000_001, 413)):
        for content in (b"x" * size, chunks(size)):
            response = await put(user, upload, content)
            assert (response.status_code, code(response)) == (status, "BAD_USER_INPUT"), size
    lying = await put(user, upload, b"x" * 2_000_000, **{"content-length": "5"})
    assert lying.status_code == 400
    assert await kept(resources) == []
    assert (await put(user, upload, chunks(2_000_000))).status_code == 202


async def test_a_connection_that_breaks_half_way_leaves_nothing_and_may_try_again(
    user: Any, address: str, resources: Resources, eventually: Any
) -> None:
    upload = await create(user, "a.txt", 30_000_000)
    host, _, port = address.removeprefix("http://").partition(":")
    for length in ("Content-Length: 30000000", "Transfer-Encoding: chunked"):
        reader, writer = await asyncio.open_connection(host, int(port))
        head = f"PUT {upload['url']} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {user.token}\r\n"
        writer.write(f"{head}{length}\r\n\r\n".encode())
        body = b"x" * 15_000_000
        framed = body if "Content" in length else b"%x\r\n%s\r\n" % (len(body), body)
        writer.write(framed)
        await writer.drain()
        await asyncio.sleep(0.2)
        writer.transport.abort()
        del reader
    await asyncio.sleep(0.3)
    assert await kept(resources) == []
    folder = resources.settings.data_directory / "objects"
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert (await show(user, upload))["state"] == "RECEIVING"
    async with httpx.AsyncClient(base_url=address) as client:
        response = await client.put(
            upload["url"],
            content=chunks(30_000_000),
            headers={"authorization": f"Bearer {user.token}"},
        )
    assert response.status_code == 202


async def test_too_much_is_refused_on_the_wire_too(user: Any, address: str) -> None:
    upload = await create(user, "a.txt", 10)
    async with httpx.AsyncClient(base_url=address) as client:
        response = await client.put(
            upload["url"],
            content=b"x" * 51_000_000,
            headers={"authorization": f"Bearer {user.token}"},
        )
    assert (response.status_code, code(response)) == (413, "BAD_USER_INPUT")


async def test_of_two_who_send_the_same_upload_at_once_one_is_told_so(
    user: Any, resources: Resources
) -> None:
    upload = await create(user, "a.txt", 12_000_000)

    async def slowly() -> AsyncIterator[bytes]:
        async for piece in chunks(12_000_000):
            await asyncio.sleep(0.01)
            yield piece

    responses = await asyncio.gather(put(user, upload, slowly()), put(user, upload, slowly()))
    assert sorted(response.status_code for response in responses) == [202, 409]
    assert len(await kept(resources)) == 1


async def test_an_upload_that_never_came_expires_and_is_forgotten(
    user: Any, clock: Any, sql_engine: AsyncEngine, resources: Resources
) -> None:
    upload = await create(user, "a.md", 5)
    clock.ahead = 3_500
    token = user.token
    async with sql_engine.begin() as connection:
        await connection.execute(text("update uploads set expires_at = now() - interval '1 s'"))
    clock.ahead = 0
    late = await put(user, upload, b"# Hi\n", authorization=f"Bearer {token}")
    assert (late.status_code, code(late)) == (409, "CONFLICT")
    left_by_a_crash = f"uploads/{uuid_of('Upload', upload['id'])}/half"
    await resources.objects.put(left_by_a_crash, b"x")
    await create(user, "b.md", 5)
    assert await show(user, upload) is None
    assert await kept(resources) == []


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


ADD = """
mutation ($documents: [DocumentInput!]!, $replace: Boolean!) {
  addDocuments(documents: $documents, replace: $replace) {
    ... on AddDocumentsSuccess {
      documents { id created replaces error field } job { kind }
    }
  }
}
"""


async def test_each_document_has_its_own_result(user: Any) -> None:
    documents = [
        {"title": "One", "text": "First."},
        {"title": "Two", "text": "  "},
        {"title": "x" * 501, "text": "Third."},
        {"title": "One", "text": "First."},
    ]
    variables = {"documents": documents, "replace": False}
    added = (await user.send(ADD, variables)).data["addDocuments"]
    good, blank, long, again = added["documents"]
    assert good["created"]
    assert good["error"] is None
    assert (blank["id"], blank["created"], blank["field"]) == (None, False, "text")
    assert (long["id"], long["field"]) == (None, "title")
    assert long["error"] == "title may have 500 characters at most"
    assert (again["id"], again["created"]) == (good["id"], False)
    assert added["job"] == {"kind": "PRIVATE_INGEST"}
    bad = {"documents": documents[1:3], "replace": False}
    assert (await user.send(ADD, bad)).data["addDocuments"]["job"] is None


async def test_a_document_replaces_the_one_with_its_reference(user: Any) -> None:
    ids = []
    for text_of_it in ("Old.", "New."):
        documents = [{"title": "T", "reference": "12 CFR 1", "text": text_of_it}]
        added = (await user.send(ADD, {"documents": documents, "replace": True})).data
        (result,) = added["addDocuments"]["documents"]
        assert result["replaces"] == (ids[-1] if ids else None)
        ids.append(result["id"])
    listed = (await user.send("{ documents { nodes { id version } } }")).data["documents"]
    assert listed["nodes"] == [{"id": ids[1], "version": 2}]
