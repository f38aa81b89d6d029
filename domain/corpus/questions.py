"""Questions that the shipped articles answer, to ask every index version that has them."""

from __future__ import annotations

import tomllib
from importlib import resources


def article_questions() -> list[tuple[str, tuple[str, ...]]]:
    """Return each question with the slugs of the articles that answer it, read from the package's file."""
    text = (resources.files("domain.corpus") / "questions.toml").read_text(encoding="utf-8")
    return [(question, tuple(slugs)) for question, slugs in tomllib.loads(text).items()]
