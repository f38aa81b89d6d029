"""Which processes make up an installation on one machine."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.jobs.task import Queue
from jobs.machine import cores


@dataclass(frozen=True, slots=True)
class ProcessSpec:
    """A process to be kept running: arguments for this Python, and what its environment has beside ours.

    `descriptors` are open files that it inherits, under the same numbers.
    """

    name: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    descriptors: tuple[int, ...] = ()


def worker_processes(queues: Sequence[Queue], count: int = 1) -> list[ProcessSpec]:
    """Return `count` workers that each serve all these queues, sharing the machine's cores."""
    names = [queue.value for queue in queues]
    threads = str(max(1, cores() // count))
    return [
        ProcessSpec(
            f"worker-{'-'.join(names)}-{number}",
            ("-m", "jobs.worker", *names),
            {"APFA_ENCODER_THREADS": os.environ.get("APFA_ENCODER_THREADS", threads)},
        )
        for number in range(1, count + 1)
    ]


def scheduler_process() -> ProcessSpec:
    """Return the process that relays, dispatches, sweeps and keeps the schedules."""
    return ProcessSpec("scheduler", ("-m", "jobs.scheduler"))


def one_machine() -> list[ProcessSpec]:
    """Return what a small machine runs: embedding by itself, the rest together, and the scheduler."""
    return [
        *worker_processes([Queue.EMBEDDING]),
        *worker_processes([Queue.INDEXING, Queue.MAINTENANCE]),
        scheduler_process(),
    ]
