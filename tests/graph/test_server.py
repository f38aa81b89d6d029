"""Serving: sockets to listen on, and a whole API process from start to stop."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from domain.errors import Unavailable
from graph.listening import address_of, inherited_socket, listening_socket


def test_any_free_port_can_be_had_and_its_address_told() -> None:
    with listening_socket("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        assert address_of(listener) == f"http://127.0.0.1:{port}"
        with inherited_socket(os.dup(listener.fileno())) as handed_down:
            assert address_of(handed_down) == address_of(listener)


def test_a_port_that_is_taken_is_named() -> None:
    with listening_socket("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(Unavailable, match=f"port {port} on 127.0.0.1 is taken"):
            listening_socket("127.0.0.1", port)


def test_an_address_that_is_not_ours_is_named() -> None:
    with pytest.raises(Unavailable, match=r"192\.0\.2\.1"):
        listening_socket("192.0.2.1", 0)


SERVE = "import sys; from graph.listening import inherited_socket as i; from graph.server import serve; "


@pytest.mark.slow
def test_a_whole_process_starts_on_local_engines_serves_and_stops(tmp_path: Path) -> None:
    with listening_socket("127.0.0.1", 0) as listener:
        number = listener.fileno()
        process = subprocess.Popen(
            [sys.executable, "-c", f"{SERVE} serve(i({number}))"],
            pass_fds=(number,),
            env={**os.environ, "APFA_DATA_DIRECTORY": str(tmp_path)},
            cwd=Path(__file__).parents[2],
        )
        try:
            ready = wait_until_ready(address_of(listener), process)
            assert ready["database"] == ready["redis"] == ready["encoder"] == "ready"
            assert ready["index"]["status"] == "none yet"
        finally:
            process.send_signal(signal.SIGTERM)
            code = process.wait(timeout=30)
    assert code == 0


def wait_until_ready(address: str, process: subprocess.Popen[bytes]) -> Any:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/health/ready", timeout=5) as response:
                return json.load(response)
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.1)
    pytest.fail("the API is not ready")
