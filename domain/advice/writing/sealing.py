"""Giving documents and questions to a model as data that cannot pass for instructions.

Each is one line of JSON, so that nothing in it can end its block: line breaks and quotation marks are
escaped, and so is every sign of which chat templates make their control tokens. A block stands between two
lines with a number drawn for this one request, which no document can know.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable

from domain.advice.advice import Citation
from domain.advice.grounding.markup import without_markup

_TEMPLATE_SIGNS = str.maketrans({"<": "\\u003c", ">": "\\u003e"})
_TEMPLATE_WORDS = re.compile(
    r"\[(/?(?:INST|SYS|SYSTEM|TOOL_CALLS|AVAILABLE_TOOLS|TOOL_RESULTS))\]", re.IGNORECASE
)


class Seal:
    """The number of one request, and blocks under it."""

    def __init__(self) -> None:
        self.number = secrets.token_hex(8)

    def block(self, name: str, items: Iterable[object]) -> str:
        """Return the items, one line each, between two lines that only this program can write."""
        lines = [self._line(item) for item in items]
        return "\n".join([f"BEGIN {name} {self.number}", *lines, f"END {name} {self.number}"])

    def _line(self, item: object) -> str:
        return sealed(item).replace(self.number, "")


def sealed(item: object) -> str:
    """Return an item as one line of JSON that holds no sign of a chat template."""
    text = json.dumps(item, ensure_ascii=False, default=str)
    for separator in ("\u2028", "\u2029", "\x85"):
        text = text.replace(separator, " ")
    return _TEMPLATE_WORDS.sub(r"(\1)", text).translate(_TEMPLATE_SIGNS)


def passage_data(citation: Citation) -> dict[str, object]:
    """Return a passage as a model gets it: its number, where it is from, its words."""
    passage = citation.passage
    return {
        "number": citation.number,
        "title": without_markup(": ".join((passage.title, *passage.heading_path))),
        "reference": without_markup(passage.reference),
        "text": without_markup(passage.text),
    }
