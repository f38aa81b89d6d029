"""What resolvers find at hand: who calls, the services, and loaders of the operation's own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import strawberry

from domain.access import OPERATIONS, Access, Permission, Principal
from domain.advice.answering import Adviser
from domain.breaker import Breaker
from domain.errors import Forbidden, Unauthenticated
from domain.identifiers import new_id
from domain.indexing.node import IndexNode
from domain.indexing.search_watch import SearchWatch
from domain.ports import Clock, EventFeed, PasswordHasher, UnitOfWorkFactory, UploadStore
from domain.retrieval.library import Library
from graph.auth.authenticate import Authenticator, Caller
from graph.auth.tokens import AccessTokens
from graph.loaders import Loaders
from graph.metrics import Metrics
from graph.polling import Polls
from jobs.timetable import Schedule

T = TypeVar("T")

ANONYMOUS = Unauthenticated("sign in first: this needs an access token")


@dataclass(frozen=True, slots=True)
class Services:
    """What an API process works with, opened once and passed on."""

    unit_of_work: UnitOfWorkFactory
    feed: EventFeed
    passwords: PasswordHasher
    uploads: UploadStore
    library: Library
    adviser: Adviser
    breakers: tuple[Breaker, ...]
    node: IndexNode
    search_watch: SearchWatch
    tokens: AccessTokens
    authenticator: Authenticator
    metrics: Metrics
    polls: Polls
    schedules: tuple[Schedule, ...]
    clock: Clock
    executor: Executor


@dataclass
class Connection:
    """An HTTP request or a socket, with what its caller showed on opening it.

    `caller` is the failure itself where credentials were bad: what needs none (signing in again) goes
    on working.
    """

    services: Services
    caller: Caller | Unauthenticated = ANONYMOUS
    over_get: bool = False
    request_id: str | None = None
    connection_params: Mapping[str, Any] | None = None

    def operation(self) -> Context:
        """Return the context of one operation; a socket has many."""
        return Context(self, self.request_id or new_id().hex)


@dataclass
class Context:
    """One operation."""

    connection: Connection
    request_id: str

    @property
    def services(self) -> Services:
        """What this process works with."""
        return self.connection.services

    @property
    def unit_of_work(self) -> UnitOfWorkFactory:
        """Opens transactions."""
        return self.connection.services.unit_of_work

    @property
    def caller(self) -> Caller:
        """Who calls. Raises `Unauthenticated` if nobody known does."""
        if isinstance(self.connection.caller, Unauthenticated):
            # A new exception each time: one that is raised again keeps the frames of every raise alive.
            raise Unauthenticated(self.connection.caller.message)
        return self.connection.caller

    @property
    def principal(self) -> Principal:
        """Who calls, as far as authorisation is concerned. Raises `Unauthenticated`."""
        return self.caller.principal

    @cached_property
    def loaders(self) -> Loaders:
        """Loads related rows in batches."""
        return Loaders(self.unit_of_work, lambda: self.principal.user_id)

    async def require(self, operation: str) -> None:
        """Raise `Unauthenticated` or `Forbidden` unless the caller may use a root field, now.

        What the table of operations does not name is refused to everyone.
        """
        need = OPERATIONS.get(operation)
        if need is None:
            raise Forbidden(f"nobody may use {operation}")
        if need is Access.ANYONE:
            return
        principal = await self.services.authenticator.confirm(self.caller)
        if isinstance(need, Permission):
            principal.require(need)

    async def position(self) -> int:
        """Return a cursor such that every change from now on lies after it."""
        async with self.unit_of_work() as work:
            return await work.events.position()

    async def compute(self, function: Callable[[], T]) -> T:
        """Run mathematics off the event loop."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.services.executor, function)


Info = strawberry.Info[Context, None]
