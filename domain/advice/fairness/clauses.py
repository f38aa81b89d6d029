"""Clauses in which askers say what they are: "I'm 62 and", "we have three kids", "I just turned 70"."""

from __future__ import annotations

from dataclasses import dataclass

from domain.advice.fairness.description import Description, read_description
from domain.advice.fairness.edits import Edit
from domain.advice.fairness.lists import phrases
from domain.advice.fairness.reader import Reader
from domain.advice.fairness.sentence import (
    AUXILIARIES,
    CLAUSE_STARTS,
    CLOSING,
    CONJUNCTIONS,
    PREPOSITIONS,
    PRONOUNS,
    STRONG,
    SUBORDINATORS,
    VERBS,
)

_COPULAS = phrases(
    """am, is, 's, 've never been, have never been,
    'm, are, 're, was, were, 've been, have been, 'll be, will be, 'm also, 've become, have become,
    became, 'm about to be, identify as, consider myself, happen to be, have always been,
    've always been,
    'm just, am just, was raised, were raised, grew up, was brought up, just became,
    just got, recently got, got, recently became, 've just become,
    'm getting, am getting, 've recently become, 've just been, 've recently been, feel, are getting,
    'm becoming, had been, 'm soon to be, 're getting, 're both, are both, will soon be, 'll soon be"""
)
_SUBJECTS = frozenset(("i", "we"))
_RELATED = phrases(
    """my spouse, my partner, my wife, my husband, my girlfriend, my boyfriend, my parents,
    my family, my whole family, my fiancé, my fiancée"""
)
_OWNERS = frozenset(("my", "our", "this", "that"))
_INTRODUCTIONS = phrases(
    """fyi, by the way, btw, for context, for background, for what it 's worth, for the record,
    just so you know, just to be clear, to be clear, in case it matters, i should mention,
    i should mention that, i should add, i should add that, i should say, i should say that, note that,
    i must say, if it matters, context, background, a bit about me, about me, some background,
    just for context,
    i ask because, i 'm asking because, asking because, to give you some context, given
    that, considering that, considering, now that,
    seeing as, seeing that, even though, and since, the fact is, being that, you should know,
    you should know that, as"""
)
_PAST = frozenset(("was", "were", "are"))
_GOES_ON = frozenset(("on", "in", "at", "near", "based", "here", "currently"))
LONGEST_ITEM = 8
"""Tokens in the longest item of a list that is read past."""
_ITEM_ENDS = STRONG | CLAUSE_STARTS | AUXILIARIES | VERBS | PREPOSITIONS | CONJUNCTIONS | {","}


@dataclass(frozen=True, slots=True)
class _Said:
    """What a clause says of its subject: the verb up to `verb_end`, descriptions from there to `end`."""

    verb_end: int
    end: int
    has: bool = False
    """Whether the verb is "have", which other things may share: "two kids and a 700 score"."""
    descriptions: tuple[Description, ...] = ()


def clause(reader: Reader, i: int) -> list[Edit]:
    """Return the edits that take a description out of the clause whose subject stands at `i`."""
    after = reader.s.longest(i, _SUBJECTS | _RELATED, 3)
    if after == i:
        return []
    said = _said(reader, after)
    if said is None:
        copula = reader.s.longest(after, _COPULAS, 3)
        return (
            _someone_with(reader, after, copula) or _listed(reader, copula)
            if copula > after
            else []
        )
    if said.descriptions and (first := said.descriptions[0]).kept:
        return [Edit(first.start, first.end, keep(reader, first, noun=False))]
    return _remove(reader, i, after, said)


def _someone_with(reader: Reader, after: int, i: int) -> list[Edit]:
    """Read "I'm someone with", which is what is left of "I'm a man with", as "I have"."""
    s = reader.s
    known = frozenset(("someone with", "somebody with", "a person with"))
    end = s.longest(i, known, 3)
    return [Edit(after, end, "have")] if end > i else []


def describes(reader: Reader, i: int) -> bool:
    """Return whether a clause that begins at `i` says nothing but what askers are."""
    said = _said(reader, i + 1) if reader.s.word(i) in _SUBJECTS else None
    return said is not None and not any(found.kept for found in said.descriptions)


def _said(reader: Reader, i: int) -> _Said | None:
    s = reader.s
    copula = s.longest(i, _COPULAS, 3)
    if copula > i:
        return _predicates(reader, copula)
    return None


def _predicates(reader: Reader, start: int) -> _Said | None:
    """Read one description or several: "62, Black and a single mother"."""
    found: list[Description] = []
    end = start
    at = start
    while (description := read_description(reader, at)) is not None:
        if found and (found[-1].kept or description.kept):
            break
        found.append(description)
        end = description.end
        at = _separator(reader, end)
        if at == end:
            break
    return _Said(start, end, descriptions=tuple(found)) if found else None


def _separator(reader: Reader, i: int) -> int:
    s = reader.s
    i += s.word(i) == ","
    i += s.word(i) in CONJUNCTIONS
    return i + (s.word(i) == "now" and s.word(i + 1) in _SUBJECTS)


def _listed(reader: Reader, start: int) -> list[Edit]:
    """Take a description out of a list that begins with something else: "a nurse and a widow"."""
    s, i = reader.s, start
    while i < start + LONGEST_ITEM and s.word(i) not in _ITEM_ENDS:
        i += 1
    at = _separator(reader, i)
    if i in (at, start):
        return []
    description = read_description(reader, at)
    if description is None or description.kept:
        return []
    return [Edit(i, description.end)]


def keep(reader: Reader, description: Description, *, noun: bool) -> str:
    """Write a description without its traits; with `noun` as a noun phrase, else as a predicate."""
    s = reader.s
    words = [s.source(token, token + 1) for token in description.kept]
    if not description.head and noun:
        words.append("person")
    if description.article and (description.head or noun):
        words.insert(0, article(words[0]))
    return " ".join(words)


def article(word: str) -> str:
    """Return the indefinite article a word takes."""
    lower = word.lower()
    if lower.startswith(("hour", "honest", "heir")):
        return "an"
    if lower.startswith(("uni", "us", "eu", "one", "once", "u.")):
        return "a"
    return "an" if lower[:1] in "aeiou" else "a"


def _remove(reader: Reader, subject: int, after: int, said: _Said) -> list[Edit]:
    """Take out the whole clause, or only what it says if its subject goes on to say more."""
    s, end = reader.s, said.end
    at = _separator(reader, end)
    joined, following = at > end, s.word(at)
    if not joined and following == "with":
        return [Edit(after, end + 1, "have")]
    if not joined and following in ("who", "that") and s.word(at + 1) not in CLAUSE_STARTS:
        return [Edit(said.verb_end, end, "someone")]
    if at == end + 1 and s.word(end) == "," and _begins_note(reader, at):
        return [_whole(reader, subject, end, at)]
    third_person = s.word(subject) == "my" and following.endswith("s")
    says = following in VERBS | _PAST or third_person
    if joined and says and s.word(at + 1) not in PRONOUNS - _OWNERS:
        return [Edit(after, at)]
    shared = said.has and joined and following in ("the", "a")  # "have three kids and a car loan"
    if following in STRONG or (following in CLAUSE_STARTS and not shared):
        return [_whole(reader, subject, end, at)]
    goes_on = joined or following.endswith("ing") or following in _GOES_ON
    return [Edit(said.verb_end, at)] if goes_on else []


def _begins_note(reader: Reader, i: int) -> bool:
    """Return whether a figure is noted here: "I'm a man, salary $95,000."."""
    if reader.s.word(i).endswith("ing"):
        return False
    return any(reader.s.word(j) == "$" or reader.s.word(j)[:1].isdigit() for j in range(i, i + 3))


def _whole(reader: Reader, subject: int, end: int, at: int) -> Edit:
    """Remove a clause with what joins it: what follows if it comes first, else what goes before."""
    s = reader.s
    start = _introduced(reader, subject)
    while s.word(start - 1) == "," or s.word(start - 1) in CONJUNCTIONS:
        start -= 1
    if not s.begins_clause(start):
        return Edit(start, end)
    return Edit(start, _past_sign(reader, at, s.word(start - 1)))


def _past_sign(reader: Reader, at: int, before: str) -> int:
    """Step over the sign that ended the clause, unless a bracket opened before it closes there."""
    sign = reader.s.word(at)
    closes_bracket = sign in (")", "]")
    if sign in STRONG and sign and not closes_bracket and before in CLOSING:
        return at + 1
    return at


def _introduced(reader: Reader, subject: int) -> int:
    """Return where the words begin that lead in the clause: "since", "by the way,", "for context:"."""
    s, start = reader.s, subject
    for _ in range(3):
        at = start - (s.word(start - 1) in (",", ":") and s.word(start - 2) not in STRONG)
        for length in (6, 5, 4, 3, 2, 1):
            phrase = s.phrase(max(0, at - length), at)
            single = length == 1 and phrase in SUBORDINATORS and at == start
            if at - length >= 0 and (phrase in _INTRODUCTIONS or single):
                start = at - length
                break
        else:
            break
    return start
