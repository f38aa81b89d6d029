"""The pieces of a sentence: clauses, and what they say of their subject, item by item."""

from __future__ import annotations

from dataclasses import dataclass

from domain.advice.fairness.clause_words import (
    BE,
    HAVE,
    LEADS_CLAUSE,
    NAMES_ONE,
    SUBJECTS,
    WORDS_IN_QUESTIONS,
)
from domain.advice.fairness.openings import Kind, Opening, read_opening
from domain.advice.fairness.sentence import CONJUNCTIONS, STRONG, Sentence


@dataclass(frozen=True, slots=True)
class Piece:
    """Tokens from `start` to before `end`; of a clause, `head` is where its items begin."""

    kind: Kind
    start: int
    end: int
    verb: int = 0
    """Of a clause, where its verb begins."""
    head: int = 0
    """Of a clause that says what someone is or has, where that begins; else 0."""
    as_one: bool = False
    """Whether it begins with "as a"."""


def pieces(s: Sentence, start: int, end: int) -> list[Piece]:
    """Cut the tokens from `start` to before `end`, which hold no sign that ends a clause, into pieces."""
    found: list[Piece] = []
    described = False
    i = start
    while (i := _past_joint(s, i, end)) < end:
        previous = found[-1].kind if found else None
        opening = read_opening(s, i, end, previous)
        described = described or opening.head > 0
        cut = _Cut(s, i, opening, described=described, beside=Kind.LEAD in (opening.kind, previous))
        stop = next((j for j in range(max(opening.head, i + 1), end) if cut.ends(j)), end)
        as_one = s.phrase(i, i + 2) in ("as a", "as an")
        found.append(Piece(opening.kind, i, stop, opening.verb, opening.head, as_one))
        i = stop
    if found and s.word(end) == "?" and all(piece.kind is not Kind.ASKS for piece in found):
        found[-1] = Piece(Kind.ASKS, found[-1].start, found[-1].end)
    return found


def _past_joint(s: Sentence, i: int, end: int) -> int:
    while i < end and (s.word(i) == "," or s.word(i) in CONJUNCTIONS):
        i += 1
    return i


@dataclass(frozen=True, slots=True)
class _Cut:
    """Tells where the piece that begins at `start` ends."""

    s: Sentence
    start: int
    opening: Opening
    described: bool
    """Whether the sentence has said by now that someone is or has something."""
    beside: bool
    """Whether the piece is an adjunct, or follows one."""

    def ends(self, i: int) -> bool:
        """Return whether the piece ends before `i`."""
        if self._is_comma(i) or self._leads(i):
            return True
        if self.opening.kind is Kind.ASKS:
            return (
                self._is_joint(i) and self.s.word(i + 1) in NAMES_ONE and self.s.word(i + 2) in BE
            )
        if self._is_joint(i) and not self._is_pair(i):
            return True
        if self.beside and i > self.start + 1 and self._resumes(i):
            return True
        lists = self.described and self.opening.kind in (Kind.CLAUSE, Kind.ITEM)
        return lists and i > max(self.opening.head, self.start + 1) and self._opens_item(i)

    def _is_comma(self, i: int) -> bool:
        return self.s.word(i) == "," and not self._between_numbers(i)

    def _is_joint(self, i: int) -> bool:
        return self.s.word(i) in CONJUNCTIONS and not self._between_numbers(i)

    def _between_numbers(self, i: int) -> bool:
        return self.s.word(i - 1).isdecimal() and self.s.word(i + 1).isdecimal()

    def _is_pair(self, i: int) -> bool:
        """Return whether "and" joins two who act together: "my brother and I"."""
        owned = self.s.word(self.start) in ("my", "our")
        return owned and i <= self.start + 3 and self.s.word(i + 1) in ("i", "me")

    def _leads(self, i: int) -> bool:
        """Return whether an adjunct begins: "because I", "now that", "while on leave"."""
        word, following = self.s.word(i), self.s.word(i + 1)
        if word in ("now", "given", "even"):
            return following in ("that", "though")
        if word == "while" and following == "on":
            return True
        if word not in LEADS_CLAUSE or following not in SUBJECTS:
            return False
        says = self.s.word(i + 2) in BE | HAVE
        return self.opening.kind is not Kind.ASKS or says or word in ("because", "since")

    def _resumes(self, i: int) -> bool:
        """Return whether the main clause begins at `i` behind an adjunct without a comma."""
        word, first, second = self.s.word(i), self.s.word(self.start), self.s.word(self.start + 1)
        if word in WORDS_IN_QUESTIONS or word in ("should", "can", "could"):
            return True
        has_clause = first in LEADS_CLAUSE and second in NAMES_ONE
        return word in ("i", "we") and not has_clause and second not in ("that", "though")

    def _opens_item(self, i: int) -> bool:
        """Return whether "with …", "who …", "earning …" or "after leaving …" begins."""
        word, following = self.s.word(i), self.s.word(i + 1)
        if word in ("with", "who") or (word in ("after", "while") and following.endswith("ing")):
            return True
        participle = word.endswith("ing") and len(word) > 4
        return (
            participle and self.s.word(i - 1) not in ("after", "while") and following not in STRONG
        )


def sentences(s: Sentence) -> list[tuple[int, int]]:
    """Return the runs of tokens between signs that end a clause."""
    runs, start = [], 0
    for i in range(len(s) + 1):
        if s.word(i) in STRONG:
            if i > start:
                runs.append((start, i))
            start = i + 1
    return runs
