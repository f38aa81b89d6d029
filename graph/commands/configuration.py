"""`apfa config`: the reference of all settings, written from the code that reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from graph.commands.teaching import examples

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo
    from pydantic_settings import BaseSettings

INTRODUCTION = """\
# Configuration

APFA is set up through environment variables. On one machine none is needed. A variable that is empty counts
as not set. A value that cannot be used is named when a part starts. Lists are written as JSON.

This page is written by `apfa config`; after a change to a setting run `make schema`.
"""

OBJECT_STORES = """\
## Credentials of the object store

With `APFA_OBJECTS_URL`, the store's own variables say how to reach it: `AWS_ENDPOINT_URL`, `AWS_REGION`,
`AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY` for S3 and its like, `GOOGLE_…` for Google Cloud Storage,
`AZURE_…` for Azure.
"""


@examples(
    "apfa config > docs/configuration.md",
    "apfa config --check docs/configuration.md",
)
def config(
    context: typer.Context,
    check: Annotated[
        Path | None,
        typer.Option(help="Compare with this file instead; exit 1 if it differs.", exists=True),
    ] = None,
) -> None:
    """Print every setting as Markdown: its variable, type, default, what it does, what reads it."""
    root = context.find_root().command
    assert isinstance(root, TyperGroup)
    printed = _reference(root)
    if check is None:
        typer.echo(printed, nl=False)
    elif check.read_text(encoding="utf-8") != printed:
        typer.echo(f"{check} is not what the code prints: run `apfa config > {check}`", err=True)
        raise typer.Exit(1)


def _reference(root: TyperGroup) -> str:
    from graph.settings import GraphSettings
    from jobs.settings import JobSettings
    from persistence.settings import PersistenceSettings

    rooms: dict[str, type[BaseSettings]] = {
        "Where things are kept": PersistenceSettings,
        "Background work": JobSettings,
        "The API": GraphSettings,
    }
    sections = [_section(title, _settings(room)) for title, room in rooms.items()]
    options = _section("Options that may be set too", _options(root))
    return "\n".join([INTRODUCTION, *sections, options, OBJECT_STORES])


Row = tuple[str, str, str, str, str]


def _section(title: str, rows: Iterable[Row]) -> str:
    lines = [f"## {title}", "", "| variable | type | default | what it does | read by |"]
    lines.append("|---|---|---|---|---|")
    lines += [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def _settings(room: type[BaseSettings]) -> Iterator[Row]:
    schema = room.model_json_schema()
    for name, field in room.model_fields.items():
        yield (
            f"`{room.model_config.get('env_prefix', '')}{name.upper()}`",
            _type(schema["properties"][name], schema.get("$defs", {})),
            _default(field),
            field.description or "",
            _readers(room, field),
        )


def _readers(room: type[BaseSettings], field: FieldInfo) -> str:
    """Return which parts read a setting: its own word on that, or else its class's."""
    for extra in (field.json_schema_extra, room.model_config.get("json_schema_extra")):
        if isinstance(extra, Mapping) and "read_by" in extra:
            return str(extra["read_by"])
    return ""


_TYPES = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
}


def _type(shape: Mapping[str, Any], named: Mapping[str, Any]) -> str:
    """Say in words what a JSON schema allows: its type, its choices, its bounds."""
    if "anyOf" in shape:
        some = [each for each in shape["anyOf"] if each.get("type") != "null"]
        return " or ".join(_type(each, named) for each in some)
    if "$ref" in shape:
        return _type(named[shape["$ref"].rpartition("/")[2]], named)
    if "enum" in shape:
        return " or ".join(f"`{choice}`" for choice in shape["enum"])
    if shape["type"] == "array":
        return "list of " + _type(shape["items"], named)
    if shape.get("format") == "path":
        return "folder"
    words = {"minimum": "from", "exclusiveMinimum": "above", "maximum": "to"}
    bounds = [f"{word} {shape[key]}" for key, word in words.items() if key in shape]
    return " ".join([_TYPES[shape["type"]], *bounds])


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True)
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return "" if value is None or value == () else f"`{value}`"


def _options(root: TyperGroup) -> Iterator[Row]:
    """Yield the options of commands that a variable can set, each once, with the commands that take it."""
    takers: dict[str, list[str]] = {}
    rows: dict[str, TyperOption] = {}
    for name, command in _commands(root, ""):
        for option in command.params:
            if isinstance(option, TyperOption) and isinstance(option.envvar, str):
                rows.setdefault(option.envvar, option)
                takers.setdefault(option.envvar, []).append(f"`apfa{name}`")
    for variable, option in rows.items():
        if variable != "APFA_DATA_DIRECTORY":  # a setting, and told among them
            kind = "whole number" if isinstance(option.default, int) else "text"
            said, readers = option.help or "", ", ".join(takers[variable])
            yield f"`{variable}`", kind, f"`{option.default}`", said, readers


def _commands(
    command: TyperCommand | TyperGroup, name: str
) -> Iterator[tuple[str, TyperCommand | TyperGroup]]:
    yield name, command
    if isinstance(command, TyperGroup):
        for word, each in command.commands.items():
            assert isinstance(each, TyperCommand | TyperGroup)
            yield from _commands(each, f"{name} {word}")
