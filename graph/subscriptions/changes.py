"""Committed changes, gathered for one subscriber: nothing is sent more often than it can be read."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from domain.errors import EventsLost, Unavailable
from domain.ports import Event, EventFeed, Topic
from graph.context import Context

FLUSH_SECONDS = 0.1
"""At most ten flushes a second, each with any number of changes."""

MOST_PENDING = 1_000
"""A subscriber that falls further behind is told of a gap instead."""


@dataclass(frozen=True, slots=True)
class Flush:
    """Changes since the last flush, the newest of each thing, in order; at a gap, none.

    `position` is the cursor to go on from.
    """

    events: tuple[Event, ...]
    gap: bool
    position: int


async def changes(
    context: Context,
    operation: str,
    topics: Sequence[Topic],
    *,
    after: int | None,
    concerns: Callable[[Event], bool] = lambda event: True,
    seconds: float = FLUSH_SECONDS,
) -> AsyncGenerator[Flush, None]:
    """Yield flushes until closed. Before each, the caller must still be allowed the operation.

    Raises `Unauthenticated` or `Forbidden` when it no longer is.
    """
    if after is None:
        after = await context.position()
    inbox = _Inbox(concerns)
    feed = context.services.feed
    pumps = [asyncio.create_task(inbox.pump(feed, topic, after)) for topic in topics]
    try:
        while True:
            await inbox.filled(pumps)
            await context.require(operation)
            yield inbox.take()
            await asyncio.sleep(seconds)
    finally:
        for pump in pumps:
            pump.cancel()
        for pump in pumps:
            with suppress(asyncio.CancelledError, Exception):
                await pump


class _Inbox:
    """What came since the last flush: one event for each thing, the newest."""

    def __init__(self, concerns: Callable[[Event], bool]) -> None:
        self._concerns = concerns
        self._pending: dict[tuple[Topic, str], Event] = {}
        self._gap = False
        self._position = 0
        self._some = asyncio.Event()

    async def pump(self, feed: EventFeed, topic: Topic, after: int) -> None:
        """Take in a topic's events. Raises `Unavailable` if the feed ends."""
        while True:
            try:
                async for event in feed.listen(topic, after):
                    after = event.position
                    self._put(event)
                raise Unavailable("the server is stopping: subscribe again")
            except EventsLost as lost:
                after = lost.position
                self._lose(lost.position)

    async def filled(self, pumps: Sequence[asyncio.Task[None]]) -> None:
        """Return when there is something to flush. Raises what ended a pump."""
        some = asyncio.create_task(self._some.wait())
        try:
            await asyncio.wait([some, *pumps], return_when=asyncio.FIRST_COMPLETED)
        finally:
            some.cancel()
        for pump in pumps:
            if pump.done():
                pump.result()

    def take(self) -> Flush:
        """Return what is pending, and begin anew."""
        events = () if self._gap else tuple(self._pending.values())
        flush = Flush(events, self._gap, self._position)
        self._pending.clear()
        self._gap = False
        self._some.clear()
        return flush

    def _put(self, event: Event) -> None:
        self._position = max(self._position, event.position)
        if self._gap or not self._concerns(event):
            return
        key = (event.topic, event.key)
        self._pending.pop(key, None)  # so that it takes its place among the newest
        self._pending[key] = event
        if len(self._pending) > MOST_PENDING:
            self._lose(event.position)
        self._some.set()

    def _lose(self, position: int) -> None:
        self._position = max(self._position, position)
        self._pending.clear()
        self._gap = True
        self._some.set()
