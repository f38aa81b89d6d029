"""Where the commands get answers from: the API that runs on this machine, or this process itself.

A running API has encoder and index in memory and answers at once; without one, both are loaded here, which
takes some seconds.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from domain.clock import SystemClock
from graph.commands.resources import operator_of

if TYPE_CHECKING:
    from uuid import UUID

    from domain.advice.advice import Advice
    from domain.advice.answering import Adviser
    from domain.advice.request import AdviceRequest
    from domain.retrieval.library import Retrieval
    from graph.client import Client
    from persistence.bootstrap import Resources


async def running_api(resources: Resources) -> Client | None:
    """Return a client, signed in as the operator, of an API process of this machine; None if none runs."""
    import socket

    from domain.accounts.operator import operator_account
    from domain.accounts.sessions import open_session
    from domain.jobs.worker import ProcessKind
    from graph.auth.tokens import AccessTokens
    from graph.client import Client

    store, clock = resources.unit_of_work, SystemClock()
    async with store() as work:
        processes = await work.processes.alive(ProcessKind.API)
    here = [each.address for each in processes if each.host == socket.gethostname()]
    address = next((address for address in here if address is not None), None)
    if address is None:
        return None
    user = await operator_account(unit_of_work=store, passwords=resources.passwords)
    session = await open_session(user, unit_of_work=store, clock=clock)
    tokens = await AccessTokens.start(unit_of_work=store, clock=clock)
    return Client(address, tokens.issue(session)[0])


async def answer_here(
    resources: Resources, request: AdviceRequest, conversation: UUID | None = None
) -> Advice:
    """Answer a question in this process, in a new conversation or one of the operator's."""
    from domain.advice.ask import ask

    async with _adviser(resources) as adviser:
        principal = await operator_of(resources)
        return await ask(request, principal, adviser, conversation_id=conversation)


async def find_here(resources: Resources, query: str, first: int) -> Retrieval:
    """Search in this process."""
    async with _adviser(resources) as adviser:
        viewer = (await operator_of(resources)).user_id
        return await adviser.library.find(query, viewer=viewer, k=first)


@asynccontextmanager
async def _adviser(resources: Resources) -> AsyncIterator[Adviser]:
    """Give this process the active index and an encoder of its own."""
    from concurrent.futures import ThreadPoolExecutor

    from domain.indexing.node import IndexNode
    from domain.retrieval.library import Library
    from graph.advising import adviser_of
    from graph.modelling import MODEL, open_model_writer
    from graph.settings import GraphSettings
    from jobs.encoding import load_encoder
    from jobs.settings import JobSettings
    from persistence.breaker import CircuitGuard

    with ThreadPoolExecutor(1) as executor:
        encoder = await load_encoder(JobSettings())
        node = IndexNode(
            "command",
            unit_of_work=resources.unit_of_work,
            artefacts=resources.artefacts,
            feed=resources.event_feed,
            fingerprint=encoder.fingerprint,
        )
        await node.catch_up()
        library = Library(
            snapshot=lambda: node.current,
            encoder=encoder,
            unit_of_work=resources.unit_of_work,
            executor=executor,
        )
        clock = SystemClock()
        settings = GraphSettings()
        breaker = CircuitGuard(MODEL, clock=clock)
        async with open_model_writer(settings, breaker) as model:
            yield adviser_of(
                resources,
                library,
                encoder=encoder,
                clock=clock,
                executor=executor,
                model=model,
                sample_rates=settings.sample_rates,
            )
