"""The processes of an installation, as their heartbeats show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.jobs.task import Queue

HEARTBEAT_SECONDS = 2.0
"""How often a process writes its row."""

SILENT_AFTER_SECONDS = 10.0
"""A process that has not written for this long is taken for dead, by Postgres's clock."""


class ProcessKind(StrEnum):
    """What a process does."""

    API = "API"
    WORKER = "WORKER"
    SCHEDULER = "SCHEDULER"


@dataclass(frozen=True, slots=True)
class Process:
    """One process and its last heartbeat; `memory_bytes` is resident, `cpu_percent` of one core.

    `address` is where an API process is reached from its own machine.
    """

    name: str
    kind: ProcessKind
    host: str
    pid: int
    queues: tuple[Queue, ...]
    busy: int
    cpu_percent: float
    memory_bytes: int
    started_at: datetime
    seen_at: datetime
    address: str | None = None


@dataclass(frozen=True, slots=True)
class QueueDepth:
    """What waits in a queue and what runs, counted from the ledger.

    `paused` are tasks that wait with their jobs and count nowhere else; `rate` is tasks done a second,
    over the last minute.
    """

    queue: Queue
    priority: int
    waiting: int
    running: int
    retrying: int
    dead: int
    paused: int
    rate: float
    oldest_waiting_seconds: float
