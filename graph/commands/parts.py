"""`apfa up`, `serve`, `worker`, `scheduler`: the parts of an installation, together or one by one."""

from __future__ import annotations

from typing import Annotated

import typer

from domain.jobs.task import Queue
from graph.commands.resources import console, local_services
from graph.commands.teaching import examples
from graph.listening import USUAL_HOST, USUAL_PORT

Host = Annotated[str, typer.Option(help="The address to listen on.", envvar="APFA_HOST")]
Port = Annotated[
    int,
    typer.Option(
        min=0,
        max=65535,
        help="The port to listen on; 0 takes any that is free.",
        envvar="APFA_PORT",
    ),
]
Inherited = Annotated[
    int | None, typer.Option("--fd", hidden=True, help="A listening socket handed down.")
]


@examples("apfa up", "apfa up --port 8080", "apfa --data /srv/apfa up --host 0.0.0.0")
def up(host: Host = USUAL_HOST, port: Port = USUAL_PORT, fd: Inherited = None) -> None:
    """Run everything on this machine: API, workers and scheduler, until Ctrl-C.

    A part that dies is started again; the others go on. Needs no service that is not on this machine:
    without APFA_DATABASE_URL and APFA_REDIS_URL a PostgreSQL and a Valkey are started, too.
    """
    from graph.listening import address_of, inherited_socket, listening_socket
    from jobs import supervisor
    from jobs.specs import ProcessSpec, one_machine

    _check_settings()
    listener = inherited_socket(fd) if fd is not None else listening_socket(host, port)
    with listener, local_services():
        console.print(f"APFA listens on {address_of(listener)} (Ctrl-C stops it)")
        number = listener.fileno()
        api = ProcessSpec(
            "api", ("-m", "graph.cli", "serve", "--fd", str(number)), descriptors=(number,)
        )
        code = supervisor.run([api, *one_machine()])
    raise typer.Exit(code)


@examples("apfa serve", "apfa serve --host 0.0.0.0 --port 8000")
def serve(host: Host = USUAL_HOST, port: Port = USUAL_PORT, fd: Inherited = None) -> None:
    """Run one API process.

    Workers and the scheduler run beside it, here or elsewhere; `apfa up` runs all of them.
    """
    from graph.listening import inherited_socket, listening_socket
    from graph.server import serve as serve_api
    from jobs.parent import follow_parent

    follow_parent()
    listener = inherited_socket(fd) if fd is not None else listening_socket(host, port)
    serve_api(listener)


@examples("apfa worker embedding --processes 4", "apfa worker indexing maintenance")
def worker(
    queues: Annotated[
        list[Queue], typer.Argument(help="The queues to serve, in one process each.")
    ],
    processes: Annotated[int, typer.Option(min=1, max=64, help="How many processes.")] = 1,
) -> None:
    """Run worker processes that each serve the queues named.

    The queues: `embedding` reads, cuts and embeds documents and holds the encoder; `indexing` builds and
    swaps indexes; `maintenance` cleans up.
    """
    from jobs import supervisor
    from jobs.specs import worker_processes

    _check_settings()
    raise typer.Exit(supervisor.run(worker_processes(queues, processes)))


@examples("apfa scheduler")
def scheduler() -> None:
    """Run the scheduler: it sends tasks, keeps the schedules and finds lost work.

    Several may run at once, on one machine or more: each slot of a schedule fires once.
    """
    from jobs import supervisor
    from jobs.specs import scheduler_process

    _check_settings()
    raise typer.Exit(supervisor.run([scheduler_process()]))


def _check_settings() -> None:
    """Refuse unusable settings here, once: the parts would fail on them again and again."""
    from graph.settings import GraphSettings
    from jobs.settings import JobSettings
    from persistence.settings import PersistenceSettings

    for settings in (GraphSettings, JobSettings, PersistenceSettings):
        settings()
