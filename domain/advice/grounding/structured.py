"""Reading numbers that are no quantities: dates, citations of law, ratios such as "2/1/5"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from domain.advice.grounding.claims import Claim, Kind, Reading
from domain.advice.grounding.patterns import FURTHER_IDENTIFIER, STRUCTURED

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LEVEL = re.compile(r"[0-9]+|[A-Za-z]+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_NO_CLAIM = frozenset({"marker", "label", "idiom"})
_CITATIONS = {"law": "law_id", "named": "name_id", "section": "section_id", "bare": "bare"}
_FRACTION_OF = re.compile(r"[\s-](?:of|a|an|the|your)\b")


def structured(text: str) -> Iterator[Claim]:
    """Yield the dates, citations and ratios of a text, in order.

    List markers, "Option 2" and "401(k)" come as claims without readings: their digits are spoken
    for, but claim nothing. "1/2 of" is left to be read as a quantity.
    """
    position = 0
    while found := STRUCTURED.search(text, position):
        group = found.lastgroup or ""
        position = found.end()
        if group in _CITATIONS:
            for claim in _citations(text, found, group):
                position = claim.end
                yield claim
        elif group != "pair" or not _is_fraction(text, found):
            yield Claim(found[0].strip(), found.start(), found.end(), _readings(found, group))


def levels(identifier: str) -> tuple[str, ...]:
    """Return the levels of a citation: "1026.22(a)(2)" and "1026-22-a-2" both have 1026, 22, a, 2."""
    return tuple(level.lower() for level in _LEVEL.findall(identifier))


def _citations(text: str, found: re.Match[str], group: str) -> Iterator[Claim]:
    """Yield a citation and those that share its beginning: "12 CFR 1026.20, 1026.30"."""
    head = _head(found, group)
    yield _citation(found[0], found.start(), head, found[_CITATIONS[group]])
    end = found.end()
    while group != "bare" and (further := FURTHER_IDENTIFIER.match(text, end)):
        if not _looks_cited(further["id"], group):
            return
        if "§" in further[0]:
            head = ()
        yield _citation(further["id"], further.start("id"), head, further["id"])
        end = further.end()


def _head(found: re.Match[str], group: str) -> tuple[str, ...]:
    if group == "law":
        return found["title"], "".join(_LEVEL.findall(found["code"])).lower()
    return (found["name"].lower().strip("."),) if group == "named" else ()


def _citation(text: str, start: int, head: tuple[str, ...], identifier: str) -> Claim:
    reading = Reading(Kind.SECTION, parts=head + levels(identifier))
    return Claim(text, start, start + len(text), (reading,))


def _looks_cited(identifier: str, group: str) -> bool:
    """Tell a further section from a number that merely follows: chapters are small, sections not."""
    if group == "named":
        return "(" not in identifier
    return not identifier.isdecimal() or len(identifier) > 2


def _readings(found: re.Match[str], group: str) -> tuple[Reading, ...]:
    if group in _NO_CLAIM:
        return ()
    if group == "phone":
        return (Reading(Kind.SECTION, parts=levels(found[0])),)
    if group == "ratio":
        return (_ratio(found),)
    if group == "pair":
        return (_ratio(found), *_day_of_year(found[0]))
    return (Reading(Kind.DATE, parts=_date(found[0], group)),)


def _ratio(found: re.Match[str]) -> Reading:
    return Reading(Kind.RATIO, parts=tuple(_NUMBER.findall(found[0])))


def _day_of_year(pair: str) -> tuple[Reading, ...]:
    month, day = pair.split("/")
    if len(pair) > 5 or not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return ()
    return (Reading(Kind.DATE, parts=("", str(int(month)), str(int(day)))),)


def _date(text: str, group: str) -> tuple[str, str, str]:
    """Return year, month and day without leading zeros, each empty if it is not said."""
    numbers = [str(int(number)) for number in re.findall(r"\d+", text)]
    if group == "iso":
        return numbers[0], numbers[1], numbers[2]
    if group == "us":
        return numbers[2], numbers[0], numbers[1]
    name = next(word for word in re.findall(r"[A-Za-z]{3,}", text) if word[:3].lower() in _MONTHS)
    month = str(_MONTHS.index(name[:3].lower()) + 1)
    if group == "my":
        return numbers[0], month, ""
    return numbers[1] if len(numbers) > 1 else "", month, numbers[0]


def _is_fraction(text: str, found: re.Match[str]) -> bool:
    part, whole = map(Decimal, found[0].split("/"))
    return part < whole and _FRACTION_OF.match(text, found.end()) is not None
