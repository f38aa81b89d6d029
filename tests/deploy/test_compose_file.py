"""docker-compose.yml, read: nothing floats, nothing is open that need not be, no password is given away."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import make_url

from domain.jobs.task import Queue

ROOT = Path(__file__).parents[2]
OURS = {
    "api",
    "worker-embedding",
    "worker-indexing",
    "worker-maintenance",
    "scheduler",
    "migrate",
}
ONE_SHOT = {"migrate", "bucket"}
Services = dict[str, dict[str, Any]]


def test_all_parts_are_there_in_the_numbers_of_the_design(services: Services) -> None:
    assert set(services) == OURS | {"postgres", "redis", "minio", "bucket"}
    numbers = {queue: services[f"worker-{queue}"]["deploy"]["replicas"] for queue in Queue}
    assert numbers == {Queue.EMBEDDING: 4, Queue.INDEXING: 2, Queue.MAINTENANCE: 1}
    for queue in Queue:
        assert services[f"worker-{queue}"]["command"] == ["worker", queue.value]


def test_only_the_api_publishes_a_port(services: Services) -> None:
    published = {name: service["ports"] for name, service in services.items() if "ports" in service}
    assert published == {"api": ["8000:8000"]}
    assert not any("network_mode" in service for service in services.values())


def test_every_image_has_a_version(services: Services) -> None:
    for name, service in services.items():
        tag = service["image"].rpartition(":")[2]
        assert re.search(r"\d+\.\d+|RELEASE\.\d{4}", tag), name


def test_every_service_restarts_is_probed_and_limited(services: Services) -> None:
    for name, service in services.items():
        assert re.fullmatch(r"\d+[gm]", service["deploy"]["resources"]["limits"]["memory"]), name
        if name in ONE_SHOT:
            assert service["restart"] == "no"
            assert service["healthcheck"] == {"disable": True}
        else:
            assert service["restart"] == "unless-stopped"
            assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}


def test_a_container_is_given_the_time_that_its_part_takes_to_stop(services: Services) -> None:
    from graph.server import GRACE_SECONDS
    from jobs.settings import JobSettings
    from jobs.supervisor import FAREWELL_SECONDS

    longest = max(GRACE_SECONDS, FAREWELL_SECONDS, JobSettings().grace_seconds)
    for name in OURS:
        assert int(services[name]["stop_grace_period"].removesuffix("s")) > longest


def test_parts_wait_for_what_they_need(services: Services) -> None:
    for name in OURS - ONE_SHOT:
        conditions = {need: how["condition"] for need, how in services[name]["depends_on"].items()}
        assert conditions == {
            "migrate": "service_completed_successfully",
            "bucket": "service_completed_successfully",
            "redis": "service_healthy",
        }
    assert set(services["migrate"]["depends_on"]) == {"postgres"}
    assert set(services["bucket"]["depends_on"]) == {"minio"}


def test_parts_run_with_as_few_rights_as_they_need(services: Services) -> None:
    for name in OURS:
        service = services[name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert not {"privileged", "user", "cap_add"} & set(service)


@pytest.mark.parametrize("missing", ["POSTGRES_PASSWORD", "REDIS_PASSWORD", "MINIO_ROOT_PASSWORD"])
def test_no_password_has_a_default(
    missing: str, secrets: dict[str, str], compose_with: Any
) -> None:
    others = {name: value for name, value in secrets.items() if name != missing}
    with pytest.raises(Exception, match=missing):
        compose_with(others)
    with pytest.raises(Exception, match=missing):
        compose_with({**others, missing: ""})


def test_the_example_names_every_variable_and_no_password(compose_with: Any) -> None:
    example = (ROOT / ".env.example").read_text()
    named = dict(re.findall(r"^#?([A-Z_]+)=(.*)$", example, re.MULTILINE))
    used = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    assert used - {"APFA_VERSION"} == set(named)
    assert {name for name in named if "PASSWORD" in name and named[name]} == set()
    assert ".env\n" in (ROOT / ".gitignore").read_text()


def test_parts_and_services_agree_on_names_and_passwords(
    services: Services, secrets: dict[str, str]
) -> None:
    environment, postgres = services["api"]["environment"], services["postgres"]["environment"]
    url = make_url(environment["APFA_DATABASE_URL"])
    assert (url.host, url.port) == ("postgres", 5432)
    assert url.username == postgres["POSTGRES_USER"]
    assert url.password == postgres["POSTGRES_PASSWORD"] == secrets["POSTGRES_PASSWORD"]
    assert url.database == postgres["POSTGRES_DB"]
    minio = services["minio"]["environment"]
    assert environment["AWS_ACCESS_KEY_ID"] == minio["MINIO_ROOT_USER"]
    assert environment["AWS_SECRET_ACCESS_KEY"] == minio["MINIO_ROOT_PASSWORD"]
    bucket = services["bucket"]["entrypoint"][-1].removeprefix("store/")
    assert environment["APFA_OBJECTS_URL"] == f"s3://{bucket}"
    store = services["bucket"]["environment"]["MC_HOST_store"]
    key = f"{minio['MINIO_ROOT_USER']}:{minio['MINIO_ROOT_PASSWORD']}"
    assert store == environment["AWS_ENDPOINT_URL"].replace("//", f"//{key}@")
    for name in OURS - {"api"}:
        assert services[name]["environment"].items() <= environment.items()


def test_every_setting_is_one_that_apfa_knows(services: Services) -> None:
    from graph.settings import GraphSettings
    from jobs.settings import JobSettings
    from persistence.settings import PersistenceSettings

    rooms = (GraphSettings, JobSettings, PersistenceSettings)
    known = {f"APFA_{field.upper()}" for room in rooms for field in room.model_fields}
    for name in OURS:
        given = {key for key in services[name]["environment"] if key.startswith("APFA_")}
        assert given <= known, name


@pytest.mark.tools
def test_docker_compose_takes_the_file(secrets: dict[str, str], tmp_path: Path) -> None:
    try:
        subprocess.run(["docker", "compose", "version"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("docker compose is not installed here")
    settings = tmp_path / "settings"
    settings.write_text("".join(f"{name}={value}\n" for name, value in secrets.items()))
    file = ["docker", "compose", "--file", str(ROOT / "docker-compose.yml")]
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    for variables, code in ((str(settings), 0), (os.devnull, 1)):
        answer = subprocess.run(
            [*file, "--env-file", variables, "config", "--quiet"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert bool(answer.returncode) == bool(code), answer.stderr
