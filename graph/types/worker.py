"""Processes and queues."""

from datetime import datetime

import strawberry

from domain.jobs import task, worker
from graph.types import enums  # noqa: F401  # declares the enumerations used below


@strawberry.type(description="A process that was heard from in the last seconds.")
class Worker:
    """A living process."""

    name: str = strawberry.field(description="Names the process; no other ever has the same name.")
    kind: worker.ProcessKind = strawberry.field(description="What it does.")
    host: str = strawberry.field(description="The machine it runs on.")
    pid: int = strawberry.field(description="Its process id there.")
    queues: list[task.Queue] = strawberry.field(description="The queues it serves.")
    busy: int = strawberry.field(description="How many tasks it runs at the moment.")
    cpu_percent: float = strawberry.field(description="Its use of the processor, in % of one core.")
    memory_bytes: float = strawberry.field(
        description="Its resident memory, in bytes: a whole number, often beyond what an Int holds."
    )
    started_at: datetime = strawberry.field(description="When it started.")
    seen_at: datetime = strawberry.field(description="When it was last heard from.")

    @staticmethod
    def of(process: worker.Process) -> "Worker":
        """Return a process as clients see it."""
        return Worker(
            name=process.name,
            kind=process.kind,
            host=process.host,
            pid=process.pid,
            queues=list(process.queues),
            busy=process.busy,
            cpu_percent=process.cpu_percent,
            memory_bytes=float(process.memory_bytes),
            started_at=process.started_at,
            seen_at=process.seen_at,
        )


@strawberry.type(description="What waits in a queue and what runs, counted from the ledger.")
class QueueStatus:
    """What waits in a queue and what runs."""

    queue: task.Queue = strawberry.field(description="The queue.")
    priority: int = strawberry.field(
        description="Higher goes first where a process serves several."
    )
    waiting: int = strawberry.field(description="Tasks that wait for a worker.")
    running: int = strawberry.field(description="Tasks that run.")
    retrying: int = strawberry.field(description="Tasks that wait to be tried again.")
    dead: int = strawberry.field(description="Tasks that used up their retries.")
    paused: int = strawberry.field(
        description="Tasks that wait with their paused jobs, and are not counted among the others."
    )
    rate: float = strawberry.field(description="Tasks done a second, over the last minute.")
    oldest_waiting_seconds: float = strawberry.field(
        description="How long the one that waits longest has waited."
    )

    @staticmethod
    def of(depth: worker.QueueDepth) -> "QueueStatus":
        """Return a queue as clients see it."""
        return QueueStatus(
            queue=depth.queue,
            priority=depth.priority,
            waiting=depth.waiting,
            running=depth.running,
            retrying=depth.retrying,
            dead=depth.dead,
            paused=depth.paused,
            rate=depth.rate,
            oldest_waiting_seconds=depth.oldest_waiting_seconds,
        )
