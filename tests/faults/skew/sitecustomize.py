"""Gives a Python process, and those it starts, a clock that is wrong by FAULTS_SKEW seconds.

Python imports a module of this name at its start if it finds one: no other program is needed for it.
"""

import datetime
import os
import time

_SKEW = float(os.environ["FAULTS_SKEW"])
_time, _time_ns = time.time, time.time_ns
time.time = lambda: _time() + _SKEW
time.time_ns = lambda: _time_ns() + int(_SKEW * 1e9)


class _Skewed(datetime.datetime):
    """A datetime whose present is the skewed one."""

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> "_Skewed":
        return cls.fromtimestamp(time.time(), tz)


datetime.datetime = _Skewed  # type: ignore[misc]  # before anybody has imported it
