"""Dramatiq's Redis broker, with the ledger as the only keeper of state, retries and delays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dramatiq import Message, Middleware
from dramatiq.brokers.redis import RedisBroker
from redis import Redis

NAMESPACE = "apfa"

HEARTBEAT_TIMEOUT_MS = 15_000
"""After this a worker's messages are delivered to another. The ledger refuses what still runs, so a clock
that is wrong by more than this costs a wasted delivery and nothing else."""

ANSWER_SECONDS = 5.0
"""A server that says nothing for this long is taken for gone."""

MAINTENANCE_CHANCE = 10_000
"""Of a million commands: with idle workers asking 7 times a second, a check every 14 seconds or so."""


class LedgerBroker(RedisBroker):
    """A Redis broker whose messages can be looked up, and which keeps none back for later.

    Delays are kept in the ledger, so there are no delay queues and nobody asks for them.
    """

    def __init__(self, url: str, *, middleware: Sequence[Middleware] = ()) -> None:
        super().__init__(  # type: ignore[no-untyped-call]  # Dramatiq leaves it without types
            client=Redis.from_url(url, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=2.0),
            middleware=list(middleware),
            namespace=NAMESPACE,
            heartbeat_timeout=HEARTBEAT_TIMEOUT_MS,
            maintenance_chance=MAINTENANCE_CHANCE,
        )
        self._taking = True

    def declare_queue(self, queue_name: str) -> None:
        """Declare a queue; has no effect if it was declared before."""
        if queue_name not in self.queues:
            self.emit_before("declare_queue", queue_name)
            self.queues.add(queue_name)
            self.emit_after("declare_queue", queue_name)

    def enqueue(self, message: Message[Any], *, delay: int | None = None) -> Message[Any]:
        """Send a message under its own id, which must follow from the task (see `message_id`).

        Raises `ValueError` for a delay.
        """
        if delay is not None:
            raise ValueError("delays are kept in the ledger, not in the broker")
        message = message.copy(options={"redis_message_id": message.message_id})
        self.emit_before("enqueue", message, delay)
        self.do_enqueue(message.queue_name, message.message_id, message.encode())
        self.emit_after("enqueue", message, delay)
        return message

    def do_fetch(self, queue_name: str, prefetch: int) -> list[bytes]:
        """Return messages to work on; none once this process has begun to stop."""
        if not self._taking:
            return []
        fetch = self._dispatch("fetch")  # type: ignore[no-untyped-call]  # the same
        fetched: list[bytes] = fetch(queue_name, prefetch)
        return fetched

    def stop_taking(self) -> None:
        """Leave what waits to other workers from now on."""
        self._taking = False

    def held(self, queue_name: str, message_ids: Sequence[str]) -> list[bool]:
        """Return, for each id, whether a message waits in the queue or is being worked on.

        Dramatiq keeps all of a queue's messages in one hash until they are acknowledged.
        """
        found = self.client.hmget(f"{self.namespace}:{queue_name}.msgs", list(message_ids))
        return [message is not None for message in found]

    def close(self) -> None:
        """Close the connections."""
        self.client.close()
        self.client.connection_pool.disconnect()
