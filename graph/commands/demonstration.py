"""`apfa demo`: everything set up from nothing, and a first question answered over HTTP."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from domain.access import Role
from graph.commands.resources import console, local_services, operator_of, with_resources
from graph.commands.teaching import examples
from graph.listening import USUAL_HOST, USUAL_PORT

if TYPE_CHECKING:
    import socket

    from persistence.bootstrap import Resources

READY_SECONDS = 120.0
QUESTION = (
    "I would borrow $200,000 at 6.5% over 30 years for a $230,000 home. "
    "What is private mortgage insurance, and when can I stop paying it?"
)


@examples("apfa demo", "apfa demo --once", "apfa --data /tmp/try demo --port 8080")
def demo(
    once: Annotated[
        bool, typer.Option("--once", help="Answer one question and exit; nothing is left running.")
    ] = False,
    port: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=65535,
            help="The port to listen on; without it 8000, or any other if that is taken.",
        ),
    ] = None,
) -> None:
    """Set everything up, ingest the articles that ship with APFA, ask a first question, and serve.

    Starts a real PostgreSQL and Valkey, API, workers and scheduler; creates one user for each role and
    prints their one-time passwords. To serve afterwards without asking again: `apfa up`.
    """
    from graph.listening import address_of

    with _listener(port) as listener, local_services():
        with_resources(_require_nothing_served)
        console.print("1. Local engines are up; creating one user for each role")
        accounts = with_resources(_create_users)
        console.print("2. Starting API, workers and scheduler")
        with _everything(listener) as parts:
            console.print("3. Ingesting the articles that ship with APFA")
            if not with_resources(_ingest_corpus):
                raise typer.Exit(1)
            address = address_of(listener)
            console.print("4. Asking a first question over HTTP")
            _answer_once(address, *accounts[Role.USER])
            if not once:
                _introduce(address, accounts)
                raise typer.Exit(parts.wait())


def _listener(port: int | None) -> socket.socket:
    from domain.errors import Unavailable
    from graph.listening import listening_socket

    try:
        return listening_socket(USUAL_HOST, USUAL_PORT if port is None else port)
    except Unavailable:
        if port is not None:
            raise
        return listening_socket(USUAL_HOST, 0)


async def _require_nothing_served(resources: Resources) -> None:
    """Raise `Conflict` if an API of this machine serves from the same data directory already."""
    import socket

    from psutil import pid_exists

    from domain.errors import Conflict
    from domain.jobs.worker import ProcessKind

    async with resources.unit_of_work() as work:
        processes = await work.processes.alive(ProcessKind.API)
    for each in processes:  # one that was killed counts as alive for a while
        if each.address and each.host == socket.gethostname() and pid_exists(each.pid):
            raise Conflict(
                f"APFA serves here already, at {each.address}/graphql: ask there, stop it first, or name "
                "another folder with --data"
            )


Accounts = dict[Role, tuple[str, str]]


async def _create_users(resources: Resources) -> Accounts:
    """Return an address and a one-time password for each role, renewed if the account was there."""
    from domain.accounts.management import create_user, one_time_password, renew_one_time_password
    from domain.errors import Conflict

    accounts: Accounts = {}
    store, passwords = resources.unit_of_work, resources.passwords
    for role in Role:
        email = f"{role.lower().replace('_', '-')}@demo.example"
        password = one_time_password()
        try:
            await create_user(
                email, role, password, unit_of_work=store, passwords=passwords, one_time=True
            )
        except Conflict:
            await renew_one_time_password(email, password, unit_of_work=store, passwords=passwords)
        accounts[role] = (email, password)
    return accounts


@contextmanager
def _everything(listener: socket.socket) -> Iterator[subprocess.Popen[bytes]]:
    """Have `apfa up` run beside this command, its output in a log, and end it at the end."""
    from jobs.parent import SUPERVISED
    from persistence.settings import PersistenceSettings

    logs = PersistenceSettings().data_directory / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    descriptor = listener.fileno()
    with (logs / "up.log").open("ab") as log:
        parts = subprocess.Popen(  # noqa: S603  # this Python, with arguments of our own
            [sys.executable, "-m", "graph.cli", "up", "--fd", str(descriptor)],
            env={**os.environ, SUPERVISED: "1"},  # it ends if this command is killed
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            pass_fds=(descriptor,),
            start_new_session=True,  # Ctrl-C reaches this command, which ends the parts in order
        )
        try:
            yield parts
        finally:
            parts.send_signal(signal.SIGTERM)
            parts.wait()


async def _ingest_corpus(resources: Resources) -> bool:
    """Ingest the shipped articles; return whether an index with them serves."""
    from domain.corpus.drafts import article_drafts
    from domain.documents.document import Visibility
    from domain.documents.intake import add_documents
    from domain.indexing.golden_set import seed_golden_questions
    from domain.jobs.job import JobState
    from domain.jobs.starting import start_rebuild
    from domain.paging import LARGEST_PAGE, PageRequest
    from graph.commands.following import follow_job, progress_display

    store = resources.unit_of_work
    await _wait_for_workers(resources)
    principal = await operator_of(resources)
    await seed_golden_questions(unit_of_work=store)
    receipt = await add_documents(
        principal, article_drafts(), Visibility.PUBLIC, unit_of_work=store
    )
    with progress_display() as progress:
        if receipt.job is not None:
            return await follow_job(resources, receipt.job.id, progress)
        console.print("   they are there already")
        async with store() as work:
            active = await work.indexes.active()
            jobs = (await work.jobs.page(PageRequest(LARGEST_PAGE))).items
        for job in jobs:  # an earlier run may have been interrupted before its index served
            if job.state is JobState.RUNNING:
                return await follow_job(resources, job.id, progress)
        if active is not None:
            return True
        rebuild = await start_rebuild(principal.user_id, unit_of_work=store)
        return await follow_job(resources, rebuild.id, progress)


async def _wait_for_workers(resources: Resources) -> None:
    """Return when every queue is served. Raises `Unavailable` if that takes too long."""
    from domain.errors import Unavailable
    from domain.jobs.task import Queue
    from domain.jobs.worker import ProcessKind

    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        async with resources.unit_of_work() as work:
            workers = await work.processes.alive(ProcessKind.WORKER)
        if {queue for worker in workers for queue in worker.queues} == set(Queue):
            return
        await asyncio.sleep(0.2)
    log = resources.settings.data_directory / "logs" / "up.log"
    raise Unavailable(f"the workers did not start within {READY_SECONDS:.0f} s: see {log}")


def _answer_once(address: str, email: str, password: str) -> None:
    from graph.client import Client
    from graph.commands.asking import ADVICE
    from graph.commands.rendering import print_answer

    client = Client(address)
    client.wait_until_ready(READY_SECONDS)
    client.sign_in(email, password)
    print_answer(client.execute(ADVICE, {"input": {"question": QUESTION}})["advice"])


def _introduce(address: str, accounts: Accounts) -> None:
    console.print("\n[bold]Sign in as[/bold] (role, address, one-time password)")
    for role, (email, password) in accounts.items():
        console.print(f"  {role:<18} {email:<32} {password}", soft_wrap=True)
    console.print()
    command = Path(sys.argv[0])
    program = os.path.relpath(command) if command.is_absolute() else str(command)
    console.print(f"GraphQL is served at [bold]{address}/graphql[/bold]; in another terminal try:")
    console.print(f'  {program} ask "What is an escrow account?"', highlight=False)
    console.print(f"Ctrl-C, or kill {os.getpid()}, stops everything.")
