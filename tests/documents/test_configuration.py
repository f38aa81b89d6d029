"""docs/configuration.md is what the code prints, and says of every setting what it is for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic_settings import BaseSettings
from typer.testing import CliRunner

from graph.cli import app
from graph.settings import GraphSettings
from jobs.settings import JobSettings
from persistence.settings import PersistenceSettings

ROOT = Path(__file__).parents[2]
ROOMS: tuple[type[BaseSettings], ...] = (PersistenceSettings, JobSettings, GraphSettings)
SETTINGS = {f"APFA_{name.upper()}" for room in ROOMS for name in room.model_fields}

# Why a setting is neither in .env.example nor set by docker-compose.yml. The containers run with its
# default; whoever wants another writes docker-compose.override.yml (deploy/README.md).
ABSENT = {
    "APFA_CACHE_URL": "one Redis serves both, until an installation is large",
    "APFA_DATA_DIRECTORY": "the image sets it",
    "APFA_ENCODER": "another encoder has to be brought into the image first",
    "APFA_EMBEDDING_TASKS": "tuning",
    "APFA_INDEXING_TASKS": "tuning",
    "APFA_MAINTENANCE_TASKS": "tuning",
    "APFA_GRACE_SECONDS": "goes with stop_grace_period in docker-compose.yml",
    "APFA_RECYCLE_AFTER": "tuning",
    "APFA_KEEP_DAYS": "policy with a default that harms nobody",
    "APFA_KEEP_INDEXES": "policy with a default that harms nobody",
    "APFA_SEARCH_THREADS": "tuning",
    "APFA_LLM_FIRST_SECONDS": "tuning",
    "APFA_LLM_SECONDS": "tuning",
    "APFA_LLM_ANSWER_TOKENS": "tuning",
    "APFA_LLM_TOKENS": "tuning",
    "APFA_LLM_CALLS": "tuning",
}


def printed() -> str:
    said = CliRunner().invoke(app, ["config"])
    assert said.exit_code == 0, said.output
    return said.stdout


def rows() -> dict[str, list[str]]:
    """Each variable of the page with its other cells."""
    lines = [line for line in printed().splitlines() if line.startswith("| `")]
    cells = [re.split(r"(?<!\\)\|", line)[1:-1] for line in lines]
    return {first.strip(" `"): [cell.strip() for cell in rest] for first, *rest in cells}


def test_the_page_is_what_the_code_prints() -> None:
    page = ROOT / "docs" / "configuration.md"
    assert page.read_text(encoding="utf-8") == printed(), "run `make schema`"


def test_checking_a_page_tells_whether_it_is_stale(tmp_path: Path) -> None:
    page = tmp_path / "configuration.md"
    page.write_text(printed(), encoding="utf-8")
    assert CliRunner().invoke(app, ["config", "--check", str(page)]).exit_code == 0
    page.write_text("old", encoding="utf-8")
    said = CliRunner().invoke(app, ["config", "--check", str(page)])
    assert said.exit_code == 1
    assert "is not what the code prints" in said.output


def test_every_setting_has_its_row_and_every_row_says_all() -> None:
    described = rows()
    assert set(described) >= SETTINGS
    assert set(described) - SETTINGS == {"APFA_HOST", "APFA_PORT"}
    for variable, (kind, _, purpose, readers) in described.items():
        assert kind, f"{variable} has no type"
        assert purpose.endswith("."), f"{variable} needs Field(description=…), a sentence"
        assert readers, f"{variable} does not say who reads it (read_by)"


@pytest.mark.parametrize(
    ("variable", "said"),
    [
        ("APFA_SEARCH_THREADS", ["whole number from 1 to 64", "`2`"]),
        ("APFA_ENCODER_PRECISION", ["`auto` or `bf16` or `fp32`", "`auto`"]),
        ("APFA_ALLOWED_ORIGINS", ["list of text", ""]),
        ("APFA_DATABASE_URL", ["text", ""]),
        ("APFA_PORT", ["whole number", "`8000`"]),
    ],
)
def test_types_and_defaults_are_told(variable: str, said: list[str]) -> None:
    assert rows()[variable][:2] == said


def test_a_setting_stands_in_the_example_or_is_rightly_absent() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    offered = set(re.findall(r"^#?(APFA_\w+)=", example, re.MULTILINE))
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    set_there = set(re.findall(r"^\s+(APFA_\w+):", compose, re.MULTILINE)) - offered
    accounted = (offered & SETTINGS) | (set_there & SETTINGS) | set(ABSENT)
    assert accounted == SETTINGS, "put it into .env.example, or into ABSENT with the reason"
    assert not set(ABSENT) & (offered | set_there)
