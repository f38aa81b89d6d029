"""Descriptions beside the clause: "as a …", "being deaf,", "(62F)", "I, a widow,", "at my age"."""

from __future__ import annotations

from domain.advice.fairness.ages import read_age, read_bare_age
from domain.advice.fairness.clauses import keep
from domain.advice.fairness.description import Description, read_description
from domain.advice.fairness.edits import Edit
from domain.advice.fairness.lists import phrases, words
from domain.advice.fairness.matters import is_circumstance, is_of_lending
from domain.advice.fairness.reader import Reader
from domain.advice.fairness.sentence import (
    AUXILIARIES,
    CLAUSE_STARTS,
    CLOSING,
    CONJUNCTIONS,
    DASHES,
    STRONG,
    SUBORDINATORS,
    VERBS,
    Sentence,
)
from domain.advice.fairness.terms import UNCLEAR, Part, Trait

_SELF = frozenset(("i", "we", "me", "us", "myself", "ourselves"))
_NAMES = phrases(
    """age, race, religion, ethnicity, gender, sex, sexual orientation, marital status, disability,
    nationality, national origin, faith, skin color, family status, pregnancy, condition, health"""
)
_GIVEN = phrases("at, given, considering, because of, with, despite, regardless of, in light of")
_PLACES = frozenset(("in", "at", "near"))
_OFFERED = words(
    "program programs grant grants loan loans help assistance available rules protections"
)
_MOST_IN_BRACKETS = 24
_OF_ANOTHER = phrases("he 's, she 's, we 're, i 'm, they 're, we are, i am")


def as_phrase(reader: Reader, i: int) -> list[Edit]:
    """Read "(speaking) as a Black woman", "as newlyweds"; not "as a single payment"."""
    s = reader.s
    if s.word(i) != "as":
        return []
    start = i - (s.word(i - 1) in ("speaking", "coming", "writing", "asking"))
    first = i + 1 + (s.word(i + 1) == "being")
    if s.word(first) == "someone" and s.word(first + 1) in _PLACES:
        return [Edit(start, first + 1)]
    description = read_description(reader, first)
    if description is None or not (description.article or description.person or first > i + 1):
        return []
    end = description.end
    if description.kept:
        kept = keep(reader, description, noun=True)
        return [Edit(description.start, end, kept)] if description.article else []
    return _adjunct(reader, start, i + 1, _coordinated(reader, end))


def _coordinated(reader: Reader, end: int) -> int:
    """Step over further descriptions: "as a woman and an immigrant"."""
    s = reader.s
    while s.word(end) in ("and", ",", "or"):
        at = end + 1 + (s.word(end) == "," and s.word(end + 1) == "and")
        further = read_description(reader, at)
        if further is None or further.kept:
            break
        end = further.end
    return end


def _adjunct(reader: Reader, start: int, noun: int, end: int) -> list[Edit]:
    """Remove an adjunct with its comma, or only the description if other words depend on it."""
    s = reader.s
    following = s.word(end)
    if following == "and" and s.word(end + 1) not in CLAUSE_STARTS | VERBS:
        singular = s.word(noun) in ("a", "an") and s.word(end + 1) not in ("a", "an", "the")
        return [Edit(noun, end + 1, "a" * singular)]  # "as a widow and (a) teacher"
    if following == ",":
        return [Edit(start - (s.word(start - 1) == ","), end + 1)]
    if following in STRONG:
        before = s.word(start - 1)
        start -= before == "," or (before in CONJUNCTIONS and start > 1)
        return [Edit(start, end + (following not in {*CLOSING, "(", ")"}))]
    if following in ("who", "with", "that") or following.endswith("ing"):
        several = s.word(noun) in ("two", "three", "four")
        return [Edit(noun, end, f"{s.word(noun)} people" if several else "someone")]
    return [Edit(start, end)] if following in CLAUSE_STARTS | _PLACES else []


def being(reader: Reader, i: int) -> list[Edit]:
    """Read "being deaf, how do I …" and "having just turned 70,"; not "does being deaf matter"."""
    s = reader.s
    if s.word(i) not in ("being", "having") or not _opens(reader, i):
        return []
    start = i + 1
    if s.word(i) == "having":
        start += s.word(start) == "just"
        if s.word(start) == "turned":
            end = max(read_age(s, start + 1), read_bare_age(s, start + 1))
            free = end > start + 1 and Trait.AGE not in reader.subject
            return _adjunct(reader, i, i, end) if free and s.word(end) == "," else []
        end = reader.possession(start)
        return [Edit(i, end + 1)] if end > start and s.word(end) == "," else []
    description = read_description(reader, start)
    if description is None:
        return []
    if description.kept:
        return [Edit(description.start, description.end, keep(reader, description, noun=False))]
    end = _coordinated(reader, description.end)
    free = s.word(end) in {",", *STRONG} or s.word(end) in AUXILIARIES | {"how", "what", "i", "we"}
    return _adjunct(reader, i, start, end) if free else []


def _opens(reader: Reader, i: int) -> bool:
    return reader.s.begins_clause(i) or reader.s.word(i - 1) in {",", *CONJUNCTIONS}


def for_one(reader: Reader, i: int) -> list[Edit]:
    """Read "too high for a single mom of three?"; not "programs for a single mom"."""
    s = reader.s
    if (
        s.word(i) not in ("for", "help")
        or s.word(i + 1) not in ("a", "an", "someone")
        or s.word(i - 1) in _OFFERED
    ):
        return []
    description = read_description(reader, i + 1)
    if description is None or description.start >= description.end:
        return []
    last = s.word(description.end)
    if s.word(i) == "help" or last == "to":
        text = keep(reader, description, noun=True) if description.kept else "someone"
        return [Edit(i + 1, description.end, text)] if last not in CLOSING else []
    if description.kept or last not in CLOSING:
        return []
    return [Edit(i, description.end)]


def bracket(reader: Reader, i: int) -> list[Edit]:
    """Read a bracket with nothing but descriptions in it: "(62F)", "(both Black)"."""
    s = reader.s
    if s.word(i) != "(":
        return []
    end = i + 1
    while end < i + _MOST_IN_BRACKETS and (found := _aside_description(reader, end)) is not None:
        end = found.end
        end += s.word(end) in (",", ";", "/")
        end += s.word(end) in CONJUNCTIONS
    return [Edit(i, end + 1)] if end > i + 1 and s.word(end) == ")" else []


def apposition(reader: Reader, i: int) -> list[Edit]:
    """Read ", a Black woman," behind "I" or "me", ", both Black," and ", single mother of two,"."""
    s = reader.s
    if s.word(i) not in DASHES | {","} or (s.word(i - 1) not in _SELF and s.word(i + 1) != "both"):
        return []
    description = _aside_description(reader, i + 1)
    if description is None:
        return []
    end = _coordinated(reader, description.end)
    if s.word(end) in DASHES | {","}:
        return [Edit(i, end + 1)]
    return [Edit(i, end)] if s.word(end) in STRONG else []


def _aside_description(reader: Reader, i: int) -> Description | None:
    i += 2 * (reader.s.phrase(i, i + 2) in _OF_ANOTHER)
    found = read_description(reader, i)
    return None if found is None or found.kept else found


def fragment(reader: Reader, i: int) -> list[Edit]:
    """Read a description that stands for a sentence: "Single mom of two here.", "Black woman, 62:"."""
    s = reader.s
    if not s.begins_clause(i) or s.word(i) == "":
        return []
    description = read_description(reader, i, bare=True)
    if description is None:
        return []
    if description.kept:
        return _kept_fragment(reader, i, description)
    aged = s.word(i)[:1].isdigit()
    leads = s.word(description.end) == "," and s.word(description.end + 1) in _SELF
    if not (description.person or aged or leads or s.word(description.end - 1) == "here"):
        return []
    end = _coordinated(reader, description.end)
    end += s.word(end) == "here"
    if s.word(end) in DASHES | {",", ".", "!", ":", ";"}:
        return [Edit(i, end + 1)]
    return []


def _kept_fragment(reader: Reader, i: int, description: Description) -> list[Edit]:
    """Read "Black first-time homebuyer here." and "Gen Z first-time buyer, …" without the trait."""
    s, end = reader.s, description.end
    here = "here" in (s.word(end), s.word(end - 1))
    if not here and s.word(end) != ",":
        return []
    return [Edit(i, end, keep(reader, description, noun=True) + " here" * here)]


def pronoun(reader: Reader, i: int) -> list[Edit]:
    """Read "us Black homeowners", "a woman like me", "someone my age"."""
    s = reader.s
    if s.word(i) in ("us", "we") and s.word(i + 1) != ",":
        return _with_us(reader, i)
    if s.word(i) in ("a", "an"):
        description = read_description(reader, i)
        if description is None:
            return []
        end = description.end
        if s.phrase(end, end + 2) in ("like me", "like myself", "like us", "such as"):
            kept = keep(reader, description, noun=True) if description.kept else "someone"
            return [Edit(i, end, kept)]
        if s.phrase(end, end + 2) == "my age" and not description.kept:
            return [Edit(i, end + 2, "someone like me")]
    if s.phrase(i, i + 3) in ("someone my age", "somebody my age", "person my age"):
        return [] if Trait.AGE in reader.subject else [Edit(i, i + 3, "someone like me")]
    return []


def _with_us(reader: Reader, i: int) -> list[Edit]:
    s = reader.s
    description = read_description(reader, i + 1)
    if description is None or description.article or not (description.person or description.head):
        return []
    if s.word(i) == "we" and s.word(description.end) in STRONG:
        return []
    words = keep(reader, description, noun=True) if description.kept else ""
    return [Edit(description.start, description.end, words)]


def given(reader: Reader, i: int) -> list[Edit]:
    """Read "at my age,", "given my religion,", "with my disability", "at 62,", "at age 62"."""
    s = reader.s
    end = s.longest(i, _GIVEN, 3)
    if end == i:
        return []
    if (name := _own_name(s, i)) > i:
        while (further := _own_name(s, name)) > name:
            name = further
        if s.word(name) in {",", *STRONG} or s.begins_clause(i):
            return _adjunct(reader, i, i, name)
        return []
    if s.word(i) == "at":
        return _at_age(reader, i)
    if s.word(i) == "with" and s.begins_clause(i):
        held = reader.possession(end)
        return [Edit(i, held + 1)] if held > end and s.word(held) == "," else []
    return []


def _own_name(s: Sentence, i: int) -> int:
    """Return the end of "because of my age", "given our religion"; `i` if neither stands there."""
    end = s.longest(i, _GIVEN, 3)
    if end == i or s.word(end) not in ("my", "our"):
        return i
    name = s.longest(end + 1, _NAMES, 3)
    return name if name > end + 1 else i


def _at_age(reader: Reader, i: int) -> list[Edit]:
    s = reader.s
    if Trait.AGE in reader.subject or s.word(i - 1).startswith(("retir", "work")):
        return []
    start = i + 1 + 2 * (s.phrase(i + 1, i + 3) == "the age")
    start += s.word(start) == "of"
    end = read_age(s, start)
    if end == start and start > i + 1:
        end = read_bare_age(s, start)
    if end == start:
        opens, aged = _opens(reader, i), s.word(start).isdigit() and int(s.word(start)[:4]) >= 40
        end = read_bare_age(s, start) if opens or (aged and s.word(start + 1) in STRONG) else start
    if end == start:
        return []
    return _adjunct(reader, i, i, end) if s.word(end) in {",", *STRONG} | CLAUSE_STARTS else []


def named(reader: Reader, i: int) -> list[Edit]:
    """Read "my age is 62", "my religion is Islam", "my pronouns are she/her", as a clause of its own."""
    s = reader.s
    if s.word(i) not in ("my", "our") or not _opens(reader, i):
        return []
    names = _NAMES | {
        "pronouns",
        "native language",
        "first language",
        "english",
        "race and religion",
    }
    end = s.longest(i + 1, names, 3)
    if end == i + 1 or s.word(end) not in ("is", "are", "isn"):
        return []
    stop = end + 1
    while stop < end + 6 and s.word(stop) not in STRONG | SUBORDINATORS | {",", "and", "but", "so"}:
        stop += 1
    stop += s.word(stop) in (",", ".", ";", ":")
    stop += s.word(stop) in CONJUNCTIONS
    return [Edit(i, stop)]


def modifier(reader: Reader, i: int) -> list[Edit]:
    """Read "my Muslim friends", "our elderly neighbors" without the adjective."""
    s = reader.s
    if s.word(i) == "of":
        return _of_origin(reader, i)
    if s.word(i) not in ("my", "our"):
        return []
    found = reader.term(i + 1)
    if found is None or found[1] is not Part.ADJECTIVE or s.phrase(i + 1, found[0]) in UNCLEAR:
        return []
    noun = s.word(found[0])
    return (
        [Edit(i + 1, found[0])]
        if noun.endswith("s") and noun.removesuffix("s") not in VERBS
        else []
    )


def _of_origin(reader: Reader, i: int) -> list[Edit]:
    """Read "someone of Roma background", "our household of two dads and a baby"."""
    s = reader.s
    if is_of_lending(s.word(i + 1)) or is_circumstance(s.word(i + 1)):
        return []
    if s.word(i - 1) not in ("someone", "somebody", "people", "person", "household", "family"):
        return []
    end = reader.complement(i)
    return [Edit(i, end)] if end > i + 2 else []
