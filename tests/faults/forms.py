"""How large the faults are: a short form for every run, a long one for `make faults`."""

from __future__ import annotations

import os
import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Form:
    """`passages` a job, `kills` inside one job, and how often a broker is emptied."""

    passages: int
    kills: int
    flushes: int


LONG = os.environ.get("FAULTS") == "long"
FORM = (
    Form(passages=5_000, kills=20, flushes=10) if LONG else Form(passages=400, kills=6, flushes=3)
)
SEED = int(os.environ.get("FAULTS_SEED") or random.SystemRandom().randrange(1_000_000))
"""Of every random choice; it is printed, and `FAULTS_SEED` brings the same choices again."""
