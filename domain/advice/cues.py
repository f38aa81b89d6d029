"""The words beside a number that tell which fact of a loan or borrower it is.

Deliberately narrow: a number that no cue explains is left alone, because a wrong figure is worse than
a question for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.advice.grounding.claims import Kind

_ABOUT = r"(?:\s+(?:about|around|only|just|roughly|approximately|a|an|some|almost|nearly))?\s+$"
_MONEY = frozenset({Kind.MONEY, Kind.COUNT})
_A_MONTH = r"\s*(?:/|a|an|per|each|every)\s*(?:month|mo\b\.?)"


@dataclass(frozen=True, slots=True)
class Cue:
    """A fact's name, the kinds of number it may be, and the words before or after that give it away."""

    fact: str
    kinds: frozenset[Kind]
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None

    def fits(self, kind: Kind, before: str, after: str) -> bool:
        """Whether a number of this kind between these words is the fact."""
        return kind in self.kinds and bool(
            (self.before and self.before.search(before)) or (self.after and self.after.match(after))
        )


def _cue(fact: str, kinds: frozenset[Kind], *, before: str = "", after: str = "") -> Cue:
    return Cue(
        fact,
        kinds,
        re.compile(rf"\b(?:{before}){_ABOUT}", re.IGNORECASE) if before else None,
        re.compile(after, re.IGNORECASE) if after else None,
    )


CUES: tuple[Cue, ...] = (
    _cue(
        "extra_monthly_payment",
        _MONEY,
        before=r"extra|additional",
        after=rf"\s+(?:more|extra){_A_MONTH}|{_A_MONTH}\s+(?:more|extra)\b",
    ),
    _cue(
        "down_payment",
        _MONEY,
        before=r"down payment (?:of|is)|put(?:ting)? down",
        after=r"\s+(?:as\s+a\s+|for\s+a\s+)?down\b",
    ),
    _cue("down_payment_percent", frozenset({Kind.PERCENT}), after=r"\s+down\b"),
    _cue(
        "fees",
        _MONEY,
        before=r"(?:fees|closing costs|points and fees) (?:of|are|come to)|charges? me",
        after=r"\s+(?:in|of)\s+(?:\w+\s+)?(?:fees|closing\s+costs)\b",
    ),
    _cue(
        "reserves",
        _MONEY,
        before=r"savings (?:of|are)|saved(?: up)?",
        after=r"\s+(?:in\s+(?:\w+\s+)?(?:savings|reserves?|the\s+bank)\b|saved\b)",
    ),
    _cue(
        "income",
        _MONEY,
        before=r"(?:I|we) (?:make|earn)|making|earning|on|(?:income|salary) (?:of|is)",
        after=rf"(?:{_A_MONTH}|\s*(?:/|a|per)\s*year)?\s+(?:gross\s+)?(?:income|salary)\b",
    ),
    _cue(
        "monthly_debts",
        _MONEY,
        before=r"(?:debts|debt payments|other payments) (?:of|are|come to)",
        after=rf"{_A_MONTH}\s+(?:in|of|for|on)\s+(?:my\s+)?(?:other\s+)?(?:debts?|debt\s+payments)\b",
    ),
    _cue(
        "property_value",
        _MONEY,
        before=r"worth|valued at|appraised (?:at|for)|(?:house|home|condo) for|price (?:of|is)",
        after=r"\s+(?:\w+\s+){0,2}?(?:house|home|condo|property|townhouse)\b"
        r"(?!\s+(?:loan|mortgage|equity))",
    ),
    _cue(
        "amount",
        _MONEY,
        before=r"borrow(?:ing)?|owe|owing|(?:loan|mortgage|balance|principal)(?: amount)? (?:of|for|is)"
        r"|(?:re)?financ(?:e|ing)",
        after=r"\s+(?:(?!house|home\s+for|down|in\b|on\b|at\b)[\w'-]+\s+){0,3}?"
        r"(?:loans?|mortgage|balance|principal)\b|\s+(?:left|remaining)\s+on\b"
        r"|\s+(?:at|@)\s+\d",
    ),
    _cue(
        "annual_rate",
        frozenset({Kind.PERCENT}),
        before=r"at|@|(?:rate|interest|apr) (?:of|is)",
        after=r"\s*(?:apr\b|interest\b|(?:fixed\s+)?rate\b)",
    ),
    _cue(
        "term_months",
        frozenset({Kind.MONTHS}),
        before=r"over|term (?:of|is)|pay(?:ing)? (?:it )?off [^.?!]{0,40}in"
        r"|stretch(?:ed)?(?: it)? (?:to|over)|(?:%|percent|apr) for",
        after=r"[\s-]+(?:\$[\d,.]+k?[\s-]+)?(?:(?:fixed|rate|car|auto|home|student|personal|business)[\s-]+){0,2}?"
        r"(?:mortgage|loan|term|fixed|note|financing)\b|\s+(?:left|remaining)\b",
    ),
    _cue(
        "credit_score",
        frozenset({Kind.COUNT}),
        before=r"(?:score|fico)(?: score)?(?: of| is)?",
        after=r"\s+(?:credit\s+|fico\s+)?(?:score|fico)\b",
    ),
    _cue(
        "household_size",
        frozenset({Kind.COUNT}),
        before=r"(?:family|household) of",
        after=r"\s+people\s+(?:in|live|living)\b",
    ),
)

A_YEAR = re.compile(
    r"\s*(?:/|a|an|per|each|every)\s*(?:year|yr\b)|\s*(?:yearly|annually)", re.IGNORECASE
)
A_MONTH = re.compile(rf"{_A_MONTH}|\s*monthly", re.IGNORECASE)
NOT_A_TERM = re.compile(r"\s*(?:old\b|ago\b|of age\b|arm\b)|\s+from\s+now", re.IGNORECASE)
