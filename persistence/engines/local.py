"""What a process calls: the engines of a data directory, for as long as it needs them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from persistence.engines.engine import Engine
from persistence.engines.lifecycle import join, leave, revive
from persistence.engines.postgres import Postgres
from persistence.engines.valkey import Valkey


@dataclass(frozen=True, slots=True)
class EngineAddresses:
    """Where the local engines listen; None for one that was not asked for.

    `database_url` is for SQLAlchemy's `create_async_engine`, `redis_url` for redis-py.
    """

    database_url: str | None
    redis_url: str | None


@contextmanager
def local_engines(
    data_directory: Path, *, postgres: bool = True, redis: bool = True
) -> Iterator[EngineAddresses]:
    """Use the PostgreSQL and the Valkey of `data_directory` for the length of the block.

    Any number of processes may: the first starts them, the others join, the last to leave stops
    them. They outlive a process that is killed, and are found again by the next. Each listens on a
    Unix socket in a private directory only. Blocks while they start, about two seconds the first
    time. Raises EngineFailed.
    """
    engines = _engines(data_directory, postgres=postgres, redis=redis)
    with ExitStack() as leaving:
        with ThreadPoolExecutor(max(1, len(engines))) as pool:
            joining: dict[str, Future[tuple[Path, int]]] = {}
            for engine in engines:
                joining[engine.name] = pool.submit(join, engine)
                leaving.callback(_leave, engine, joining[engine.name])
        yield _addresses(engines, lambda engine: joining[engine.name].result()[0])


def ensure_running(
    data_directory: Path, *, postgres: bool = True, redis: bool = True
) -> EngineAddresses:
    """Restart what has died of the engines that this or another process is using.

    For a supervisor to call inside its own `local_engines` block: it takes no part in who leaves
    last. The addresses are the old ones wherever that is possible. Raises EngineFailed.
    """
    engines = _engines(data_directory, postgres=postgres, redis=redis)
    return _addresses(engines, revive)


def _engines(data_directory: Path, *, postgres: bool, redis: bool) -> list[Engine]:
    place = data_directory.expanduser().resolve()
    kinds: list[type[Engine]] = [Postgres] * postgres + [Valkey] * redis
    return [kind(place) for kind in kinds]


def _addresses(engines: list[Engine], run_of: Callable[[Engine], Path]) -> EngineAddresses:
    found = {engine.name: engine.address(run_of(engine)) for engine in engines}
    return EngineAddresses(found.get(Postgres.name), found.get(Valkey.name))


def _leave(engine: Engine, joining: Future[tuple[Path, int]]) -> None:
    """Leave what was joined, once it was; what failed has left already."""
    if joining.exception() is None:
        leave(engine, joining.result()[1])
