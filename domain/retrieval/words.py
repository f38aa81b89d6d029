"""Turning text into the words that BM25 counts: stemmed English, and legal citations kept whole."""

from __future__ import annotations

import re
from functools import cache
from itertools import accumulate
from threading import Lock

from bm25s.stopwords import STOPWORDS_EN_PLUS
from Stemmer import Stemmer

STOP_WORDS = frozenset(STOPWORDS_EN_PLUS)

_TOKEN = re.compile(
    r"\d{1,3}(?:,\d{3})+"  # 1,250,000
    r"|\d+[a-z]{0,2}(?:[.\-](?:\d+[a-z]{0,2}|[a-z]{1,4}(?![a-z])))+(?:\([0-9a-z]{1,5}\))*"  # 1002.9(a)(1)
    r"|(?:[a-z]\.){2,}"  # u.s.c.
    r"|\w+"
)
_JOINT = re.compile(r"[.\-()]+")
_LONGEST_WORD = 64


class Words:
    """Splits texts into index words; remembers each spelling, so that long corpora are fast.

    Words are lower-cased and stemmed, stop words and single letters dropped. A citation gives its
    part, its section and each paragraph below it, however it is written: "§ 1002.9(a)(1)" and
    "12 CFR 1002-9-a-1" share 1002, 1002.9, 1002.9.a and 1002.9.a.1. Safe to use from many threads.
    """

    def __init__(self) -> None:
        self._stemmer = Stemmer("english")
        self._lock = Lock()
        self._known: dict[str, tuple[str, ...]] = {}

    def of(self, text: str) -> list[str]:
        """Return the text's words in order, repeats included."""
        known = self._known
        words: list[str] = []
        for token in _TOKEN.findall(text.lower()):
            found = known.get(token)
            words.extend(self._learn(token) if found is None else found)
        return words

    def _learn(self, token: str) -> tuple[str, ...]:
        # The stemmer keeps its own state between calls and is not safe to share without a lock.
        with self._lock:
            words = self._analyse(token)
            self._known[token] = words
        return words

    def _analyse(self, token: str) -> tuple[str, ...]:
        if token[0].isdigit():
            return _numeric(token)
        word = token.replace(".", "")
        if len(word) < 2 or word in STOP_WORDS or len(word) > _LONGEST_WORD:
            return ()
        return (self._stemmer.stemWord(word),)


def _numeric(token: str) -> tuple[str, ...]:
    """Return a number, or a citation's levels; further long numbers (2018-2019) stand for themselves."""
    parts = [part for part in _JOINT.split(token.replace(",", "")) if part]
    levels = list(accumulate(parts, "{}.{}".format))
    return (*levels, *(part for part in parts[1:] if part.isdigit() and len(part) > 2))


@cache
def shared_words() -> Words:
    """Return the one instance of this process; made when first asked for."""
    return Words()
