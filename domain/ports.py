"""What the product needs from outside, each as a few lines; `persistence` keeps the promises."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from domain.accounts.repository import AccountRepository
from domain.advice.recording.repository import AdviceRepository
from domain.documents.repository import DocumentRepository, EmbeddingRepository, PassageRepository
from domain.documents.upload import UploadRepository
from domain.indexing.golden import GoldenRepository
from domain.indexing.growth import StatisticsRepository
from domain.indexing.repository import IndexRepository
from domain.indexing.serving import ServingRepository
from domain.jobs.repository import (
    JobRepository,
    ProcessRepository,
    ScheduleRepository,
    TaskRepository,
)
from domain.rate_sheets.repository import RateSheetRepository


class Topic(StrEnum):
    """What an event is about; each topic is one ordered stream."""

    TASKS = "tasks"
    JOBS = "jobs"
    INDEX = "index"
    DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True)
class Event:
    """A change that was committed. `position` orders all events and serves as a cursor."""

    position: int
    topic: Topic
    key: str
    payload: Mapping[str, Any]
    at: datetime


class EventLog(Protocol):
    """Events as part of a transaction: published if, and only if, it commits."""

    async def publish(self, topic: Topic, key: str, payload: Mapping[str, Any]) -> None:
        """Add an event about `key`."""

    async def position(self) -> int:
        """Return a cursor such that every change committed from now on lies after it."""


class UnitOfWork(Protocol):
    """One transaction. Leaving the context without `commit` rolls it back."""

    @property
    def accounts(self) -> AccountRepository:
        """Users, refresh tokens and signing keys."""

    @property
    def advice(self) -> AdviceRepository:
        """Records of answers given."""

    @property
    def documents(self) -> DocumentRepository:
        """Documents and their texts."""

    @property
    def uploads(self) -> UploadRepository:
        """Files handed in whole."""

    @property
    def passages(self) -> PassageRepository:
        """What documents were cut into."""

    @property
    def embeddings(self) -> EmbeddingRepository:
        """Vectors by text and encoder."""

    @property
    def tasks(self) -> TaskRepository:
        """The ledger."""

    @property
    def jobs(self) -> JobRepository:
        """Jobs and their progress."""

    @property
    def processes(self) -> ProcessRepository:
        """Heartbeats."""

    @property
    def schedules(self) -> ScheduleRepository:
        """Which moments of the schedules were acted on."""

    @property
    def indexes(self) -> IndexRepository:
        """Index versions and which one is active."""

    @property
    def rate_sheets(self) -> RateSheetRepository:
        """Published rate sheets."""

    @property
    def golden(self) -> GoldenRepository:
        """Questions whose answers are known."""

    @property
    def serving(self) -> ServingRepository:
        """How versions fare on the nodes."""

    @property
    def statistics(self) -> StatisticsRepository:
        """How the index grew."""

    @property
    def events(self) -> EventLog:
        """The outbox of events."""

    async def commit(self) -> None:
        """Make everything done so far permanent, at once."""


UnitOfWorkFactory = Callable[[], AbstractAsyncContextManager[UnitOfWork]]


class EventFeed(Protocol):
    """Committed events as they come."""

    def listen(self, topic: Topic, after: int | None = None) -> AsyncIterator[Event]:
        """Yield events in order: those after position `after` first, or only new ones if None.

        Raises `EventsLost` if events after `after` are no longer kept.
        """


class Clock(Protocol):
    """The time of day; tests set their own."""

    def now(self) -> datetime:
        """Return the present moment, with its time zone."""


class PasswordHasher(Protocol):
    """Slow, salted hashes of passwords, computed off the event loop."""

    async def hash(self, password: str) -> str:
        """Return a hash that `verify` accepts for this password alone."""

    async def verify(self, password_hash: str, password: str) -> bool:
        """Whether the password is the hashed one."""


class TextEncoder(Protocol):
    """The encoder off the event loop."""

    @property
    def fingerprint(self) -> str:
        """Name model, pooling, length and precision: equal fingerprints give comparable vectors."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    async def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit vectors, one row a text: shape (len(texts), dimension)."""


class ArtefactStore(Protocol):
    """Index artefacts: whole directories under content-derived names, immutable once there."""

    async def put(self, name: str, directory: Path) -> None:
        """Upload a directory's files, the manifest last; a name that exists already is left as it is."""

    async def fetch(
        self,
        name: str,
        progress: Callable[[int, int], None] | None = None,
        *,
        proven: bool = False,
    ) -> Path:
        """Return a local directory with the artefact's files, downloading what is not staged yet.

        `proven`: every byte of a copy that was staged before is compared, too, unless it was since anybody
        wrote to it, and a damaged one is replaced.
        """

    async def delete(self, name: str) -> None:
        """Remove an artefact; one that is not there is no error."""

    async def keep_staged(self, names: Collection[str]) -> None:
        """Remove this machine's copies of all other artefacts, unless they came within the last hour."""


class UploadStore(Protocol):
    """Uploaded files, until they are read."""

    async def receive(self, upload_id: UUID, content: AsyncIterator[bytes]) -> str:
        """Keep a file in bounded memory and return its key; if `content` raises, nothing is kept."""

    async def fetch(self, key: str, path: Path) -> None:
        """Write a file to the local path."""

    async def delete(self, key: str) -> None:
        """Remove a file; one that is not there is no error."""

    async def delete_all(self, upload_id: UUID) -> None:
        """Remove whatever was kept for an upload."""
