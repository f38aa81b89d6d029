"""The one way in which a local engine fails, and how its reason is read from its log."""

from __future__ import annotations

import os
import re
from errno import EACCES, EDQUOT, EIO, EMFILE, ENFILE, ENOMEM, ENOSPC, EPERM, EROFS
from pathlib import Path

from domain.errors import Unavailable

LOG_TAIL_BYTES = 16_384
_SYSTEM = re.compile(
    "|".join(
        os.strerror(number)
        for number in (ENOSPC, EDQUOT, EROFS, EIO, EACCES, EPERM, ENOMEM, EMFILE, ENFILE)
    )
)
_COMPLAINT = re.compile(r"fatal|panic|error|fail|denied|can't|cannot", re.IGNORECASE)


class EngineFailed(Unavailable):
    """A local engine could not be started, reached or stopped; `log` is where it says more."""

    def __init__(self, engine: str, reason: str, *, log: Path) -> None:
        super().__init__(f"{engine} failed: {reason} (log: {log})")
        self.engine = engine
        self.reason = reason
        self.log = log


def last_complaint(log: Path, *, since: int) -> str:
    """The line after byte `since` of `log` that tells best why its writer ended.

    The last that names a failure of the system (a full disk makes PostgreSQL complain of much else
    in the end), or of anything; else the last line at all.
    """
    try:
        with log.open("rb") as stream:
            end = stream.seek(0, 2)
            stream.seek(max(since, end - LOG_TAIL_BYTES))
            text = stream.read().decode(errors="replace")
    except OSError as error:
        return f"it ended, and its log cannot be read: {error.strerror}"
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for pattern in (_SYSTEM, _COMPLAINT):
        if found := [line for line in lines if pattern.search(line)]:
            return found[-1]
    return lines[-1] if lines else "it ended without a word"
