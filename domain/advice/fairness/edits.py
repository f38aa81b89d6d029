"""What a rule of the grammar changes, and how the changes are made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.advice.fairness.sentence import Sentence

_ABBREVIATION = re.compile(
    r"(?:\b(?:vs|e\.g|i\.e|etc|approx|no|mr|mrs|ms|dr|st)|\.)$", re.IGNORECASE
)
_SENTENCE_START = re.compile(r"([.!?])(\s+)([a-z])")
_SPACE_BEFORE_SIGN = re.compile(r" +([,.;:!?)\]]|'[a-z])")
_REPEATED = re.compile(r"([,;:])(?: ?[,;:])+")
_NOTHING_BETWEEN = re.compile(r"\( *[,;]? *\)|\[ *\]")
_BEFORE_END = re.compile(r"(?:[,;:]| [\u2013\u2014-]) ?([.!?)])")
_LEADING = re.compile(r"(^|[.!?] )[,;:.!)\]\u2013\u2014-]+ ?(?=\S)")
_EMPTY_SENTENCE = re.compile(r"([.!?]) \.(?= |$)")


@dataclass(frozen=True, slots=True)
class Edit:
    """Tokens from `start` to before `end`, and the text that stands in their place."""

    start: int
    end: int
    text: str = ""


def apply(s: Sentence, edits: Sequence[Edit]) -> str:
    """Return the text with the edits made; they are in order and do not overlap."""
    parts, position = [], 0
    for edit in edits:
        if edit.end <= edit.start:
            continue
        parts += [s.text[position : s.starts[edit.start]], f" {edit.text} " if edit.text else " "]
        position = s.ends[edit.end - 1]
    return "".join([*parts, s.text[position:]])


def mend(text: str) -> str:
    """Close the gaps that removed words leave: blanks, stranded signs, empty brackets."""
    text = " ".join(_NOTHING_BETWEEN.sub(" ", text).split())
    text = _SPACE_BEFORE_SIGN.sub(r"\1", text)
    text = _BEFORE_END.sub(r"\1", _REPEATED.sub(r"\1", text))
    text = _EMPTY_SENTENCE.sub(r"\1", _LEADING.sub(r"\1", text))
    return text.replace("( ", "(").strip()


def tidy(text: str) -> str:
    """Write single blanks and begin each sentence with a capital, as far as it begins with a letter."""
    text = " ".join(text.split())

    def capital(match: re.Match[str]) -> str:
        before = text[max(0, match.start() - 8) : match.start()]
        letter = match[3] if _ABBREVIATION.search(before) else match[3].upper()
        return f"{match[1]} {letter}"

    text = _SENTENCE_START.sub(capital, text)
    return text[:1].upper() + text[1:]
