"""Statements of what askers are: those on which advice cannot rest are taken out, whatever their words."""

from __future__ import annotations

from collections.abc import Sequence

from domain.advice.fairness.ages import AGES, YOUNGEST
from domain.advice.fairness.edits import Edit
from domain.advice.fairness.lists import words
from domain.advice.fairness.matters import is_circumstance, is_of_lending
from domain.advice.fairness.pieces import OWN, Kind, Piece, pieces, sentences
from domain.advice.fairness.reader import Reader
from domain.advice.fairness.sentence import CLOSING, PREPOSITIONS, STRONG, Sentence
from domain.advice.fairness.terms import CHILDREN, CONDITIONS, LONGEST_PHRASE, PROGRAMS, UNCLEAR, Trait

_OTHERS = words("they them he she his her him it")
_LONGEST_FRAGMENT = 4
"""Tokens in the longest phrase without a pronoun that is taken for one about the asker."""
_GRANULAR = (Kind.ITEM, Kind.WITH, Kind.WHO, Kind.VERB)


class _Statements:
    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.s = reader.s
        self.covered, self.named = _terms(reader)
        self.asked = _terms(Reader(reader.s, frozenset()))[0] - self.covered if reader.subject else set()
        self.by_age = Trait.AGE in reader.subject

    def idle(self, piece: Piece) -> bool:
        """Return whether advice cannot rest on a piece, and it may be about the asker."""
        if piece.kind is Kind.ASKS:
            return False
        span = range(piece.start, piece.end)
        names = any(i in self.named for i in span)
        if any(i in self.asked for i in span) or (self.by_age and self._counts(span)):
            return False
        if not names and not self._of_asker(piece):
            return False
        free = [self.s.word(i) for i in span if i not in self.covered]
        if any(is_of_lending(word) for word in free):
            return False
        if any(self.reader.ordinary(i) > i for i in span):
            return False
        return names or not any(is_circumstance(word) for word in free)


    def _of_asker(self, piece: Piece) -> bool:
        """Return whether a piece that names no characteristic may still tell of the asker."""
        s = self.s
        begin = piece.start
        while s.word(begin - 1) not in STRONG:
            begin -= 1
        end = piece.end
        while piece.kind is Kind.LEAD and s.word(end) not in STRONG:
            end += 1
        if any(s.word(i) in OWN for i in range(begin, end)):
            return not any(self._is_young(i) for i in range(piece.start, piece.end))
        short = piece.end - piece.start <= _LONGEST_FRAGMENT
        return short and s.word(begin - 1) in CLOSING and s.word(piece.start) not in PREPOSITIONS

    def _counts(self, span: range) -> bool:
        return any(self.s.word(i)[:1].isdigit() or self.s.word(i) in AGES for i in span)

    def _is_young(self, i: int) -> bool:
        """Return whether an age stands here for which law asks: "I'm 19."."""
        word = self.s.word(i)
        return (
            word.isdecimal()
            and int(word[:3]) < YOUNGEST
            and self.s.word(i - 1) in ("'m", "am", "turned")
            and self.s.word(i + 1) in STRONG | {",", "and"}
        )


def _terms(reader: Reader) -> tuple[set[int], set[int]]:
    """Return the tokens of trait terms, and those that tell of a trait without doubt."""
    covered: set[int] = set()
    named: set[int] = set()
    s = reader.s
    known = (
        (Trait.FAMILIAL, CHILDREN),
        (Trait.DISABILITY, CONDITIONS),
        (Trait.ASSISTANCE, PROGRAMS),
    )
    for i in range(len(s)):
        found = reader.term(i)
        ends = [found[0] if found else i]
        ends += [s.longest(i, k, LONGEST_PHRASE) for t, k in known if t not in reader.subject]
        if (end := max(ends)) > i:
            covered.update(range(i, end))
            if s.word(i) not in UNCLEAR:
                named.add(i)
    return covered, named


def statements(reader: Reader) -> list[Edit]:
    """Return the edits that take out what is said besides the request and says nothing to a lender.

    A piece stays if it asks, or holds a figure or a word of lending; also if it holds a word of
    property, work or an event and names no characteristic. If nothing would stay, only what
    names a characteristic goes.
    """
    found = _Statements(reader)
    runs = [(start, end, pieces(found.s, start, end)) for start, end in sentences(found.s)]
    idle = {p: found.idle(p) for _, _, run in runs for p in run}
    if all(idle.values()):
        idle = {p: v and any(i in found.named for i in range(p.start, p.end)) for p, v in idle.items()}
    return [e for start, end, run in runs for e in _edits(found.s, start, end, run, idle)]


def material(s: Sentence) -> str:
    """Return the text in lower case without the statements that say only what askers are."""
    found = _Statements(Reader(s, frozenset()))
    kept = [
        s.source(start, end)
        for start, end in sentences(s)
        if any(word in _OTHERS for word in s.words[start:end])
        or not all(found.idle(piece) for piece in pieces(s, start, end))
    ]
    return " . ".join(kept).lower()


def _edits(
    s: Sentence, start: int, end: int, run: Sequence[Piece], idle: dict[Piece, bool]
) -> list[Edit]:
    if not any(idle[p] for p in run):
        return []
    if all(idle[p] for p in run):
        return [_whole(s, start, end)]
    edits: list[Edit] = []
    k = 0
    while k < len(run):
        if not idle[run[k]]:
            k += 1
            continue
        stop = k
        while stop < len(run) and idle[run[stop]]:
            stop += 1
        edits.append(_drop(run, k, stop))
        k = stop
    return edits


def _drop(run: Sequence[Piece], k: int, stop: int) -> Edit:
    """Drop the pieces from `k` to before `stop`; keep the subject if what follows leans on it."""
    if stop == len(run):
        return Edit(run[k - 1].end, run[stop - 1].end)
    following = run[stop]
    clause = next((p for p in reversed(run[k:stop]) if p.kind is Kind.CLAUSE), None)
    if clause is not None and following.kind in _GRANULAR:
        if following.kind is Kind.VERB:
            return Edit(clause.verb, following.start)
        if clause.head:
            if following.kind is Kind.WITH:
                return Edit(clause.verb, following.start + 1, "have")
            text = "someone" if following.kind is Kind.WHO else ""
            return Edit(clause.head, following.start, text)
    if run[k].kind is Kind.LEAD and following.kind is Kind.ITEM and run[k].as_one:
        return Edit(run[k].start + 1, following.start, "a")
    if k == 0 or clause is not None or run[k].kind is Kind.LEAD:
        begin = run[k].start
        return Edit(begin, following.start)
    return Edit(run[k - 1].end, run[stop - 1].end)


def _whole(s: Sentence, start: int, end: int) -> Edit:
    """Drop a sentence or what stands between two signs, with the sign that belongs to it."""
    before, sign = s.word(start - 1), s.word(end)
    if before in ("(", "["):
        return Edit(start - 1, end + (sign in (")", "]")))
    if sign in CLOSING:
        whole = before in CLOSING and sign != ""
        return Edit(start, end + whole)
    return Edit(start, end + (sign not in ("(", "[", ")", "]")))
