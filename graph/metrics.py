"""What Prometheus reads of this process; a registry of its own, so nothing else's figures get in."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from domain.retrieval.snapshot import IndexSnapshot
from graph.rate import Rate

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """The figures of one API process."""

    def __init__(self) -> None:
        self.rate = Rate()
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self._operations = Histogram(
            "apfa_graphql_operation_seconds",
            "Time an operation took, by its type and how it ended (OK or the first error's code).",
            ("type", "outcome"),
            buckets=SECONDS,
            registry=self.registry,
        )
        self.refused = Counter(
            "apfa_graphql_refused",
            "Documents that were refused before execution.",
            registry=self.registry,
        )
        self._subscriptions = Gauge(
            "apfa_graphql_subscriptions", "Subscriptions open.", registry=self.registry
        )
        self._sockets = Gauge("apfa_sockets", "WebSockets open.", registry=self.registry)
        self.search_seconds = Histogram(
            "apfa_search_seconds",
            "Time a search for passages took, encoding included.",
            buckets=SECONDS,
            registry=self.registry,
        )
        self._version = Gauge(
            "apfa_index_version", "Index version that is searched.", registry=self.registry
        )
        self._passages = Gauge(
            "apfa_index_passages", "Passages in that version.", registry=self.registry
        )
        self._swaps = Counter(
            "apfa_index_swaps", "Times the index was swapped.", registry=self.registry
        )

    def operation(self, kind: str, outcome: str, seconds: float) -> None:
        """Note an operation that ended."""
        self.rate.count()
        self._operations.labels(kind, outcome).observe(seconds)

    @contextmanager
    def subscription(self, kind: str) -> Iterator[None]:
        """Count a subscription while it is open."""
        start = time.perf_counter()
        with self._subscriptions.track_inprogress():
            yield
        self.operation(kind, "OK", time.perf_counter() - start)

    @contextmanager
    def socket(self) -> Iterator[None]:
        """Count a socket while it is open."""
        with self._sockets.track_inprogress():
            yield

    def swapped(self, snapshot: IndexSnapshot) -> None:
        """Note the version that is searched from now on."""
        self._version.set(snapshot.number)
        self._passages.set(len(snapshot))
        self._swaps.inc()

    def render(self) -> tuple[bytes, str]:
        """Return the exposition and its content type."""
        return generate_latest(self.registry), CONTENT_TYPE_LATEST
