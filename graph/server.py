"""Serving the API over HTTP and WebSockets."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable

import uvicorn
from starlette.applications import Starlette

from domain.errors import Unavailable
from graph.settings import GraphSettings
from graph.transport.body import LARGEST_BODY

PING_SECONDS = 30.0
GRACE_SECONDS = 10
BACKLOG = 2048


def serve(
    app: Starlette,
    settings: GraphSettings,
    *,
    on_ready: Callable[[str], None] = lambda url: None,
) -> None:
    """Serve until SIGTERM or SIGINT, then let requests end, for 10 seconds at most.

    `on_ready` is called with the address, its real port included, once requests are answered. Raises
    `Unavailable` if the port is taken or the application could not start.
    """
    with listen(settings.host, settings.port) as listener:
        server = Server(configuration(app), lambda: on_ready(address(listener)))
        server.run(sockets=[listener])
    if not server.started:
        raise Unavailable("the API could not start; the log says why")


class Server(uvicorn.Server):
    """Uvicorn's server, telling when it is ready."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        if self.started:
            self._on_ready()


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
        log_level="warning",
        server_header=False,
    )


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket. Raises `Unavailable`, naming the port, if it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            reason = f"port {port} on {host} is taken: stop what uses it, or set APFA_PORT"
        else:
            reason = f"cannot listen on {host}, port {port}: {error.strerror}"
        raise Unavailable(reason) from error
    listener.setblocking(False)
    return listener


def address(listener: socket.socket) -> str:
    """Return the address that a socket listens on."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
