"""File locks that the kernel releases when their holder dies, however it dies.

All are `flock` locks: they belong to an open file, so a child process that inherits the file holds
the lock on, and nothing that is killed can leave one behind.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from persistence.engines.account import inherit_owner


def open_lock(path: Path) -> int:
    """Open the lock file at `path`, making it if need be; the caller closes the descriptor."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    inherit_owner(path)
    return descriptor


@contextmanager
def exclusively(path: Path) -> Iterator[None]:
    """Wait until nobody else is inside, and keep everybody else out."""
    descriptor = open_lock(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def share(path: Path) -> int:
    """Take a shared lock; closing the returned descriptor, or dying, gives it back."""
    descriptor = open_lock(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def try_alone(descriptor: int) -> bool:
    """Whether no other open file holds this lock; if so it is now held exclusively."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def try_take(path: Path) -> int | None:
    """A descriptor that holds the lock exclusively, or None where anybody else holds it."""
    descriptor = open_lock(path)
    if try_alone(descriptor):
        return descriptor
    os.close(descriptor)
    return None
