"""What is kept of a schedule besides its definition: whether it is enabled, and what it did last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Firing:
    """What a schedule started (or joined, if it was at work already), and when."""

    at: datetime
    task_id: UUID


@dataclass(frozen=True, slots=True)
class Keeping:
    """A schedule's row. `slot` is the latest of its moments that was acted on, or let pass."""

    slot: datetime | None = None
    enabled: bool = True
    last: Firing | None = None
