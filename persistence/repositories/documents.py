"""Documents in Postgres."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.documents.document import (
    AddedDocument,
    Document,
    DocumentDraft,
    DocumentStatus,
    Replacing,
    StoredText,
    TextFormat,
    Visibility,
)
from domain.identifiers import new_id
from domain.paging import Page, PageRequest
from persistence.repositories.arrays import among
from persistence.repositories.pages import cut, one_more
from persistence.repositories.purging import purge, removed_but_indexed
from persistence.repositories.replacing import Place, hold_places, remove_line, take_places
from persistence.tables import (
    active_index,
    documents,
    embeddings,
    index_versions,
    passages,
    removal_epoch,
)

_LIVING = documents.c.removed_at.is_(None)
_SET = {DocumentStatus.RECEIVED, DocumentStatus.PROCESSED, DocumentStatus.FAILED}
_PUBLIC = documents.c.visibility == Visibility.PUBLIC


class SqlDocumentRepository:
    """Keeps `domain.documents.repository.DocumentRepository`.

    SEARCHABLE is never stored but found on reading. A public document is searchable if the active
    index version contains it; a private one, which is searched beside the index, once all its passages
    have a vector (of whatever encoder: after a change of encoder it stays so shown while its new
    vectors are made).
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self,
        drafts: Sequence[DocumentDraft],
        *,
        owner_id: UUID,
        visibility: Visibility,
        replacing: Replacing | None = None,
    ) -> list[AddedDocument]:
        """Keep the drafts, in their order, unless they are there already.

        Equal owner, visibility and content make the same document, unless it was removed or replaced. With
        `replacing`, new documents take the place of older ones that have their reference (if not empty).
        """
        if replacing is not None:
            await hold_places(self._connection, owner_id=owner_id, visibility=visibility)
        scope = _scope(owner_id, visibility)
        keys = [scope(draft.content_key()) for draft in drafts]
        new: dict[bytes, dict[str, Any]] = {}
        # Sorted ids give the documents of one call the order of their drafts.
        ids = sorted(new_id() for _ in drafts)
        for identifier, key, draft in zip(ids, keys, drafts, strict=True):
            new.setdefault(key, _row(identifier, owner_id, visibility, key, draft))
        kept: dict[bytes, UUID] = {}
        while len(kept) < len(new):
            # Missing after the first round: added by another, and removed before we could read it.
            kept |= await self._add_missing(
                [row for key, row in sorted(new.items()) if key not in kept]
            )
        places: dict[UUID, Place] = {}
        if replacing is not None:
            places = await take_places(
                self._connection,
                [row for key, row in new.items() if kept[key] == row["id"]],
                owner_id=owner_id,
                visibility=visibility,
                kept={*keys, *map(scope, replacing.kept)},
            )
        mine = {row["id"] for row in new.values()}
        added = []
        for key in keys:
            identifier = kept[key]
            added.append(_added(identifier, identifier in mine, places.get(identifier)))
            mine.discard(identifier)  # the same draft again in this call was there already
        return added

    async def _add_missing(self, rows: Sequence[Mapping[str, Any]]) -> dict[bytes, UUID]:
        """Insert the rows that are new and return the ids now kept under all their keys.

        The rows come in the order of their keys, so that no two callers block one another.
        """
        await self._connection.execute(
            upsert(documents).on_conflict_do_nothing(
                index_elements=["content_key"], index_where=_LIVING
            ),
            rows,
        )
        found = await self._connection.execute(
            select(documents.c.content_key, documents.c.id).where(
                among(documents.c.content_key, [row["content_key"] for row in rows]), _LIVING
            )
        )
        return {row.content_key: row.id for row in found}

    async def get(self, document_id: UUID, *, viewer: UUID | None) -> Document | None:
        """Return a document that `viewer` may see (None: public ones alone), removed ones included."""
        statement = _shown().where(documents.c.id == document_id, visible_to(viewer))
        row = (await self._connection.execute(statement)).one_or_none()
        return _document(row) if row else None

    async def page(self, request: PageRequest, *, viewer: UUID) -> Page[Document]:
        """Return public documents and the viewer's own, newest first, without removed and replaced ones."""
        # Two reads, each along its own index, however many documents other people have.
        own = and_(documents.c.owner_id == viewer, ~_PUBLIC)
        found: list[Document] = []
        for half in (_PUBLIC, own):
            statement = one_more(_shown().where(_LIVING, half), request, documents.c.id)
            found += [_document(row) for row in await self._connection.execute(statement)]
        found.sort(key=lambda document: document.id, reverse=True)
        return cut(found, request)

    async def texts(self, ids: Sequence[UUID]) -> list[StoredText]:
        """Return the texts of the documents that are neither removed nor replaced, in no order."""
        rows = await self._connection.execute(
            select(documents).where(among(documents.c.id, ids), _LIVING)
        )
        return [_stored_text(row) for row in rows]

    async def set_status(
        self, ids: Sequence[UUID], status: DocumentStatus, error: str | None = None
    ) -> None:
        """Move documents on; removed and replaced ones stay what they are."""
        if status not in _SET:
            raise ValueError(f"{status} is not a status that is set")
        processed = func.now() if status is DocumentStatus.PROCESSED else documents.c.processed_at
        await self._connection.execute(
            update(documents)
            .where(among(documents.c.id, ids), _LIVING)
            .values(status=status, error=error, processed_at=processed)
        )

    async def remove(self, document_id: UUID) -> None:
        """Take a document, and all that it replaced, out of every search that starts from now on."""
        if await remove_line(self._connection, document_id):
            await self._connection.execute(
                update(removal_epoch).values(epoch=removal_epoch.c.epoch + 1)
            )

    async def mark_indexed(self, ids: Sequence[UUID], version_number: int) -> None:
        """Note the first version that contains each of these documents."""
        await self._connection.execute(
            update(documents)
            .where(among(documents.c.id, ids), documents.c.first_indexed_in.is_(None))
            .values(first_indexed_in=version_number)
        )

    async def unprocessed(self, limit: int) -> list[UUID]:
        """Return public or private documents that were received but not yet cut into passages."""
        found = await self._connection.execute(
            select(documents.c.id)
            .where(_LIVING, documents.c.status == DocumentStatus.RECEIVED)
            .order_by(documents.c.id)
            .limit(limit)
        )
        return list(found.scalars())

    async def purge(self, limit: int) -> dict[str, int]:
        """Delete the texts, passages and vectors of up to `limit` documents that no index has."""
        return await purge(self._connection, limit)

    async def removed_but_indexed(self) -> bool:
        """Whether a removed public document is in the active version, and others are left to index."""
        return await removed_but_indexed(self._connection)

    async def removal_epoch(self) -> int:
        """Return a number that grows with each removal."""
        return int((await self._connection.execute(select(removal_epoch.c.epoch))).scalar_one())

    async def has_private(self, owner_id: UUID) -> bool:
        """Whether someone owns a private document."""
        found = select(documents.c.id).where(
            _LIVING,
            documents.c.owner_id == owner_id,
            documents.c.visibility == Visibility.PRIVATE,
        )
        return bool((await self._connection.execute(select(found.exists()))).scalar_one())


def visible_to(viewer: UUID | None) -> ColumnElement[bool]:
    """Return the condition that a viewer may see a document; None sees public ones alone."""
    return _PUBLIC if viewer is None else or_(_PUBLIC, documents.c.owner_id == viewer)


def _searchable() -> ColumnElement[bool]:
    active_number = (
        select(index_versions.c.number)
        .join(active_index, active_index.c.version_id == index_versions.c.id)
        .scalar_subquery()
    )
    vector = select(embeddings.c.text_hash).where(embeddings.c.text_hash == passages.c.text_hash)
    waiting = select(passages.c.id).where(passages.c.document_id == documents.c.id, ~exists(vector))
    return and_(
        documents.c.status == DocumentStatus.PROCESSED,
        case(
            (_PUBLIC, documents.c.first_indexed_in <= active_number),
            else_=and_(documents.c.passages > 0, ~exists(waiting)),
        ),
    )


def _shown() -> Select[Any]:
    """Return the statement for documents without their texts."""
    shown = [column for column in documents.c if column is not documents.c.text]
    return select(*shown, _searchable().label("searchable"))


def _row(
    identifier: UUID, owner_id: UUID, visibility: Visibility, key: bytes, draft: DocumentDraft
) -> dict[str, Any]:
    return {
        "id": identifier,
        "owner_id": owner_id,
        "visibility": visibility,
        "title": draft.title,
        "reference": draft.reference,
        "source": draft.source,
        "effective_date": draft.effective_date,
        "format": draft.format,
        "tags": list(draft.tags),
        "status": DocumentStatus.RECEIVED,
        "content_key": key,
        "text": draft.text,
        "characters": len(draft.text),
    }


def _scope(owner_id: UUID, visibility: Visibility) -> Callable[[bytes], bytes]:
    """Return what makes a key of content one of this owner's and visibility's.

    So one column is enough to find a document by. With more, Postgres has other indexes to choose from, and
    while it takes the table for small (in a first ingest, to its end) it reads all of an owner's documents.
    """
    before = hashlib.sha256(owner_id.bytes + visibility.encode())

    def scoped(content_key: bytes) -> bytes:
        key = before.copy()
        key.update(content_key)
        return key.digest()

    return scoped


def _added(identifier: UUID, created: bool, place: Place | None) -> AddedDocument:
    if place is None:
        return AddedDocument(identifier, created)
    return AddedDocument(identifier, created, place.version, place.replaces)


def _document(row: Row[Any]) -> Document:
    return Document(
        id=row.id,
        owner_id=row.owner_id,
        visibility=Visibility(row.visibility),
        title=row.title,
        reference=row.reference,
        source=row.source,
        effective_date=row.effective_date,
        format=TextFormat(row.format),
        tags=tuple(row.tags),
        status=DocumentStatus.SEARCHABLE if row.searchable else DocumentStatus(row.status),
        error=row.error,
        passages=row.passages,
        characters=row.characters,
        version=row.version,
        replaces=row.replaces,
        created_at=row.created_at,
    )


def _stored_text(row: Row[Any]) -> StoredText:
    return StoredText(
        id=row.id,
        text=row.text,
        title=row.title,
        reference=row.reference,
        source=row.source,
        effective_date=row.effective_date,
        format=TextFormat(row.format),
    )
