"""Uploads in Postgres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, case, delete, func, insert, literal, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.documents.document import Visibility
from domain.documents.upload import Problem, Step, Upload, UploadState
from domain.identifiers import new_id
from domain.jobs.job import JobState
from persistence.tables import jobs, uploads

MOST_PROBLEMS = 1_000
"""So many problems are kept with an upload; all are counted."""

_BROKEN = jobs.c.state.in_([JobState.FAILED, JobState.REVOKED])


class SqlUploadRepository:
    """Keeps `domain.documents.upload.UploadRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self,
        *,
        owner_id: UUID,
        visibility: Visibility,
        filename: str,
        size: int,
        replace: bool,
        lifetime_seconds: float,
    ) -> Upload:
        """Note that a file is to come, within the lifetime."""
        identifier = new_id()
        await self._connection.execute(
            insert(uploads).values(
                id=identifier,
                owner_id=owner_id,
                visibility=visibility,
                filename=filename,
                size=size,
                replace=replace,
                state=UploadState.RECEIVING,
                expires_at=func.now() + timedelta(seconds=lifetime_seconds),
            )
        )
        added = await self.get(identifier)
        assert added is not None  # it was inserted above
        return added

    async def get(self, upload_id: UUID, *, owner_id: UUID | None = None) -> Upload | None:
        """Return an upload, if it is this owner's. One whose job broke while it was read is FAILED."""
        statement = _shown().where(uploads.c.id == upload_id)
        if owner_id is not None:
            statement = statement.where(uploads.c.owner_id == owner_id)
        row = (await self._connection.execute(statement)).one_or_none()
        return None if row is None else _upload(row)

    async def receive(self, upload_id: UUID, *, key: str, job_id: UUID) -> bool:
        """Note where the file lies and which job reads it; False if it is too late or done already."""
        changed = await self._connection.execute(
            update(uploads)
            .where(
                uploads.c.id == upload_id,
                uploads.c.state == UploadState.RECEIVING,
                uploads.c.expires_at > func.now(),
            )
            .values(state=UploadState.PROCESSING, object_key=key, job_id=job_id)
        )
        return bool(changed.rowcount)

    async def advance(self, upload_id: UUID, step: Step) -> bool:
        """Note a step; False if another attempt has gone on from there."""
        room = MOST_PROBLEMS - func.jsonb_array_length(uploads.c.problems)
        problems = _as_json(step.problems)
        # The step that fills the list may overfill it, by less than a step; reading cuts that off.
        kept = case((room > 0, uploads.c.problems.concat(problems)), else_=uploads.c.problems)
        changed = await self._connection.execute(
            update(uploads)
            .where(
                uploads.c.id == upload_id,
                uploads.c.state == UploadState.PROCESSING,
                uploads.c.records == step.after,
            )
            .values(
                records=uploads.c.records + step.records,
                stored=uploads.c.stored + step.stored,
                known=uploads.c.known + step.known,
                unreadable=uploads.c.unreadable + len(step.problems),
                problems=kept,
            )
        )
        return bool(changed.rowcount)

    async def finish(self, upload_id: UUID, error: str | None) -> None:
        """Note that the file was read, or why it could not be."""
        await self._connection.execute(
            update(uploads)
            .where(uploads.c.id == upload_id, uploads.c.state == UploadState.PROCESSING)
            .values(
                state=UploadState.DONE if error is None else UploadState.FAILED,
                error=error,
                finished_at=func.now(),
            )
        )

    async def forget(self, limit: int) -> list[UUID]:
        """Forget uploads that never came, and let go of those whose job broke.

        Returns the ids whose files nobody needs any more.
        """
        late = (
            select(uploads.c.id)
            .where(uploads.c.state == UploadState.RECEIVING, uploads.c.expires_at < func.now())
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        gone = await self._connection.execute(
            delete(uploads).where(uploads.c.id.in_(late)).returning(uploads.c.id)
        )
        broken = (
            select(uploads.c.id)
            .join(jobs)
            .where(uploads.c.state == UploadState.PROCESSING, _BROKEN)
            .limit(limit)
            .with_for_update(skip_locked=True, of=uploads)
        )
        let_go = await self._connection.execute(
            update(uploads)
            .where(uploads.c.id.in_(broken), jobs.c.id == uploads.c.job_id)
            .values(state=UploadState.FAILED, error=jobs.c.error, finished_at=func.now())
            .returning(uploads.c.id)
        )
        return [*gone.scalars(), *let_go.scalars()]


def _shown() -> Select[Any]:
    """Return the statement for uploads as they stand, their jobs considered."""
    stuck = (uploads.c.state == UploadState.PROCESSING) & _BROKEN
    return select(
        *(column for column in uploads.c if column.name not in {"state", "error"}),
        case((stuck, literal(UploadState.FAILED.value)), else_=uploads.c.state).label("state"),
        case((stuck, jobs.c.error), else_=uploads.c.error).label("error"),
    ).outerjoin(jobs, jobs.c.id == uploads.c.job_id)


def _as_json(problems: Sequence[Problem]) -> Any:
    return literal([asdict(problem) for problem in problems], JSONB)


def _upload(row: Row[Any]) -> Upload:
    return Upload(
        id=row.id,
        owner_id=row.owner_id,
        visibility=Visibility(row.visibility),
        filename=row.filename,
        size=row.size,
        replace=row.replace,
        state=UploadState(row.state),
        key=row.object_key,
        job_id=row.job_id,
        records=row.records,
        stored=row.stored,
        known=row.known,
        unreadable=row.unreadable,
        problems=tuple(Problem(**each) for each in row.problems[:MOST_PROBLEMS]),
        error=row.error,
        created_at=row.created_at,
        expires_at=row.expires_at,
        finished_at=row.finished_at,
    )
