"""Whether the local engines of a data directory run; looking starts nothing and makes nothing."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from persistence.engines import rundir
from persistence.engines.engine import Engine
from persistence.engines.postgres import Postgres
from persistence.engines.valkey import Valkey


@dataclass(frozen=True, slots=True)
class EngineState:
    """A local engine as it is found: whether it has data, and its address while it answers."""

    title: str
    has_data: bool
    address: str | None
    log: Path


def look_at_postgres(data_directory: Path) -> EngineState:
    """Return how the PostgreSQL of a data directory stands."""
    return _look(Postgres(data_directory.expanduser().resolve()))


def look_at_valkey(data_directory: Path) -> EngineState:
    """Return how the Valkey of a data directory stands."""
    return _look(Valkey(data_directory.expanduser().resolve()))


def _look(engine: Engine) -> EngineState:
    return EngineState(engine.title, engine.directory.is_dir(), _address(engine), engine.log)


def _address(engine: Engine) -> str | None:
    try:
        run = Path(os.fsdecode(engine.lifeline.read_bytes()))
        rundir.check_private(run, engine.account())
        return engine.address(run) if engine.answers(run) else None
    except OSError:  # never started; or stopped, and its run-time directory with it
        return None
