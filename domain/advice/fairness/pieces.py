"""The pieces of a sentence: clauses, and what they say of their subject, item by item."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from domain.advice.fairness.lists import phrases, words
from domain.advice.fairness.sentence import (
    AUXILIARIES,
    CONJUNCTIONS,
    STRONG,
    VERBS,
    Sentence,
)


class Kind(Enum):
    """What a piece is."""

    ASKS = auto()
    """A question, a wish, an instruction: what is asked for."""
    CLAUSE = auto()
    """A statement with its subject: "I'm 62", "my son has asthma"."""
    VERB = auto()
    """A statement whose subject stands before: "and earn $4,000"."""
    LEAD = auto()
    """An adjunct: "as a widow", "because I'm deaf"."""
    ITEM = auto()
    """What a statement says besides: "married", "and a mother"."""
    WITH = auto()
    """An item led by "with"."""
    WHO = auto()
    """An item led by "who"."""


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


OWN = words("mi i we my me our us myself ourselves mine ours im ive")
_SUBJECTS = frozenset(("mi", "i", "we", "my", "our", "me", "im", "ive"))
_NAMES_ONE = frozenset(("i", "we", "im", "ive"))
_ASKING = (
    AUXILIARIES
    | words("what how which when where why who whose whether whats hows wheres wats")
    | words(
        """please explain tell show compare calculate describe define give list help advise
        any thoughts thanks wondering asking say suppose assume assuming imagine let"""
    )
)
_WISHES = phrases(
    """want, wanna, wish, wonder, would, 'd, need, plan, hope, intend, think, expect, consider, look,
    prefer, know, ask, should, like, guess, believe,
    'm wondering, am wondering, 'm looking, am looking, 'm trying to, am trying to, 'm hoping, am hoping,
    'm thinking, am thinking, 'm considering, am considering, 'm planning, am planning, 'm going to,
    am going to, 're looking, are looking, 're trying to, are trying to, 're hoping, are hoping,
    're thinking, are thinking, 're considering, are considering, 're planning, are planning,
    're wondering, are wondering, have been wondering, 've been wondering, keep hearing, read, heard,
    was told, were told, 'm asking, am asking, 'm curious, am curious, don 't understand"""
)
_ADVERBS = words(
    """also just now currently recently both already still finally really always never only been
    am 've 'm 're are all actually simply soon once recently newly have"""
)
_BE = words("'m am 're are is was were 's been be become became feel identify got")
_HAVE = words("have had got has")
_OPENERS = _ADVERBS | words(
    "so then plus also yes luckily sadly unfortunately basically honestly well"
)
_LEADS = words("as being having since because given although though while after despite with at")
_LEADS_CLAUSE = words("because since although though while as")
_CONDITIONS = words("if when unless until before whether once")
_WORDS_IN_QUESTIONS = words("how what whats which")


def pieces(s: Sentence, start: int, end: int) -> list[Piece]:
    """Cut the tokens from `start` to before `end`, which hold no sign that ends a clause, into pieces."""
    found: list[Piece] = []
    described = False
    i = start
    while i < end:
        while i < end and (s.word(i) == "," or s.word(i) in CONJUNCTIONS):
            i += 1
        if i >= end:
            break
        kind, verb, head = _kind(s, i, end, found)
        described = described or head > 0
        items = described if kind in (Kind.CLAUSE, Kind.ITEM) else False
        beside = kind is Kind.LEAD or (bool(found) and found[-1].kind is Kind.LEAD)
        stop = _stop(s, i, end, kind, max(head, i + 1), items=items, beside=beside)
        found.append(Piece(kind, i, stop, verb, head, s.phrase(i, i + 2) in ("as a", "as an")))
        i = stop
    if found and s.word(end) == "?" and all(piece.kind is not Kind.ASKS for piece in found):
        found[-1] = Piece(Kind.ASKS, found[-1].start, found[-1].end)
    return found


def _asks(s: Sentence, i: int, end: int) -> bool:
    """Return whether a question or an instruction begins here: "how", "by when", "please explain"."""
    if s.word(i) in _ASKING | _CONDITIONS:
        return True
    if s.word(i) in _SUBJECTS or s.word(end) != "?":
        return False
    return any(s.word(j) in _ASKING for j in range(i, min(end, i + 4)))


def _kind(s: Sentence, i: int, end: int, before: list[Piece]) -> tuple[Kind, int, int]:
    word = s.word(i)
    previous = before[-1].kind if before else None
    if word == "at" and s.word(i + 1) not in ("my", "our", "this"):
        return Kind.ITEM, 0, 0
    if word in _LEADS and not (word == "with" and previous in (Kind.CLAUSE, Kind.ITEM)):
        return Kind.LEAD, 0, 0
    if word in ("even", "now") and s.word(i + 1) in ("though", "that"):
        return Kind.LEAD, 0, 0
    if word == "with":
        return Kind.WITH, 0, 0
    if word in ("who", "that") and previous in (Kind.CLAUSE, Kind.ITEM):
        return Kind.WHO, 0, 0
    joined = s.word(i - 1) in CONJUNCTIONS and previous not in (None, Kind.ASKS)
    if joined and s.word(end) != "?" and _is_verb(word):
        return Kind.VERB, i, 0
    if _asks(s, i, end):
        return Kind.ASKS, 0, 0
    begin = i + (word in _OPENERS and s.word(i + 1) in _SUBJECTS)
    if s.word(begin) in _SUBJECTS:
        return _clause(s, begin, end)
    if previous is Kind.ASKS:
        return Kind.ASKS, 0, 0
    if previous not in (None, Kind.LEAD) and (_is_verb(word) if joined else word in VERBS):
        return Kind.VERB, i, 0
    return Kind.ITEM, 0, 0


def _clause(s: Sentence, i: int, end: int) -> tuple[Kind, int, int]:
    verb = i + 1
    if s.word(i) not in _NAMES_ONE:
        while verb < min(end, i + 5) and s.word(verb) not in _BE | _HAVE:
            verb += 1
        return Kind.CLAUSE, verb if verb < end else i + 1, 0
    at = verb
    while True:
        if s.longest(at, _WISHES, 3) > at:
            return Kind.ASKS, 0, 0
        if s.word(at) not in _ADVERBS:
            break
        at += 1
    last = s.word(at - 1)
    if s.word(at) in _BE | _HAVE:
        return Kind.CLAUSE, verb, at + 1
    if last in _BE or (last in _HAVE and at > verb) or s.word(i) in ("im", "ive"):
        return Kind.CLAUSE, verb, at
    return Kind.CLAUSE, verb, 0


def _stop(
    s: Sentence, start: int, end: int, kind: Kind, begin: int, *, items: bool, beside: bool
) -> int:
    """Return where the piece that begins at `start` ends.

    `items`: it belongs to a clause that says what someone is; `beside`: it is an adjunct or of one.
    """
    for i in range(begin, end):
        word, following = s.word(i), s.word(i + 1)
        if word == "," and not (_is_number(s.word(i - 1)) and _is_number(following)):
            return i
        if _leads_clause(s, i, asks=kind is Kind.ASKS):
            return i
        if word in ("now", "given", "even") and following in ("that", "though") and i > start:
            return i
        if word == "while" and following == "on":
            return i
        if kind is Kind.ASKS:
            if word in CONJUNCTIONS and following in _NAMES_ONE and s.word(i + 2) in _BE:
                return i
            continue
        if word in CONJUNCTIONS and not (
            _pair(s, start, i) or (_is_number(s.word(i - 1)) and _is_number(following))
        ):
            return i
        if beside and i > start + 1 and _resumes(s, start, i):
            return i
        if items and i > begin and _opens_item(s, i):
            return i
    return end


def _pair(s: Sentence, start: int, i: int) -> bool:
    """Return whether "and" joins two who act together: "my brother and I"."""
    return s.word(start) in ("my", "our") and i <= start + 3 and s.word(i + 1) in ("i", "me")


def _resumes(s: Sentence, start: int, i: int) -> bool:
    """Return whether the main clause begins at `i` behind an adjunct without a comma."""
    word = s.word(i)
    if word in _WORDS_IN_QUESTIONS or word in ("should", "can", "could"):
        return True
    has_clause = s.word(start) in _LEADS_CLAUSE and s.word(start + 1) in _NAMES_ONE
    has_clause = has_clause or s.word(start + 1) in ("that", "though")
    return word in ("i", "we") and not has_clause


def _opens_item(s: Sentence, i: int) -> bool:
    word = s.word(i)
    if word in ("with", "who") or (word in ("after", "while") and s.word(i + 1).endswith("ing")):
        return True
    if s.word(i - 1) in ("after", "while"):
        return False
    return word.endswith("ing") and len(word) > 4 and s.word(i + 1) not in STRONG


def _leads_clause(s: Sentence, i: int, *, asks: bool) -> bool:
    if s.word(i) not in _LEADS_CLAUSE or s.word(i + 1) not in _SUBJECTS:
        return False
    says = s.word(i + 2) in _BE | _HAVE
    return not asks or says or s.word(i) in ("because", "since")


def _is_verb(word: str) -> bool:
    return word in VERBS | _BE or word.removesuffix("s") in VERBS or word.endswith("ed")


def _is_number(word: str) -> bool:
    return word.isdecimal()


def sentences(s: Sentence) -> list[tuple[int, int]]:
    """Return the runs of tokens between signs that end a clause."""
    runs, start = [], 0
    for i in range(len(s) + 1):
        if s.word(i) in STRONG:
            if i > start:
                runs.append((start, i))
            start = i + 1
    return runs
