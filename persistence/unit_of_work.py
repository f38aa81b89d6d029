"""One transaction with all repositories."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import cached_property

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.errors import DatabaseAway
from domain.ports import UnitOfWorkFactory
from persistence.repositories.accounts import SqlAccountRepository
from persistence.repositories.advice import SqlAdviceRepository
from persistence.repositories.documents import SqlDocumentRepository
from persistence.repositories.embeddings import SqlEmbeddingRepository
from persistence.repositories.golden import SqlGoldenRepository
from persistence.repositories.indexes import SqlIndexRepository
from persistence.repositories.jobs import SqlJobRepository
from persistence.repositories.outbox import SqlOutbox
from persistence.repositories.passages import SqlPassageRepository
from persistence.repositories.processes import SqlProcessRepository
from persistence.repositories.rate_sheets import SqlRateSheetRepository
from persistence.repositories.schedules import SqlScheduleRepository
from persistence.repositories.serving import SqlServingRepository
from persistence.repositories.statistics import SqlStatisticsRepository
from persistence.repositories.tasks import SqlTaskRepository
from persistence.repositories.uploads import SqlUploadRepository

_AWAY = (OSError, DBAPIError, PoolTimeout)
"""What is raised instead of a connection; one that is refused while Postgres starts up, too."""

_CUT_OFF = ("08", "57P")
"""Classes of SQLSTATE by which Postgres says that a connection ends, or may not begin."""

_MESSAGE = "the database cannot be reached now"


class SqlUnitOfWork:
    """Keeps `domain.ports.UnitOfWork`, on one connection. Not for concurrent use.

    After `commit` the next statement begins another transaction.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    @cached_property
    def accounts(self) -> SqlAccountRepository:
        """Users, refresh tokens and signing keys."""
        return SqlAccountRepository(self._connection)

    @cached_property
    def advice(self) -> SqlAdviceRepository:
        """Records of answers given."""
        return SqlAdviceRepository(self._connection)

    @cached_property
    def documents(self) -> SqlDocumentRepository:
        """Documents and their texts."""
        return SqlDocumentRepository(self._connection)

    @cached_property
    def uploads(self) -> SqlUploadRepository:
        """Files handed in whole."""
        return SqlUploadRepository(self._connection)

    @cached_property
    def passages(self) -> SqlPassageRepository:
        """What documents were cut into."""
        return SqlPassageRepository(self._connection)

    @cached_property
    def embeddings(self) -> SqlEmbeddingRepository:
        """Vectors by text and encoder."""
        return SqlEmbeddingRepository(self._connection)

    @cached_property
    def tasks(self) -> SqlTaskRepository:
        """The ledger."""
        return SqlTaskRepository(self._connection, self.events)

    @cached_property
    def jobs(self) -> SqlJobRepository:
        """Jobs and their progress."""
        return SqlJobRepository(self._connection, self.events)

    @cached_property
    def processes(self) -> SqlProcessRepository:
        """Heartbeats."""
        return SqlProcessRepository(self._connection)

    @cached_property
    def schedules(self) -> SqlScheduleRepository:
        """Which moments of the schedules were acted on."""
        return SqlScheduleRepository(self._connection)

    @cached_property
    def indexes(self) -> SqlIndexRepository:
        """Index versions and which one is active."""
        return SqlIndexRepository(self._connection, self.events)

    @cached_property
    def rate_sheets(self) -> SqlRateSheetRepository:
        """Published rate sheets."""
        return SqlRateSheetRepository(self._connection)

    @cached_property
    def golden(self) -> SqlGoldenRepository:
        """Questions whose answers are known."""
        return SqlGoldenRepository(self._connection)

    @cached_property
    def serving(self) -> SqlServingRepository:
        """How versions fare on the nodes."""
        return SqlServingRepository(self._connection)

    @cached_property
    def statistics(self) -> SqlStatisticsRepository:
        """How the index grew."""
        return SqlStatisticsRepository(self._connection)

    @cached_property
    def events(self) -> SqlOutbox:
        """The outbox of events."""
        return SqlOutbox(self._connection)

    async def commit(self) -> None:
        """Make everything done so far permanent, at once."""
        await self.events.announce()
        await self._connection.commit()


def unit_of_work_factory(engine: AsyncEngine) -> UnitOfWorkFactory:
    """Return what opens a unit of work: `async with open_unit() as unit: …; await unit.commit()`.

    Raises `DatabaseAway` if Postgres cannot be reached, or is lost before the end.
    """

    @asynccontextmanager
    async def open_unit() -> AsyncIterator[SqlUnitOfWork]:
        async with AsyncExitStack() as stack:
            try:
                connection = await stack.enter_async_context(engine.connect())
            except _AWAY as error:
                raise DatabaseAway(_MESSAGE) from error
            try:
                yield SqlUnitOfWork(connection)
            except DBAPIError as error:
                if error.connection_invalidated or _sqlstate(error).startswith(_CUT_OFF):
                    raise DatabaseAway(_MESSAGE) from error
                raise

    return open_unit


def _sqlstate(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", None) or "")
