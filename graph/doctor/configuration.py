"""Which settings hold, where each comes from, and which cannot be used."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from pydantic_settings import BaseSettings

from graph.commands.failing import setting_faults
from graph.doctor.finding import Finding, Standing
from graph.listening import USUAL_HOST, USUAL_PORT
from graph.settings import GraphSettings
from jobs.parent import SUPERVISED
from jobs.settings import JobSettings
from persistence.settings import PersistenceSettings

CLASSES: tuple[type[BaseSettings], ...] = (PersistenceSettings, JobSettings, GraphSettings)
OPTIONS: Mapping[str, object] = {"APFA_HOST": USUAL_HOST, "APFA_PORT": USUAL_PORT}
"""Variables that options of commands read, beside those of the settings."""

_PASSWORD = re.compile(r"(?<=://)([^/?#:@]*):.*(?=@)")
_SECRET_PART = re.compile(r"([?&][^=&]*(?:password|secret|token|key|signature)[^=&]*)=[^&]*", re.I)
_SECRET_NAME = re.compile(r"PASSWORD|SECRET|TOKEN(?!S)|_KEY$")


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting as it holds; None for a value that is not set, secrets masked."""

    name: str
    value: str | None
    source: str


def settings_in_use() -> list[Setting]:
    """Return every setting that this process reads."""
    given = _given()
    found = []
    for name, default in _defaults().items():
        value = given.get(name, None if default is None else _shown(default))
        found.append(
            Setting(
                name,
                None if value is None else masked(name, value),
                _source(name) if name in given else "default",
            )
        )
    return found


def check_settings() -> list[Finding]:
    """Return what is wrong with the settings; one line if nothing is."""
    found = [*_unusable(), *_unknown(), *_left_in_file()]
    return found or [Finding("settings", "all can be used")]


def masked(name: str, value: str) -> str:
    """Return a value without the passwords and keys in it."""
    if _SECRET_NAME.search(name):
        return "***"
    return _SECRET_PART.sub(r"\1=***", _PASSWORD.sub(r"\1:***", value))


def _source(name: str) -> str:
    """Where a setting that is given comes from: the option `--data` is handed on as its variable."""
    return "--data or environment" if name == "APFA_DATA_DIRECTORY" else "environment"


def _given() -> dict[str, str]:
    """The variables of the environment that are ours and not empty."""
    return {
        name.upper(): value
        for name, value in os.environ.items()
        if name.upper().startswith("APFA_") and value and name != SUPERVISED
    }


def _defaults() -> dict[str, object]:
    fields = {
        f"APFA_{name.upper()}": field.default
        for each in CLASSES
        for name, field in each.model_fields.items()
    }
    return fields | dict(OPTIONS)


def _shown(default: object) -> str:
    return "[]" if default == () else str(default)


def _unusable() -> Iterator[Finding]:
    for each in CLASSES:
        try:
            each()
        except ValueError as error:  # of which a ValidationError is one
            for name, message in setting_faults(error):
                yield Finding(name, message, Standing.PROBLEM, f"correct {name}, or unset it")


def _unknown() -> Iterator[Finding]:
    known = _defaults()
    for name in sorted(_given().keys() - known.keys()):
        near = get_close_matches(name, known, n=1)
        meant = f"set {near[0]} instead" if near else f"unset {name}"
        yield Finding(name, "no setting of APFA is called so", Standing.WARNING, meant)


def _left_in_file() -> Iterator[Finding]:
    """A file `.env` is Docker Compose's; settings that only stand there hold for containers alone."""
    try:
        text = Path(".env").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return
    written = set(re.findall(r"^\s*(?:export\s+)?(APFA_\w+)=", text, re.MULTILINE))
    left = sorted(written & (_defaults().keys() - _given().keys()))
    if left:
        yield Finding(
            ".env",
            f"{', '.join(left)}: written there for containers, not read by commands",
            Standing.WARNING,
            "set -a; . ./.env; set +a",
        )
