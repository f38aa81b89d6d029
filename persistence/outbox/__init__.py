"""What a transaction left for others, carried on once it is committed."""

from __future__ import annotations

from persistence.outbox.dispatches import Dispatch, DispatchOutbox
from persistence.outbox.relay import EventRelay

__all__ = ["Dispatch", "DispatchOutbox", "EventRelay"]
