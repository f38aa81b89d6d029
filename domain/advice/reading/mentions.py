"""The numbers of a question with the facts that they are: told by the words beside them, or left over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.advice.grounding.claims import Claim, Kind, Reading
from domain.advice.grounding.numbers import claims
from domain.advice.reading.cues import A_MONTH, A_YEAR, CUES, NOT_A_TERM
from domain.loans.terms import MAX_TERM_MONTHS
from domain.money import CONTEXT, round_cents

_WINDOW = 48
_SMALLEST_BARE_AMOUNT = 1000
"""A number without a dollar sign is taken for dollars from here on: "I owe 180,000"."""

_HIGHEST_BARE_RATE = 30
"""A number without a percent sign is taken for a rate only up to here: "at 6.5 for 30 years"."""

_LOWEST_SALARY, _HIGHEST_WAGE = 25_000, 20_000
"""Dollars: an income without a period is a year's from the first on, a month's up to the second."""

_MOST_DEBTS_A_MONTH = 2_500
"""Dollars: more that is owed "in debts" is more likely all of them than a month's payments."""

_MOST_EXTRA_A_MONTH = 1_000
"""Dollars: more that is paid "extra", without a word of the month, is more likely paid once."""

_INCOMES = frozenset({"salary", "income"})
_MONTHLY = frozenset({"extra_monthly_payment", "monthly_debts", "payment"})
_COUNTS = frozenset({"term_months", "credit_score", "household_size"})
_RATES = frozenset({"annual_rate", "down_payment_percent", "points"})

_PAID = re.compile(r"\bpay(?:ing)?\b(?!\s+(?:\w+\s+)?off\b)|payments?\b", re.IGNORECASE)
_NO_RATE_BEFORE = re.compile(
    r"(?:\b(?:dti|ltv|ratio|by|rose|fell|dropped|up|down|inflation|utili[sz]ation)\b[\w\s]{0,12})$",
    re.IGNORECASE,
)
_NO_RATE_AFTER = re.compile(
    r"\s*(?:down|dti|ltv|debt|of\s+(?:my|our|the|income|gross)|rule|utili[sz]ation|equity)\b",
    re.IGNORECASE,
)
_NO_TERM_BEFORE = re.compile(
    r"\b(?:past|last|next|in|after|within|every|first|for\s+the|keep\s+it|stay|until|by)\s+"
    r"(?:about\s+|around\s+|the\s+)?$",
    re.IGNORECASE,
)
_NO_AMOUNT_BEFORE = re.compile(r"\brent(?:\s+(?:is|of))?\s+\$?$", re.IGNORECASE)
_NO_AMOUNT_AFTER = re.compile(
    r"\s*(?:people|miles|sq|payments?\b|cash\b|(?:in\s+|of\s+|for\s+)?rent\b)", re.IGNORECASE
)
_EACH_UNIT = re.compile(
    r"\b(\d[\d.]*)\s*-?\s*(?:vs\.?|versus|or)\s*(?:an?\s+)?(\d[\d.]*)[\s-]*"
    r"(years?|yrs?|months?|%|percent)(?!\w)",
    re.IGNORECASE,
)
"""Two numbers of which the second alone has the unit: "15 vs 30 years"."""

_FROM = re.compile(r"\bfrom\s+(?:an?\s+)?$", re.IGNORECASE)
_OF_A_LOAN = re.compile(r"refi|mortgage|loan|rate|interest|point|\bapr\b", re.IGNORECASE)

Value = Decimal | int


@dataclass(frozen=True, slots=True)
class Mention:
    """A number as it stands in a question, and the fact it is; `told` if words beside it say so.

    `joined` if it is the end of a range or of an alternative: the other end is the mention before.
    """

    fact: str
    value: Value
    start: int
    end: int
    told: bool
    joined: bool = False


def names_a_rate(question: str) -> bool:
    """Whether words tell an annual rate, be it one of several, a range or a bound."""
    found = (mention for claim in claims(question) for mention in _mentions(claim, question))
    return any(mention.fact == "annual_rate" for mention in found)


def mentions(question: str) -> list[Mention]:
    """Return the numbers of a question that are facts of loan or borrower, in the order they stand in.

    What no words explain is a loan's amount, rate or term by its kind. Ranges are left out ("6 to 7 %"),
    but not the change "from 7.5 % to 6 %".
    """
    question = _EACH_UNIT.sub(r"\1 \3 or \2 \3", question)
    found = claims(question)
    ranges = _ranges(found) - _changes(found, question)
    kept = [
        claim
        for claim in found
        if claim.start not in ranges
        and (claim.range_start is None or claim.range_start not in ranges)
    ]
    return [mention for claim in kept for mention in _mentions(claim, question)]


def _ranges(found: Sequence[Claim]) -> set[int | None]:
    """Where the ranges begin whose ends count the same: "7 % to 15 years" is none."""
    kinds = {claim.start: {each.kind for each in claim.readings} for claim in found}
    return {
        claim.range_start
        for claim in found
        if kinds.get(claim.range_start or 0, set()) & {each.kind for each in claim.readings}
    }


def _changes(found: Sequence[Claim], question: str) -> set[int | None]:
    """Where the ranges begin that are changes: they have "from" before them."""
    begins = {claim.range_start for claim in found if claim.range_start is not None}
    return {begin for begin in begins if _FROM.search(question[:begin])}


def _mentions(claim: Claim, question: str) -> Iterator[Mention]:
    before = question[max(0, claim.start - _WINDOW) : claim.start]
    after = question[claim.end : claim.end + _WINDOW]
    told = _told(claim, before, after)
    fact = told or _left_over(claim, before, after, question)
    if fact is not None:
        joined = claim.range_start is not None
        yield Mention(*fact, claim.start, claim.end, told is not None, joined)


def _told(claim: Claim, before: str, after: str) -> tuple[str, Value] | None:
    """Return the fact that a number is: of the readings it has, the first that a cue explains."""
    if claim.text.lower().endswith(("point", "points")):
        return "points", claim.readings[0].value
    for reading in claim.readings:
        for cue in CUES:
            if cue.fits(reading.kind, before, after):
                value = _value(cue.fact, reading, before, after)
                if value is not None:
                    return _named(cue.fact, value, after), value
    return None


def _named(fact: str, value: Value, after: str) -> str:
    if fact in _INCOMES:
        return "gross_monthly_income"
    if (
        fact == "lump_sum"
        and value <= _MOST_EXTRA_A_MONTH
        and not after.lstrip().startswith("bonus")
    ):
        return "extra_monthly_payment"
    return "annual_rate" if fact == "bare_rate" else fact


def _value(fact: str, reading: Reading, before: str, after: str) -> Value | None:
    """Return a number as the fact that a cue has it for; None if it cannot be that."""
    value = reading.value
    if fact in _COUNTS:
        no_term = fact == "term_months" and NOT_A_TERM.match(after)
        return None if no_term or value != int(value) else int(value)
    if fact in _RATES:
        return value
    if fact == "bare_rate":
        return value if 0 < value < _HIGHEST_BARE_RATE else None
    return _dollars(fact, reading, before, after)


def _dollars(fact: str, reading: Reading, before: str, after: str) -> Decimal | None:
    value, a_month = reading.value, bool(A_MONTH.match(after))
    small = fact in _MONTHLY or fact == "lump_sum" or a_month
    if reading.kind is Kind.COUNT and value < _SMALLEST_BARE_AMOUNT and not small:
        return None
    if fact in _INCOMES:
        return _monthly(value, after, told=fact == "salary")
    if a_month and fact not in _MONTHLY:
        return None  # a sum a month is no amount, price or fee
    if fact == "monthly_debts" and not a_month and value > _MOST_DEBTS_A_MONTH:
        return round_cents(value) if _PAID.search(before + after) else None
    return round_cents(value)


def _monthly(income: Decimal, after: str, *, told: bool) -> Decimal | None:
    """Return an income for a month; where it is not said for how long it is, by its size, or None."""
    if A_YEAR.match(after) or (told and income >= _LOWEST_SALARY and not A_MONTH.match(after)):
        return round_cents(CONTEXT.divide(income, Decimal(12)))
    if A_MONTH.match(after) or (told and income <= _HIGHEST_WAGE):
        return round_cents(income)
    return None


def _left_over(claim: Claim, before: str, after: str, question: str) -> tuple[str, Value] | None:
    """Return which of a loan's three facts a number is by its kind alone."""
    reading = claim.readings[0]
    changes = claim.range_start is not None or _FROM.search(before)
    if reading.kind is Kind.COUNT and changes and reading.value < _HIGHEST_BARE_RATE:
        return ("annual_rate", reading.value) if _OF_A_LOAN.search(question) else None
    for reading in claim.readings:
        if reading.kind in {Kind.DATE, Kind.SECTION}:
            return None
        for fact, fits in _BY_KIND.items():
            if fits(reading, before, after):
                return _left(fact, reading.value)
    return None


def _left(fact: str, value: Decimal) -> tuple[str, Value]:
    if fact == "term_months":
        return fact, int(value)
    return fact, round_cents(value) if fact == "amount" else value


def _is_rate(reading: Reading, before: str, after: str) -> bool:
    other = _NO_RATE_BEFORE.search(before) or _NO_RATE_AFTER.match(after)
    return reading.kind is Kind.PERCENT and reading.value < _HIGHEST_BARE_RATE and not other


def _is_term(reading: Reading, before: str, after: str) -> bool:
    whole = reading.value == int(reading.value) and reading.value <= MAX_TERM_MONTHS
    other = _NO_TERM_BEFORE.search(before) or NOT_A_TERM.match(after)
    return reading.kind is Kind.MONTHS and whole and not other


def _is_amount(reading: Reading, before: str, after: str) -> bool:
    other = (
        A_MONTH.match(after)
        or A_YEAR.match(after)
        or _NO_AMOUNT_AFTER.match(after)
        or _NO_AMOUNT_BEFORE.search(before)
    )
    large = reading.value >= _SMALLEST_BARE_AMOUNT
    return reading.kind in {Kind.MONEY, Kind.COUNT} and large and not other


_BY_KIND = {"annual_rate": _is_rate, "term_months": _is_term, "amount": _is_amount}
