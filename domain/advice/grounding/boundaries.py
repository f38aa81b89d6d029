"""Where a sentence ends: behind a full stop that is one, or at the end of a line that is a block."""

from __future__ import annotations

import re

UNDECIDED = -1
"""What has arrived does not tell yet."""

_CLOSERS = r"[)\]”\"'\u2019»*_`]*"
_OPENERS = r"[*_“\"\u2018'(\[`~]*"
_MARKS = r"(?:[ \t]*\[\d+(?:[ \t]*[,;\u2013-][ \t]*\d+)*\][.,;:]?)*+"
_AFTER = re.compile(rf"{_CLOSERS}{_MARKS}{_CLOSERS}\s+(?P<next>{_OPENERS}(?P<letter>\S))")
_OPEN_END = re.compile(rf"{_CLOSERS}{_MARKS}{_CLOSERS}\s*(?:{_OPENERS}|\[[\d,; \t\u2013-]*\]?)$")

_WHOLE_LINE = re.compile(r"[ \t]*(?:\||#{1,6}\s)")
_BLANKS = re.compile(r"\s*")
_BLOCK = re.compile(r"[ \t]*(?:#{1,6}\s|[-*+•]\s|\d{1,3}[.)]\s|\||>|`{3}|~{3}|\[\d+\]|-{3}|\*{3})")
_OPEN_BLOCK = re.compile(r"[ \t]*(?:#{1,6}|[-*+•]{1,2}|\d{1,3}[.)]?|\[\d*|`{1,2}|~{1,2})?$")

_LIST_NUMBER = re.compile(r"[\s>*_+\-(]*\d{1,3}")
_ABBREVIATION = re.compile(
    r"(?:^|[^\w.])(?:(?:[A-Za-z]\.)*[A-Za-z]|vs|approx|est|cf|al|Mr|Mrs|Ms|Dr|Jr|Sr|St|Secs?|Art"
    r"|Pub|Stat|Fed|Regs?|Dept|Inc|Co|Corp|Ltd|para|pp|ch|app|fig|min|max|incl"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)$"
)
_BEFORE_A_NUMBER = re.compile(r"(?:^|[^\w.])(?:[Nn]os?|§+)$")
_LONGEST_ABBREVIATION = 14


def is_whole_line(text: str, start: int, end: int) -> bool:
    """Whether the line that `end` is in is a heading or a row of a table: one sentence."""
    return _WHOLE_LINE.match(text, _line_start(text, start, end)) is not None


def sentence_boundary(text: str, start: int, end: int, *, final: bool) -> int:
    """Return where the sentence behind the one from `start` begins, if that ends at `end`.

    `end` is behind a full stop or the quotation mark that closes one. 0 if no sentence ends there,
    `UNDECIDED` if more of the text is needed to tell and it is not `final`.
    """
    if not final and _OPEN_END.match(text, end):
        return UNDECIDED
    after = _AFTER.match(text, end)
    if after is None or after["letter"].islower():
        return 0
    if text[end - 1] == "." and _no_full_stop(text, start, end - 1, after["letter"]):
        return 0
    return after.start("next")


def line_boundary(text: str, start: int, end: int, *, final: bool) -> int:
    """Return where the next block begins, if one ends with the line break before `end`, else 0.

    `UNDECIDED` if more of the text is needed to tell and it is not `final`.
    """
    following = _BLANKS.match(text, end)
    begin = following.end() if following else end
    if begin == len(text):
        return 0 if final else UNDECIDED
    if is_whole_line(text, start, end - 1) or "\n" in text[end:begin] or _BLOCK.match(text, end):
        return begin
    return UNDECIDED if not final and _OPEN_BLOCK.match(text, end) else 0


def _line_start(text: str, start: int, end: int) -> int:
    return max(start, text.rfind("\n", start, end) + 1)


def _no_full_stop(text: str, start: int, point: int, letter: str) -> bool:
    """Whether the point at `point` belongs to an abbreviation or to the number of a list item."""
    before = text[max(start, point - _LONGEST_ABBREVIATION) : point]
    if _ABBREVIATION.search(before):
        return True
    if letter.isdigit() and _BEFORE_A_NUMBER.search(before):
        return True
    return _LIST_NUMBER.fullmatch(text, _line_start(text, start, point), point) is not None
