"""How a local engine comes to life, is shared, is found again after a crash, and is stopped.

Three locks, all released by the kernel when their holder dies, carry the whole truth:
the *lifeline* is held by the engine's own processes, so whether it lives needs no process id; the
*users* lock is shared by every process that uses it, so the last to leave is the one that can have
it alone; and all of joining, starting, leaving and stopping happens inside the *start* lock.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import CalledProcessError

from persistence.engines import locks, process, rundir
from persistence.engines.account import inherit_owner
from persistence.engines.engine import Engine
from persistence.engines.failure import last_complaint

START_SECONDS = 120.0  # a crash recovery may have much to replay
POLL_SECONDS = 0.01
LOG_BYTES = 10 * 1024 * 1024
LOG_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW


def join(engine: Engine) -> tuple[Path, int]:
    """Use the engine, started if it does not run: its run-time directory and a lease on it."""
    with _starting(engine):
        lease = locks.share(engine.users_lock)
        try:
            return _running(engine), lease
        except BaseException:
            os.close(lease)
            raise


def revive(engine: Engine) -> Path:
    """Start the engine if it does not run, on behalf of those who use it already."""
    with _starting(engine):
        return _running(engine)


def leave(engine: Engine, lease: int) -> None:
    """Give the lease back; whoever was the last stops the engine."""
    try:
        with _failures(engine), locks.exclusively(engine.start_lock):
            if locks.try_alone(lease):
                _stop(engine)
    finally:
        os.close(lease)


@contextmanager
def _starting(engine: Engine) -> Iterator[None]:
    """Keep others from starting or stopping the engine meanwhile; makes the data directory."""
    with _failures(engine):
        try:
            engine.data_directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            for directory in (engine.locks, engine.log.parent):
                directory.mkdir(mode=0o700, exist_ok=True)
                inherit_owner(directory)
        except OSError as error:
            told = f"{error.strerror}: {error.filename}"
            raise engine.fail(
                f"the data directory cannot be used, choose another with --data: {told}"
            ) from error
        with locks.exclusively(engine.start_lock):
            yield


@contextmanager
def _failures(engine: Engine) -> Iterator[None]:
    """Make every failure of the system's one of the engine's."""
    try:
        yield
    except OSError as error:
        told = f"{error.strerror}: {error.filename}" if error.filename else str(error)
        raise engine.fail(told) from error


def _running(engine: Engine) -> Path:
    """The run-time directory of the engine once it answers."""
    deadline = time.monotonic() + START_SECONDS
    log_start: int | None = None
    while time.monotonic() < deadline:
        lifeline = locks.try_take(engine.lifeline)
        if lifeline is not None:
            try:
                if log_start is not None:  # it was started here, and is gone again
                    _clear_run(engine)
                    raise engine.fail(last_complaint(engine.log, since=log_start))
                log_start = _start(engine, lifeline)
            finally:
                os.close(lifeline)
            continue
        run = _recorded_run(engine)
        if run is not None and not run.exists():
            _stop(engine)  # its sockets were cleared away under it: nobody can reach it any more
            log_start = None
        elif run is not None and _answers(engine, run):
            return run
        time.sleep(POLL_SECONDS)
    raise engine.fail(f"it runs but does not answer after {START_SECONDS:.0f} seconds")


def _answers(engine: Engine, run: Path) -> bool:
    rundir.check_private(run, engine.account())
    return engine.answers(run)


def _start(engine: Engine, lifeline: int) -> int:
    """Start the engine, which no process of it does yet; the log's length before it."""
    stranger = process.main_process(engine.pid_file)
    if stranger is not None:
        raise engine.fail(f"process {stranger.pid}, started by something else, uses its files")
    engine.pid_file.unlink(missing_ok=True)  # else a reused process id could be taken for it
    account = engine.account()
    log = os.open(engine.log, LOG_FLAGS, 0o600)
    try:
        inherit_owner(engine.log)
        if os.fstat(log).st_size > LOG_BYTES:
            os.ftruncate(log, 0)
        log_start = os.fstat(log).st_size
        launcher = process.Launcher(account=account, lifeline=lifeline, log=log)
        engine.prepare(launcher)
        _settle(engine.data_directory)
        run = rundir.open_run_directory(
            engine.data_directory,
            engine.name,
            engine.socket_name,
            account,
            before=_recorded_run(engine),
        )
        engine.lifeline.write_bytes(os.fsencode(run))
        launcher.detach(engine.command(launcher, run), directory=engine.directory)
    except CalledProcessError as error:
        raise engine.fail(last_complaint(engine.log, since=log_start)) from error
    finally:
        os.close(log)
    return log_start


def _settle(directory: Path) -> None:
    """Let no loss of power take away what was just made in `directory`."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _stop(engine: Engine) -> None:
    """Stop the engine gracefully, in the end by force, and clear its run-time directory."""
    main = process.main_process(engine.pid_file)
    for number, seconds in engine.farewell:
        if main is not None:
            process.send(main, number)
        if _ended(engine, seconds):
            break
    else:
        raise engine.fail("it does not stop, not even when killed")
    if main is not None:
        process.reap(main)
    _clear_run(engine)


def _ended(engine: Engine, seconds: float) -> bool:
    """Whether the last process of the engine ends within so many seconds."""
    deadline = time.monotonic() + seconds
    while (lifeline := locks.try_take(engine.lifeline)) is None:
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    os.close(lifeline)
    return True


def _clear_run(engine: Engine) -> None:
    run = _recorded_run(engine)
    if run is not None:
        rundir.remove(run)


def _recorded_run(engine: Engine) -> Path | None:
    """The run-time directory that the engine was last started with."""
    recorded = engine.lifeline.read_bytes()
    return Path(os.fsdecode(recorded)) if recorded else None
