"""The golden questions in Postgres."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Text, cast, delete, exists, func, literal, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.advice.advice import Advice
from domain.advice.feedback.rating import Rating
from domain.documents.document import Visibility
from domain.identifiers import new_id
from domain.indexing.golden import GoldenDraft, GoldenQuestion, GoldenSource
from domain.paging import Page, PageRequest
from persistence.repositories.advice_records import RECORD, advice_from
from persistence.repositories.arrays import among
from persistence.repositories.pages import cut, one_more
from persistence.tables import advice, advice_ratings, documents, passages
from persistence.tables import golden_questions as table

_PUBLIC = (documents.c.removed_at.is_(None), documents.c.visibility == Visibility.PUBLIC)


class SqlGoldenRepository:
    """Keeps `domain.indexing.golden.GoldenRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, drafts: Sequence[GoldenDraft]) -> list[GoldenQuestion]:
        """Keep those whose question is new and return them."""
        if not drafts:
            return []
        rows = [
            {
                "id": new_id(),
                "question": draft.question,
                "document_references": list(draft.references),
                "text_hashes": list(draft.text_hashes),
                "vector_key": draft.vector_key,
                "source": draft.source,
                "added_by": draft.added_by,
                "advice_id": draft.advice_id,
            }
            for draft in drafts
        ]
        added = await self._connection.execute(
            upsert(table).values(rows).on_conflict_do_nothing().returning(table)
        )
        return [_question(row) for row in added]

    async def get(self, question_id: UUID) -> GoldenQuestion | None:
        """Return a question."""
        return await self._one(table.c.id == question_id)

    async def by_question(self, question: str) -> GoldenQuestion | None:
        """Return a question by its words."""
        return await self._one(table.c.question == question)

    async def _one(self, condition: ColumnElement[bool]) -> GoldenQuestion | None:
        row = (await self._connection.execute(select(table).where(condition))).one_or_none()
        return None if row is None else _question(row)

    async def page(self, request: PageRequest) -> Page[GoldenQuestion]:
        """Return questions, newest first."""
        found = await self._connection.execute(one_more(select(table), request, table.c.id))
        return cut([_question(row) for row in found], request)

    async def remove(self, question_id: UUID) -> bool:
        """Delete a question; whether it was there."""
        deleted = await self._connection.execute(delete(table).where(table.c.id == question_id))
        return bool(deleted.rowcount)

    async def drafts(self) -> list[GoldenDraft]:
        """Return all questions, oldest first."""
        found = await self._connection.execute(select(table).order_by(table.c.id))
        return [_question(row).draft for row in found]

    async def known(
        self, references: Collection[str], text_hashes: Collection[bytes]
    ) -> set[str | bytes]:
        """Return which of these public documents have that are neither removed nor replaced."""
        known: set[str | bytes] = set()
        if references:
            found = await self._connection.execute(
                select(documents.c.reference)
                .distinct()
                .where(among(documents.c.reference, references), *_PUBLIC)
            )
            known.update(found.scalars())
        if text_hashes:
            # No index has texts by their own hash; half a second for 100,000 passages, once a build.
            text_hash = func.sha256(func.convert_to(passages.c.text, cast(literal("UTF8"), Text)))
            hashed = await self._connection.execute(
                select(text_hash.label("hash"))
                .distinct()
                .select_from(passages.join(documents))
                .where(text_hash.in_(list(text_hashes)), *_PUBLIC)
            )
            known.update(bytes(each) for each in hashed.scalars())
        return known

    async def helpful_answers(self, limit: int) -> list[Advice]:
        """Return answers that their askers found helpful and that no question grew from yet, newest first."""
        grown = exists().where(table.c.advice_id == advice.c.id)
        found = await self._connection.execute(
            select(RECORD)
            .select_from(advice.join(advice_ratings))
            .where(advice_ratings.c.rating == Rating.HELPFUL, advice.c.in_scope, ~grown)
            .order_by(advice.c.id.desc())
            .limit(limit)
        )
        return [advice_from(row) for row in found]


def _question(row: Row[Any]) -> GoldenQuestion:
    return GoldenQuestion(
        id=row.id,
        draft=GoldenDraft(
            question=row.question,
            references=tuple(row.document_references),
            text_hashes=tuple(row.text_hashes),
            source=GoldenSource(row.source),
            added_by=row.added_by,
            advice_id=row.advice_id,
        ),
        created_at=row.created_at,
    )
