"""An OpenAI-compatible server whose model says what a test tells it to, however bad."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route


@dataclass(frozen=True)
class Say:
    """A text in pieces of so many characters; `stops` is why it ends."""

    text: str
    pieces: int = 9
    stops: str = "stop"


@dataclass(frozen=True)
class Call:
    """Calls of tools, after a text."""

    calls: tuple[tuple[str, dict[str, Any]], ...]
    text: str = ""


@dataclass(frozen=True)
class Refuse:
    """An HTTP error."""

    status: int


@dataclass(frozen=True)
class Hang:
    """Nothing more, after a text."""

    text: str = ""


@dataclass(frozen=True)
class Drop:
    """The connection ends in the middle, after a text."""

    text: str = ""


@dataclass(frozen=True)
class Garbage:
    """What is no stream of completions."""

    body: str = "data: {not json}\n\ndata: [DONE]\n\n"


@dataclass(frozen=True)
class Endless:
    """A text without an end."""

    text: str = "and so on and on and on without end "


Turn = Say | Call | Refuse | Hang | Drop | Garbage | Endless
Script = Callable[[list[dict[str, Any]]], Turn]
"""Decides on a turn by the messages of the request."""


@dataclass
class ScriptedServer:
    """Its `turns` are taken one for each request, the last one for all that follow; or `script` decides."""

    url: str
    turns: list[Turn] = field(default_factory=list)
    script: Script | None = None
    requests: list[dict[str, Any]] = field(default_factory=list)
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    streaming: int = 0
    """Streams under way."""

    def next_turn(self, messages: list[dict[str, Any]]) -> Turn:
        if self.script is not None:
            return self.script(messages)
        return self.turns.pop(0) if len(self.turns) > 1 else self.turns[0]

    def prompt(self, request: int = -1) -> str:
        """The text that the user's side of a request had."""
        messages = self.requests[request]["messages"]
        return "\n".join(str(each["content"]) for each in messages if each["role"] == "user")

    async def complete(self, request: Request) -> Response:
        body = await request.json()
        self.requests.append(body)
        turn = self.next_turn(body["messages"])
        if isinstance(turn, Refuse):
            return JSONResponse({"error": {"message": "no"}}, status_code=turn.status)
        return StreamingResponse(self._counted(turn), media_type="text/event-stream")

    async def _counted(self, turn: Turn) -> AsyncIterator[str]:
        self.streaming += 1
        try:
            async for chunk in self._stream(turn):
                yield chunk
        finally:
            self.streaming -= 1

    async def _stream(self, turn: Turn) -> AsyncIterator[str]:  # noqa: C901  # one case for each turn
        match turn:
            case Say(text, size, stops):
                for start in range(0, len(text), size):
                    yield _chunk({"content": text[start : start + size]})
                yield _chunk({}, stops) + "data: [DONE]\n\n"
            case Call(calls, text):
                if text:
                    yield _chunk({"content": text})
                yield _chunk({"tool_calls": [_call(n, *each) for n, each in enumerate(calls)]})
                yield _chunk({}, "tool_calls") + "data: [DONE]\n\n"
            case Hang(text):
                yield _chunk({"content": text})
                await self.closing.wait()
            case Drop(text):
                yield _chunk({"content": text})
                await asyncio.sleep(0.02)
                raise ConnectionAbortedError
            case Garbage(body):
                yield body
            case Endless(text):
                with suppress(asyncio.CancelledError):
                    while not self.closing.is_set():
                        yield _chunk({"content": text * 20})
                        await asyncio.sleep(0)  # a reader in the same loop gets its turn


def _chunk(delta: dict[str, Any], stops: str | None = None) -> str:
    choice = {"index": 0, "delta": {"role": "assistant", **delta}, "finish_reason": stops}
    chunk = {
        "id": "scripted",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "scripted",
        "choices": [choice],
    }
    return f"data: {json.dumps(chunk)}\n\n"


def _call(place: int, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    function = {"name": name, "arguments": json.dumps(arguments)}
    return {"index": place, "id": f"call{place}", "type": "function", "function": function}


@asynccontextmanager
async def scripted_server() -> AsyncIterator[ScriptedServer]:
    """Serve on a free port of the loopback."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        scripted = ScriptedServer(f"http://127.0.0.1:{port}/v1")
        app = Starlette(routes=[Route("/v1/chat/completions", scripted.complete, methods=["POST"])])
        config = uvicorn.Config(app, log_level="critical", lifespan="off")
        server = uvicorn.Server(config)
        task = asyncio.create_task(server._serve([listener]))  # leaves signals to pytest
        while not server.started:  # noqa: ASYNC110  # uvicorn has no event for it
            await asyncio.sleep(0.01)
        yield scripted
        scripted.closing.set()
        server.should_exit = True
        await task
