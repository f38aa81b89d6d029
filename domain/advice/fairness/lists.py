"""Lists of words, written as text."""

from __future__ import annotations

from collections.abc import Iterable


def phrases(text: str) -> frozenset[str]:
    """Return the phrases of a list with commas between them; blanks and line breaks count as one blank."""
    return frozenset(" ".join(part.split()) for part in text.split(",") if part.strip())


def first_words(known: Iterable[str]) -> frozenset[str]:
    """Return the words with which phrases begin: most words of a text begin none."""
    return frozenset(phrase.partition(" ")[0] for phrase in known)


def words(text: str) -> frozenset[str]:
    """Return the words of a list with blanks between them."""
    return frozenset(text.split())
