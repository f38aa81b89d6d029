"""An object store behind a breaker of its own."""

from __future__ import annotations

from obstore.store import ObjectStore

from domain.clock import SystemClock
from persistence.breaker import CircuitGuard
from persistence.objects import Objects


def guarded(store: ObjectStore) -> Objects:
    return Objects(store, breaker=CircuitGuard("the object store", clock=SystemClock()))
