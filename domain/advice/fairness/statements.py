"""Statements of what askers are: those on which advice cannot rest go, whatever their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.advice.fairness.ages import AGES, YOUNGEST
from domain.advice.fairness.clause_words import OWN
from domain.advice.fairness.edits import Edit
from domain.advice.fairness.lists import words
from domain.advice.fairness.matters import HAS_TERM, is_circumstance, is_of_lending
from domain.advice.fairness.mentions import Mentions, beside_subject
from domain.advice.fairness.openings import Kind
from domain.advice.fairness.pieces import Piece, pieces, sentences
from domain.advice.fairness.reader import Reader
from domain.advice.fairness.sentence import CLOSING, PREPOSITIONS, STRONG, Sentence
from domain.advice.fairness.terms import Trait

_OTHERS = words("they them he she his her him it")
_NOTED = words("salary income credit score debt debts wage wages rent fico dti net gross")
"""Words that begin a note rather than say what someone is: "I'm a man, salary $95,000"."""
_LONGEST_FRAGMENT = 4
"""Tokens in the longest phrase without a pronoun that is taken for one about the asker."""
_LEANING = frozenset((Kind.ITEM, Kind.WITH, Kind.WHO, Kind.VERB))
"""What leans on the subject of the clause before it."""


@dataclass(frozen=True, slots=True)
class _Run:
    """What stands between two signs that end a clause, and which of its pieces say nothing to a lender."""

    start: int
    end: int
    pieces: Sequence[Piece]
    idle: Sequence[bool]


def statements(reader: Reader, every: Mentions) -> list[Edit]:
    """Return the edits that take out what is said besides the request and is nothing to a lender.

    A piece stays if it asks, or holds a figure or a word of lending; also if it holds a word of
    property, work or an event and names no characteristic. If nothing at all would stay, only what
    names a characteristic goes. `every` are the mentions of all characteristics.
    """
    named = beside_subject(reader, every)
    runs = _runs(reader, named)
    if all(idle for run in runs for idle in run.idle):
        runs = [
            _Run(run.start, run.end, run.pieces, [named.in_(p.start, p.end) for p in run.pieces])
            for run in runs
        ]
    return [edit for run in runs for edit in _edits(reader.s, run)]


def material(s: Sentence, every: Mentions) -> str:
    """Return the text in lower case without the statements that say only what askers are."""
    reader = Reader(s, frozenset())
    kept = [
        s.source(run.start, run.end)
        for run in _runs(reader, every)
        if not all(run.idle) or any(word in _OTHERS for word in s.words[run.start : run.end])
    ]
    return " . ".join(kept).lower()


def _runs(reader: Reader, named: Mentions) -> list[_Run]:
    runs = []
    for start, end in sentences(reader.s):
        found = pieces(reader.s, start, end)
        own = [i for i in range(start, end) if reader.s.word(i) in OWN]
        judge = _Judge(reader, named, start, own)
        runs.append(_Run(start, end, found, [judge.is_idle(piece) for piece in found]))
    return runs


@dataclass(frozen=True, slots=True)
class _Judge:
    """Tells for one run whether advice can rest on its pieces."""

    reader: Reader
    named: Mentions
    start: int
    own: Sequence[int]
    """Where the run speaks of the asker."""

    def is_idle(self, piece: Piece) -> bool:
        """Return whether advice cannot rest on a piece, and it may be about the asker."""
        s, span = self.reader.s, range(piece.start, piece.end)
        if piece.kind is Kind.ASKS or self._is_subject(span):
            return False
        characteristic = self.named.in_(piece.start, piece.end)
        if not characteristic and not self._may_be_of_asker(piece):
            return False
        if HAS_TERM.search(s.phrase(piece.start, piece.end)):
            return False
        free = [s.word(i) for i in span if i not in self.named.covered]
        if any(map(is_of_lending, free)) or any(self.reader.ordinary(i) > i for i in span):
            return False
        return characteristic or not any(map(is_circumstance, free))

    def _is_subject(self, span: range) -> bool:
        """Return whether the piece tells of a characteristic that the question turns on."""
        words = self.reader.s.words[span.start : span.stop]
        if any(i in self.named.subject for i in span):
            return True
        if Trait.AGE in self.reader.subject:
            return any(word[:1].isdigit() or word in AGES for word in words)
        return any(self._is_young(i) for i in span)

    def _is_young(self, i: int) -> bool:
        """Return whether an age stands here for which law asks: "I'm 19."."""
        s, word = self.reader.s, self.reader.s.word(i)
        if not word.isdecimal() or int(word[:3]) >= YOUNGEST:
            return False
        return s.word(i - 1) in ("'m", "am", "turned") and s.word(i + 1) in STRONG | {",", "and"}

    def _may_be_of_asker(self, piece: Piece) -> bool:
        s = self.reader.s
        if self.own and (self.own[0] < piece.end or piece.kind is Kind.LEAD):
            return True
        short = piece.end - piece.start <= _LONGEST_FRAGMENT
        return (
            short and s.word(self.start - 1) in CLOSING and s.word(piece.start) not in PREPOSITIONS
        )


def _edits(s: Sentence, run: _Run) -> list[Edit]:
    if all(run.idle):
        return [_whole(s, run)]
    edits: list[Edit] = []
    k = 0
    while k < len(run.pieces):
        stop = k
        while stop < len(run.pieces) and run.idle[stop]:
            stop += 1
        if stop > k:
            edits.append(_drop(s, run.pieces, k, stop))
        k = stop + 1
    return edits


def _drop(s: Sentence, run: Sequence[Piece], k: int, stop: int) -> Edit:
    """Drop the pieces from `k` to before `stop`; keep the subject if what follows leans on it."""
    if stop == len(run):
        return Edit(run[k - 1].end, run[stop - 1].end)
    first, following = run[k], run[stop]
    clause = next((p for p in reversed(run[k:stop]) if p.kind is Kind.CLAUSE), None)
    if clause is not None and following.kind in _LEANING:
        if following.kind is Kind.VERB:
            return Edit(clause.verb, following.start)
        if clause.head:
            return _keep_subject(s, clause, following)
    if first.as_one and following.kind is Kind.ITEM:
        return Edit(first.start + 1, following.start, "a")
    if k == 0 or clause is not None or first.kind is Kind.LEAD:
        return Edit(first.start, following.start + (s.word(following.start) == "now"))
    return Edit(run[k - 1].end, run[stop - 1].end)


def _keep_subject(s: Sentence, clause: Piece, item: Piece) -> Edit:
    """Join an item to the subject of its clause: "I'm [a widow and] retired"."""
    if item.kind is Kind.WITH:
        return Edit(clause.verb, item.start + 1, "have")
    if s.word(item.start) in _NOTED:
        return Edit(clause.start, item.start)
    return Edit(clause.head, item.start, "someone" if item.kind is Kind.WHO else "")


def _whole(s: Sentence, run: _Run) -> Edit:
    """Drop what stands between two signs, with the sign that belongs to it."""
    before, sign = s.word(run.start - 1), s.word(run.end)
    if before in ("(", "["):
        return Edit(run.start - 1, run.end + (sign in (")", "]")))
    if sign in CLOSING:
        return Edit(run.start, run.end + (before in CLOSING and sign != ""))
    return Edit(run.start, run.end + (sign not in ("(", "[", ")", "]")))
