"""Deleting what removed documents left behind."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, exists, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from persistence.repositories.arrays import among
from persistence.tables import documents, embeddings, golden_questions, passages

# Of what was replaced: which versions could still be activated is which have their files.
_PURGEABLE = text(
    """
    select d.id from documents d
    left join documents newer on newer.id = d.replaced_by
    where d.removed_at is not null and d.text <> '' and case
        when d.visibility = 'PRIVATE' then d.status = 'REMOVED' or newer.first_indexed_in is not null
            or newer.passages > 0 and not exists (
                select from passages p where p.document_id = newer.id and not exists (
                    select from embeddings e where e.text_hash = p.text_hash))
        when d.status = 'REMOVED' then not exists (
            select from active_index a join index_versions v on v.id = a.version_id
            where v.created_at <= d.removed_at)
        else newer.first_indexed_in <= (
            select min(v.number) from index_versions v
            where v.artefact is not null and v.state in ('READY', 'ACTIVE', 'RETIRED'))
    end
    order by d.removed_at
    limit :limit
    for update of d skip locked
    """
)
_REMOVED_BUT_INDEXED = text(
    """
    select exists (
        select from documents d, active_index a join index_versions v on v.id = a.version_id
        where d.removed_at is not null and d.text <> '' and d.visibility = 'PUBLIC'
            and d.status = 'REMOVED' and v.created_at <= d.removed_at)
        and exists (select from documents where removed_at is null and visibility = 'PUBLIC')
    """
)


async def purge(connection: AsyncConnection, limit: int) -> dict[str, int]:
    """Delete the texts, passages and vectors of up to `limit` documents; return how many of each."""
    found = await connection.execute(_PURGEABLE, {"limit": limit})
    ids: list[UUID] = list(found.scalars())
    gone = await connection.execute(
        delete(passages).where(among(passages.c.document_id, ids)).returning(passages.c.text_hash)
    )
    hashes = list(gone.scalars())
    vectors = await connection.execute(
        delete(embeddings).where(
            among(embeddings.c.text_hash, set(hashes)),
            ~exists(select(passages.c.id).where(passages.c.text_hash == embeddings.c.text_hash)),
            ~exists().where(golden_questions.c.vector_key == embeddings.c.text_hash),
        )
    )
    await connection.execute(
        update(documents).where(among(documents.c.id, ids)).values(text="", passages=0)
    )
    return {"documents": len(ids), "passages": len(hashes), "embeddings": vectors.rowcount}


async def removed_but_indexed(connection: AsyncConnection) -> bool:
    """Whether a removed public document is in the active version, and others are left to index."""
    return bool((await connection.execute(_REMOVED_BUT_INDEXED)).scalar_one())
