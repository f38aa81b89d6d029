"""Quotations and citation marks of a sentence, and whether a passage holds words as they are quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_MARK = re.compile(r"(?<!!)\[(\d{1,3}(?:\s*[,;\u2013-]\s*\d{1,3})*)\](?!\()")
_RANGE = re.compile(r"(\d+)\s*[\u2013-]\s*(\d+)")
_NUMBER = re.compile(r"\d+")
_QUOTE = re.compile(r"[“”\"]")
_PLAIN = str.maketrans(
    {**dict.fromkeys("“”„", '"'), **dict.fromkeys("\u2018\u2019", "'"), **dict.fromkeys("*`", "")}
)
_CUT = re.compile(r"\[?(?:…|\.\.\.)\]?")
_JOINS_LEFT = re.compile(r"(?:\w|\d[.,])\w$")
_JOINS_RIGHT = re.compile(r"\w(?:\w|[.,]\d)")
_MOST_MARKS = 20


@dataclass(frozen=True, slots=True)
class Mark:
    """A citation mark "[2]" or "[1, 3]" from `start` to `end`, and the numbers that it cites."""

    start: int
    end: int
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Quotation:
    """The words between two quotation marks, which stand at `start` and before `end`."""

    text: str
    start: int
    end: int


def marks(sentence: str) -> list[Mark]:
    """Return the citation marks of a sentence, in order; links and footnotes are none."""
    return [Mark(m.start(), m.end(), tuple(_cited(m[1]))) for m in _MARK.finditer(sentence)]


def quotations(sentence: str) -> list[Quotation]:
    """Return the outermost quotations of a sentence, in order.

    Where marks do not pair (a quotation of a text that opens or closes one of its own), it is taken
    to be the longer one.
    """
    spans: list[tuple[int, int]] = []
    open_at: list[int] = []
    for found in _QUOTE.finditer(sentence):
        straight_closes = found[0] == '"' and bool(open_at) and sentence[open_at[-1]] == '"'
        if found[0] == "“" or (found[0] == '"' and not straight_closes):
            open_at.append(found.start())
        elif open_at:
            spans.append((open_at.pop(), found.end()))
        elif spans:
            spans[-1] = (spans[-1][0], found.end())
    if open_at and spans and spans[-1][0] > open_at[0]:
        spans.append((open_at[0], spans[-1][1]))
    return [Quotation(sentence[a + 1 : b - 1], a, b) for a, b in _outermost(spans)]


def normal(text: str) -> str:
    """Return a text as it is compared: blanks as one, quotation marks straight, no emphasis."""
    return " ".join(text.translate(_PLAIN).split())


def pieces(quoted: str) -> tuple[str, ...]:
    """Return the pieces of a quotation that "…" cuts, without the comma or point that ends each."""
    found = (piece.strip().rstrip(".,;:") for piece in _CUT.split(normal(quoted)))
    return tuple(piece for piece in found if piece)


def holds(haystack: str, wanted: Sequence[str]) -> bool:
    """Whether a normal text has the pieces of a quotation in it, in their order.

    Whole words and numbers only; the first letter may be of another case.
    """
    position = 0
    for index, piece in enumerate(wanted):
        found = _find(haystack, piece, position)
        if found < 0 and index == 0:
            found = _find(haystack, piece[0].swapcase() + piece[1:], position)
        if found < 0:
            return False
        position = found + len(piece)
    return True


def _find(haystack: str, wanted: str, position: int) -> int:
    while (found := haystack.find(wanted, position)) >= 0:
        end = found + len(wanted)
        if not (_JOINS_LEFT.search(haystack[max(found - 2, 0) : found + 1])) and not (
            _JOINS_RIGHT.match(haystack, end - 1)
        ):
            return found
        position = found + 1
    return -1


def _cited(inside: str) -> Iterator[int]:
    ranged = {number for span in _RANGE.findall(inside) for number in _between(*span)}
    yield from sorted(ranged | {int(number) for number in _NUMBER.findall(inside)})


def _between(first: str, last: str) -> range:
    return range(int(first), min(int(last), int(first) + _MOST_MARKS) + 1)


def _outermost(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return sorted(
        (a, b)
        for a, b in set(spans)
        if not any((c <= a and b <= d) and (c, d) != (a, b) for c, d in spans)
    )
