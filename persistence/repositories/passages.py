"""Passages in Postgres."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.retrieval.passage import Passage, embedded_text, text_hash
from persistence.repositories.arrays import among
from persistence.repositories.documents import visible_to
from persistence.repositories.driver import driver_connection
from persistence.repositories.replacing import not_removed, standing
from persistence.repositories.vectors import from_bytes
from persistence.tables import documents, embeddings
from persistence.tables import passages as table

_LIVING = documents.c.removed_at.is_(None)
_CHUNK = 2_000

# By their documents' order, which two indexes follow, so that the first rows come at once.
_WITH_VECTORS = """
    {standing}
    select p.id, p.document_id, p.ordinal, p.heading_path, p.context, p.text,
           d.reference, d.title, d.source, d.effective_date, e.vector
    from passages p
    join standing d on d.id = p.document_id
    join embeddings e on e.text_hash = p.text_hash and e.fingerprint = $1
    order by p.document_id, p.ordinal
"""
_PUBLIC_WITH_VECTORS = _WITH_VECTORS.format(standing=standing("d.visibility = 'PUBLIC'"))
PRIVATE_WITH_VECTORS = _WITH_VECTORS.format(
    standing=standing("d.visibility = 'PRIVATE' and d.owner_id = $2")
)


class SqlPassageRepository:
    """Keeps `domain.documents.repository.PassageRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def replace(self, document_ids: Sequence[UUID], passages: Sequence[Passage]) -> None:
        """Put these passages in place of all that these documents had.

        The documents count as not indexed from then on: an index knows passages by their ids.
        """
        ids = sorted(document_ids)
        of_these = among(documents.c.id, ids)
        # Attempts at the same documents take turns, in one order.
        await self._connection.execute(
            select(documents.c.id)
            .where(of_these)
            .order_by(documents.c.id)
            .with_for_update(key_share=True)
        )
        await self._connection.execute(delete(table).where(among(table.c.document_id, ids)))
        driver = await driver_connection(self._connection)
        await driver.copy_records_to_table(
            "passages",
            columns=[
                "id",
                "document_id",
                "ordinal",
                "heading_path",
                "context",
                "text",
                "text_hash",
            ],
            records=[
                (
                    *(each.id, each.document_id, each.ordinal, list(each.heading_path)),
                    *(each.context, each.text, each.embedding_key),
                )
                for each in passages
            ],
        )
        count = select(func.count()).where(table.c.document_id == documents.c.id)
        await self._connection.execute(
            update(documents)
            .where(of_these)
            .values(passages=count.scalar_subquery(), first_indexed_in=None)
        )

    async def unembedded(self, fingerprint: str, document_ids: Sequence[UUID] | None) -> list[UUID]:
        """Return one passage id for each distinct text without a vector, in insertion order.

        Of these documents, or of all if None.
        """
        vector = select(embeddings.c.text_hash).where(
            embeddings.c.text_hash == table.c.text_hash,
            embeddings.c.fingerprint == fingerprint,
        )
        place = (table.c.document_id, table.c.ordinal)
        nth = func.row_number().over(partition_by=table.c.text_hash, order_by=place)
        bare = (
            select(table.c.id, *place, nth.label("nth"))
            .join(documents)
            .where(_LIVING, ~exists(vector))
        )
        if document_ids is not None:
            bare = bare.where(among(table.c.document_id, document_ids))
        each = bare.subquery()
        found = await self._connection.execute(
            select(each.c.id).where(each.c.nth == 1).order_by(each.c.document_id, each.c.ordinal)
        )
        return list(found.scalars())

    async def texts(self, ids: Sequence[UUID]) -> dict[bytes, str]:
        """Return what is to be embedded of these passages, by its hash; removed documents are left out."""
        found = await self._connection.execute(
            select(table.c.text_hash, table.c.context, table.c.text)
            .join(documents)
            .where(among(table.c.id, ids), _LIVING)
        )
        return {row.text_hash: embedded_text(row.context, row.text) for row in found}

    async def living(self, ids: Collection[UUID], *, viewer: UUID | None) -> set[UUID]:
        """Return which of these passages belong to documents that `viewer` may see and that are not removed.

        Passages of replaced documents are among them: an index that has them does not have their successors.
        """
        found = await self._connection.execute(
            select(table.c.id)
            .join(documents)
            .where(among(table.c.id, ids), not_removed(), visible_to(viewer))
        )
        return set(found.scalars())

    async def stream_public(
        self, fingerprint: str
    ) -> AsyncIterator[tuple[list[Passage], NDArray[np.float32]]]:
        """Yield the embedded passages of public documents with their vectors, in a stable order.

        A document that replaces another takes its place as soon as all its passages have vectors, and not
        before: of the two there is always one. All as they were when it began: one snapshot, read through
        a cursor by the thousand.
        """
        driver = await driver_connection(self._connection)
        cursor = await driver.cursor(_PUBLIC_WITH_VECTORS, fingerprint)
        while records := await cursor.fetch(_CHUNK):
            yield _with_vectors(records)

    async def private_of(
        self, owner_id: UUID, fingerprint: str
    ) -> tuple[list[Passage], NDArray[np.float32]]:
        """Return an owner's embedded private passages and their vectors; replaced ones as above."""
        driver = await driver_connection(self._connection)
        return _with_vectors(await driver.fetch(PRIVATE_WITH_VECTORS, fingerprint, owner_id))


def _with_vectors(
    records: Sequence[Mapping[str, Any]],
) -> tuple[list[Passage], NDArray[np.float32]]:
    return [_passage(record) for record in records], from_bytes([r["vector"] for r in records])


def _passage(record: Mapping[str, Any]) -> Passage:
    return Passage(
        id=record["id"],
        document_id=record["document_id"],
        ordinal=record["ordinal"],
        reference=record["reference"],
        title=record["title"],
        heading_path=tuple(record["heading_path"]),
        text=record["text"],
        text_hash=text_hash(record["text"]),
        source=record["source"],
        effective_date=record["effective_date"],
        context=record["context"],
    )
