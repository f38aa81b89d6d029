"""The short private directory that holds an engine's Unix socket while it runs.

Its name is a digest, for a socket's path may have 103 bytes at most (macOS; Linux 107) however long
the data directory's is. Who may enter it may use the engine: it is the whole access control.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from persistence.engines.account import Account, give, reachable

SOCKET_PATH_BYTES = 103


def open_run_directory(
    data_directory: Path, engine: str, socket: str, account: Account | None, before: Path | None
) -> Path:
    """An empty private directory for `socket`, the same as `before` wherever that can be.

    Call it only while the engine is known not to run: what an earlier one left there is removed.
    Raises PermissionError where somebody else's directory, or an open one, lies in its place.
    """
    name = _name(data_directory, engine)
    bases = list(_bases(account))
    if before is not None and before.name == name:
        bases.insert(0, before.parent)  # addresses given out earlier stay true
    for base in bases:
        run = base / name
        if _usable(base, account) and len(os.fsencode(run / socket)) <= SOCKET_PATH_BYTES:
            return _make(run, account)
    looked = ", ".join(map(str, bases))
    raise FileNotFoundError(f"no usable place for a socket in {looked}")


def check_private(run: Path, account: Account | None) -> None:
    """Refuse a run-time directory that anybody but the engine's account (or root) could use."""
    facts = run.lstat()
    allowed = {os.geteuid()} if account is None else {0, account.uid}
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid not in allowed:
        raise PermissionError(f"{run} is not a directory of this user: refused")
    if stat.S_IMODE(facts.st_mode) & 0o077:
        raise PermissionError(f"{run} is open to other users: refused")


def remove(run: Path) -> None:
    """Remove the directory of a stopped engine; what cannot be removed is cleared at next start."""
    shutil.rmtree(run, ignore_errors=True)


def _make(run: Path, account: Account | None) -> Path:
    try:
        run.mkdir(mode=0o700)
    except FileExistsError:
        check_private(run, account)
        for leftover in run.iterdir():
            leftover.unlink()
    give(run, account)
    return run


def _name(data_directory: Path, engine: str) -> str:
    # The inode keeps apart containers that share a temporary directory and all call theirs /data.
    facts = data_directory.stat()
    identity = f"{os.geteuid()}:{facts.st_dev}:{facts.st_ino}:{data_directory}:{engine}"
    digest = hashlib.blake2s(os.fsencode(identity), digest_size=6)
    return f"apfa-{digest.hexdigest()}"


def _bases(account: Account | None) -> Iterator[Path]:
    if account is None and (runtime := os.environ.get("XDG_RUNTIME_DIR")):
        yield Path(runtime)
    yield Path(tempfile.gettempdir())
    yield Path("/tmp")  # noqa: S108 - a last resort; the directory made in it is checked


def _usable(base: Path, account: Account | None) -> bool:
    if not base.is_dir() or not os.access(base, os.W_OK | os.X_OK):
        return False
    mode = base.stat().st_mode
    if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
        return False  # anybody could put their directory in the place of ours
    return account is None or reachable(base)
