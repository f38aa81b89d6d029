"""What actors work with, opened once a process."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from domain.ports import Clock
from jobs.in_flight import RunningTasks
from persistence.bootstrap import Resources


@dataclass(frozen=True, slots=True)
class JobContext:
    """The process's resources, its name in the ledger, and what it runs at the moment.

    `scratch` is a folder for whatever is built and then uploaded.
    """

    resources: Resources
    worker: str
    running: RunningTasks
    clock: Clock
    scratch: Path
