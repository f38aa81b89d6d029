"""Vectors in Postgres."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    ARRAY,
    LargeBinary,
    bindparam,
    column,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.documents.document import DocumentStatus
from persistence.repositories.arrays import among
from persistence.repositories.vectors import from_bytes, to_bytes
from persistence.tables import documents, embeddings, encoder_in_use, golden_questions, passages


class SqlEmbeddingRepository:
    """Keeps `domain.documents.repository.EmbeddingRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def missing(self, hashes: Collection[bytes], fingerprint: str) -> set[bytes]:
        """Return the hashes that have no vector yet."""
        found = await self._connection.execute(
            select(embeddings.c.text_hash).where(
                among(embeddings.c.text_hash, hashes),
                embeddings.c.fingerprint == fingerprint,
            )
        )
        return set(hashes).difference(found.scalars())

    async def vectors(
        self, keys: Collection[bytes], fingerprint: str
    ) -> dict[bytes, NDArray[np.float32]]:
        """Return this encoder's vectors of those that have one, each of shape (d,)."""
        found = await self._connection.execute(
            select(embeddings.c.text_hash, embeddings.c.vector).where(
                among(embeddings.c.text_hash, keys), embeddings.c.fingerprint == fingerprint
            )
        )
        rows = found.all()
        if not rows:
            return {}
        vectors = from_bytes([row.vector for row in rows])
        return {row.text_hash: vector for row, vector in zip(rows, vectors, strict=True)}

    async def store(
        self, fingerprint: str, hashes: Sequence[bytes], vectors: NDArray[np.float32]
    ) -> int:
        """Keep the vectors that are new and return how many those were."""
        if len(hashes) != len(vectors):
            raise ValueError(f"{len(hashes)} hashes for {len(vectors)} vectors")
        # In the order of the hashes, so that two batches with texts in common never block one another.
        pairs = sorted(dict(zip(hashes, to_bytes(vectors), strict=True)).items())
        given = (
            func.unnest(
                bindparam("hashes", [pair[0] for pair in pairs], ARRAY(LargeBinary)),
                bindparam("vectors", [pair[1] for pair in pairs], ARRAY(LargeBinary)),
            )
            .table_valued(column("text_hash", LargeBinary), column("vector", LargeBinary))
            .render_derived()
        )
        stored = await self._connection.execute(
            upsert(embeddings)
            .from_select(
                ["text_hash", "fingerprint", "vector"],
                select(given.c.text_hash, literal(fingerprint), given.c.vector),
            )
            .on_conflict_do_nothing()
        )
        return stored.rowcount

    async def count(self, fingerprint: str) -> int:
        """Return how many vectors this encoder has."""
        statement = select(func.count()).where(embeddings.c.fingerprint == fingerprint)
        return int((await self._connection.execute(statement)).scalar_one())

    async def use_encoder(self, fingerprint: str) -> None:
        """Note the encoder that is in use from now on: the one that an embedding worker last came up with."""
        noted = {"fingerprint": fingerprint, "noted_at": func.now()}
        await self._connection.execute(
            upsert(encoder_in_use)
            .values(only=1, **noted)
            .on_conflict_do_update(index_elements=["only"], set_=noted)
        )

    async def encoder_in_use(self) -> str | None:
        """Return the fingerprint noted last, for processes that do without the encoder; None if none was."""
        found = await self._connection.execute(select(encoder_in_use.c.fingerprint))
        return found.scalar_one_or_none()

    async def delete_orphans(self, older_than_days: int) -> int:
        """Delete vectors of this age that no living passage or golden question has; return how many.

        What a document replaced counts as living until an index version has that document.
        """
        newer = documents.alias("newer")
        stands = exists().where(
            newer.c.id == documents.c.replaced_by,
            newer.c.status != DocumentStatus.REMOVED,
            newer.c.first_indexed_in.is_(None),
        )
        used = (
            select(passages.c.id)
            .join(documents)
            .where(
                passages.c.text_hash == embeddings.c.text_hash,
                or_(documents.c.removed_at.is_(None), stands),
            )
        )
        deleted = await self._connection.execute(
            delete(embeddings).where(
                embeddings.c.created_at < func.now() - timedelta(days=older_than_days),
                ~exists(used),
                ~exists().where(golden_questions.c.vector_key == embeddings.c.text_hash),
            )
        )
        return deleted.rowcount
