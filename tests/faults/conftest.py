"""One installation for all faults that leave it whole; what they measured is printed at the end."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.faults.forms import LONG, SEED
from tests.faults.parts import Parts
from tests.faults.site import Corpus, Site, make_site, open_site, start_all

Measured = Callable[[str, str], None]

_LINES: pytest.StashKey[list[str]] = pytest.StashKey()


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print what was measured, and the seed that brings the same faults again."""
    lines = config.stash.get(_LINES, [])
    if lines:
        terminalreporter.section(f"faults, {'long' if LONG else 'short'} form, FAULTS_SEED={SEED}")
        for line in lines:
            terminalreporter.write_line(line)


@pytest.fixture
def measured(pytestconfig: pytest.Config) -> Measured:
    """Note a line of the table that is printed at the end: the fault, and what was measured of it."""

    def note(fault: str, figures: str) -> None:
        pytestconfig.stash.setdefault(_LINES, []).append(f"| {fault} | {figures} |")

    return note


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> random.Random:
    """Random choices of this test's own, the same for the same seed."""
    return random.Random(f"{SEED} {request.node.name}")


def _made(folder: Path) -> Iterator[tuple[Parts, Corpus]]:
    parts, corpus = asyncio.run(make_site(folder))
    yield parts, corpus
    parts.end()


@asynccontextmanager
async def _running(parts: Parts, corpus: Corpus) -> AsyncIterator[Site]:
    """Have all parts of an installation run, and its workers work."""
    start_all(parts)
    async with open_site(parts, corpus) as site:
        await site.works(*(name for name in parts.names if not name.startswith("api")))
        yield site


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Parts, Corpus]]:
    """Processes and engines of the faults' own, and a first version that serves."""
    yield from _made(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def spare_installation(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Parts, Corpus]]:
    """Another installation, for faults that leave failed tasks in the ledger."""
    yield from _made(tmp_path_factory.mktemp("spare"))


@pytest.fixture
async def spare(spare_installation: tuple[Parts, Corpus]) -> AsyncIterator[Site]:
    """The other installation, all of its parts running."""
    async with _running(*spare_installation) as site:
        yield site


@pytest.fixture
async def site(installation: tuple[Parts, Corpus]) -> AsyncIterator[Site]:
    """The installation, all of its parts running."""
    async with _running(*installation) as site:
        yield site
