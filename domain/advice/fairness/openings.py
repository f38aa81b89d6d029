"""What kind of piece of a sentence begins at a token."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from domain.advice.fairness.clause_words import (
    ADVERBS,
    ASKING,
    BE,
    CONDITIONS,
    HAVE,
    LEADS,
    NAMES_ONE,
    OPENERS,
    SUBJECTS,
    WISHES,
)
from domain.advice.fairness.sentence import CONJUNCTIONS, VERBS, Sentence


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
class Opening:
    """How a piece begins; of a clause, where its verb stands and where what someone is or has begins."""

    kind: Kind
    verb: int = 0
    head: int = 0


def read_opening(s: Sentence, i: int, end: int, previous: Kind | None) -> Opening:
    """Return how the piece at `i` begins, in a sentence that ends before `end`, behind a `previous` one."""
    if (led := _led(s, i, previous)) is not None:
        return Opening(led)
    joined = s.word(i - 1) in CONJUNCTIONS and previous not in (None, Kind.ASKS)
    if joined and s.word(end) != "?" and _is_verb(s.word(i)):
        return Opening(Kind.VERB, i)
    if _asks(s, i, end):
        return Opening(Kind.ASKS)
    subject = i + (s.word(i) in OPENERS and s.word(i + 1) in SUBJECTS)
    if s.word(subject) in SUBJECTS:
        return _clause(s, subject, end)
    return _leaning(s, i, previous, joined=joined)


def _led(s: Sentence, i: int, previous: Kind | None) -> Kind | None:
    """Read what its first words tell: "at 62", "because", "now that", "with", "who"."""
    word, following = s.word(i), s.word(i + 1)
    behind = previous in (Kind.CLAUSE, Kind.ITEM)
    if word == "at" and following not in ("my", "our", "this"):
        return Kind.ITEM
    if word == "with":
        return Kind.WITH if behind else Kind.LEAD
    if word in LEADS or (word in ("even", "now") and following in ("though", "that")):
        return Kind.LEAD
    return Kind.WHO if word in ("who", "that") and behind else None


def _leaning(s: Sentence, i: int, previous: Kind | None, *, joined: bool) -> Opening:
    """Read what has no subject of its own: more of the question, another verb, another item."""
    word = s.word(i)
    if previous is Kind.ASKS:
        return Opening(Kind.ASKS)
    if previous not in (None, Kind.LEAD) and (_is_verb(word) if joined else word in VERBS):
        return Opening(Kind.VERB, i)
    return Opening(Kind.ITEM)


def _asks(s: Sentence, i: int, end: int) -> bool:
    """Return whether a question or an instruction begins here: "how", "by when", "please explain"."""
    if s.word(i) in ASKING | CONDITIONS:
        return True
    if s.word(i) in SUBJECTS or s.word(end) != "?":
        return False
    return any(s.word(j) in ASKING for j in range(i, min(end, i + 4)))


def _clause(s: Sentence, i: int, end: int) -> Opening:
    verb = i + 1
    if s.word(i) not in NAMES_ONE:
        while verb < min(end, i + 5) and s.word(verb) not in BE | HAVE:
            verb += 1
        return Opening(Kind.CLAUSE, verb if verb < end else i + 1)
    at = verb
    while s.longest(at, WISHES, 3) == at and s.word(at) in ADVERBS:
        at += 1
    if s.longest(at, WISHES, 3) > at:
        return Opening(Kind.ASKS)
    return Opening(Kind.CLAUSE, verb, _head(s, verb, at))


def _head(s: Sentence, verb: int, at: int) -> int:
    """Return where what someone is or has begins, behind adverbs up to `at`; 0 if it says neither."""
    if s.word(at) in BE | HAVE:
        return at + 1
    last = s.word(at - 1)
    is_or_has = last in BE or (last in HAVE and at > verb) or last in ("im", "ive")
    return at if is_or_has else 0


def _is_verb(word: str) -> bool:
    return word in VERBS | BE or word.removesuffix("s") in VERBS or word.endswith("ed")
