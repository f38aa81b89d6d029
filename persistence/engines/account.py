"""Under which account an engine runs, and which paths that account can reach.

PostgreSQL refuses to run as root. Root therefore lends its engines to an unprivileged account.
Their data needs no path that is open to it: they are started *inside* their directory (see
`process.py`). Their programs do, so where those lie below a closed directory such as /root, a copy
is kept in /var/cache/apfa. No mode of a directory outside the data directory is ever changed.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import stat
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ACCOUNTS = ("postgres", "nobody")
PROGRAM_CACHE = Path("/var/cache/apfa")


@dataclass(frozen=True, slots=True)
class Account:
    """A user and group id to which root lends an engine."""

    uid: int
    gid: int


def account_for(*directories: Path) -> Account | None:
    """None for an ordinary user, who runs engines as themselves; for root, the account to lend to.

    The owner of the first of `directories` that exists and is not root's carries on what it began;
    otherwise it is `postgres`, where there is such an account, or `nobody`.
    """
    if os.geteuid() != 0:
        return None
    for directory in directories:
        if directory.exists() and (owner := directory.stat()).st_uid != 0:
            return Account(owner.st_uid, owner.st_gid)
    for name in ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise FileNotFoundError(f"root needs one of the accounts {', '.join(ACCOUNTS)} for it")


def give(path: Path, account: Account | None) -> None:
    """Hand what root has made to the engine's account; nothing to do for an ordinary user."""
    if account is not None:
        os.chown(path, account.uid, account.gid, follow_symlinks=False)


def inherit_owner(path: Path) -> None:
    """Let what root makes in a user's directory belong to the user, who may start the next time."""
    if os.geteuid() == 0:
        owner = path.parent.stat()
        os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)


def reachable(path: Path) -> bool:
    """Whether every account may read and enter `path` and enter all that lies above it."""
    path = path.resolve()
    needed = stat.S_IROTH | stat.S_IXOTH
    return path.stat().st_mode & needed == needed and all(
        parent.stat().st_mode & stat.S_IXOTH for parent in path.parents
    )


def programs_for(
    account: Account | None, root: Path, *, program: str, parts: Sequence[str]
) -> Path:
    """`root`, or for an account that cannot reach it a copy of its `parts` that it can.

    `program` (relative to `root`) stands for all of them: its permissions are looked at, and its
    size and time name the copy, so that another version gets another copy.
    """
    executable = root / program
    if account is None or (reachable(executable) and reachable(executable.parent)):
        return root
    facts = executable.stat()
    name = f"{executable.resolve()}:{facts.st_size}:{facts.st_mtime_ns}"
    copy = PROGRAM_CACHE / hashlib.blake2s(name.encode(), digest_size=8).hexdigest()
    if not copy.exists():
        _copy_for_all(root, parts, copy)
    return copy


def _copy_for_all(root: Path, parts: Sequence[str], copy: Path) -> None:
    """Copy `parts` so that everybody may read them; the copy appears whole or not at all."""
    PROGRAM_CACHE.mkdir(mode=0o755, parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix="copying-", dir=PROGRAM_CACHE))
    try:
        for part in (found for pattern in parts for found in root.glob(pattern)):
            target = unfinished / part.relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if part.is_dir() else shutil.copy2)(part, target)
        for path in (unfinished, *unfinished.rglob("*")):
            runs = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
            path.chmod(0o755 if runs else 0o644)
        unfinished.rename(copy)
    except OSError:
        shutil.rmtree(unfinished, ignore_errors=True)
        if not copy.exists():  # else another process has just made the same copy
            raise
