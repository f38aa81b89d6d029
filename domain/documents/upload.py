"""A file that is handed in whole: announced first, then received, then read into documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from domain.documents.document import Visibility


class UploadState(StrEnum):
    """Where an upload stands. FAILED ones may still have stored documents before they failed."""

    RECEIVING = "RECEIVING"
    PROCESSING = "PROCESSING"
    DONE = "DONE"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class Problem:
    """A record that could not be kept: its line (in a PDF the page), and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Upload:
    """An upload's row. `size` is what was announced; `key` is where the file lies once it is received.

    `records` were read so far: `stored` and `known` documents, and `unreadable` ones, of which `problems`
    holds the first.
    """

    id: UUID
    owner_id: UUID
    visibility: Visibility
    filename: str
    size: int
    replace: bool
    state: UploadState
    key: str | None
    job_id: UUID | None
    records: int
    stored: int
    known: int
    unreadable: int
    problems: tuple[Problem, ...]
    error: str | None
    created_at: datetime
    expires_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Step:
    """What one step of reading brought: `records` after the first `after` of the file."""

    after: int
    records: int
    stored: int
    known: int
    problems: Sequence[Problem]


class UploadRepository(Protocol):
    """Uploads."""

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

    async def get(self, upload_id: UUID, *, owner_id: UUID | None = None) -> Upload | None:
        """Return an upload, if it is this owner's. One whose job broke while it was read is FAILED."""

    async def receive(self, upload_id: UUID, *, key: str, job_id: UUID) -> bool:
        """Note where the file lies and which job reads it; False if it is too late or done already."""

    async def advance(self, upload_id: UUID, step: Step) -> bool:
        """Note a step; False if another attempt has gone on from there."""

    async def finish(self, upload_id: UUID, error: str | None) -> None:
        """Note that the file was read, or why it could not be."""

    async def forget(self, limit: int) -> list[UUID]:
        """Forget uploads that never came, and let go of those whose job broke.

        Returns the ids whose files nobody needs any more.
        """
