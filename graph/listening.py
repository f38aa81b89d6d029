"""Sockets to listen on: made here, or handed down by the process that made them."""

from __future__ import annotations

import errno
import socket

from domain.errors import Unavailable

BACKLOG = 2048
USUAL_HOST = "127.0.0.1"
USUAL_PORT = 8000


def listening_socket(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes any that is free.

    Raises `Unavailable`, naming the port, if it cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            reason = f"port {port} on {host} is taken: stop what uses it, or choose another port"
        else:
            reason = f"cannot listen on {host}, port {port}: {error.strerror}"
        raise Unavailable(reason) from error
    return listener


def inherited_socket(descriptor: int) -> socket.socket:
    """Return the listening socket that a parent process handed down."""
    return socket.socket(fileno=descriptor)


def address_of(listener: socket.socket) -> str:
    """Return the address that a socket listens on, with its real port."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
