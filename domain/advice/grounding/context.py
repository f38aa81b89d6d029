"""What the words around a number say of it: how exactly it is meant, and for what period."""

from __future__ import annotations

from domain.advice.grounding.claims import Hedge, Kind, Period
from domain.advice.grounding.tokens import Tokens
from domain.advice.grounding.vocabulary import (
    ADVERB_PERIODS,
    BETWEEN_PERIOD_AND_SUM,
    HEDGES,
    LONGER_HEDGES,
    PASSED_BY_HEDGES,
    PERIOD_ARTICLES,
    PERIODS,
    TOTALS,
)

_REVERSED = {Hedge.MORE: Hedge.LESS, Hedge.LESS: Hedge.MORE}
_CLOSELY = frozenset({"just", "little", "slightly", "bit", "well"})
_DURATIONS = frozenset({Kind.MONTHS, Kind.DAYS})


def hedge_before(tokens: Tokens, first: int, kind: Kind) -> Hedge:
    """Return how the number that begins at `first` is hedged: "no more than" is `LESS`.

    "over 360 months" means during them, and so hedges nothing; "just over 5 years" does.
    """
    at = first - 1
    while tokens.word(at) in PASSED_BY_HEDGES:
        at -= 1
    word = tokens.word(at)
    longer = LONGER_HEDGES.get((tokens.word(at - 1), word))
    if longer is not None:
        negated = tokens.word(at - 2) in {"no", "not"} and longer in _REVERSED
        return _REVERSED[longer] if negated else longer
    during = word in {"over", "under"} and tokens.word(at - 1) not in _CLOSELY
    if during and kind in _DURATIONS:
        return Hedge.NONE
    return HEDGES.get(word, Hedge.NONE)


def hedge_after(tokens: Tokens, end: int) -> Hedge:
    """Return the hedge of "or so" behind a number."""
    return Hedge.ABOUT if (tokens.word(end), tokens.word(end + 1)) == ("or", "so") else Hedge.NONE


def period_after(tokens: Tokens, end: int) -> Period | None:
    """Return the period behind a sum: "a month", "/yr", "monthly", "in all"."""
    at = end + 1 if tokens.word(end) == "-" else end
    word, following = tokens.word(at), tokens.word(at + 1)
    if word in PERIOD_ARTICLES:
        after = tokens.word(at + 2) if following == "-" else following
        return PERIODS.get(after)
    if word in ADVERB_PERIODS:
        return PERIODS[word]
    if word == "in" and following in {"all", "total"}:
        return Period.TOTAL
    return Period.TOTAL if word in TOTALS else None


def period_before(tokens: Tokens, first: int) -> Period | None:
    """Return the period before a sum, over words such as "payment of": "monthly payment of $500"."""
    for at in range(first - 1, max(first - 8, -1), -1):
        word = tokens.words[at]
        if word in TOTALS:
            return Period.TOTAL
        if word in ADVERB_PERIODS or word == "annual":
            return PERIODS[word]
        if word not in BETWEEN_PERIOD_AND_SUM:
            return None
    return None


def period_of_label(label: str) -> Period | None:
    """Return the period that a figure's name tells: "Monthly payment", "Total interest"."""
    words = label.lower().split()
    told = next((PERIODS[word] for word in words if word in PERIODS and word != "day"), None)
    if told is not None:
        return told
    return Period.TOTAL if any(word in TOTALS or word == "final" for word in words) else None
