"""Answers kept for a while, for whoever asks the same next; each hit is recorded for its own asker."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import astuple, dataclass
from hashlib import sha256
from typing import Protocol
from weakref import WeakValueDictionary

from domain.advice.advice import Advice
from domain.advice.reading.inquiry import Inquiry

KEPT_SECONDS = 600
LARGEST = 500
"""Answers kept in a process, at some 30 kB each."""


class AnswerStore(Protocol):
    """Where processes share answers. What it cannot do at the moment it leaves, without an error."""

    async def load(self, key: str) -> Advice | None:
        """Return the answer kept under a key."""

    async def save(self, key: str, advice: Advice, *, seconds: int) -> None:
        """Keep an answer for so long."""


@dataclass(frozen=True, slots=True)
class Versions:
    """What an answer depends on besides the question: a change of any makes it another.

    `removals` is the removal epoch; `product` is the version of this program.
    """

    index: int | None
    encoder: str
    writer: str
    removals: int
    product: str


@dataclass(slots=True)
class CacheStatistics:
    """How often an answer was found, by where, since the process started."""

    in_process: int = 0
    shared: int = 0
    missed: int = 0


def cache_key(inquiry: Inquiry, versions: Versions) -> str:
    """Return the key of an answer: equal for questions that must have equal answers.

    White space and case of the question do not count; every figure, where it came from (of a rate sheet
    its version and row), and the day do.
    """
    facts = inquiry.known
    parts = (
        *(" ".join(text.casefold().split()) for text in (inquiry.question, inquiry.searched)),
        facts.request.loan,
        facts.request.borrower,
        facts.read,
        facts.carried,
        inquiry.pricing,
        inquiry.before,
        inquiry.asked_at.date(),
        astuple(versions),
    )
    return sha256(repr(parts).encode()).hexdigest()


class AnswerCache:
    """Keeps answers in this process and, through `shared`, for all of them."""

    def __init__(
        self, shared: AnswerStore, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self.statistics = CacheStatistics()
        self._shared = shared
        self._monotonic = monotonic
        self._kept: OrderedDict[str, tuple[float, Advice]] = OrderedDict()
        self._flights: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def __len__(self) -> int:
        return len(self._kept)

    async def find(self, key: str) -> Advice | None:
        """Return the answer kept under a key."""
        until, advice = self._kept.get(key, (0.0, None))
        if advice is not None and until > self._monotonic():
            self.statistics.in_process += 1
            self._kept.move_to_end(key)
            return advice
        advice = await self._shared.load(key)
        if advice is None:
            self.statistics.missed += 1
            return None
        self.statistics.shared += 1
        self._keep(key, advice)
        return advice

    async def keep(self, key: str, advice: Advice) -> None:
        """Keep an answer, here and for the other processes."""
        self._keep(key, advice)
        await self._shared.save(key, advice, seconds=KEPT_SECONDS)

    @asynccontextmanager
    async def flight(self, key: str) -> AsyncIterator[None]:
        """Of several who need the same answer, let one at a time make it; the others then find it kept."""
        lock = self._flights.setdefault(key, asyncio.Lock())
        async with lock:
            yield

    def flush(self) -> None:
        """Forget what this process keeps."""
        self._kept.clear()

    def _keep(self, key: str, advice: Advice) -> None:
        self._kept[key] = self._monotonic() + KEPT_SECONDS, advice
        self._kept.move_to_end(key)
        while len(self._kept) > LARGEST:
            self._kept.popitem(last=False)
