"""The shipped articles: what APFA knows about consumer loans before anyone adds a document."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

_FENCE = "+++\n"
_FIELDS = frozenset({"title", "date", "tags", "sources"})


@dataclass(frozen=True, slots=True)
class Article:
    """One article: Markdown with what it rests on.

    `slug` is the file's name without its ending and never changes; `date` is the day on which the
    facts were last checked; `sources` are the statutes, rules and agency publications behind them.
    """

    slug: str
    title: str
    date: dt.date
    tags: tuple[str, ...]
    sources: tuple[str, ...]
    body: str


def articles() -> tuple[Article, ...]:
    """Every shipped article, sorted by slug, read from the package's files at each call.

    Raises ValueError, naming the file, if its front matter is missing or does not hold exactly
    title, date, tags and sources.
    """
    library = resources.files("domain.corpus") / "library"
    files = sorted(file.name for file in library.iterdir() if file.name.endswith(".md"))
    return tuple(parse(name, (library / name).read_text(encoding="utf-8")) for name in files)


def parse(name: str, text: str) -> Article:
    """The article that a file of this name and text holds.

    The text begins with TOML between two lines of `+++`; the rest is the Markdown body. Raises
    ValueError, naming the file, if that is not so.
    """
    opening, _, rest = text.partition(_FENCE)
    header, fence, body = rest.partition("\n" + _FENCE)
    if opening or not fence:
        raise ValueError(f"{name}: the file must begin with front matter between two lines of +++")
    try:
        meta = tomllib.loads(header)
        return _article(name.removesuffix(".md"), meta, body.strip())
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from error


def _article(slug: str, meta: Mapping[str, object], body: str) -> Article:
    if meta.keys() != _FIELDS:
        wrong = ", ".join(sorted(meta.keys() ^ _FIELDS))
        raise ValueError(f"front matter has missing or unknown fields: {wrong}")
    title, date = meta["title"], meta["date"]
    if not isinstance(title, str) or not title.strip():
        raise ValueError("title must be a text that is not empty")
    if not isinstance(date, dt.date) or isinstance(date, dt.datetime):
        raise ValueError("date must be a TOML date such as 2026-11-23")
    return Article(slug, title, date, _texts(meta, "tags"), _texts(meta, "sources"), body)


def _texts(meta: Mapping[str, object], field: str) -> tuple[str, ...]:
    values = meta[field]
    if not isinstance(values, list) or not values:
        raise ValueError(f"{field} must be a list that is not empty")
    texts = tuple(value for value in values if isinstance(value, str) and value.strip())
    if len(texts) != len(values):
        raise ValueError(f"{field} must hold texts that are not empty")
    return texts
