"""Numbers written in words, up to the trillions."""

from __future__ import annotations

from collections.abc import Sequence

_SMALL = {
    word: value
    for value, word in enumerate(
        (
            *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
            *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
            *("seventeen", "eighteen", "nineteen"),
        )
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    )
}
SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
SIMPLE = _SMALL | _TENS
"""The words that a number begins with, other than "a hundred" and the like."""
_ANY = SIMPLE.keys() | SCALES.keys()

ORDINALS = {
    word: value
    for value, word in enumerate(
        (
            *("fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"),
            *("twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth"),
            *("eighteenth", "nineteenth", "twentieth"),
        ),
        start=4,
    )
} | {"thirtieth": 30}
"""From the fourth on: "first", "second" and "third" mostly order what is said."""

DENOMINATORS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "quarters": 4} | {
    word: value for word, value in ORDINALS.items() if value <= 20
}
DENOMINATORS |= {f"{word}s": value for word, value in DENOMINATORS.items() if value not in {2, 4}}


def spelled(words: Sequence[str], start: int) -> tuple[int, int]:
    """Read the number that begins at `start`; return it and the index of the first word after it.

    `words` are in lower case with hyphens apart ("sixty", "-", "four"). The word at `start` must be
    one of `SIMPLE`, or of `SCALES` with "a" before it. "five six" is two numbers, and so is
    "between one hundred and two hundred".
    """
    total, current, ceiling = 0, 0, 10**15
    if words[start] in SCALES:
        current = 1
    index = end = start
    joins = start == 0 or words[start - 1] != "between"
    while index < len(words):
        word = words[index]
        if word in SIMPLE and _fits(current, SIMPLE[word]):
            current += SIMPLE[word]
        elif word == "hundred" and 0 < current < 100:
            current *= 100
        elif word in SCALES and current > 0 and 100 < SCALES[word] < ceiling:
            ceiling = SCALES[word]
            total, current = total + current * ceiling, 0
        else:
            break
        index = end = index + 1
        index = _after_joint(words, index, joins=joins)
    return total + current, end


def _fits(current: int, value: int) -> bool:
    """Whether a simple number may follow what was read: "twenty" "four", "hundred" "forty"."""
    if current % 100 == 0:
        return current == 0 or value > 0
    return value in range(1, 10) and current % 10 == 0 and current % 100 >= 20


def _after_joint(words: Sequence[str], index: int, *, joins: bool) -> int:
    """Step over "-", and over "and" behind a scale, if the number goes on after it."""
    if index + 1 >= len(words) or words[index + 1] not in _ANY:
        return index
    if words[index] == "-":
        return index + 1
    goes_on = words[index] == "and" and words[index - 1] in SCALES and words[index + 1] in SIMPLE
    return index + 1 if goes_on and joins else index
