"""Couples: "my wife and I" is "we", and a spouse has no sex."""

from __future__ import annotations

from domain.advice.fairness.description import read_description
from domain.advice.fairness.edits import Edit
from domain.advice.fairness.reader import Reader
from domain.advice.fairness.sentence import Sentence

_SPOUSES = {
    **dict.fromkeys(("wife", "husband", "hubby", "hubs", "wifey", "spouse"), "spouse"),
    **dict.fromkeys(
        (
            "boyfriend",
            "girlfriend",
            "bf",
            "gf",
            "fiancé",
            "fiancée",
            "fiance",
            "fiancee",
            "partner",
        ),
        "partner",
    ),
    **dict.fromkeys(("ex wife", "ex husband", "ex spouse", "ex"), "ex-spouse"),
}
_NEUTRAL = frozenset(_SPOUSES.values()) - {"ex-spouse"} | {"ex spouse"}
_CHILDREN = frozenset(("kids", "children", "family"))
_PRONOUNS = {
    **dict.fromkeys(("he", "she"), "they"),
    **dict.fromkeys(("his", "her", "him", "hers"), "their"),
}


def couple(reader: Reader, i: int) -> list[Edit]:
    """Read "my husband and I", "me and my girlfriend", "my kids and I" as "we" or "us"."""
    s = reader.s
    if s.word(i) in ("i", "me") and s.word(i + 1) == "and" and s.word(i + 2) in ("my", "our"):
        end = _companion(reader, i + 2)
        if end > i + 2:
            return [Edit(i, end, "us" if s.word(i) == "me" and not s.begins_clause(i) else "we")]
        return []
    if s.word(i) not in ("my", "our"):
        return []
    end = _companion(reader, i)
    if end == i:
        return []
    if s.word(end) == "and" and s.word(end + 1) in ("i", "me", "myself"):
        return [Edit(i, end + 2, "we" if s.word(end + 1) == "i" or s.begins_clause(i) else "us")]
    return _neutral_spouse(reader, i, end)


def _companion(reader: Reader, i: int) -> int:
    """Return the end of "my Nigerian wife", "my (32F) husband", "my kids"; `i` if it is no such phrase."""
    s, j = reader.s, i + 1
    if s.word(j) in _CHILDREN:
        return j + 1
    for _ in range(3):
        if s.word(j) in _SPOUSES:
            break
        found = reader.term(j)
        if found is None and s.word(j) not in ("new", "future", "longtime", "dear", "late"):
            return i
        j = found[0] if found else j + 1
    if s.word(j) == "ex" and s.word(j + 1) in _SPOUSES:
        j += 1
    if s.word(j) not in _SPOUSES:
        return i
    return _past_description(reader, j + 1)


def _past_description(reader: Reader, i: int) -> int:
    """Step over "(32F)" and ", who is Thai," behind a spouse."""
    s = reader.s
    if s.word(i) == "(" and (found := read_description(reader, i + 1)) and not found.kept:
        return found.end + 1 if s.word(found.end) == ")" else i
    if s.word(i) == "," and s.word(i + 1) == "who" and s.word(i + 2) in ("is", "'s"):
        found = read_description(reader, i + 3)
        if found and not found.kept and s.word(found.end) == ",":
            return found.end + 1
    return i


def _neutral_spouse(reader: Reader, i: int, end: int) -> list[Edit]:
    s = reader.s
    word = next((w for w in reversed(s.words[i + 1 : end]) if w in _SPOUSES), "")
    if not word or s.phrase(i + 1, end).removeprefix("late ") in _NEUTRAL:
        return []
    former = word.startswith("ex") or "ex" in s.words[i + 1 : end]
    late = "late " * ("late" in s.words[i + 1 : end])
    return [Edit(i + 1, end, late + ("ex-spouse" if former else _SPOUSES[word]))]


def pronouns_of_spouse(s: Sentence) -> list[Edit]:
    """Where a spouse is spoken of, take the sex from the pronouns too."""
    if not any(s.phrase(i, i + 2) in _SPOKEN_OF for i in range(len(s))):
        return []
    return [Edit(i, i + 1, _PRONOUNS[w]) for i, w in enumerate(s.words) if w in _PRONOUNS]


_SPOKEN_OF = frozenset(f"{owner} {word}" for owner in ("my", "our") for word in _NEUTRAL)
