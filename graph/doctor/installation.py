"""What the database knows of the installation: its tables, processes, index and users."""

from __future__ import annotations

import asyncio
import json
import socket
import urllib.error
import urllib.request
from collections.abc import Sequence

from domain.accounts.operator import OPERATOR
from domain.accounts.user import User
from domain.indexing.version import IndexVersion
from domain.jobs.task import Queue
from domain.jobs.worker import Process, ProcessKind
from graph.doctor.finding import PATIENCE_SECONDS, Finding, Standing
from graph.doctor.services import Database
from persistence.database import create_engine
from persistence.migrate import newest_revision
from persistence.unit_of_work import unit_of_work_factory


def check_tables(database: Database) -> Finding:
    """Say whether the tables have the form that this version expects."""
    name, found, wanted = "tables", database.facts.revision, newest_revision()
    if found == wanted:
        return Finding(name, f"up to date (revision {found})")
    if found is None:
        return Finding(name, "none yet", Standing.WARNING, "apfa db migrate")
    says = f"revision {found}, this APFA wants {wanted}"
    return Finding(name, says, Standing.PROBLEM, "apfa db migrate")


async def check_installation(database: Database, digest: str | None) -> list[Finding]:
    """Return what the tables tell; `digest` names the weights of this machine's encoder."""
    engine = create_engine(database.url, pool_size=1)
    try:
        async with unit_of_work_factory(engine)() as work:
            processes = await work.processes.alive()
            active = await work.indexes.active()
            users = await work.accounts.users()
    finally:
        await engine.dispose()
    return [
        await asyncio.to_thread(_api, processes),
        *_workers(processes),
        _scheduler(processes),
        _index(active, digest),
        _users(users),
    ]


def _api(processes: Sequence[Process]) -> Finding:
    name = "API"
    running = [each for each in processes if each.kind is ProcessKind.API]
    if not running:
        return Finding(name, "none runs", Standing.WARNING, "apfa up")
    here = [each for each in running if each.host == socket.gethostname() and each.address]
    if not here:
        hosts = ", ".join(sorted({each.host for each in running}))
        return Finding(name, f"none on this machine; {len(running)} on {hosts}")
    refused = [(each.address, reason) for each in here if (reason := _refusal(each.address))]
    if refused:
        address, reason = refused[0]
        todo = "look into the log of the API, and correct what it lacks"
        return Finding(name, f"{address} is not ready: {reason}", Standing.PROBLEM, todo)
    return Finding(name, f"ready at {', '.join(f'{each.address}/graphql' for each in here)}")


def _refusal(address: str | None) -> str | None:
    """Return why an API would not answer a request now; None if it would."""
    try:
        url = f"{address}/health/ready"
        with urllib.request.urlopen(url, timeout=PATIENCE_SECONDS):  # noqa: S310  # http, from our table
            return None
    except urllib.error.HTTPError as error:
        with error:
            return _lacking(error.read())
    except OSError as error:
        return str(error)


def _lacking(body: bytes) -> str:
    try:
        said = json.loads(body)
        return ", ".join(f"{key} {word}" for key, word in said.items() if word == "unavailable")
    except (ValueError, AttributeError):
        return "something else answers there"


def _workers(processes: Sequence[Process]) -> list[Finding]:
    workers = [each for each in processes if each.kind is ProcessKind.WORKER]
    return [_queue(queue, workers, any_process=bool(processes)) for queue in Queue]


def _queue(queue: Queue, workers: Sequence[Process], *, any_process: bool) -> Finding:
    serving = [worker for worker in workers if queue in worker.queues]
    name = f"queue {queue}"
    if not serving:
        todo = f"apfa worker {queue}" if any_process else "apfa up"
        return Finding(name, "no worker serves it: its tasks wait", Standing.WARNING, todo)
    busy = sum(worker.busy for worker in serving)
    return Finding(name, f"workers: {len(serving)}, tasks in hand: {busy}")


def _scheduler(processes: Sequence[Process]) -> Finding:
    running = sum(each.kind is ProcessKind.SCHEDULER for each in processes)
    if running:
        return Finding("scheduler", f"running: {running}")
    todo = "apfa scheduler" if processes else "apfa up"
    return Finding("scheduler", "none runs: no task is sent", Standing.WARNING, todo)


def _index(active: IndexVersion | None, digest: str | None) -> Finding:
    name = "index"
    if active is None:
        says = "none serves yet: answers have no sources"
        return Finding(name, says, Standing.WARNING, "apfa demo --once")
    says = f"version {active.number}, {active.passages:,} passages"
    made_by = active.encoder_fingerprint.partition("-")[0]
    if digest is None or made_by == digest:
        return Finding(name, says)
    says = f"{says}, made with an encoder of other weights ({made_by}, here {digest})"
    todo = "set APFA_ENCODER as before, or send the mutation triggerEmbeddingJob"
    return Finding(name, says, Standing.PROBLEM, todo)


def _users(users: Sequence[User]) -> Finding:
    active = [user for user in users if not user.disabled and user.email != OPERATOR]
    if active:
        return Finding("users", f"{len(active)} can sign in")
    return Finding(
        "users",
        "nobody can sign in yet; commands on this machine need no account",
        Standing.WARNING,
        "apfa user add you@example.org --role ADMIN",
    )
