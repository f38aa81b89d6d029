"""A topic's latest events, in memory, for any number of listeners."""

from __future__ import annotations

import asyncio
from collections import deque

from domain.ports import Event, Topic

SIZE = 1_000


class Ring:
    """All of a topic's events after position `floor` up to position `head`, `SIZE` at most.

    Listeners keep a position each and no queue: one that falls behind `floor` reads on in Postgres.
    """

    def __init__(self, topic: Topic) -> None:
        self.topic = topic
        self.floor = 0
        self.head = 0
        self._events: deque[Event] = deque()
        self._changed = asyncio.Event()

    def reset(self, position: int) -> None:
        """Forget everything and go on after this position."""
        self._events.clear()
        self.floor = self.head = position

    def append(self, event: Event) -> None:
        """Add the next event; one that is there already is left out."""
        if event.position <= self.head:
            return
        self._events.append(event)
        self.head = event.position
        if len(self._events) > SIZE:
            self.floor = self._events.popleft().position

    def after(self, position: int) -> list[Event]:
        """Return the events after a position, which must not be before `floor`."""
        found: list[Event] = []
        for event in reversed(self._events):
            if event.position <= position:
                break
            found.append(event)
        found.reverse()
        return found

    @property
    def changed(self) -> asyncio.Event:
        """An event that is set at the next `wake`; take it first, then look at what is there."""
        return self._changed

    def wake(self) -> None:
        """Let all listeners look again."""
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()
