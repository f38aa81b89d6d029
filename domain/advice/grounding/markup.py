"""Markup that could do something in a reader's program, or hide a number from the check."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

_IMAGE = re.compile(r"!\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])")
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(\s*<?([^)>\s]*)[^)]*\)")
_DEFINITION = re.compile(r"^[ >]{0,6}\[[^\]]+\]:\s*\S+", re.MULTILINE)
_HTML = re.compile(r"<(?:[A-Za-z/][^<>]*|![^<>]*|\?[^<>]*)>?")
_ADDRESS = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]{1,20}://|\bwww\.|\b(?:mailto|data|javascript|vbscript|file|tel|sms):)"
    r"[^\s<>\"”“)\]]+",
    re.IGNORECASE,
)
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\U000e0000-\U000e007f]"
)
_HIDDEN_NUMBER = re.compile(
    r"&#\w+;|&(?!amp;|lt;|gt;|quot;|nbsp;)[A-Za-z]{2,31};|\d[*_~`\\]+[.,]?\d"
)


class Places(Protocol):
    """Where a text may point to."""

    def links_to(self, address: str) -> bool:
        """Whether a source is at this address."""

    def mentions(self, address: str) -> bool:
        """Whether a source mentions this address."""


def without_markup(text: str) -> str:
    """Return a text as words alone: of images and links what they say, no HTML, nothing invisible."""
    text = _INVISIBLE.sub("", text)
    text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
    return _HTML.sub("", text)


def unsafe_markup(sentence: str, places: Places) -> Iterator[str]:
    """Yield what must not reach a reader.

    Images are fetched and HTML is run as a page is shown, so neither is passed on. A link may lead to a
    source of the answer and nowhere else; an address may be written if a source has it. Signs that are
    not seen, and ways of writing digits that look otherwise when shown, would escape the check.
    """
    for pattern in (_IMAGE, _HTML, _DEFINITION, _INVISIBLE, _HIDDEN_NUMBER):
        yield from (found[0] for found in pattern.finditer(sentence))
    for link in _LINK.finditer(sentence):
        if not places.links_to(link[2]):
            yield link[0]
    for address in _ADDRESS.finditer(_LINK.sub(r"\1", sentence)):
        plain = address[0].rstrip(".,;:!?'*_")
        if not places.links_to(plain) and not places.mentions(plain):
            yield address[0]
    yield from (sign for sign in sentence if sign.isdigit() and not sign.isascii())
