"""The parts of an installation as processes of their own: started, killed by pid, started again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

import psutil

from domain.jobs.task import Queue
from graph.listening import address_of, listening_socket
from jobs.parent import SUPERVISED
from persistence.engines.engine import Engine
from persistence.engines.postgres import Postgres
from persistence.engines.valkey import Valkey

WORKERS = tuple(queue.value for queue in Queue)
API, SCHEDULER = "api", "scheduler"
ENGINES: tuple[type[Engine], ...] = (Postgres, Valkey)
FAREWELL_SECONDS = 60.0
ENVIRONMENT = {
    SUPERVISED: "1",  # the tests are the supervisor: without them nothing goes on
    "APFA_ENCODER_THREADS": "2",  # on a large machine a job would be over before anything befalls it
    "APFA_GRACE_SECONDS": "1",  # else a task comes to its end before SIGTERM means anything to it
}


class Parts:
    """`apfa serve`, `apfa worker` for each queue and `apfa scheduler` on one data directory.

    A worker or the scheduler is two processes: the supervisor, which is started here, and its child. Each
    API listens on a socket that is kept here, so its address stays when it is started again. Logs are
    `parts/NAME.log`. If the tests are killed, the parts end by themselves.
    """

    def __init__(self, place: Path) -> None:
        self.place = place
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._sockets: dict[str, socket.socket] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The parts that are meant to run."""
        return tuple(self._running)

    def start(self, *names: str) -> None:
        """Start these parts, unless they run: `embedding`, `scheduler`, `api`, `api-2` and so on."""
        for name in names:
            if name not in self._running:
                self._running[name] = self._start(name)
            elif not self.alive(name):
                self.restart(name)

    def alive(self, name: str) -> bool:
        """Whether the part's first process runs."""
        return name in self._running and self._running[name].poll() is None

    def address(self, name: str = API) -> str:
        """Return where an API is reached, whether it runs or not."""
        return address_of(self._socket(name))

    def first(self, name: str) -> int:
        """Return the pid of what was started here: of an API itself, else of the supervisor."""
        return self._running[name].pid

    def child(self, name: str) -> int | None:
        """Return the pid of a supervisor's child, if one runs now."""
        with suppress(psutil.NoSuchProcess):
            for child in psutil.Process(self.first(name)).children():
                if child.status() != psutil.STATUS_ZOMBIE:
                    return int(child.pid)
        return None

    def engine(self, kind: type[Engine]) -> int:
        """Return the pid of a local engine's main process."""
        return int(kind(self.place).pid_file.read_text().split()[0])

    def kill(self, pids: Collection[int], number: signal.Signals = signal.SIGKILL) -> None:
        """Send a signal to these processes, all of which were started by this installation."""
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, number)
        if number is signal.SIGKILL:  # let nobody take a killed part for one that runs
            for name in self.names:
                if self.first(name) in pids:
                    _ended(self._running[name])

    def everything(self) -> list[int]:
        """Return the pids of all parts and their children."""
        pids = [self.first(name) for name in self.names]
        return pids + [child for name in self.names if (child := self.child(name)) is not None]

    def restart(self, name: str) -> None:
        """Start a part again once it has ended, which it was told to."""
        _ended(self._running[name])
        self._running[name] = self._start(name)

    def stop(self, *names: str) -> dict[str, int]:
        """End these parts in good order; return their exit codes."""
        for name in names:
            self._running[name].terminate()
        return {name: _ended(self._running.pop(name)) for name in names}

    def end(self) -> None:
        """End everything, in the end by force."""
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            try:
                _ended(process)
            except subprocess.TimeoutExpired:
                process.kill()
                _ended(process)
        for listener in self._sockets.values():
            listener.close()

    def log(self, name: str) -> str:
        """Return what a part has said since the first time that it was started."""
        return self._log(name).read_text(encoding="utf-8", errors="replace")

    def _log(self, name: str) -> Path:
        return self.place / "parts" / f"{name}.log"

    def _socket(self, name: str) -> socket.socket:
        if name not in self._sockets:
            self._sockets[name] = listening_socket("127.0.0.1", 0)
        return self._sockets[name]

    def _start(self, name: str) -> subprocess.Popen[bytes]:
        arguments: list[str] = ["scheduler"]
        descriptors: tuple[int, ...] = ()
        if name in WORKERS:
            arguments = ["worker", name]
        elif name != SCHEDULER:
            number = self._socket(name).fileno()
            arguments, descriptors = ["serve", "--fd", str(number)], (number,)
        self._log(name).parent.mkdir(parents=True, exist_ok=True)
        with self._log(name).open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "graph.cli", *arguments],
                env={**os.environ, **ENVIRONMENT, "APFA_DATA_DIRECTORY": str(self.place)},
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=descriptors,
                start_new_session=True,
            )


def _ended(process: subprocess.Popen[bytes]) -> int:
    """Return a process's exit code once it has ended."""
    code = process.wait(FAREWELL_SECONDS)
    if process.stdin is not None:
        process.stdin.close()
    return code


def gone(pid: int, seconds: float = 10) -> bool:
    """Wait for a process to end, whoever is its parent; False if it does not."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with suppress(psutil.NoSuchProcess):
            if psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
                time.sleep(0.02)
                continue
        return True
    return False
