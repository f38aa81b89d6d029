"""Where a text names a protected characteristic, and how surely it does."""

from __future__ import annotations

from dataclasses import dataclass

from domain.advice.fairness.lists import first_words
from domain.advice.fairness.reader import Reader
from domain.advice.fairness.terms import (
    CHILDREN,
    CONDITIONS,
    EXERCISED,
    LONGEST_PHRASE,
    PROGRAMS,
    UNCLEAR,
    Trait,
)

_LONGEST_OPPONENT = 3
"""Tokens that may name whom a right was used against."""
_KNOWN = {
    **dict.fromkeys(CHILDREN, Trait.FAMILIAL),
    **dict.fromkeys(CONDITIONS, Trait.DISABILITY),
    **dict.fromkeys(PROGRAMS, Trait.ASSISTANCE),
    **dict.fromkeys(EXERCISED, Trait.RIGHTS),
}


_KNOWN_STARTS = first_words(_KNOWN)


@dataclass(frozen=True, slots=True)
class Mentions:
    """Tokens by index: those of terms, and those at which a term begins that has no other sense.

    `subject` are the tokens of characteristics that the question turns on; they are in neither other.
    """

    covered: frozenset[int]
    sure: frozenset[int]
    subject: frozenset[int] = frozenset()

    def in_(self, start: int, end: int) -> bool:
        """Return whether a characteristic is named without doubt from `start` to before `end`."""
        return any(i in self.sure for i in range(start, end))


def beside_subject(reader: Reader, every: Mentions) -> Mentions:
    """Tell the characteristics that a question turns on from all that its text mentions."""
    if not reader.subject:
        return every
    found = mentions(reader)
    return Mentions(found.covered, found.sure, every.covered - found.covered)


def mentions(reader: Reader) -> Mentions:
    """Return where a text names the characteristics of 12 CFR 1002.2(z) and 42 U.S.C. 3605."""
    covered: set[int] = set()
    sure: set[int] = set()
    s = reader.s
    for i in range(len(s)):
        end = _term_end(reader, i)
        if end > i:
            covered.update(range(i, end))
            if s.word(i) not in UNCLEAR:
                sure.add(i)
    return Mentions(frozenset(covered), frozenset(sure))


def _term_end(reader: Reader, i: int) -> int:
    s, term = reader.s, reader.term(i)
    found = term[0] if term else i
    end = s.longest(i, _KNOWN, LONGEST_PHRASE) if s.first(i) in _KNOWN_STARTS else i
    if end == i or (trait := _KNOWN[s.phrase(i, end)]) in reader.subject:
        return found
    return max(found, end + _LONGEST_OPPONENT * (trait is Trait.RIGHTS))
