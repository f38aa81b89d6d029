"""An age as an asker may write it: 62, sixty-two, 62-year-old, in my sixties, 62F."""

from __future__ import annotations

import re

from domain.advice.fairness.lists import words
from domain.advice.fairness.sentence import (
    AUXILIARIES,
    PRONOUNS,
    QUESTION_WORDS,
    STRONG,
    Sentence,
)

YOUNGEST = 21
"""Below 21 law asks for the age itself: capacity to contract, and credit cards (12 CFR 1026.51(b))."""

_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_UNITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
AGES = {ten: 20 + 10 * i for i, ten in enumerate(_TENS)} | {
    f"{ten} {unit}": 21 + 10 * i + j for i, ten in enumerate(_TENS) for j, unit in enumerate(_UNITS)
}
_DECADE = re.compile(
    r"(?:(?:early|mid|late) )?(?:[2-9]0'?s|twenties|thirties|[a-z]+(?:ties|fties))"
)
_COMPOUND = re.compile(r"(\d{2,3}) ?(?:years?|yrs?|yr)? ?(?:olds?|yo|[mf]|yr|something)")
_SPELLED = re.compile(r"([a-z]+(?: [a-z]+)?) year olds?")
_NEARLY = words("over under past nearly almost about around approaching nearing pushing")
_MAY_FOLLOW = (
    STRONG
    | PRONOUNS
    | QUESTION_WORDS
    | AUXILIARIES
    | words("and but so with now today next last soon already ,")
)


def _years(word: str) -> int:
    """Return the number of years a word stands for; 0 if it cannot be an age."""
    number = int(word) if word.isascii() and word.isdigit() and len(word) <= 3 else 0
    number = number or AGES.get(word, 0)
    return number if YOUNGEST <= number <= 115 else 0


def read_age(s: Sentence, i: int) -> int:
    """Return the end of an age that says so itself ("62 years old", "aged 62"); `i` if there is none."""
    word = s.word(i)
    match = _COMPOUND.fullmatch(word) or _SPELLED.fullmatch(word)
    if match and _years(match[1]):
        return i + 1
    if word in ("aged", "age") and _years(s.word(i + 1)):
        return i + 2
    if word == "in" and s.word(i + 1) in ("my", "our", "his", "her", "their"):
        return _decade(s, i)
    return _with_unit(s, i) if _years(word) else i


def _with_unit(s: Sentence, i: int) -> int:
    """Read "62 years old", "62 years of age", "62 yo", "62 y/o"."""
    unit, then = s.word(i + 1), s.word(i + 2)
    if unit in ("year old", "years old", "yo", "year olds"):
        return i + 2
    if unit in ("years", "year", "yrs", "yr") and then in ("old", "young", "olds"):
        return i + 3
    if unit in ("years", "yrs") and s.phrase(i + 2, i + 4) == "of age":
        return i + 4
    if unit == "y" and s.phrase(i + 2, i + 4) == "/ o":
        return i + 4
    return i


def _decade(s: Sentence, i: int) -> int:
    """Read "in my sixties", "in my early 60s"."""
    for end in (i + 3, i + 4):
        if _DECADE.fullmatch(s.phrase(i + 2, end)):
            return end
    return i


def read_bare_age(s: Sentence, i: int) -> int:
    """Return the end of a number that is an age because nothing is counted: "I'm 62 and"; else `i`."""
    start = i + 1 if s.word(i) in _NEARLY else i
    if s.phrase(i, i + 2) == "close to":
        start = i + 2
    if not _years(s.word(start)):
        return i
    after = s.word(start + 1)
    if after == "," and _is_number(s.word(start + 2)):
        return i  # "30, 60 or 90 days late"
    return start + 1 if after in _MAY_FOLLOW else i


def _is_number(word: str) -> bool:
    return word[:1].isdigit()
