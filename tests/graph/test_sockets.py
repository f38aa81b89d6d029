"""graphql-transport-ws over a real socket: the protocol, and what must not kill it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin, Subprotocol

from graph.transport import http

OLD_PROTOCOL = Subprotocol("graphql-ws")
PROTOCOL = Subprotocol("graphql-transport-ws")


async def test_any_operation_goes_over_a_socket(open_socket: Any, user: Any) -> None:
    socket = await open_socket()
    await socket.start(user.token)
    await socket.send({"type": "ping"})
    assert (await socket.receive()) == {"type": "pong"}
    identifier = await socket.subscribe("{ me { role } }")
    assert (await socket.receive()) == {
        "id": identifier,
        "type": "next",
        "payload": {"data": {"me": {"role": "USER"}}},
    }
    assert (await socket.receive()) == {"id": identifier, "type": "complete"}


async def test_a_refused_document_is_an_error_and_the_socket_goes_on(
    open_socket: Any, user: Any
) -> None:
    socket = await open_socket()
    await socket.start(user.token)
    for query, code in [
        ("{", "BAD_USER_INPUT"),
        ("{ noSuchField }", "BAD_USER_INPUT"),
        ("query A { __typename } query B { __typename }", "BAD_USER_INPUT"),
        ("query ($i: LoanQuoteInput!) { loanQuote(input: $i) { payment } }", "BAD_USER_INPUT"),
        ("{ a " * 11 + "}" * 11, "TOO_COMPLEX"),
    ]:
        identifier = await socket.subscribe(query)
        message = await socket.receive()
        assert (message["id"], message["type"]) == (identifier, "error")
        assert message["payload"][0]["extensions"]["code"] == code
        assert message["payload"][0]["extensions"]["requestId"]


MALFORMED = [
    "[]",
    "1",
    "null",
    '"x"',
    "{",
    "[" * 50_000,
    '{"type": 1}',
    '{"type": "nonsense"}',
    '{"id": "1"}',
    '{"type": "subscribe"}',
    '{"type": "subscribe", "id": 1, "payload": {"query": "{ __typename }"}}',
    '{"type": "subscribe", "id": null, "payload": {"query": "{ __typename }"}}',
    '{"type": "subscribe", "id": "1", "payload": []}',
    '{"type": "subscribe", "id": "1", "payload": {"query": 1}}',
    '{"type": "subscribe", "id": "1", "payload": {"query": "{a}", "variables": []}}',
    '{"type": "complete", "id": {}}',
    b"\x00\x01",
]


async def test_a_malformed_frame_closes_the_socket_in_order(open_socket: Any) -> None:
    for frame in MALFORMED:
        socket = await open_socket()
        await socket.start()
        await socket.connection.send(frame)
        assert await socket.closed() == 4400, frame[:60]


async def test_the_protocols_own_rules(open_socket: Any) -> None:
    early = await open_socket()
    await early.subscribe("{ __typename }")
    assert await early.closed() == 4401
    twice = await open_socket()
    await twice.start()
    await twice.send({"type": "connection_init"})
    assert await twice.closed() == 4429


async def test_a_socket_that_says_nothing_is_closed_soon(open_socket: Any) -> None:
    socket = await open_socket()
    assert http.INIT_SECONDS <= 3.0
    assert await socket.closed() == 4408


async def test_only_the_present_protocol_and_allowed_origins(address: str) -> None:
    url = address.replace("http", "ws") + "/graphql"
    async with connect(url, subprotocols=[PROTOCOL], origin=Origin("https://app.example")):
        pass
    with pytest.raises(InvalidStatus):
        await connect(url, subprotocols=[PROTOCOL], origin=Origin("https://evil.example"))
    async with connect(url, subprotocols=[OLD_PROTOCOL]) as old:
        await old.wait_closed()
    assert old.close_code == 4406


async def test_bad_credentials_close_the_socket(open_socket: Any) -> None:
    for payload in (
        {"Authorization": "Bearer x"},
        {"authorization": "nonsense"},
        {"Authorization": 5},
        {"AUTHORIZATION": ["Bearer x"]},
    ):
        socket = await open_socket()
        await socket.send({"type": "connection_init", "payload": payload})
        assert await socket.closed() == 4403


async def test_without_credentials_one_may_sign_in_and_nothing_else(open_socket: Any) -> None:
    socket = await open_socket()
    await socket.start()
    await socket.subscribe("{ me { id } }")
    (error,) = (await socket.receive())["payload"]["errors"]
    assert error["extensions"]["code"] == "UNAUTHENTICATED"
    await socket.receive()
    await socket.subscribe("subscription { taskUpdated { gap } }")
    message = await socket.receive()
    assert message["payload"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_a_socket_ends_with_its_token(open_socket: Any, user: Any, clock: Any) -> None:
    clock.ahead = 20 * 60 - 2.0  # the token was signed by the true time
    socket = await open_socket()
    await socket.start(user.token)
    await socket.subscribe("{ me { role } }")
    assert (await socket.receive())["payload"] == {"data": {"me": {"role": "USER"}}}
    assert await socket.closed() == 4403


async def test_a_socket_has_a_most_of_operations(open_socket: Any, admin: Any) -> None:
    socket = await open_socket()
    await socket.start(admin.token)
    for _ in range(http.OPERATIONS_A_SOCKET):
        await socket.subscribe("subscription { taskUpdated { gap } }")
    await socket.subscribe("{ __typename }")
    message = await socket.receive()
    assert message["type"] == "error"


async def test_a_dropped_socket_leaves_nothing_behind(
    open_socket: Any, admin: Any, caplog: pytest.LogCaptureFixture, eventually: Any
) -> None:
    before = len(asyncio.all_tasks())
    socket = await open_socket()
    await socket.start(admin.token)
    for _ in range(15):
        await socket.subscribe("subscription { taskUpdated { gap } }")
    await socket.subscribe("{ __typename }")
    await socket.receive()
    socket.connection.transport.abort()

    async def gone() -> bool:
        return len(asyncio.all_tasks()) <= before

    await eventually(gone)
    assert caplog.text == ""
