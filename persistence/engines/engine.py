"""What one local engine has to say for itself; its life is like the others' (`lifecycle.py`)."""

from __future__ import annotations

import socket
import sys
from abc import ABC, abstractmethod
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from signal import Signals
from typing import ClassVar

from persistence.engines.account import Account, account_for
from persistence.engines.failure import EngineFailed
from persistence.engines.process import Launcher

PROBE_SECONDS = 2.0


class Engine(ABC):
    """One engine of one data directory: its data in `<name>`, its log in `logs/<name>.log`."""

    title: ClassVar[str]
    name: ClassVar[str]
    socket_name: ClassVar[str]
    pid_file_name: ClassVar[str]
    farewell: ClassVar[Sequence[tuple[Signals, float]]]
    """Signals that stop it, mildest first, each with the seconds it is given."""

    def __init__(self, data_directory: Path) -> None:
        self.data_directory = data_directory
        self.directory = data_directory / self.name
        self.log = data_directory / "logs" / f"{self.name}.log"
        self.locks = data_directory / "engines"

    @property
    def pid_file(self) -> Path:
        """Where the engine itself writes its process id."""
        return self.directory / self.pid_file_name

    @property
    def start_lock(self) -> Path:
        """Held exclusively by whoever starts, joins, leaves or stops the engine."""
        return self.locks / f"{self.name}.start"

    @property
    def users_lock(self) -> Path:
        """Shared by every process that uses the engine."""
        return self.locks / f"{self.name}.users"

    @property
    def lifeline(self) -> Path:
        """Held exclusively by the engine's own processes; its text is their run-time directory."""
        return self.locks / f"{self.name}.alive"

    def account(self) -> Account | None:
        """The account that the engine runs under, None for this process's own."""
        return account_for(self.directory, self.data_directory)

    def fail(self, reason: str) -> EngineFailed:
        """The failure of this engine, for the caller to raise."""
        return EngineFailed(self.title, reason, log=self.log)

    @abstractmethod
    def prepare(self, launcher: Launcher) -> None:
        """Make what must lie on disk before a start; find what is there already."""

    @abstractmethod
    def command(self, launcher: Launcher, run: Path) -> Sequence[str]:
        """The command line that serves on a socket in `run` and on nothing else."""

    @abstractmethod
    def answers(self, run: Path) -> bool:
        """Whether it takes a client's first words now."""

    @abstractmethod
    def address(self, run: Path) -> str:
        """The URL that clients are given."""

    def ask(self, run: Path, message: bytes) -> bytes:
        """The first bytes of the reply to `message`; empty where nobody answers."""
        try:
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(PROBE_SECONDS)
                client.connect(str(run / self.socket_name))
                client.sendall(message)
                return client.recv(512)
        except OSError:
            return b""


def package_folder(package: str) -> Path:
    """Where `package` is installed, without importing it; raises FileNotFoundError."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"the package {package} is not installed for {sys.executable}")
    return Path(spec.submodule_search_locations[0])
