"""The figures of one version of a rule, each read as the type it must have."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal


class Values:
    """A TOML table whose entries are asked for by type: a wrong or missing one is a ValueError."""

    __slots__ = ("_entries",)

    def __init__(self, entries: Mapping[str, object]) -> None:
        self._entries = dict(entries)

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def number(self, key: str) -> Decimal:
        """A figure: dollars, percent, points or months, as the rule has it."""
        return _number(key, self._get(key))

    def numbers(self, key: str) -> tuple[Decimal, ...]:
        """A row of figures, such as a limit for one, two, three and four units."""
        entry = self._get(key)
        if not isinstance(entry, list):
            raise ValueError(f"{key} must be a list of numbers")
        return tuple(_number(key, each) for each in entry)

    def text(self, key: str) -> str:
        """A text that is not empty."""
        entry = self._get(key)
        if not isinstance(entry, str) or not entry.strip():
            raise ValueError(f"{key} must be a text that is not empty")
        return entry

    def flag(self, key: str) -> bool:
        """Whether `key` is there and true."""
        return self._entries.get(key) is True

    def day(self, key: str) -> date:
        """A TOML date such as 2026-01-01."""
        entry = self._get(key)
        if not isinstance(entry, date) or isinstance(entry, datetime):
            raise ValueError(f"{key} must be a date such as 2026-01-01")
        return entry

    def table(self, key: str) -> Values:
        """A table within."""
        entry = self._get(key)
        if not isinstance(entry, dict):
            raise ValueError(f"{key} must be a table")
        return Values(entry)

    def tables(self, key: str) -> tuple[Values, ...]:
        """A list of tables, in the file's order."""
        entry = self._get(key)
        if not isinstance(entry, list) or not all(isinstance(each, dict) for each in entry):
            raise ValueError(f"{key} must be a list of tables")
        return tuple(Values(each) for each in entry)

    def without(self, keys: Collection[str]) -> Values:
        """The same but for these entries."""
        return Values({key: value for key, value in self._entries.items() if key not in keys})

    def rows(self) -> tuple[tuple[str, str], ...]:
        """Every figure within with its path, places in lists counted from 1: ("base.front", "31")."""
        return tuple(_rows("", self._entries))

    def _get(self, key: str) -> object:
        if key not in self._entries:
            raise ValueError(f"{key} is missing")
        return self._entries[key]


def _number(key: str, entry: object) -> Decimal:
    if isinstance(entry, bool) or not isinstance(entry, int | Decimal):
        raise ValueError(f"{key} must be a number")
    return Decimal(entry)


def _rows(path: str, entry: object) -> Iterator[tuple[str, str]]:
    if isinstance(entry, dict):
        inside = [(str(key), value) for key, value in entry.items()]
    elif isinstance(entry, list):
        inside = [(str(number), value) for number, value in enumerate(entry, start=1)]
    else:
        yield path, _shown(entry)
        return
    for key, value in inside:
        yield from _rows(f"{path}.{key}" if path else key, value)


def _shown(entry: object) -> str:
    if isinstance(entry, bool):
        return "true" if entry else "false"
    return f"{entry:f}" if isinstance(entry, Decimal) else str(entry)
