"""Every rule with its dated versions, read from the package's own files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from itertools import pairwise

from domain.errors import NotFound
from domain.loans.rules.values import Values

_OWN_FIELDS = frozenset({"from", "to", "source", "note"})


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """A rule as it stood from the first day to the last, both included; None is still in force.

    source: where these figures are written; note: what else a reader should know of the period.
    """

    effective_from: date
    effective_to: date | None
    source: str
    note: str
    values: Values

    def covers(self, on: date) -> bool:
        """Whether it applied on that day."""
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)


@dataclass(frozen=True, slots=True)
class OutsideData:
    """The rule's figures for that day are not known here: nothing is guessed from another year's.

    first, last: the days between which figures are held; last is None where they are still in force.
    """

    rule: str
    on: date
    first: date
    last: date | None

    def __str__(self) -> str:
        end = "on" if self.last is None else f"to {self.last}"
        return f"no figures are held for {self.on}: they run from {self.first} {end}"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of law or of a program, oldest version first.

    dated_by: the event whose day decides which version applies; checked: the day on which the
    figures were last compared with their sources.
    """

    id: str
    title: str
    citation: str
    dated_by: str
    checked: date
    versions: tuple[RuleVersion, ...]

    def on(self, day: date) -> RuleVersion | OutsideData:
        """The version in force on that day, or word that none is held."""
        for version in self.versions:
            if version.covers(day):
                return version
        return OutsideData(
            self.id, day, self.versions[0].effective_from, self.versions[-1].effective_to
        )


def rule(identifier: str) -> Rule:
    """The rule of that id, such as "general-qm-price". Raises NotFound ("rule")."""
    try:
        return catalogue()[identifier]
    except KeyError:
        raise NotFound("rule", identifier) from None


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Rule]:
    """Every rule by id, in alphabetical order; read once in a process, at the first call.

    Raises ValueError, naming the file, if one is not of the form that `data/` has.
    """
    folder = resources.files("domain.loans.rules") / "data"
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    rules = [
        parse(name.removesuffix(".toml"), (folder / name).read_text(encoding="utf-8"))
        for name in names
    ]
    return {each.id: each for each in rules}


def parse(identifier: str, text: str) -> Rule:
    """The rule that a file of this name and TOML text holds.

    Raises ValueError if fields are missing, versions are unordered or overlap, or one that is still
    in force is not the last.
    """
    try:
        raw = Values(tomllib.loads(text, parse_float=Decimal))
        versions = tuple(_version(each) for each in raw.tables("version"))
        _require_order(versions)
        return Rule(
            id=identifier,
            title=raw.text("title"),
            citation=raw.text("citation"),
            dated_by=raw.text("dated_by"),
            checked=raw.day("checked"),
            versions=versions,
        )
    except ValueError as error:
        raise ValueError(f"{identifier}.toml: {error}") from error


def _version(raw: Values) -> RuleVersion:
    return RuleVersion(
        effective_from=raw.day("from"),
        effective_to=raw.day("to") if "to" in raw else None,
        source=raw.text("source"),
        note=raw.text("note") if "note" in raw else "",
        values=raw.without(_OWN_FIELDS),
    )


def _require_order(versions: tuple[RuleVersion, ...]) -> None:
    if not versions:
        raise ValueError("there is no version")
    for version in versions:
        if version.effective_to is not None and version.effective_to < version.effective_from:
            raise ValueError(f"the version of {version.effective_from} ends before it begins")
    for earlier, later in pairwise(versions):
        if earlier.effective_to is None or earlier.effective_to >= later.effective_from:
            raise ValueError(f"the version of {later.effective_from} overlaps the one before")
