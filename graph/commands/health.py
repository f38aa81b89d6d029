"""`apfa health`: whether a part of an installation works on this host, for the probes of containers."""

from __future__ import annotations

import asyncio
import json
import socket
import urllib.error
import urllib.request
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from domain.errors import Unavailable
from domain.jobs.task import Queue
from domain.jobs.worker import SILENT_AFTER_SECONDS, Process, ProcessKind
from graph.commands.output import AsJson, print_json
from graph.commands.resources import console
from graph.commands.teaching import examples
from graph.listening import USUAL_PORT

if TYPE_CHECKING:
    from collections.abc import Sequence

PATIENCE_SECONDS = 8.0
"""Less than a container's probe is given, so that the reason is told and not only that time was up."""


class Part(StrEnum):
    """A part of an installation."""

    API = "api"
    WORKER = "worker"
    SCHEDULER = "scheduler"


@examples("apfa health", "apfa health api --port 8080", "apfa health worker embedding --json")
def health(
    part: Annotated[
        Part | None, typer.Argument(help="The part to look for; without it, any of them.")
    ] = None,
    queues: Annotated[
        list[Queue] | None, typer.Argument(help="The queues that its workers must serve.")
    ] = None,
    port: Annotated[
        int, typer.Option(help="The port that the API listens on.", envvar="APFA_PORT")
    ] = USUAL_PORT,
    as_json: AsJson = False,
) -> None:
    """Exit with 0 if a part of APFA works on this host, with 1 and the reason if not.

    The API must answer that it is ready. Workers and the scheduler must have written their heartbeat
    within the last 10 seconds, and still be there.
    Nothing is started. `apfa doctor` looks at everything and says what to do.
    """
    from graph.commands.shapes import process_shape

    if part is Part.API:
        said = _ask_api(f"http://127.0.0.1:{port}/health/ready")
        console.print(f"the API on port {port} is ready")
        if as_json:
            print_json(said)
        return
    processes = _processes(part, queues or [])
    for process in processes:
        console.print(f"{process.name} works, {process.busy} tasks in hand")
    if as_json:
        print_json([process_shape(process) for process in processes])


def _ask_api(url: str) -> Any:
    """Return what a ready API says of itself. Raises `Unavailable`."""
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310  # http, built here
            return json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            reason = _reason(error.read())
    except (OSError, ValueError) as error:  # no answer, or none in JSON
        reason = str(error)
    raise Unavailable(f"the API is not ready: {reason}")


def _reason(body: bytes) -> str:
    """Return which of its needs the API lacks, as its answer says."""
    try:
        said = json.loads(body)
        lacking = [name for name in ("database", "redis") if said[name] == "unavailable"]
    except (ValueError, TypeError, KeyError):
        return "what listens there is something else"
    return f"{' and '.join(lacking)} unavailable"


def _processes(part: Part | None, queues: Sequence[Queue]) -> list[Process]:
    """Return this host's living processes of a kind. Raises `Unavailable` if some queue has none."""
    kind = ProcessKind[part.name] if part is not None else None
    here = [process for process in asyncio.run(_alive(kind)) if _is_here(process)]
    missing = set(queues) - {queue for process in here for queue in process.queues}
    if not here or missing:
        wanted = (part or "process of APFA") + "".join(f" {queue}" for queue in sorted(missing))
        raise Unavailable(
            f"no {wanted} on {socket.gethostname()} was heard from "
            f"in the last {SILENT_AFTER_SECONDS:.0f} seconds"
        )
    return here


def _is_here(process: Process) -> bool:
    """Whether it is a process of this host (to a container, itself) that has not ended since it wrote."""
    import psutil

    return process.host == socket.gethostname() and psutil.pid_exists(process.pid)


async def _alive(kind: ProcessKind | None) -> list[Process]:
    from persistence.database import POSTGRES_AWAY, create_engine
    from persistence.engines.looking import look_at_postgres
    from persistence.settings import PersistenceSettings
    from persistence.unit_of_work import unit_of_work_factory

    settings = PersistenceSettings()
    url = settings.database_url or look_at_postgres(settings.data_directory).address
    if url is None:
        raise Unavailable(f"nothing runs on {settings.data_directory}: start `apfa up`")
    engine = create_engine(url, pool_size=1)
    try:
        async with asyncio.timeout(PATIENCE_SECONDS), unit_of_work_factory(engine)() as work:
            return await work.processes.alive(kind)
    except POSTGRES_AWAY as error:  # also when its tables are not there yet
        raise Unavailable(f"the database cannot be asked: {type(error).__name__}") from error
    finally:
        await engine.dispose()
