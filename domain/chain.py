"""A hash chain over rows that may be erased later: what a link holds, and how links follow each other.

All hashes are SHA-256. A row's commitment hides it behind a random salt that lies with the row: once row
and salt are gone, the commitment tells nothing, and the chain still proves.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Protocol
from uuid import UUID

SALT_BYTES = 32


class LinkKind(StrEnum):
    """What a link says of its row. An ERASED link repeats the commitment of the ADDED one."""

    ADDED = "ADDED"
    ERASED = "ERASED"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be chained: the row's id and its commitment (32 bytes)."""

    kind: LinkKind
    subject_id: UUID
    commitment: bytes


@dataclass(frozen=True, slots=True)
class Link:
    """An entry in its place, from 1 on; `digest` (32 bytes) stands for it and all before it."""

    position: int
    entry: Entry
    digest: bytes


@dataclass(frozen=True, slots=True)
class Linked:
    """A link with what is known of its row.

    `salt` and `content` are None once the row is gone. `counterpart` is the other link of the same row: for
    an ADDED one that which erases it, for an ERASED one that which it erases.
    """

    link: Link
    salt: bytes | None
    content: bytes | None
    counterpart: Link | None


class Chain(Protocol):
    """A chain as it is kept, with its rows."""

    @property
    def name(self) -> str:
        """Name the chain; a link of one chain proves nothing in another."""

    async def head(self) -> Link | None:
        """Return the last link."""

    async def linked(self, *, after: int, limit: int) -> Sequence[Linked]:
        """Return the links after a position in order, `limit` at most, each as it is with its row now."""

    async def unlinked(self) -> UUID | None:
        """Return the id of a row that no link adds, None if there is none."""


def new_salt() -> bytes:
    """Return 32 random bytes."""
    return os.urandom(SALT_BYTES)


def commitment(salt: bytes, content: bytes) -> bytes:
    """Return SHA-256(salt ‖ content)."""
    return sha256(salt + content).digest()


def origin(name: str) -> bytes:
    """Return what stands before a chain's first link: SHA-256 of its name."""
    return sha256(name.encode()).digest()


def digest(previous: bytes, position: int, entry: Entry) -> bytes:
    """Return SHA-256(previous ‖ position ‖ "A" or "E" ‖ subject id ‖ commitment).

    The position is 8 bytes, big-endian; the id 16. Every part has a fixed length, so none can be taken
    for another.
    """
    kind = entry.kind[:1].encode()
    body = position.to_bytes(8) + kind + entry.subject_id.bytes + entry.commitment
    return sha256(previous + body).digest()


def follow(name: str, head: Link | None, entries: Sequence[Entry]) -> list[Link]:
    """Return the links of these entries, in their order, after the head."""
    position = 0 if head is None else head.position
    previous = origin(name) if head is None else head.digest
    links = []
    for entry in entries:
        position += 1
        previous = digest(previous, position, entry)
        links.append(Link(position, entry, previous))
    return links
