"""Running `apfa` as a person does: a process of its own, in a folder of its own."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from graph.cli import main
from persistence.bootstrap import Resources


@dataclass(frozen=True)
class Said:
    """How a command ended and what it said, on lines as wide as they need to be."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


Apfa = Callable[..., Awaitable[Said]]


@pytest.fixture
def apfa(tmp_path: Path) -> Apfa:
    """Run `apfa` with the arguments; keywords are the settings it is given, and the only ones."""

    async def run(*arguments: object, **settings: str | None) -> Said:
        kept = {name: text for name, text in os.environ.items() if not name.startswith("APFA_")}
        given = {name: text for name, text in settings.items() if text is not None}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "graph.cli"),
            *map(str, arguments),
            cwd=tmp_path,
            env={**kept, "COLUMNS": "500", **given},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        out, err = await process.communicate()
        assert process.returncode is not None
        return Said(process.returncode, out.decode(), err.decode())

    return run


@pytest.fixture
def apfa_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., Said]]:
    """Run `apfa` in this process, for what ends before anything is started: a process takes a second."""
    for name in [name for name in os.environ if name.startswith("APFA_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "500")
    monkeypatch.chdir(tmp_path)
    terminate = signal.getsignal(signal.SIGTERM)

    def run(*arguments: object, **settings: str) -> Said:
        for name, text in settings.items():
            monkeypatch.setenv(name, text)
        monkeypatch.setattr(sys, "argv", ["apfa", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfd.readouterr()
        return Said(int(ended.value.code or 0), out, err)

    yield run
    signal.signal(signal.SIGTERM, terminate)


@pytest.fixture
def settings(resources: Resources) -> dict[str, str | None]:
    """The settings of an installation on this run's engines, with a database of this test's own."""
    return {
        "APFA_DATABASE_URL": resources.settings.database_url,
        "APFA_REDIS_URL": resources.settings.redis_url,
        "APFA_DATA_DIRECTORY": str(resources.settings.data_directory),
    }


@pytest.fixture
def on_engines(apfa: Apfa, settings: dict[str, str | None]) -> Apfa:
    """Run `apfa` on that installation."""

    async def run(*arguments: object, **more: str | None) -> Said:
        return await apfa(*arguments, **{**settings, **more})

    return run
