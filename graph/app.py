"""Puts an API process together: opens what it needs, routes requests, closes in order."""

from __future__ import annotations

import asyncio
from asyncio import Task
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, closing
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute

from domain.advice.writing.model_writer import ModelWriter
from domain.breaker import Breaker
from domain.clock import SystemClock
from domain.indexing.node import IndexNode
from domain.indexing.search_watch import SearchWatch
from domain.jobs.worker import ProcessKind
from domain.ports import Clock, TextEncoder
from domain.retrieval.library import Library
from domain.retrieval.snapshot import IndexSnapshot
from graph.advising import adviser_of
from graph.auth.authenticate import Authenticator
from graph.auth.tokens import AccessTokens
from graph.context import Services
from graph.health import live, ready
from graph.metrics import Metrics
from graph.modelling import MODEL, open_model_writer
from graph.polling import Polls
from graph.reporting import LoadReport
from graph.schema import build_schema, print_schema
from graph.settings import GraphSettings
from graph.transport.http import GraphQLEndpoint
from graph.transport.uploads import put_upload
from graph.types.upload import PATH as UPLOADS
from jobs.background import run_background
from jobs.broker import LedgerBroker
from jobs.encoding import load_encoder
from jobs.heartbeat import Heartbeat, process_name
from jobs.process import alongside
from jobs.settings import JobSettings
from jobs.timetable import schedules
from persistence.bootstrap import Resources, open_resources
from persistence.breaker import CircuitGuard
from persistence.migrate import migrate
from persistence.settings import PersistenceSettings

Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]

POOL_SIZE = 10
"""Connections to Postgres kept open; the relay and the dispatcher hold some for good."""


def create_app(
    settings: GraphSettings,
    store: PersistenceSettings,
    jobs: JobSettings,
    *,
    address: str | None = None,
) -> Starlette:
    """Return the application. It opens everything on start and closes it on stop.

    `address` is where it is reached; it is shown with the process's heartbeat.
    """

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with (
            loading(load_encoder(jobs)) as loaded,
            open_resources(store, pool_size=POOL_SIZE) as resources,
        ):
            await migrate(resources.database_url)
            encoder = await loaded
            async with running(
                app,
                settings=settings,
                jobs=jobs,
                resources=resources,
                encoder=encoder,
                clock=SystemClock(),
                address=address,
            ):
                yield

    return application(settings, lifespan)


def application(settings: GraphSettings, lifespan: Lifespan | None = None) -> Starlette:
    """Return the routes over whatever `lifespan` puts on the application's state."""
    endpoint = GraphQLEndpoint(build_schema(), allowed_origins=settings.allowed_origins)
    return Starlette(
        routes=[
            Route("/", _home),
            Route("/graphql", endpoint),
            WebSocketRoute("/graphql", endpoint),
            Route(f"{UPLOADS}/{{upload_id}}", put_upload, methods=["PUT"]),
            Route("/schema.graphql", _schema),
            Route("/.well-known/jwks.json", _jwks),
            Route("/health/live", live),
            Route("/health/ready", ready),
            Route("/metrics", _metrics),
        ],
        middleware=[
            Middleware(
                CORSMiddleware,
                allow_origins=settings.allowed_origins,
                allow_methods=["GET", "POST", "PUT"],
                allow_headers=["authorization", "content-type"],
                expose_headers=["X-Request-Id"],
            )
        ],
        lifespan=lifespan,
    )


@asynccontextmanager
async def loading(encoder: Coroutine[Any, Any, TextEncoder]) -> AsyncIterator[Task[TextEncoder]]:
    """Load the encoder while other things start; it takes seconds."""
    task = asyncio.create_task(encoder)
    try:
        yield task
    finally:
        task.cancel()


@asynccontextmanager
async def running(
    app: Starlette,
    *,
    settings: GraphSettings,
    jobs: JobSettings,
    resources: Resources,
    encoder: TextEncoder,
    clock: Clock,
    address: str | None = None,
) -> AsyncIterator[Services]:
    """Have the services on the application's state, and what goes on beside the requests running."""
    name, store = process_name(ProcessKind.API), resources.unit_of_work
    breaker = CircuitGuard(MODEL, clock=clock)
    async with AsyncExitStack() as stack:
        executor = stack.enter_context(
            ThreadPoolExecutor(settings.search_threads, thread_name_prefix="search")
        )
        model = await stack.enter_async_context(open_model_writer(settings, breaker))
        services = await _services(
            resources,
            name=name,
            encoder=encoder,
            executor=executor,
            clock=clock,
            settings=settings,
            jobs=jobs,
            model=model,
            breakers=(breaker, *resources.breakers),
        )
        app.state.resources = resources
        app.state.services = services
        heartbeat = Heartbeat(name, ProcessKind.API, unit_of_work=store, address=address)
        with closing(LedgerBroker(resources.redis_url)) as broker:
            background = run_background(resources, broker, settings=jobs, schedule=False)
            async with heartbeat.beating():
                await services.node.catch_up()
                load = LoadReport(
                    name, rate=services.metrics.rate, pool=resources.pool, unit_of_work=store
                )
                async with alongside(
                    services.node.run(), services.search_watch.run(), load.run(), background
                ):
                    yield services


async def _services(
    resources: Resources,
    *,
    name: str,
    encoder: TextEncoder,
    executor: ThreadPoolExecutor,
    clock: Clock,
    settings: GraphSettings,
    jobs: JobSettings,
    model: ModelWriter | None,
    breakers: tuple[Breaker, ...],
) -> Services:
    store = resources.unit_of_work
    metrics = Metrics()
    watch = SearchWatch(name, unit_of_work=store, clock=clock)

    def swapped(snapshot: IndexSnapshot) -> None:
        watch.begin(snapshot.version_id)
        metrics.swapped(snapshot)

    node = IndexNode(
        name,
        unit_of_work=store,
        artefacts=resources.artefacts,
        feed=resources.event_feed,
        fingerprint=encoder.fingerprint,
        on_swap=swapped,
    )
    tokens = await AccessTokens.start(unit_of_work=store, clock=clock)
    library = Library(
        snapshot=lambda: node.current,
        encoder=encoder,
        unit_of_work=store,
        executor=executor,
        observer=watch,
    )
    return Services(
        unit_of_work=store,
        feed=resources.event_feed,
        passwords=resources.passwords,
        uploads=resources.uploads,
        library=library,
        adviser=adviser_of(
            resources,
            library,
            encoder=encoder,
            clock=clock,
            executor=executor,
            model=model,
            sample_rates=settings.sample_rates,
        ),
        breakers=breakers,
        node=node,
        search_watch=watch,
        tokens=tokens,
        authenticator=Authenticator(tokens, unit_of_work=store, clock=clock),
        metrics=metrics,
        polls=Polls.over(store),
        schedules=schedules(jobs),
        clock=clock,
        executor=executor,
    )


async def _home(request: Request) -> Response:
    del request
    return RedirectResponse("/graphql")


async def _schema(request: Request) -> Response:
    del request
    return PlainTextResponse(print_schema())


async def _jwks(request: Request) -> Response:
    services: Services = request.app.state.services
    return JSONResponse(services.tokens.jwks())


async def _metrics(request: Request) -> Response:
    services: Services = request.app.state.services
    content, media_type = services.metrics.render()
    return Response(content, media_type=media_type)
