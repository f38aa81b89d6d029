"""Reads trait terms at a place of a sentence, and the phrases that follow them."""

from __future__ import annotations

from dataclasses import dataclass

from domain.advice.fairness.ages import read_age, read_bare_age
from domain.advice.fairness.lists import first_words, words
from domain.advice.fairness.origins import COUNTRIES
from domain.advice.fairness.sentence import Sentence
from domain.advice.fairness.terms import (
    CHILDREN,
    CONDITIONS,
    LONGEST_PHRASE,
    ORDINARY,
    PROGRAMS,
    TERMS,
    Part,
    Trait,
)

_ORDINARY_STARTS = first_words(ORDINARY)
_TERM_STARTS = first_words(TERMS)
_NUMBERS = words("one two three four five six seven eight nine ten")
_COUNTS = words(
    """a an one two three four five six seven eight nine ten no my our some several many small
    young little grown adult teenage severe serious chronic mild the older new school age
    aged special needs another both minor disabled"""
)
_MEASURES = frozenset(("months", "weeks", "month", "week"))
_ANCESTRY = words("descent origin heritage ancestry background birth faith")


@dataclass(frozen=True, slots=True)
class Reader:
    """A sentence, and the characteristics that are its subject and so are read as ordinary words."""

    s: Sentence
    subject: frozenset[Trait]

    def ordinary(self, i: int) -> int:
        """Return the end of a phrase in which a term has its other sense; `i` if there is none."""
        s = self.s
        if s.word(i) in ("family", "household") and s.word(i + 1) == "of" and self._count(i + 2):
            return i + 3
        if s.first(i) not in _ORDINARY_STARTS:
            return i
        return s.longest(i, ORDINARY, LONGEST_PHRASE)

    def _count(self, i: int) -> bool:
        return self.s.word(i) in _NUMBERS or self.s.word(i).isdigit()

    def term(self, i: int) -> tuple[int, Part] | None:
        """Return where a trait term that begins at `i` ends, and its part."""
        s = self.s
        if self.ordinary(i) > i:
            return None
        if Trait.AGE not in self.subject and (end := read_age(s, i)) > i:
            return end, Part.ADJECTIVE
        if self._count(i) and s.word(i + 1) in _MEASURES and s.word(i + 2) == "pregnant":
            return (i + 3, Part.ADJECTIVE) if Trait.FAMILIAL not in self.subject else None
        end = s.longest(i, TERMS, LONGEST_PHRASE) if s.first(i) in _TERM_STARTS else i
        if end == i and s.word(i).removeprefix("non ") in TERMS:
            return i + 1, Part.ADJECTIVE
        if end == i:
            return None
        term = TERMS[s.phrase(i, end)]
        return None if term.trait in self.subject else (end, term.part)

    def complement(self, i: int) -> int:
        """Return the end of a phrase behind a noun that tells of a trait: "on food stamps"; else `i`."""
        word = self.s.word(i)
        lives_on = self.s.phrase(i, i + 2) == "living on"
        if lives_on or word in ("on", "receiving", "collecting", "getting", "drawing"):
            return self.programs(i, i + 1 + lives_on)
        if word in ("from", "originally", "born", "raised"):
            return i if Trait.ORIGIN in self.subject else self._born(i)
        if word in ("approaching", "nearing", "over", "under") and Trait.AGE not in self.subject:
            return read_bare_age(self.s, i)
        if word == "of":
            return self._of(i)
        start = i + 1 + (self.s.phrase(i, i + 2) in ("living with", "diagnosed with"))
        if word in ("with", "having", "raising") or start == i + 2:
            end = self.possession(start)
            return end if end > start else i
        return i

    def programs(self, i: int, start: int) -> int:
        """Return the end of the public assistance named at `start`, "SSI and food stamps"; else `i`."""
        return i if Trait.ASSISTANCE in self.subject else self._known(i, start, PROGRAMS)

    def possession(self, i: int) -> int:
        """Return the end of "three kids", "a disability", "kids and a disability"; else `i`."""
        end = self._possessed(i)
        while end > i and self.s.word(end) in ("and", ","):
            following = self._possessed(end + 1)
            if following == end + 1:
                break
            end = following
        return end

    def _possessed(self, i: int) -> int:
        s, j = self.s, i
        while j < i + 5 and (s.word(j) in _COUNTS or s.word(j).isdigit()):
            j += 1
        for trait, known in ((Trait.FAMILIAL, CHILDREN), (Trait.DISABILITY, CONDITIONS)):
            end = s.longest(j, known, LONGEST_PHRASE)
            if end > j and trait not in self.subject:
                if s.word(end) == "under" and s.word(end + 1).isdigit():
                    end += 2
                return s.longest(end, frozenset(("at home", "to raise", "to support")), 2)
        return i

    def _of(self, i: int) -> int:
        """Read "of color", "of Nigerian descent", "of two", "of three kids"; not "of five dependents"."""
        s = self.s
        if s.word(i + 1) in ("color", "colour", "faith"):
            return i + 2
        term = self.term(i + 1)
        for end in range(i + 2, i + 4):
            if Trait.ORIGIN not in self.subject and s.word(end) in _ANCESTRY:
                return end + 1
        if term and (parents := self.term(term[0])) and parents[1] is Part.PERSON:
            return parents[0]
        people = self.term(i + 2) if self._count(i + 1) else None
        if people and people[1] is Part.PERSON:
            return self.possession(people[0] + 1) if s.word(people[0]) == "and" else people[0]
        if (end := self.possession(i + 1)) > i + 1:
            return end
        return i + 2 if self._count(i + 1) else i

    def _born(self, i: int) -> int:
        """Read "from Ghana", "born in 1960", "born and raised in Peru", "originally from Cuba"."""
        s, j = self.s, i
        while s.word(j) in ("originally", "born", "raised", "and"):
            j += 1
        if s.word(j) not in ("in", "from"):
            return i
        if s.word(j + 1).isdigit() and len(s.word(j + 1)) == 4:
            return j + 2
        return self._known(i, j + 1, COUNTRIES)

    def _known(self, i: int, start: int, known: frozenset[str]) -> int:
        s, j = self.s, start
        while s.word(j) in ("my", "the", "long term", "permanent", "both"):
            j += 1
        end = max(s.longest(j, known, LONGEST_PHRASE), s.longest(start, known, LONGEST_PHRASE))
        while end > start and s.word(end) in ("and", "or"):
            following = s.longest(end + 1, known, LONGEST_PHRASE)
            if following == end + 1:
                break
            end = following
        return end if end > start else i
