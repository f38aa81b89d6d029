"""A question as words and signs, with the function words by which clauses are told apart."""

from __future__ import annotations

import re
from collections.abc import Mapping

from domain.advice.fairness.lists import words

_TOKEN = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|[^\W_]+(?:-[^\W_]+)*|'[^\W_]+|[^\w\s]|_")

DASHES = frozenset(("-", "\u2013", "\u2014"))
STRONG = words(". ! ? ; : … ( ) [ ]") | DASHES | {""}
"""Signs that end a clause; "" is the end of the text."""
CLOSING = frozenset((".", "!", "?", ""))

PRONOUNS = words("i we you he she it they my our your their this that these those there")
QUESTION_WORDS = words("what how which when where why who whose whether if")
AUXILIARIES = words(
    "should can could would will may might must do does did is are was were has shall let"
)
SHORT_FOR = dict.fromkeys(("bc", "bcs", "bcoz", "cuz", "coz", "cos"), "because")
"""What people type for a word."""

CONJUNCTIONS = frozenset(("and", "but", "so", "or", "yet", "plus", "&"))
SUBORDINATORS = words(
    """because since as although though while given considering when if unless after before"""
)
PREPOSITIONS = words(
    """in at on from with for to of by near about over under into through without within than
    against toward towards per like until between during"""
)
DETERMINERS = words("a an the one two three four five some")
VERBS = words(
    """want need have earn make owe plan hope own live work pay rent wish got get bought took
    lost think wonder had filed paid made saved refinanced defaulted applied
    received went found make bring gross cannot don am 'd 'll 've will would can
    know already intend expect consider seek look like love feel prefer try save carry use
    put currently applied started run sold inherited missed fell signed just recently
    still also never forget miss struggle run do teach drive manage support buy sell
    carry apply worry move spend invest build start study hate refuse lease finance rely clean
    cook deliver
    say tell understand sew paint fix repair care raise help watch travel commute volunteer moved
    rented left lived worked
    owned owed earned needed wanted tried managed drove ran taught supported began"""
)
"""Words that can follow "I" or "we" at once: finite verbs, clitics, and adverbs before them."""

CLAUSE_STARTS = (
    PRONOUNS | QUESTION_WORDS | AUXILIARIES | SUBORDINATORS | frozenset(("please", "the", "any"))
)
"""Words that begin another clause or the question itself."""


class Sentence:
    """The tokens of a text. An index out of range reads as ""."""

    def __init__(self, text: str) -> None:
        self.text = text
        found = list(_TOKEN.finditer(text))
        self.words = [_word(match[0]) for match in found]
        self.starts = [match.start() for match in found]
        self.ends = [match.end() for match in found]

    def __len__(self) -> int:
        return len(self.words)

    def word(self, index: int) -> str:
        """Return the token at `index` in lower case, hyphens as blanks."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def first(self, index: int) -> str:
        """Return the first part of the token at `index`, which a hyphen may join to others."""
        return self.word(index).partition(" ")[0]

    def phrase(self, start: int, end: int) -> str:
        """Return the tokens from `start` to before `end`, one blank between."""
        return " ".join(self.words[start:end])

    def source(self, start: int, end: int) -> str:
        """Return the text from one token to before another as it was written."""
        return self.text[self.starts[start] : self.ends[end - 1]] if end > start else ""

    def longest(self, start: int, known: frozenset[str] | Mapping[str, object], most: int) -> int:
        """Return the end of the longest known phrase that begins at `start`, or `start`."""
        best, phrase, found = start, "", self.words
        for end in range(start, min(start + most, len(found))):
            phrase = f"{phrase} {found[end]}" if phrase else found[end]
            if phrase in known:
                best = end + 1
        return best

    def begins_clause(self, index: int) -> bool:
        """Return whether the token stands at the start, or behind a sign that ends a clause."""
        return self.word(index - 1) in STRONG


def _word(token: str) -> str:
    word = token.lower().replace("-", " ").strip() or "-"
    return SHORT_FOR.get(word, word)
