"""The supervisor and real children: what dies comes back, what is told to stop stops."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

HEAD = "import os, pathlib, signal, sys, time; from jobs.parent import follow_parent; follow_parent(1);"
SLEEPER = HEAD + "pathlib.Path({file!r}).write_text(str(os.getpid())); time.sleep(60)"
STUBBORN = HEAD + (
    "signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "pathlib.Path({file!r}).write_text(str(os.getpid())); time.sleep(60)"
)
POLITE = HEAD + (
    "signal.signal(signal.SIGTERM, lambda *_: (pathlib.Path({file!r} + '.bye').touch(), sys.exit(0)));"
    "pathlib.Path({file!r}).write_text(str(os.getpid())); time.sleep(60)"
)
SHORT = (
    "import pathlib, sys; file = pathlib.Path({file!r});"
    "file.open('a').write('x'); import time; time.sleep(60 if len(file.read_text()) > 3 else 0);"
    "sys.exit({code})"
)
SUPERVISOR = """
import sys
from jobs.specs import ProcessSpec
from jobs.supervisor import run
codes = sys.argv[2:]
specs = [ProcessSpec(str(number), ("-c", code)) for number, code in enumerate(codes)]
sys.exit(run(specs, farewell_seconds=float(sys.argv[1])))
"""

Start = Callable[..., subprocess.Popen[bytes]]


def until(condition: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def pid_in(file: Path) -> int:
    until(lambda: file.exists() and bool(file.read_text()))
    return int(file.read_text())


def alive(pid: int) -> bool:
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.fixture
def start() -> Iterator[Start]:
    running: list[subprocess.Popen[bytes]] = []

    def begin(*codes: str, farewell: float = 5) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", SUPERVISOR, str(farewell), *codes]
        running.append(subprocess.Popen(command))
        return running[-1]

    yield begin
    for supervisor in running:
        supervisor.kill()
        supervisor.wait()


def test_a_child_that_is_killed_comes_back_and_its_sibling_does_not_notice(
    start: Start, tmp_path: Path
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    start(SLEEPER.format(file=str(first)), SLEEPER.format(file=str(second)))
    killed, sibling = pid_in(first), pid_in(second)

    os.kill(killed, signal.SIGKILL)

    until(lambda: pid_in(first) != killed)
    assert pid_in(second) == sibling
    assert alive(sibling)


def test_sigterm_is_passed_on_and_waited_for(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "polite"
    supervisor = start(POLITE.format(file=str(file)))
    pid_in(file)

    supervisor.send_signal(signal.SIGTERM)

    assert supervisor.wait(10) == 0
    assert Path(f"{file}.bye").exists()


def test_a_child_that_ignores_the_signal_is_killed_in_the_end(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "stubborn"
    supervisor = start(STUBBORN.format(file=str(file)), farewell=0.5)
    child = pid_in(file)

    supervisor.send_signal(signal.SIGINT)

    assert supervisor.wait(10) == 1
    until(lambda: not alive(child))


def test_a_second_signal_ends_the_waiting(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "stubborn"
    supervisor = start(STUBBORN.format(file=str(file)), farewell=60)
    pid_in(file)

    supervisor.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    supervisor.send_signal(signal.SIGTERM)

    assert supervisor.wait(5) == 1


@pytest.mark.parametrize("kind", [POLITE, STUBBORN])
def test_children_do_not_outlive_a_supervisor_that_is_killed(
    start: Start, tmp_path: Path, kind: str
) -> None:
    file = tmp_path / "child"
    supervisor = start(kind.format(file=str(file)))
    child = pid_in(file)

    supervisor.kill()

    until(lambda: not alive(child), 5)
    assert Path(f"{file}.bye").exists() == (kind is POLITE)


def test_a_recycled_child_is_replaced_at_once_and_a_failing_one_is_kept_waiting(
    start: Start, tmp_path: Path
) -> None:
    recycled, failing = tmp_path / "recycled", tmp_path / "failing"
    began = time.monotonic()
    start(
        SHORT.format(file=str(recycled), code=75),
        SHORT.format(file=str(failing), code=1),
    )

    until(lambda: recycled.exists() and recycled.read_text() == "xxxx")
    assert time.monotonic() - began < 2.5
    assert len(failing.read_text()) < 4
