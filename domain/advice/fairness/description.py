"""A description as a noun or adjective phrase: "a self-employed 62-year-old Black woman on welfare"."""

from __future__ import annotations

from dataclasses import dataclass

from domain.advice.fairness.ages import read_age, read_bare_age
from domain.advice.fairness.lists import phrases, words
from domain.advice.fairness.matters import is_circumstance, is_of_lending
from domain.advice.fairness.reader import Reader
from domain.advice.fairness.sentence import (
    AUXILIARIES,
    CLAUSE_STARTS,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    STRONG,
    VERBS,
)
from domain.advice.fairness.terms import NEEDS_PERSON, WEAK, Part, Trait

_PROPER_TRAITS = frozenset((Trait.RACE, Trait.ORIGIN, Trait.RELIGION))
LONGEST = 24
"""Tokens after which a description ends in any case; keeps reading linear."""

_FILLERS = words(
    """also just now currently both newly recently happily legally very quite pretty fully proud
    practicing devout openly observant all still already basically simply only not getting
    becoming about soon strict lifelong cradle fellow hard low income hardworking poor
    twice non struggling loving busy mostly partly married"""
)
_NEUTRAL = words(
    """person people individual individuals adult adults human folks someone somebody daughter son child"""
)
TIMES = phrases(
    """years ago,
    last year, this year, next year, last month, this month, next month, last week, this
    week, next week,
    in january, in february, in march, in april, in may, in june, in july, in august, in september,
    in october, in november, in december, yesterday, today, soon, recently, this spring, this summer,
    this fall, last may, last spring, last summer, last fall, last winter, a year ago, two years ago"""
)
_FOR_HOW_LONG = phrases("since birth, all my life, my whole life, for years, for a long time")
_TRAILING = words("myself ourselves now today too though actually here already again")
_BOUNDARY = (
    frozenset(("such",))
    | STRONG
    | CLAUSE_STARTS
    | AUXILIARIES
    | CONJUNCTIONS
    | PREPOSITIONS
    | VERBS
    | _TRAILING
    | frozenset((",", "/", '"', "'s", "'m", "'re", "%", "$", "years", "months", "days"))
)
_PEOPLE = words(
    """veteran vet student nurse homeowner borrower buyer renter owner investor applicant teacher
    cosigner employee contractor landlord farmer freelancer client professional citizen
    resident graduate doctor homebuyer earner retiree customer parent person vets veterans
    physician cook family household chef clerk guard mechanic plumber electrician trucker barista pilot
    temp"""
)
_PERSON_ENDINGS = ("er", "or", "ist", "ian", "ee", "ant", "yst", "eur", "man", "woman", "ent")


@dataclass(frozen=True, slots=True)
class Description:
    """A phrase from `start` to before `end` that holds a trait term.

    `kept` are the tokens that are no description of a trait, without the article: none if the
    phrase is nothing but description. `head` tells whether the last of them names a person.
    """

    start: int
    end: int
    kept: tuple[int, ...]
    head: bool
    article: bool
    person: bool


class _Phrase:
    """A description while it is read."""

    def __init__(self) -> None:
        self.kept: list[int] = []
        self.weak: list[int] = []
        self.adjectives: list[tuple[int, int]] = []
        self.trait = False
        self.strong = False
        """Whether a complement tells of a trait: "from Ghana"."""
        self.person = False
        self.ended_by_person = False
        self.ended_by_adjective = False
        """As in "a self-employed Muslim"."""


def read_description(reader: Reader, start: int, *, bare: bool = False) -> Description | None:
    """Return the description that begins at `start`, if one does; with `bare` also without an article."""
    s = reader.s
    phrase = _Phrase()
    i = _skip_fillers(reader, start)
    article = s.word(i) in DETERMINERS and reader.term(i) is None
    i += article
    if not article and s.word(i) in ("no", "two", "three", "four"):
        held = reader.possession(i)
        phrase.trait, i = held > i, held
    if not article and Trait.AGE not in reader.subject and (end := read_bare_age(reader.s, i)) > i:
        phrase.trait, i = True, _join(reader, end)
    i = _read_words(reader, i, phrase, start + LONGEST)
    i = _read_complements(reader, i, phrase)
    if not phrase.trait:
        return None
    if any(s.phrase(a, b) in NEEDS_PERSON for a, b in phrase.adjectives) and not phrase.person:
        return None
    kept = tuple(phrase.kept)
    if kept and not phrase.ended_by_person:
        if phrase.adjectives and not phrase.strong and len(phrase.adjectives) == len(phrase.weak):
            return None  # only words that mean something else before this noun
        kept = tuple(sorted(kept + tuple(phrase.weak)))
    head = any(_is_person(s.word(token)) for token in kept)
    whole = phrase.ended_by_person or (article and phrase.ended_by_adjective)
    if kept and not (whole or (head and (article or bare or s.word(kept[-1]).endswith("s")))):
        return None
    return Description(start, i, kept, head, article, phrase.person)


def _skip_fillers(reader: Reader, i: int) -> int:
    s = reader.s
    while (s.word(i) in _FILLERS or s.word(i).endswith("ly")) and reader.term(i) is None:
        if s.word(i) in ("low", "hard"):
            break
        i += 1
    return i


def _read_words(reader: Reader, i: int, phrase: _Phrase, limit: int) -> int:
    s = reader.s
    while i < min(len(s), limit):
        if (found := reader.term(i) or _proper(reader, i)) is not None:
            i = _take_term(reader, i, found, phrase)
            continue
        if (end := reader.ordinary(i)) > i:
            phrase.kept.extend(range(i, end))
            phrase.ended_by_person = phrase.ended_by_adjective = False
            i = end
            continue
        if reader.complement(i) > i:
            break
        if s.word(i) in _NEUTRAL:
            phrase.person = phrase.ended_by_person = True
            i += 1
            break
        if not _is_filler(reader, i):
            if _ends_phrase(s.word(i)):
                break
            phrase.kept.append(i)
            phrase.ended_by_person = phrase.ended_by_adjective = False
        i += 1
    return i


def _is_filler(reader: Reader, i: int) -> bool:
    word = reader.s.word(i)
    return (word in _FILLERS or word.endswith("ly")) and reader.term(i + 1) is not None


def _ends_phrase(word: str) -> bool:
    return word in _BOUNDARY or word in DETERMINERS or word[:1].isdigit() or _participle(word)


def _take_term(reader: Reader, i: int, found: tuple[int, Part], phrase: _Phrase) -> int:
    """Take a trait term into the phrase; return where to read on."""
    s, (end, part) = reader.s, found
    if part is Part.TITLE and _joins_noun(reader, end):
        phrase.kept.append(i)  # "a senior engineer"
        return end
    phrase.trait = True
    if part is Part.PERSON:
        phrase.person = phrase.ended_by_person = True
        return end
    phrase.ended_by_person = False
    phrase.ended_by_adjective = True
    phrase.adjectives.append((i, end))
    if s.phrase(i, end) in WEAK:
        phrase.weak.append(i)
    return _join(reader, end)


def _joins_noun(reader: Reader, i: int) -> bool:
    """Return whether another word of the same phrase follows that is no trait term."""
    word = reader.s.word(i)
    return word not in _BOUNDARY and word not in _TRAILING and reader.term(i) is None


def _join(reader: Reader, end: int) -> int:
    """Step over "," or "and" between two adjectives of one phrase: "62, married and Black"."""
    s, i = reader.s, end
    i += s.word(i) == ","
    i += s.word(i) in ("and", "&", "or", "but", "/")
    i = i if i == end else _skip_fillers(reader, i)
    return i if i > end and reader.term(i) is not None else end


def _read_complements(reader: Reader, i: int, phrase: _Phrase) -> int:
    s = reader.s
    while True:
        end = reader.complement(i)
        relative = i + 1 if s.word(i) in ("who", "that") else i
        if relative > i and s.word(i + 1) in ("is", "are", "'s"):
            inner = read_description(reader, i + 2)
            end = inner.end if inner and not inner.kept else i
        elif s.word(i) in ("in", "on") and (found := reader.term(i)):
            end = found[0]  # "a person in a wheelchair"
        elif s.word(i) == "," and (phrase.trait or phrase.person):
            end = _after_comma(reader, i)
        if end == i:
            break
        phrase.trait = phrase.strong = True
        i = end
    if phrase.trait:
        i = s.longest(i, TIMES | _FOR_HOW_LONG | {"as well", "these days"}, 4)
        i += s.word(i) in _TRAILING and s.word(i + 1) in STRONG | CLAUSE_STARTS | {
            ",",
            "and",
            "but",
            "so",
        }
    return i


def _after_comma(reader: Reader, i: int) -> int:
    """Read what a comma sets off: "a widow, originally from Ghana,", "a man, 24 years old, who"."""
    s = reader.s
    age = read_age(s, i + 1)
    if age > i + 1 and Trait.AGE not in reader.subject and s.phrase(age, age + 2) == ", who":
        return age + 1
    end = reader.complement(i + 1)
    return end if end > i + 1 else i


def _proper(reader: Reader, i: int) -> tuple[int, Part] | None:
    """Read a proper adjective that advice cannot rest on, whatever it means: "a Tamil engineer"."""
    s, word = reader.s, reader.s.word(i)
    if len(word) < 3 or s.begins_clause(i) or reader.subject & _PROPER_TRAITS:
        return None
    written = s.source(i, i + 1)
    if not written[:1].isupper() or written.isupper() or reader.ordinary(i) > i:
        return None
    known = word in _BOUNDARY or is_of_lending(word) or is_circumstance(word)
    return None if known or reader.complement(i) > i else (i + 1, Part.ADJECTIVE)


def _participle(word: str) -> bool:
    return word.endswith("ing") and len(word) > 4


def _is_person(word: str) -> bool:
    last = word.rsplit(maxsplit=1)[-1]
    bare = last.removesuffix("s")
    return last in _PEOPLE or bare in _PEOPLE or bare.endswith(_PERSON_ENDINGS)
