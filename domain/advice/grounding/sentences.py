"""Cutting Markdown into sentences, at once or while it arrives; nothing is lost or changed.

A heading and a row of a table are one sentence each, a list item begins a new one, and a quotation
is never cut. A citation mark behind a full stop belongs to the sentence before it.
"""

from __future__ import annotations

import re

from domain.advice.grounding.boundaries import (
    UNDECIDED,
    is_whole_line,
    line_boundary,
    sentence_boundary,
)

_BREAK = re.compile(r"[.!?…\n“”\"]")
_TERMINATORS = frozenset(".!?…")


def split_sentences(markdown: str) -> list[str]:
    """Return the sentences of a Markdown text, each with the blanks behind it.

    Joined together they are the text.
    """
    buffer = SentenceBuffer()
    return [*buffer.feed(markdown), *buffer.finish()]


class SentenceBuffer:
    """Holds a text that arrives in pieces until a sentence is complete.

    However the text is cut into pieces, the same sentences come out as from `split_sentences`. A
    sentence is given out once the first letter behind it, or the end, has been seen.
    """

    def __init__(self) -> None:
        self._text = ""
        self._scanned = 0
        self._curly = 0
        self._straight = False

    def feed(self, text: str) -> list[str]:
        """Take in the next piece; return the sentences that it completed, which may be none."""
        self._text += text
        return self._take(final=False)

    def finish(self) -> list[str]:
        """Return what is left, once the text has ended; the buffer is empty then."""
        sentences = self._take(final=True)
        rest, self._text = self._text, ""
        self._scanned, self._curly, self._straight = 0, 0, False
        return [*sentences, rest] if rest else sentences

    def _take(self, *, final: bool) -> list[str]:
        sentences: list[str] = []
        start = 0
        while found := _BREAK.search(self._text, self._scanned):
            boundary = self._boundary(found[0], start, found.end(), final=final)
            if boundary == UNDECIDED:
                break
            self._scanned = found.end()
            self._note_quotes(found[0])
            if boundary > start:
                sentences.append(self._text[start:boundary])
                start = self._scanned = boundary
                self._curly, self._straight = 0, False
        else:
            self._scanned = len(self._text)
        self._text = self._text[start:]
        self._scanned -= start
        return sentences

    def _boundary(self, sign: str, start: int, end: int, *, final: bool) -> int:
        """Return where the next sentence begins if one ends with the sign before `end`; else 0."""
        if sign == "\n":
            return line_boundary(self._text, start, end, final=final)
        if is_whole_line(self._text, start, end):
            return 0
        if sign in _TERMINATORS:
            quoted = self._curly or self._straight
            return 0 if quoted else sentence_boundary(self._text, start, end, final=final)
        if self._closes_all(sign) and self._text[end - 2 : end - 1] in _TERMINATORS:
            return sentence_boundary(self._text, start, end, final=final)
        return 0

    def _closes_all(self, sign: str) -> bool:
        """Whether a quotation mark ends the outermost quotation."""
        if sign == "”":
            return self._curly == 1 and not self._straight
        return sign == '"' and self._straight and not self._curly

    def _note_quotes(self, sign: str) -> None:
        if sign == "“":
            self._curly += 1
        elif sign == "”":
            self._curly = max(self._curly - 1, 0)
        elif sign == '"':
            self._straight = not self._straight
