"""An API over this test's database: in this process for most tests, over a real socket for the others."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import numpy as np
import pytest
import uvicorn
from numpy.typing import NDArray
from starlette.applications import Starlette
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from domain.access import Role
from domain.accounts.management import create_user
from domain.accounts.sessions import sign_in as start_session
from domain.clock import SystemClock
from domain.documents.document import DocumentDraft, StoredText, Visibility
from domain.documents.processing import process_documents
from domain.indexing.lifecycle import build_index
from domain.indexing.version import IndexVersion
from domain.ports import PasswordHasher
from domain.retrieval.chunking import Chunk
from graph.app import application, running
from graph.context import Services
from graph.listening import address_of, listening_socket
from graph.server import configuration
from graph.settings import GraphSettings
from graph.types.node import uuid_of
from jobs.settings import JobSettings
from persistence.bootstrap import Resources

PROTOCOL = Subprotocol("graphql-transport-ws")
PASSWORD = "a password of some length"


class WordEncoder:
    """A small encoder for tests: a text's vector is the sum of its words' own directions."""

    fingerprint = "words-64"
    dimension = 64

    async def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors: NDArray[np.float32] = np.stack([self._vector(text) for text in texts])
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def _vector(self, text: str) -> NDArray[np.float32]:
        total = np.full(self.dimension, 1e-6, dtype=np.float32)
        for word in text.lower().split():
            seed = int.from_bytes(hashlib.sha256(word.strip(".,?!").encode()).digest()[:4])
            total += np.random.default_rng(seed).standard_normal(self.dimension, dtype=np.float32)
        return total


@dataclass
class Answer:
    """A GraphQL response."""

    status: int
    headers: httpx.Headers
    body: dict[str, Any]

    @property
    def data(self) -> Any:
        assert "errors" not in self.body, self.body.get("errors")
        return self.body["data"]

    @property
    def error(self) -> dict[str, Any]:
        error: dict[str, Any]
        (error,) = self.body["errors"]
        assert error["extensions"]["requestId"]
        return error

    @property
    def code(self) -> str:
        return str(self.error["extensions"]["code"])


class Client:
    """Sends operations, with a token once signed in."""

    def __init__(self, http: httpx.AsyncClient, token: str | None = None) -> None:
        self.http = http
        self.token = token

    async def send(
        self, query: str, variables: dict[str, Any] | None = None, **headers: str
    ) -> Answer:
        if self.token is not None:
            headers.setdefault("authorization", f"Bearer {self.token}")
        body = {"query": query, "variables": variables}
        response = await self.http.post("/graphql", json=body, headers=headers)
        return Answer(response.status_code, response.headers, response.json())


SignIn = Callable[[Role], Awaitable[Client]]


class TestClock(SystemClock):
    """The real time, moved on by hand."""

    __test__ = False

    def __init__(self) -> None:
        self.ahead = 0.0

    def now(self) -> datetime:
        return super().now() + timedelta(seconds=self.ahead)


@pytest.fixture
def clock() -> TestClock:
    return TestClock()


@pytest.fixture
def app() -> Starlette:
    return application(GraphSettings(allowed_origins=("https://app.example",)))


@pytest.fixture
def encoder() -> WordEncoder:
    return WordEncoder()


@pytest.fixture
async def services(
    app: Starlette, resources: Resources, clock: TestClock, encoder: WordEncoder
) -> AsyncIterator[Services]:
    async with running(
        app,
        settings=GraphSettings(),
        jobs=JobSettings(),
        resources=resources,
        encoder=encoder,
        clock=clock,
    ) as services:
        yield services


@pytest.fixture
async def http(app: Starlette, services: Services) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://api") as client:
        yield client


@pytest.fixture
async def anyone(http: httpx.AsyncClient) -> Client:
    return Client(http)


class QuickPasswords(PasswordHasher):
    """Hashes that cost nothing, where passwords are not what a test is about."""

    async def hash(self, password: str) -> str:
        return hashlib.sha256(password.encode()).hexdigest()

    async def verify(self, password_hash: str, password: str) -> bool:
        return password_hash == await self.hash(password)


@pytest.fixture
def sign_in(anyone: Client, services: Services) -> SignIn:
    """Create a user of a role and sign in as that user."""
    numbers = count(1)
    passwords = QuickPasswords()
    store = services.unit_of_work

    async def make(role: Role) -> Client:
        email = f"{role.lower()}{next(numbers)}@example.com"
        await create_user(email, role, PASSWORD, unit_of_work=store, passwords=passwords)
        session = await start_session(
            email, PASSWORD, unit_of_work=store, passwords=passwords, clock=services.clock
        )
        return Client(anyone.http, services.tokens.issue(session)[0])

    return make


@pytest.fixture
async def user(sign_in: SignIn) -> Client:
    return await sign_in(Role.USER)


@pytest.fixture
async def admin(sign_in: SignIn) -> Client:
    return await sign_in(Role.ADMIN)


@asynccontextmanager
async def served(app: Starlette) -> AsyncIterator[str]:
    """Serve an application whose services run already; the block gets its address."""
    with listening_socket("127.0.0.1", 0) as listener:
        config = configuration(app)
        config.lifespan = "off"
        server = uvicorn.Server(config)
        task = asyncio.create_task(server._serve([listener]))  # leaves signals to pytest
        while not server.started:  # noqa: ASYNC110  # uvicorn has no event for it
            await asyncio.sleep(0.01)
        yield address_of(listener)
        server.should_exit = True
        await task


@pytest.fixture
async def address(app: Starlette, services: Services) -> AsyncIterator[str]:
    async with served(app) as address:
        yield address


class WholeText:
    """Cuts nothing: a document is one passage."""

    async def split(self, texts: Sequence[StoredText]) -> list[list[Chunk]]:
        return [[Chunk(text.text, (), 0, len(text.text))] for text in texts]


async def no_report(done: int, total: int) -> None:
    del done, total


BuildOf = Callable[[Sequence[str]], Awaitable[IndexVersion]]


@pytest.fixture
def build_of(resources: Resources, encoder: WordEncoder, tmp_path: Path, admin: Client) -> BuildOf:
    """Add public texts, and build an index version of all there are, as the workers do."""
    store = resources.unit_of_work

    async def add(texts: Sequence[str], owner: UUID) -> None:
        async with store() as work:
            drafts = [DocumentDraft(text=text, title=text.split()[1]) for text in texts]
            added = await work.documents.add(drafts, owner_id=owner, visibility=Visibility.PUBLIC)
            await work.commit()
        ids = [each.id for each in added]
        await process_documents(
            ids,
            None,
            no_report,
            unit_of_work=store,
            splitter=WholeText(),
            fingerprint=encoder.fingerprint,
        )
        async with store() as work:
            waiting = await work.passages.unembedded(encoder.fingerprint, ids)
            new = await work.passages.texts(waiting)
            vectors = await encoder.encode(list(new.values()))
            await work.embeddings.store(encoder.fingerprint, list(new), vectors)
            await work.commit()

    async def build_of(texts: Sequence[str]) -> IndexVersion:
        if texts:
            await add(texts, uuid_of("User", (await admin.send("{ me { id } }")).data["me"]["id"]))
        return await build_index(
            no_report,
            unit_of_work=store,
            artefacts=resources.artefacts,
            clock=SystemClock(),
            fingerprint=encoder.fingerprint,
            scratch=tmp_path,
        )

    return build_of


@pytest.fixture
def activate(resources: Resources, build_of: BuildOf) -> BuildOf:
    """Do that and activate the version."""

    async def activate(texts: Sequence[str]) -> IndexVersion:
        version = await build_of(texts)
        async with resources.unit_of_work() as work:
            await work.indexes.activate(version.id)
            await work.commit()
        return version

    return activate


class Socket:
    """A graphql-transport-ws client that shows every message."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self._number = 0

    async def send(self, message: Any) -> None:
        await self.connection.send(json.dumps(message))

    async def receive(self) -> dict[str, Any]:
        async with asyncio.timeout(10):
            message: dict[str, Any] = json.loads(await self.connection.recv())
        return message

    async def start(self, token: str | None = None) -> None:
        payload = {"Authorization": f"Bearer {token}"} if token else {}
        await self.send({"type": "connection_init", "payload": payload})
        assert (await self.receive())["type"] == "connection_ack"

    async def subscribe(self, query: str, variables: dict[str, Any] | None = None) -> str:
        self._number += 1
        identifier = str(self._number)
        payload = {"query": query, "variables": variables}
        await self.send({"type": "subscribe", "id": identifier, "payload": payload})
        return identifier

    async def closed(self) -> int:
        """Wait for the server to close the socket; return the code."""
        async with asyncio.timeout(10):
            await self.connection.wait_closed()
        code = self.connection.close_code
        assert code is not None
        return code


OpenSocket = Callable[[], Awaitable[Socket]]


@pytest.fixture
async def open_socket(address: str) -> AsyncIterator[OpenSocket]:
    opened: list[ClientConnection] = []

    async def make() -> Socket:
        connection = await connect(
            address.replace("http", "ws") + "/graphql", subprotocols=[PROTOCOL]
        )
        opened.append(connection)
        return Socket(connection)

    yield make
    for connection in opened:
        await connection.close()
