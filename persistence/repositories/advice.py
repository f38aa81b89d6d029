"""Records of answers in Postgres."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Text,
    bindparam,
    cast,
    delete,
    exists,
    func,
    insert,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import JSON, TSQUERY
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.advice.advice import Advice
from domain.advice.feedback.rating import AdviceRating, Rating
from domain.advice.recording.history import Conversation, Erasure, HistoryFilter
from domain.advice.recording.record import KeptRecord
from domain.advice.recording.repository import NewRecord
from domain.chain import Entry, LinkKind
from domain.errors import Conflict
from domain.paging import Page, PageRequest
from persistence.repositories.advice_records import (
    CONTENT,
    RECORD,
    advice_from,
    content_from,
    entry_of,
    row_of,
)
from persistence.repositories.arrays import among
from persistence.repositories.chain import SqlChain
from persistence.repositories.pages import cut, one_more, one_more_oldest_first
from persistence.tables import advice, advice_links, advice_ratings, conversations

_RATING = (advice_ratings.c.rating, advice_ratings.c.comment, advice_ratings.c.rated_at)
_SEARCH = "english"
"""Postgres's configuration for words: endings are cut off, very common words left out."""


class SqlAdviceRepository:
    """Keeps `domain.advice.recording.repository.AdviceRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    @cached_property
    def chain(self) -> SqlChain:
        """The links of all records there ever were."""
        return SqlChain(
            self._connection,
            advice_links,
            rows=advice,
            columns=CONTENT,
            content=lambda row: content_from(row).encode(),
        )

    async def add(self, records: Sequence[NewRecord]) -> Mapping[UUID, Conflict]:
        """Record answers, in this order; conversations begin with their first.

        Returns those that were not, by id: the user's key was used for another one. The others are
        recorded all the same.
        """
        await self.chain.take_turn()
        taken = await self._taken_keys(records)
        refused: dict[UUID, Conflict] = {}
        rows = []
        for record in records:
            key = (record.user_id, record.idempotency_key)
            if key in taken:
                reason = "this idempotency key was used for another answer"
                refused[record.advice.id] = Conflict(reason)
                continue
            if record.idempotency_key is not None:
                taken.add(key)
            rows.append({**row_of(record), "question": record.advice.request.question})
        if rows:
            await self._insert(rows)
        return refused

    async def _taken_keys(self, records: Sequence[NewRecord]) -> set[tuple[UUID, str | None]]:
        """Return which of the records' keys are in use. Nobody else adds one while it is our turn."""
        keys = {
            (record.user_id, record.idempotency_key)
            for record in records
            if record.idempotency_key is not None
        }
        if not keys:
            return set()
        mine = tuple_(advice.c.user_id, advice.c.idempotency_key)
        rows = await self._connection.execute(
            select(advice.c.user_id, advice.c.idempotency_key).where(mine.in_(keys))
        )
        return {(row.user_id, row.idempotency_key) for row in rows}

    async def _insert(self, rows: list[dict[str, Any]]) -> None:
        begun = {row["conversation_id"]: row["user_id"] for row in rows}
        await self._connection.execute(
            upsert(conversations).on_conflict_do_nothing(),
            [{"id": identifier, "user_id": user_id} for identifier, user_id in begun.items()],
        )
        await self._connection.execute(
            insert(advice).values(
                record=cast(bindparam("record", type_=Text), JSON),
                words=func.to_tsvector(_SEARCH, bindparam("question", type_=Text)),
            ),
            rows,
        )
        await self.chain.append([entry_of(row) for row in rows])

    async def by_idempotency_key(self, user_id: UUID, key: str) -> Advice | None:
        """Return the answer recorded under a user's key."""
        return await self._one(_own(user_id).where(advice.c.idempotency_key == key))

    async def get(self, advice_id: UUID, *, user_id: UUID) -> Advice | None:
        """Return one of the user's own records."""
        return await self._one(_own(user_id).where(advice.c.id == advice_id))

    async def latest(self, conversation_id: UUID, *, user_id: UUID) -> Advice | None:
        """Return the latest answer of one of the user's own conversations, None if there is none such."""
        inside = _own(user_id).where(advice.c.conversation_id == conversation_id)
        return await self._one(inside.order_by(advice.c.id.desc()).limit(1))

    async def _one(self, statement: Select[Any]) -> Advice | None:
        row = (await self._connection.execute(statement)).one_or_none()
        return advice_from(row) if row else None

    async def page(
        self, request: PageRequest, *, user_id: UUID, matching: HistoryFilter
    ) -> Page[Advice]:
        """Return the user's own records that match, newest first."""
        statement = one_more(_own(user_id).where(*_matches(matching)), request, advice.c.id)
        return cut([advice_from(row) for row in await self._connection.execute(statement)], request)

    async def answers(
        self, conversation_id: UUID, request: PageRequest, *, user_id: UUID
    ) -> Page[Advice]:
        """Return the answers of one of the user's own conversations, oldest first."""
        inside = _own(user_id).where(advice.c.conversation_id == conversation_id)
        statement = one_more_oldest_first(inside, request, advice.c.id)
        return cut([advice_from(row) for row in await self._connection.execute(statement)], request)

    async def kept(self, advice_ids: Sequence[UUID], *, user_id: UUID) -> Mapping[UUID, KeptRecord]:
        """Return those of the records that are the user's own, as they are kept, with what proves them."""
        found = await self._kept(_kept(user_id).where(among(advice.c.id, advice_ids)))
        return {record.id: record for record in found}

    async def kept_page(self, request: PageRequest, *, user_id: UUID) -> Page[KeptRecord]:
        """Return all that is kept of the user's answers, newest first."""
        return cut(await self._kept(one_more(_kept(user_id), request, advice.c.id)), request)

    async def _kept(self, statement: Select[Any]) -> list[KeptRecord]:
        rows = (await self._connection.execute(statement)).all()
        additions = await self.chain.additions([row.id for row in rows])
        links = {link.entry.subject_id: link for link in additions}
        return [
            KeptRecord(
                id=row.id,
                content=content_from(row),
                salt=row.salt,
                link=links.get(row.id),
                rating=None if row.rating is None else _rating(row),
            )
            for row in rows
        ]

    async def erase(self, erasure: Erasure, *, user_id: UUID, limit: int) -> int:
        """Erase up to `limit` of the user's own records with all that hangs on them; return how many.

        A conversation whose last answer is erased goes with it.
        """
        await self.chain.take_turn()
        wanted = [advice.c.user_id == user_id]
        if erasure.advice_id is not None:
            wanted.append(advice.c.id == erasure.advice_id)
        if erasure.conversation_id is not None:
            wanted.append(advice.c.conversation_id == erasure.conversation_id)
        some = select(advice.c.id).where(*wanted).order_by(advice.c.id).limit(limit)
        erased = (
            await self._connection.execute(
                delete(advice)
                .where(advice.c.id.in_(some))
                .returning(advice.c.id, advice.c.conversation_id)
            )
        ).all()
        if erased:
            additions = await self.chain.additions([row.id for row in erased])
            await self.chain.append(
                [
                    Entry(LinkKind.ERASED, each.entry.subject_id, each.entry.commitment)
                    for each in additions
                ]
            )
            await self._end_conversations({row.conversation_id for row in erased})
        return len(erased)

    async def _end_conversations(self, ids: set[UUID]) -> None:
        left = exists().where(advice.c.conversation_id == conversations.c.id)
        await self._connection.execute(
            delete(conversations).where(among(conversations.c.id, ids), ~left)
        )

    async def rate(self, advice_id: UUID, rating: AdviceRating, *, user_id: UUID) -> bool:
        """Put a rating in place of the one before; whether the user has such an answer."""
        own = select(advice.c.id).where(advice.c.id == advice_id, advice.c.user_id == user_id)
        held = own.with_for_update(read=True, key_share=True)  # so that it is not erased meanwhile
        if (await self._connection.execute(held)).one_or_none() is None:
            return False
        said = {
            "rating": rating.rating,
            "comment": rating.comment,
            "rated_at": rating.rated_at,
        }
        await self._connection.execute(
            upsert(advice_ratings)
            .values(advice_id=advice_id, **said)
            .on_conflict_do_update(index_elements=["advice_id"], set_=said)
        )
        return True

    async def ratings(self, advice_ids: Sequence[UUID]) -> Mapping[UUID, AdviceRating]:
        """Return the ratings of those answers that have one."""
        rows = await self._connection.execute(
            select(advice_ratings).where(among(advice_ratings.c.advice_id, advice_ids))
        )
        return {row.advice_id: _rating(row) for row in rows}

    async def conversation(self, conversation_id: UUID, *, user_id: UUID) -> Conversation | None:
        """Return one of the user's own conversations."""
        statement = _own_conversations(user_id).where(conversations.c.id == conversation_id)
        row = (await self._connection.execute(statement)).one_or_none()
        return Conversation(row.id, row.started_at) if row else None

    async def conversations(self, request: PageRequest, *, user_id: UUID) -> Page[Conversation]:
        """Return the user's own conversations, the one that began last first."""
        statement = one_more(_own_conversations(user_id), request, conversations.c.id)
        rows = await self._connection.execute(statement)
        return cut([Conversation(row.id, row.started_at) for row in rows], request)


def _own(user_id: UUID) -> Select[Any]:
    return select(RECORD).where(advice.c.user_id == user_id)


def _own_conversations(user_id: UUID) -> Select[Any]:
    return select(conversations).where(conversations.c.user_id == user_id)


def _kept(user_id: UUID) -> Select[Any]:
    return (
        select(*CONTENT, advice.c.salt, *_RATING)
        .outerjoin(advice_ratings)
        .where(advice.c.user_id == user_id)
    )


def _matches(wanted: HistoryFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.since is not None:
        conditions.append(advice.c.created_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(advice.c.created_at < wanted.until)
    if wanted.conversation_id is not None:
        conditions.append(advice.c.conversation_id == wanted.conversation_id)
    if wanted.in_scope is not None:
        conditions.append(advice.c.in_scope == wanted.in_scope)
    if wanted.rating is not None:
        rated = exists().where(
            advice_ratings.c.advice_id == advice.c.id, advice_ratings.c.rating == wanted.rating
        )
        conditions.append(rated)
    if wanted.words is not None:
        conditions.append(advice.c.words.op("@@")(_query(wanted.words)))
    return conditions


def _query(words: str) -> ColumnElement[Any]:
    """Return the query for all of these words, each as a beginning.

    Stems alone would miss too much: that of "refinance" is "refin", that of "refinancing" is "refinanc".
    """
    stems = cast(func.plainto_tsquery(_SEARCH, words), Text)  # 'refin' & 'cost'
    return cast(func.regexp_replace(stems, "'(?= &|$)", "':*", "g"), TSQUERY)


def _rating(row: Row[Any]) -> AdviceRating:
    return AdviceRating(Rating(row.rating), row.comment, row.rated_at)
