"""Starting an engine so that it outlives its starter, and knowing one when it is met again."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from persistence.engines.account import Account

# Nothing of the caller's surroundings (PGDATA, LC_ALL, LD_PRELOAD, …) may change an engine.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
CLOCK_SECONDS = 2.0  # how far the kernel's start times and the files' times may lie apart


@dataclass(frozen=True, slots=True)
class Launcher:
    """Runs an engine's programs inside their own directory, output to its log.

    `lifeline` is a locked descriptor that all of them inherit: as long as the lock is held, one of
    them lives. Starting inside the directory is what lets an unprivileged account work below a
    parent that is closed to it: `inside` names the directory by way of the process itself.
    """

    account: Account | None
    lifeline: int
    log: int

    def run(self, command: Sequence[str], *, directory: Path, text: bytes = b"") -> None:
        """Run `command` to its end, `text` as its input; raises CalledProcessError."""
        self._spawn(command, directory, text)

    def detach(self, command: Sequence[str], *, directory: Path) -> None:
        """Start `command` for good: no child of this process, beyond the terminal's Ctrl-C."""
        self._spawn(["/bin/sh", "-c", '"$@" </dev/null &', "sh", *command], directory, b"")

    def inside(self, directory: Path) -> str:
        """What a program started in `directory` can call it, whoever it runs as.

        The kernel's own link (Linux) needs no permission on the way, and is short where PostgreSQL
        knows no path of more than 1,023 bytes.
        """
        own = Path("/proc/self/cwd")
        return str(own if own.exists() else directory)

    def _spawn(self, command: Sequence[str], directory: Path, text: bytes) -> None:
        subprocess.run(  # noqa: S603 - the programs are our own, and no shell reads the arguments
            command,
            check=True,
            cwd=directory,
            input=text,
            stdout=self.log,
            stderr=self.log,
            env=ENVIRONMENT,
            start_new_session=True,
            pass_fds=(self.lifeline,),
            umask=0o077,
            user=None if self.account is None else self.account.uid,
            group=None if self.account is None else self.account.gid,
            extra_groups=None if self.account is None else [],
        )


def main_process(pid_file: Path) -> psutil.Process | None:
    """The live process that wrote `pid_file` into the directory it works in; None if it is gone.

    A process that has merely been given the same id later is not taken for it.
    """
    try:
        process = psutil.Process(int(pid_file.read_text().split("\n", 1)[0]))
        if process.status() == psutil.STATUS_ZOMBIE:
            reap(process)
            return None
        try:
            same = Path(process.cwd()).samefile(pid_file.parent)
        except psutil.AccessDenied:
            # In a container root may not look. But whoever wrote the file is older than it.
            facts = pid_file.stat()
            older = process.create_time() <= facts.st_mtime + CLOCK_SECONDS
            same = older and process.uids().effective == facts.st_uid
    except (OSError, ValueError, psutil.Error):
        return None
    return process if same else None


def send(process: psutil.Process, number: signal.Signals) -> None:
    """Send a signal to an engine, which may just have ended."""
    with suppress(psutil.NoSuchProcess):
        process.send_signal(number)


def reap(process: psutil.Process) -> None:
    """Clear away an ended engine where it had become our child (process 1 of a container)."""
    with suppress(ChildProcessError):
        os.waitpid(process.pid, os.WNOHANG)
