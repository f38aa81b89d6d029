"""GraphQL over WebSockets: graphql-transport-ws, with malformed messages and ended tokens told apart."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from starlette.websockets import WebSocketDisconnect
from strawberry.http.exceptions import WebSocketDisconnected
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import (
    BaseGraphQLTransportWSHandler,
)

from domain.errors import Unauthenticated
from graph.context import Connection

MALFORMED = 4400
FORBIDDEN = 4403
NEED_ID = frozenset({"subscribe", "complete"})
LONGEST_ID = 200

logger = logging.getLogger(__name__)


class SocketHandler(BaseGraphQLTransportWSHandler[Connection, None]):
    """One socket."""

    _expiry: asyncio.Task[None] | None = None

    async def handle_message(self, message: Any) -> None:
        """Handle a message, closing the socket (4400) if it is none."""
        wrong = _what_is_wrong(message)
        if wrong is None:
            await super().handle_message(message)
        else:
            await self.handle_invalid_message(wrong)

    async def handle_connection_init(self, message: Any) -> None:
        """Let the caller in, until its token ends."""
        await super().handle_connection_init(message)
        if self.connection_acknowledged and self._expiry is None:
            self._expiry = asyncio.create_task(self._close_at_expiry())

    async def shutdown(self) -> None:
        """End what still runs."""
        if self._expiry is not None:
            self._expiry.cancel()
            with suppress(asyncio.CancelledError):
                await self._expiry
        await super().shutdown()

    async def handle_task_exception(self, error: Exception) -> None:
        """Note a fault; that a client has gone is none."""
        if not isinstance(error, WebSocketDisconnected):
            logger.error("a socket's operation failed", exc_info=error)

    async def _close_at_expiry(self) -> None:
        """Close the socket when its token ends."""
        caller = self.context.caller
        if isinstance(caller, Unauthenticated):
            return
        clock = self.context.services.clock
        left = (caller.principal.expires_at - clock.now()).total_seconds()
        await asyncio.sleep(max(0.0, left))
        with suppress(WebSocketDisconnect, RuntimeError):  # the client has gone already
            await self.websocket.close(code=FORBIDDEN, reason="The access token has expired")


def _what_is_wrong(message: object) -> str | None:
    """Return why a message is none of the protocol's, None if it is one."""
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        return "A message is an object with a type"
    if message["type"] in NEED_ID:
        identifier = message.get("id")
        if not isinstance(identifier, str) or not 1 <= len(identifier) <= LONGEST_ID:
            return "The id must be a string"
    if message["type"] == "subscribe":
        return _what_is_wrong_inside(message.get("payload"))
    return None


def _what_is_wrong_inside(payload: object) -> str | None:
    if not isinstance(payload, Mapping) or not isinstance(payload.get("query"), str):
        return "The payload must have a query"
    if not payload["query"].strip():
        return "The query is empty"
    if not isinstance(payload.get("variables"), dict | None):
        return "The variables must be an object"
    if not isinstance(payload.get("operationName"), str | None):
        return "The operationName must be a string"
    return None
