"""Cutting documents into passages that an encoder takes in whole and a reader can cite."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from semantic_text_splitter import MarkdownSplitter, TextSplitter
from tokenizers import Tokenizer

from domain.retrieval.headings import Section, sections

CONTEXT_CAPACITY = 64
"""Tokens of title and headings that are embedded before prose; what is longer is cut."""

DEFAULT_CAPACITY = 254 - CONTEXT_CAPACITY
"""Tokens of a passage: of the 256 that all-MiniLM-L6-v2 reads, what itself and the context leave."""

RECORD_CAPACITY = 1_000
"""Tokens up to which a record (a row of CSV, a line of JSON) is one passage: it is a citable unit already."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of a text, word for word: `text` is the source from `start` to `end` (exclusive).

    `context` is the document's title and the chunk's headings, outermost first; empty for records.
    """

    text: str
    heading_path: tuple[str, ...]
    start: int
    end: int
    context: str = ""


class Chunker:
    """Splits texts where they pause, by the tokens of one encoder.

    Every character of the source that is not white space is in exactly one chunk, and no chunk is
    empty. Needs the tokenizer only, not the encoder's weights. Safe to use from many threads.
    """

    def __init__(self, tokenizer: Tokenizer | Path, capacity: int = DEFAULT_CAPACITY) -> None:
        self._tokenizer = _unlimited(tokenizer)
        self._capacity = capacity
        self._prose = TextSplitter.from_huggingface_tokenizer(self._tokenizer, capacity)
        self._markdown = MarkdownSplitter.from_huggingface_tokenizer(self._tokenizer, capacity)

    def split(self, text: str, *, markdown: bool, title: str = "") -> list[Chunk]:
        """Return the chunks of a document, each of at most `capacity` tokens, in order.

        In Markdown no chunk crosses a heading, and each knows the headings it stands under. Their
        contexts have at most 64 tokens.
        """
        found = sections(text) if markdown else [Section((), 0, len(text))]
        splitter = self._markdown if markdown else self._prose
        return [
            replace(chunk, context=context)
            for section in found
            for context in [self._context(title, section)]
            for chunk in self._cut(text, section, splitter)
        ]

    def split_record(self, text: str) -> list[Chunk]:
        """Return a record as one chunk if it has at most 1,000 tokens, else as a document is split."""
        if self._fits(text, RECORD_CAPACITY):
            return list(_whole(text, Section((), 0, len(text))))
        return list(self._cut(text, Section((), 0, len(text)), self._prose))

    def _context(self, title: str, section: Section) -> str:
        # A document's first heading often is its title, which needs to be said once.
        context = " > ".join(dict.fromkeys(filter(None, (title.strip(), *section.heading_path))))
        if len(context) <= CONTEXT_CAPACITY:
            return context
        offsets = self._tokenizer.encode(context, add_special_tokens=False).offsets
        return (
            context
            if len(offsets) <= CONTEXT_CAPACITY
            else context[: offsets[CONTEXT_CAPACITY][0]].rstrip()
        )

    def _cut(
        self, text: str, section: Section, splitter: TextSplitter | MarkdownSplitter
    ) -> Iterator[Chunk]:
        body = text[section.start : section.end]
        if self._fits(body, self._capacity):
            yield from _whole(text, section)
            return
        for offset, piece in splitter.chunk_indices(body):
            start = section.start + offset
            yield Chunk(piece, section.heading_path, start, start + len(piece))

    def _fits(self, text: str, capacity: int) -> bool:
        # A token has at least one character in nearly every script: most short texts need no count.
        if len(text) <= capacity:
            return True
        return len(self._tokenizer.encode(text, add_special_tokens=False)) <= capacity


def _whole(text: str, section: Section) -> Iterator[Chunk]:
    """Yield a section as one chunk without the white space around it; nothing if that is all."""
    body = text[section.start : section.end]
    piece = body.strip()
    if piece:
        start = section.start + body.index(piece)
        yield Chunk(piece, section.heading_path, start, start + len(piece))


def _unlimited(tokenizer: Tokenizer | Path) -> Tokenizer:
    """Return a tokenizer of our own that neither cuts nor pads, so that lengths are true."""
    if isinstance(tokenizer, Path):
        tokenizer = Tokenizer.from_file(str(tokenizer))
    else:
        tokenizer = Tokenizer.from_str(tokenizer.to_str())
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
