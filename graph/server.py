"""Serving the API over HTTP and WebSockets."""

from __future__ import annotations

import logging
import signal
import socket

import uvicorn
from starlette.applications import Starlette

from domain.errors import Unavailable
from graph.app import create_app
from graph.listening import address_of
from graph.settings import GraphSettings
from graph.transport.body import LARGEST_BODY
from jobs.settings import JobSettings
from persistence.settings import PersistenceSettings

PING_SECONDS = 30.0
GRACE_SECONDS = 10
LOG_FORMAT = "%(asctime)s %(levelname)s %(process)d %(name)s: %(message)s"


def serve(listener: socket.socket) -> None:
    """Serve on a socket until SIGTERM or SIGINT, then let requests end, for 10 seconds at most.

    Settings come from the environment. Raises `Unavailable` if the application could not start.
    """
    logging.basicConfig(level=logging.INFO, format=LOG_FORMAT)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _ignore)
    app = create_app(
        GraphSettings(), PersistenceSettings(), JobSettings(), address=address_of(listener)
    )
    server = uvicorn.Server(configuration(app))
    server.run(sockets=[listener])
    if not server.started:
        raise Unavailable("the API could not start; the log says why")


def _ignore(number: int, frame: object) -> None:
    """Do nothing more: uvicorn repeats the signal that stopped it once everything is closed."""


def configuration(app: Starlette) -> uvicorn.Config:
    """Return how the application is served."""
    return uvicorn.Config(
        app,
        lifespan="on",
        ws="websockets-sansio",
        ws_max_size=LARGEST_BODY,
        ws_ping_interval=PING_SECONDS,
        ws_ping_timeout=PING_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
        access_log=False,
        log_config=None,
        log_level="warning",
        server_header=False,
    )
