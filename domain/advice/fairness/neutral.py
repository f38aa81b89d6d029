"""A question without the words by which askers describe themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from domain.advice.fairness.asides import (
    apposition,
    as_phrase,
    being,
    bracket,
    for_one,
    fragment,
    given,
    modifier,
    named,
    pronoun,
)
from domain.advice.fairness.clauses import clause
from domain.advice.fairness.couples import couple, pronouns_of_spouse
from domain.advice.fairness.edits import Edit, apply, mend, tidy
from domain.advice.fairness.mentions import mentions
from domain.advice.fairness.reader import Reader
from domain.advice.fairness.sentence import Sentence
from domain.advice.fairness.statements import statements
from domain.advice.fairness.subject import subject_traits

_Rule = Callable[[Reader, int], list[Edit]]
_RULES: tuple[_Rule, ...] = (
    couple,
    as_phrase,
    being,
    bracket,
    apposition,
    given,
    named,
    clause,
    pronoun,
    for_one,
    modifier,
    fragment,
)
_GREETING = re.compile(
    r"^(?:(?:hi|hello|hey|yo|hola|ok|okay|well|um|good (?:morning|afternoon|evening))"
    r"(?: there| all| everyone)?[,.!]*\s+)(?=\S)",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"(^|[.!?] )(?:(?:so|and|but|now|well|honestly|anyway|also|okay|ok),? )+(?=(?:i|we|my|our)\b)",
    re.IGNORECASE,
)
_SHORT = (
    (re.compile(r"\bim\b(?= [a-z\d])"), "I'm"),
    (re.compile(r"\bive\b(?= [a-z\d])"), "I've"),
    (re.compile(r"(?<= )n(?= )"), "and"),
    (re.compile(r"(?<= )w/? (?=[\w#$])"), "with "),
)
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "`": "'"})  # noqa: RUF001 - the signs are meant


def neutral(question: str) -> str:
    """Return the question without the words by which askers describe themselves.

    What retrieval, planning and the writer see; the record keeps the question as it was asked. Words
    for the characteristics of 12 CFR 1002.2(z) and 42 U.S.C. 3605 go where the grammar says that they
    describe the asker ("as a …", "I'm …", "…, a widow, …"). They stay where they are the subject:
    discrimination, a right or a program that turns on them. Two questions that differ in such a
    description alone give the same text. Blanks become single and sentences begin with capitals.
    Idempotent; the time is linear in the length for a question of ordinary nesting.
    """
    plain = question.translate(_APOSTROPHES)
    for short, long in _SHORT:
        plain = short.sub(long, plain)
    text = tidy(_OPENING.sub(r"\1", _GREETING.sub("", " ".join(plain.split()))))
    while (shorter := _step(text)) != text:
        text = shorter
    return text


def _step(text: str) -> str:
    s = Sentence(text)
    every = mentions(Reader(s, frozenset()))
    subject = subject_traits(s, every)
    if subject is None:
        return text
    reader = Reader(s, subject)
    edits = _edits(reader, _RULES) or pronouns_of_spouse(s) or statements(reader, every)
    return tidy(_OPENING.sub(r"\1", mend(apply(s, edits)))) if edits else text


def _edits(reader: Reader, rules: Sequence[_Rule]) -> list[Edit]:
    """Collect the edits of one pass, from left to right, without overlaps."""
    edits: list[Edit] = []
    done = 0
    for i in range(len(reader.s)):
        if i < done:
            continue
        for rule in rules:
            found = [edit for edit in rule(reader, i) if edit.start >= done]
            if found:
                edits += found
                done = found[-1].end
                break
    return edits
