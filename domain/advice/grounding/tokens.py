"""A text as words, numbers and signs."""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
    r"|(?:[A-Za-z]\.){2,}|approx\.|[A-Za-z]+(?:'[A-Za-z]+)?|[^\s\w]|\w"
)


class Tokens:
    """The tokens of a text in lower case, and where they stand. An index out of range is ""."""

    def __init__(self, text: str) -> None:
        self.text = text
        found = list(_TOKEN.finditer(text))
        self.words = [match[0].lower() for match in found]
        self.starts = [match.start() for match in found]
        self.ends = [match.end() for match in found]

    def __len__(self) -> int:
        return len(self.words)

    def word(self, index: int) -> str:
        """Return the token at `index` in lower case, or "" where there is none."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def glued(self, index: int) -> bool:
        """Whether no blank stands between the token at `index` and the one before it."""
        return 0 < index < len(self.words) and self.starts[index] == self.ends[index - 1]

    def is_name(self, index: int) -> bool:
        """Whether the token at `index` begins with a capital letter."""
        return 0 <= index < len(self.words) and self.text[self.starts[index]].isupper()
