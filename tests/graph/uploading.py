"""Announcing uploads, sending their bytes and looking at them, as tests of them need it."""

from __future__ import annotations

import json
from typing import Any

import httpx

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
