"""The documents, and a real installation in which what they say is done."""

from __future__ import annotations

import gzip
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EMAIL = "user@demo.example"  # the one that the README uses
READY_SECONDS = 120
FIRST = "An escrow account holds money for taxes. Discount points lower the rate of a loan."
TEXT = "# Discount points\n\nDiscount points are paid at closing and lower the rate of a mortgage."


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@dataclass(frozen=True)
class Product:
    """APFA as `make demo` leaves it, but with a small document of the test's own."""

    folder: Path
    address: str
    password: str
    environment: dict[str, str]

    def run(self, *command: str) -> str:
        """Run a command where the documents' commands run; return what it prints."""
        return subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
            timeout=300,
            check=True,
        ).stdout


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """API, workers and scheduler on local engines, and in a folder what a reader would have there."""
    folder = tmp_path_factory.mktemp("reader")
    for name, target in {
        ".venv": Path(sys.prefix),
        "docs": ROOT / "docs",
        ".env.example": ROOT / ".env.example",
    }.items():
        (folder / name).symlink_to(target)
    (folder / "articles").mkdir()
    (folder / "articles" / "points.md").write_text(TEXT, encoding="utf-8")
    record = {"id": "12 CFR 0", "text": "A creditor shall disclose the finance charge."}
    (folder / "regulations.jsonl.gz").write_bytes(gzip.compress(json.dumps(record).encode()))
    (folder / "mortgages.csv").write_text(
        "termFrom,termTo,rate\n181,360,6.5\n61,180,5.75\n", encoding="utf-8"
    )
    own = {name: value for name, value in os.environ.items() if not name.startswith("APFA_")}
    environment = {**own, "APFA_DATA_DIRECTORY": str(folder / "data"), "COLUMNS": "100"}
    log = folder / "up.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [".venv/bin/apfa", "up", "--port", "0"],
            cwd=folder,
            env=environment,
            stdout=output,
            stderr=output,
        )
    try:
        address = _address(process, log)
        product = Product(folder, address, "", environment)
        said = product.run(".venv/bin/apfa", "user", "add", EMAIL)
        found = re.search(r"one-time password: (\S+)", said)
        assert found is not None, said
        first = folder / "first.txt"
        first.write_text(FIRST, encoding="utf-8")
        product.run(".venv/bin/apfa", "ingest", str(first))
        yield Product(folder, address, found[1], environment)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + READY_SECONDS
    while (found := re.search(r"listens on (http://\S+)", log.read_text())) is None:
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.1)
    return found[1]
