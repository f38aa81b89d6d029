"""A client that searches passages over HTTP while versions change, and keeps how long each search took."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx

from graph.client import SIGN_IN
from tests.faults.asking import send
from tests.faults.texts import QUESTIONS

SEARCH = "query ($query: String!) { searchPassages(query: $query) { indexVersion hits { score } } }"


@dataclass(frozen=True)
class Searched:
    """One search: the version that it names, when it began (monotonic) and how long it took, in seconds."""

    version: int
    began: float
    seconds: float

    def near(self, moment: float, seconds: float) -> bool:
        """Whether it was under way within so many seconds after a moment."""
        return self.began - seconds < moment < self.began + self.seconds


@asynccontextmanager
async def searching(
    address: str, email: str, password: str, *, pause: float
) -> AsyncIterator[list[Searched]]:
    """Search again and again for the length of the block; a search that is refused fails the test."""
    searched: list[Searched] = []
    stop = asyncio.Event()
    async with httpx.AsyncClient(base_url=address, timeout=20) as http:
        signed_in = await send(http, SIGN_IN, {"email": email, "password": password})
        http.headers["authorization"] = f"Bearer {signed_in['signIn']['accessToken']}"
        client = asyncio.create_task(_search_on(http, searched, stop, pause))
        try:
            yield searched
        finally:
            stop.set()
            await client


async def _search_on(
    http: httpx.AsyncClient, searched: list[Searched], stop: asyncio.Event, pause: float
) -> None:
    for question in itertools.cycle(QUESTIONS.values()):
        began = time.monotonic()
        found = (await send(http, SEARCH, {"query": question}))["searchPassages"]
        assert found["hits"]
        searched.append(Searched(found["indexVersion"], began, time.monotonic() - began))
        if stop.is_set():
            return
        await asyncio.sleep(pause)
