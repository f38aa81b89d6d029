"""Sending a file: announced over GraphQL, sent by PUT, refused at once where it cannot be kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.access import Role
from domain.documents.uploading import LARGEST_UPLOAD
from graph.types.node import uuid_of
from persistence.bootstrap import Resources
from tests.graph.uploading import CREATE, code, create, kept, put, show


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
