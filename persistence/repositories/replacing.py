"""Documents that take the place of others, and which of the two a search is given.

What a document replaced stays REPLACED until somebody removes the newest: an index that was built while
the new one was not ready, or before it came, goes on answering from the old one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.documents.document import DocumentStatus, Visibility
from persistence.repositories.arrays import among
from persistence.tables import documents

_LOCK = text(
    "select pg_advisory_xact_lock(hashtextextended('replacing' || :owner || :visibility, 0))"
)
_TAKE_PLACES = text(
    """
    update documents as old
    set status = 'REPLACED', removed_at = now(), replaced_by = pair.new
    from unnest(cast(:old as uuid[]), cast(:new as uuid[])) as pair (old, new)
    where old.id = pair.old
    """
)
_NUMBER = text(
    """
    update documents as new
    set version = pair.version, replaces = pair.old
    from unnest(cast(:new as uuid[]), cast(:version as integer[]), cast(:old as uuid[]))
        as pair (new, version, old)
    where new.id = pair.new
    """
)
_REMOVE = text(
    """
    with recursive gone (id) as (
        select id from documents where id = :id and status <> 'REMOVED'
        union
        select older.id from documents as older join gone on older.replaced_by = gone.id
    )
    update documents
    set status = 'REMOVED', removed_at = coalesce(removed_at, now())
    where id in (select id from gone)
    """
)

_UNREADY = """
    d.first_indexed_in is null and (d.passages = 0 or exists (
        select from passages p
        where p.document_id = d.id and not exists (
            select from embeddings e where e.text_hash = p.text_hash and e.fingerprint = $1
        )
    ))
"""

_STANDING = """
    with recursive waiting (id) as (
        select d.id from documents d
        where d.removed_at is null and d.replaces is not null and {which} and {unready}
        union
        select d.id from documents d join waiting w on d.replaced_by = w.id
        where d.status = 'REPLACED' and {unready}
    ),
    standing as not materialized (
        select d.* from documents d
        where {which} and d.id not in (select id from waiting) and (
            d.removed_at is null
            or d.status = 'REPLACED' and d.replaced_by in (select id from waiting)
        )
    )
"""


@dataclass(frozen=True, slots=True)
class Place:
    """What a new document's place in its line of versions is."""

    version: int
    replaces: UUID


async def hold_places(
    connection: AsyncConnection, *, owner_id: UUID, visibility: Visibility
) -> None:
    """Let nobody else replace documents of this owner until the transaction ends.

    Two that replaced the same document at once would both stay.
    """
    await connection.execute(_LOCK, {"owner": str(owner_id), "visibility": visibility})


async def take_places(
    connection: AsyncConnection,
    new: Iterable[Mapping[str, Any]],
    *,
    owner_id: UUID,
    visibility: Visibility,
    kept: Collection[bytes],
) -> dict[UUID, Place]:
    """Have new documents replace the older ones with their references, except those with a key in `kept`.

    Where one reference has several, they are paired in their order. Returns the places of those that
    replaced something.
    """
    arrived: dict[str, list[UUID]] = defaultdict(list)
    for row in new:
        if row["reference"]:
            arrived[row["reference"]].append(row["id"])
    pairs: list[tuple[UUID, UUID]] = []
    places: dict[UUID, Place] = {}
    for reference, older in (await _older(connection, arrived, owner_id, visibility, kept)).items():
        newer = sorted(arrived[reference])
        for number, (old, version) in enumerate(older):
            taker = newer[min(number, len(newer) - 1)]
            pairs.append((old, taker))
            before = places.get(taker)
            places[taker] = Place(max(version + 1, before.version if before else 1), old)
    if pairs:
        await connection.execute(
            _TAKE_PLACES, {"old": [old for old, _ in pairs], "new": [taker for _, taker in pairs]}
        )
        await connection.execute(
            _NUMBER,
            {
                "new": list(places),
                "version": [place.version for place in places.values()],
                "old": [place.replaces for place in places.values()],
            },
        )
    return places


async def _older(
    connection: AsyncConnection,
    arrived: Mapping[str, Sequence[UUID]],
    owner_id: UUID,
    visibility: Visibility,
    kept: Collection[bytes],
) -> dict[str, list[tuple[UUID, int]]]:
    """Return what is to be replaced, by reference, oldest first, held against other transactions."""
    if not arrived:
        return {}
    arriving = [identifier for ids in arrived.values() for identifier in ids]
    found = await connection.execute(
        select(documents.c.id, documents.c.reference, documents.c.version)
        .where(
            # In a form that no index serves, or Postgres may read all of the owner's documents.
            documents.c.owner_id.is_not_distinct_from(owner_id),
            documents.c.visibility.is_not_distinct_from(visibility),
            documents.c.removed_at.is_(None),
            documents.c.reference != text("''"),  # as the index has it, word for word
            among(documents.c.reference, arrived),
            ~among(documents.c.id, arriving),
            ~among(documents.c.content_key, kept),
        )
        .order_by(documents.c.id)
        .with_for_update(key_share=True)
    )
    older: dict[str, list[tuple[UUID, int]]] = defaultdict(list)
    for row in found:
        older[row.reference].append((row.id, row.version))
    return older


async def remove_line(connection: AsyncConnection, document_id: UUID) -> bool:
    """Remove a document and all that it replaced; return whether there was anything to remove."""
    removed = await connection.execute(_REMOVE, {"id": document_id})
    return bool(removed.rowcount)


def standing(which: str) -> str:
    """Return the start of a statement about `standing` documents, of those for which `which` holds of `d`.

    These are, of each line of versions, the newest that is ready, and whatever replaces nothing. A document
    is ready once an index version has it, or all its passages have vectors of the encoder $1.
    """
    return _STANDING.format(which=which, unready=_UNREADY)


def not_removed() -> ColumnElement[bool]:
    """Return the condition that a document was not removed; it may have been replaced."""
    return or_(documents.c.removed_at.is_(None), documents.c.status == DocumentStatus.REPLACED)
