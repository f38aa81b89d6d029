"""Events as entries of a Redis Stream, one stream a topic."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.ports import Event, Topic

LENGTH = 1_000
"""About how many entries a stream keeps."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An event and the position of the one before it in its topic.

    So a reader notices entries that a Redis lost, by a wipe or by a crash, and gets them from Postgres.
    """

    event: Event
    previous: int


def stream_name(topic: Topic) -> str:
    """Return the key of a topic's stream."""
    return f"apfa:events:{topic}"


def entry_id(position: int) -> str:
    """Return the id of the entry with this position: ids grow as positions do."""
    return f"{position}-0"


def encode(entry: Entry) -> dict[Any, Any]:
    """Return the fields of an entry."""
    return {
        "previous": entry.previous,
        "key": entry.event.key,
        "at": entry.event.at.isoformat(),
        "payload": json.dumps(entry.event.payload, ensure_ascii=False, separators=(",", ":")),
    }


def decode(topic: Topic, identifier: bytes, fields: Mapping[bytes, bytes]) -> Entry:
    """Return what `encode` made the fields from."""
    event = Event(
        position=int(identifier.partition(b"-")[0]),
        topic=topic,
        key=fields[b"key"].decode(),
        payload=json.loads(fields[b"payload"]),
        at=datetime.fromisoformat(fields[b"at"].decode()),
    )
    return Entry(event, int(fields[b"previous"]))
