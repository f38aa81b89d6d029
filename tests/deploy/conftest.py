"""The files that deploy APFA, read as Docker reads them, and their services run as local processes."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import site
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest
import yaml

ROOT = Path(__file__).parents[2]
SECRETS = {
    "POSTGRES_PASSWORD": "postgressecret1",
    "REDIS_PASSWORD": "redissecret2",
    "MINIO_ROOT_PASSWORD": "miniosecret3",
}
VARIABLE = re.compile(r"\$\$|\$\{(\w+)(?::([-?])([^}]*))?\}")


class MissingVariable(Exception):
    """A variable that the file insists on is not set."""


def interpolate(text: str, variables: Mapping[str, str]) -> str:
    """Put variables in, as Compose does: ${NAME}, ${NAME:-default}, ${NAME:?complaint}, $$."""

    def value(found: re.Match[str]) -> str:
        name, operator, rest = found.groups()
        if name is None:
            return "$"
        if variables.get(name):
            return variables[name]
        if operator == "?":
            raise MissingVariable(name)
        return rest or ""

    return VARIABLE.sub(value, text)


def read_compose(variables: Mapping[str, str]) -> dict[str, Any]:
    """Return the file with variables put in. They are strings, whatever they hold: parsed first."""

    def fill(value: Any) -> Any:
        match value:
            case str():
                return interpolate(value, variables)
            case list():
                return [fill(item) for item in value]
            case dict():
                return {key: fill(item) for key, item in value.items()}
        return value

    filled: dict[str, Any] = fill(yaml.safe_load((ROOT / "docker-compose.yml").read_text()))
    return filled


def read_dockerfile() -> list[tuple[str, str]]:
    """Return each instruction with what follows it, continued lines joined."""
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    text = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
    joined = re.sub(r"\\\n\s*", " ", text)
    return [(line.split()[0], line.split(None, 1)[1]) for line in joined.splitlines() if line]


def image_settings(instructions: list[tuple[str, str]], instruction: str) -> str:
    """Return what the last such instruction says: it is the one that counts."""
    return [rest for name, rest in instructions if name == instruction][-1]


@pytest.fixture(scope="session")
def secrets() -> dict[str, str]:
    return SECRETS


@pytest.fixture(scope="session")
def compose_with() -> Callable[[Mapping[str, str]], dict[str, Any]]:
    """Read the compose file with these variables set."""
    return read_compose


@pytest.fixture(scope="session")
def services() -> dict[str, dict[str, Any]]:
    services: dict[str, dict[str, Any]] = read_compose(SECRETS)["services"]
    return services


@pytest.fixture(scope="session")
def dockerfile() -> list[tuple[str, str]]:
    return read_dockerfile()


@pytest.fixture(scope="session")
def installed(dockerfile: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the image's commands: APFA installed from what the Dockerfile copies, no more.

    What APFA depends on is that of this Python, after what was installed.
    """
    source, environment = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("image")
    for name, rest in dockerfile:
        if name == "COPY" and not rest.startswith("--from"):
            for item in rest.split()[:-1]:
                path = ROOT / item
                if path.is_dir():
                    ignored = shutil.ignore_patterns("__pycache__")
                    shutil.copytree(path, source / item, ignore=ignored)
                else:
                    shutil.copy(path, source)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    pip = [sys.executable, "-m", "pip", "--python", environment / "bin" / "python"]
    subprocess.run(
        [*pip, "install", "--quiet", "--disable-pip-version-check", "--no-deps", source],
        check=True,
    )
    packages = next(environment.glob("lib/python*/site-packages"))
    others = [f"import site; site.addsitedir({place!r})\n" for place in site.getsitepackages()]
    (packages / "others.pth").write_text("".join(others))
    return environment / "bin"


@dataclass
class Service:
    """A service of the compose file, run here: its very command, its very environment."""

    name: str
    definition: dict[str, Any]
    command: list[str]
    environment: dict[str, str]
    place: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=self.environment,
                cwd=self.place,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end where the service runs, as `docker compose exec` would."""
        return subprocess.run(
            command,
            env=self.environment,
            cwd=self.place,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def probe(self) -> subprocess.CompletedProcess[str]:
        """Run the service's own health check."""
        kind, *command = self.definition["healthcheck"]["test"]
        assert kind == "CMD"
        return self.run(*command)

    def wait_until_healthy(self, seconds: float = 120) -> None:
        deadline = time.monotonic() + seconds
        while (said := self.probe()).returncode != 0:
            assert self.process is not None
            assert self.process.poll() is None, f"{self.name} ended: {self.told}"
            assert time.monotonic() < deadline, f"{self.name}: {said.stderr}\n{self.told}"
            time.sleep(1)

    def stop(self) -> tuple[int, float]:
        """Send SIGTERM as `docker compose stop` does; return the exit code and how long it took."""
        assert self.process is not None
        started = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60), time.monotonic() - started

    def kill(self) -> None:
        """Kill it and all that it started, as a container is killed."""
        if self.process is None or self.process.poll() is not None:
            return
        family = psutil.Process(self.process.pid).children(recursive=True)
        self.process.kill()
        self.process.wait()
        for child in family:
            if child.is_running():
                child.kill()
        psutil.wait_procs(family, timeout=10)

    @property
    def log(self) -> Path:
        return self.place / "service.log"

    @property
    def told(self) -> str:
        return self.log.read_text()[-3000:] if self.log.exists() else ""


@pytest.fixture(scope="session")
def image_environment(dockerfile: list[tuple[str, str]], installed: Path) -> dict[str, str]:
    """What the image itself sets, with the search path of this machine."""
    words = image_settings(dockerfile, "ENV").split()
    environment = dict(word.split("=", 1) for word in words)
    return environment | {"PATH": f"{installed}{os.pathsep}{os.environ['PATH']}"}


@pytest.fixture(scope="session")
def entry_point(dockerfile: list[tuple[str, str]]) -> list[str]:
    words: list[str] = json.loads(image_settings(dockerfile, "ENTRYPOINT"))
    return words


Make = Callable[..., Service]


@pytest.fixture(scope="module")
def make_service(
    services: dict[str, dict[str, Any]],
    image_environment: dict[str, str],
    entry_point: list[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Make]:
    """Make services of APFA's image, with the addresses of this machine put in for the containers'."""
    made: list[Service] = []

    def make(name: str, addresses: Mapping[str, str]) -> Service:
        place = tmp_path_factory.mktemp(name)

        def local(text: str) -> str:
            for theirs, ours in addresses.items():
                text = text.replace(theirs, ours)
            return text

        definition = services[name]
        settings = {**image_environment, **definition["environment"]}
        environment = {key: local(str(value)) for key, value in settings.items()}
        environment |= {"HOME": str(place), "APFA_DATA_DIRECTORY": str(place)}
        command = [*entry_point, *definition["command"]]
        made.append(Service(name, definition, command, environment, place))
        return made[-1]

    yield make
    for service in made:
        service.kill()
