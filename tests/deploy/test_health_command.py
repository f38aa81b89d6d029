"""What `apfa health api` makes of answers; the other parts are probed where they run, in test_compose.py."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from typer.testing import CliRunner

from domain.errors import Unavailable
from graph.cli import app


@contextmanager
def answering(status: int, body: str) -> Iterator[int]:
    """Have a server that gives this answer to everything; the block gets its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/health/ready" else 418)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name there
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def test_a_ready_api_is_healthy_on_the_port_of_the_environment() -> None:
    with answering(200, json.dumps({"status": "ready"})) as port:
        said = CliRunner().invoke(app, ["health", "api"], env={"APFA_PORT": str(port)})
    assert said.exit_code == 0
    assert said.stdout == f"the API on port {port} is ready\n"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ('{"status": "unavailable", "database": "unavailable", "redis": "ready"}', "database una"),
        ('{"database": "unavailable", "redis": "unavailable"}', "database and redis unavailable"),
        ("<html>", "what listens there is something else"),
        ("[]", "what listens there is something else"),
    ],
)
def test_an_api_that_is_not_ready_says_what_it_lacks(body: str, reason: str) -> None:
    with answering(503, body) as port:
        said = CliRunner().invoke(app, ["health", "api", "--port", str(port)])
    assert said.exit_code == 1
    assert isinstance(said.exception, Unavailable)
    assert said.exception.message.startswith(f"the API is not ready: {reason}")


def test_no_api_is_not_healthy() -> None:
    with socket.socket() as taken:  # bound but not listening: nobody can answer there
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        said = CliRunner().invoke(app, ["health", "api", "--port", str(port)])
    assert isinstance(said.exception, Unavailable)
    assert "refused" in said.exception.message
