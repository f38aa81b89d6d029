"""The numbers of a question that no figure rests on: said, so that nobody takes them for counted."""

from __future__ import annotations

import re
from collections.abc import Collection

from domain.advice.grounding.claims import Claim, Kind
from domain.advice.grounding.numbers import claims
from domain.advice.reading.bare import HIGHEST_BARE_RATE, SMALLEST_BARE_AMOUNT
from domain.advice.reading.cues import CALLED_BY_A_NUMBER, NOT_A_TERM
from domain.advice.reading.mentions import spelled
from domain.loans.terms import MAX_TERM_MONTHS

_WORDS_AROUND = 2

_NO_LOAN_TIME_BEFORE = re.compile(
    r"\b(?:past|last|every|each|per|first|been|worked|working|employed|job|married|since|within)\b[\w\s]{0,24}$",
    re.IGNORECASE,
)
_NO_LOAN_TIME_AFTER = re.compile(
    r"\s*(?:late|behind|past\s+due|overdue|delinquent|in\s+a\s+row|since|of\s+(?:tax|bank|work|employment"
    r"|pay\w*|history|experience)|(?:at|on|in)\s+(?:my|the|this|our)\s+(?:current\s+)?(?:job|work|field)"
    r"|self|married|experience|without|warranty)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\s*(?:people|miles|sq\b|square|hours|hrs?\b|acres|shares|units|students|homes|houses|cars|forms?\b)",
    re.IGNORECASE,
)
_OF_RATE_BEFORE = re.compile(r"(?:\b(?:at|rates?|apr|x)|@)\s+(?:of\s+|is\s+)?$", re.IGNORECASE)
_SCORE_BEFORE = re.compile(r"\b(?:score|fico)\s+(?:of\s+|is\s+)?$", re.IGNORECASE)
_DOWN_OR_CAPS = re.compile(r"\s+(?:down|caps?)\b", re.IGNORECASE)
_WORD = re.compile(r"\S+")
_TRIM = ",;:.?!()[]\"'"


def unread(question: str, used: Collection[int]) -> tuple[str, ...]:
    """Return the numbers of a neutral question that would matter and are not among those used.

    Money, percentages, terms and what may be a rate or a score; each as it stands, with a few words
    around it: "3.5% in '3.5% caps'". `used` is where the numbers begin that figures rest on.
    """
    text = spelled(question)
    left = (each for each in claims(text) if each.start not in used and _matters(each, text))
    return tuple(dict.fromkeys(_shown(each, question) for each in left))


def _matters(claim: Claim, text: str) -> bool:
    before, after = text[: claim.start], text[claim.end :]
    kinds = {each.kind for each in claim.readings}
    if CALLED_BY_A_NUMBER.match(claim.text) or _COUNTED.match(after):
        return False
    if Kind.RATIO in kinds:
        return bool(_DOWN_OR_CAPS.match(after))
    if not kinds.isdisjoint({Kind.DATE, Kind.SECTION, Kind.ORDINAL}):
        return False
    if not kinds.isdisjoint({Kind.MONEY, Kind.PERCENT}):
        return True
    if Kind.MONTHS in kinds:
        return claim.readings[0].value <= MAX_TERM_MONTHS and not (
            NOT_A_TERM.match(after)
            or _NO_LOAN_TIME_AFTER.match(after)
            or _NO_LOAN_TIME_BEFORE.search(before)
        )
    return Kind.COUNT in kinds and _is_figure(claim, before, after)


def _is_figure(claim: Claim, before: str, after: str) -> bool:
    """Whether a number without a unit is a sum, a rate or a score rather than a count of things."""
    value = claim.readings[-1].value
    if value >= SMALLEST_BARE_AMOUNT or value != int(value) or _SCORE_BEFORE.search(before):
        return True
    small = value < HIGHEST_BARE_RATE and _OF_RATE_BEFORE.search(before)
    return bool(small or _DOWN_OR_CAPS.match(after))


def _shown(claim: Claim, question: str) -> str:
    number = question[claim.start : claim.end]
    before = _WORD.findall(question[: claim.start])[-_WORDS_AROUND:]
    rest = question[claim.end :]
    glued = re.match(r"[^\s]*", rest)
    tail = "" if glued is None else glued[0]
    after = _WORD.findall(rest[len(tail) :])[:_WORDS_AROUND]
    around = " ".join([*before, number + tail, *after]).strip(_TRIM).replace("'", "’")  # noqa: RUF001
    return f"{number} in '{around}'"
