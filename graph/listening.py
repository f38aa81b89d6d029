"""The listening socket: opened before anything else, so that a taken port is known at once.

A parent opens it and hands it down, so that the API can be replaced while connections wait, not fail.
"""

from __future__ import annotations

import errno
import socket

from domain.errors import Unavailable

BACKLOG = 2048


def listening_socket(host: str, port: int) -> socket.socket:
    """Listen on an address; port 0 takes a free one. Raises `Unavailable`, naming the port, if it cannot."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror as error:
        raise Unavailable(f"no such address to listen on: {host}") from error
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise Unavailable(_reason(host, port, error)) from error
    return listener


def inherited_socket(descriptor: int) -> socket.socket:
    """Return the listening socket that the parent process opened."""
    return socket.socket(fileno=descriptor)


def address_of(listener: socket.socket) -> str:
    """Return the address by which this machine reaches a listening socket."""
    host, port = listener.getsockname()[:2]
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  # read, not bound
    return f"http://[{reachable}]:{port}" if ":" in reachable else f"http://{reachable}:{port}"


def _reason(host: str, port: int, error: OSError) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return f"port {port} is taken by another program: choose one with --port, or 0 for any"
        case errno.EACCES:
            return f"port {port} needs more rights than this user has: choose one above 1023"
        case _:
            return f"cannot listen on {host}, port {port}: {error.strerror}"
