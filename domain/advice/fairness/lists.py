"""Lists of words, written as text."""

from __future__ import annotations


def phrases(text: str) -> frozenset[str]:
    """Return the phrases of a list with commas between them; blanks and line breaks count as one blank."""
    return frozenset(" ".join(part.split()) for part in text.split(",") if part.strip())


def words(text: str) -> frozenset[str]:
    """Return the words of a list with blanks between them."""
    return frozenset(text.split())
