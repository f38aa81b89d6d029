"""The numbers of a question with the facts that they are: told by the words beside them, or left over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from domain.advice.grounding.claims import Claim, Kind, Reading
from domain.advice.grounding.numbers import claims
from domain.advice.reading.bare import (
    HIGHEST_BARE_RATE,
    SMALLEST_BARE_AMOUNT,
    also_a_rate,
    row_of,
    usual_term,
)
from domain.advice.reading.cues import A_MONTH, A_YEAR, CALLED_BY_A_NUMBER, CUES, NOT_A_TERM
from domain.advice.reading.mention import Mention, Value
from domain.loans.terms import MAX_TERM_MONTHS
from domain.money import CONTEXT, round_cents

_WINDOW = 48
_LOWEST_SALARY, _HIGHEST_WAGE = 25_000, 20_000
"""Dollars: an income without a period is a year's from the first on, a month's up to the second."""

_MOST_DEBTS_A_MONTH = 2_500
"""Dollars: more that is owed "in debts" is more likely all of them than a month's payments."""

_MOST_PAYMENT = 5_000
"""Dollars: more that someone can "afford", without a word of the month, is more likely a price."""

_MOST_EXTRA_A_MONTH = 1_000
"""Dollars: more that is paid "extra", without a word of the month, is more likely paid once."""

_SMALLEST_DEBT = 100
"""A number without a dollar sign that a rate in percent follows is dollars from here on: "800 at 24%"."""

_HUNDRED = 100
_MOST_DAYS = 92
"""Days up to which a loan that is paid back at once is a short one."""

_INCOMES = frozenset({"salary", "income"})
_MONTHLY = frozenset(
    {
        *("extra_monthly_payment", "monthly_debts", "payment", "rent", "other_costs"),
        *("minimum_payment", "fee_per_hundred", "hundred", "repaid"),
    }
)
"""What may be a sum a month, or less than the least that is taken for a loan."""
_NAMES = {
    "salary": "gross_monthly_income",
    "bare_rate": "annual_rate",
    "bare_term": "term_months",
}
_COUNTS = frozenset({"term_months", "credit_score", "household_size", "stay"})
_RATES = frozenset({"annual_rate", "points", "other_percent"})

_PAID = re.compile(r"\bpay(?:ing)?\b(?!\s+(?:\w+\s+)?off\b)|payments?\b", re.IGNORECASE)
_NO_RATE_BEFORE = re.compile(
    r"(?:(?<![\d%k]\s)\b(?:dti|ltv|ratio|by|rose|fell|dropped|up|down|inflation|utili[sz]ation)\b"
    r"[\w\s]{0,12})$",
    re.IGNORECASE,
)
_NO_RATE_AFTER = re.compile(
    r"\s*(?:down|dti|ltv|debt|of\s+(?:[$\d]|my|our|the|income|gross)|rule|utili[sz]ation|equity)\b",
    re.IGNORECASE,
)
_NO_TERM_BEFORE = re.compile(
    r"\b(?:past|last|next|in|after|within|every|first|for\s+the|keep\s+it|stay|until|by)\s+"
    r"(?:about\s+|around\s+|the\s+)?$",
    re.IGNORECASE,
)
_NO_AMOUNT_AFTER = re.compile(r"\s*(?:people|miles|sq|payments?\b|cash\b)", re.IGNORECASE)
_EITHER = re.compile(
    r"(?<=\d)[\s-]+(?:vs\.?|versus|or)\s+(?:an?\s+)?"
    r"(?=\d[\d.]*[\s-]*(?:years?|yrs?|months?|%|percent)(?!\w))",
    re.IGNORECASE,
)
"""What stands between two numbers of which the second alone has the unit: "15 vs a 30 year"."""

_AT = re.compile(r"(?:\bat|@)\s*$", re.IGNORECASE)
_IS_PERCENT = re.compile(r"\s+(?:at|@)\s+[\d.]+\s*(?:%|percent)", re.IGNORECASE)
_SCORE = re.compile(r"\b(?:score|fico|credit)\b[\s\w]{0,6}$", re.IGNORECASE)
_SHORT_LOAN = re.compile(
    r"\b(?:pay[- ]?day|title\s+loan|cash\s+advance|short[- ]term)\b", re.IGNORECASE
)
_RECURS = re.compile(r"\b(?:every|each|bi-?weekly)\s+$", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|diff\w*\s+between)\s+(?:an?\s+)?$", re.IGNORECASE)
_OF_A_LOAN = re.compile(
    r"refi|mortgage|loan|rate|interest|point|\bapr\b|buy(?:ing)?[- ]?down|\bowe\b|lower",
    re.IGNORECASE,
)


def names_a_rate(question: str) -> bool:
    """Whether words tell an annual rate, be it one of several, a range or a bound."""
    found = (mention for claim in claims(question) for mention in _mentions(claim, question))
    return any(mention.fact == "annual_rate" for mention in found)


def mentions(question: str) -> list[Mention]:
    """Return the numbers of a question that are facts of loan or borrower, in the order they stand in.

    What no words explain is a loan's amount, rate or term by its kind. Ranges are left out ("6 to 7 %"),
    but not the change "from 7.5 % to 6 %".
    """
    question = spelled(question)
    found = claims(question)
    row = row_of(found, question)
    if row:
        return row
    ranges = _ranges(found) - _changes(found, question)
    kept = [
        claim
        for claim in found
        if claim.start not in ranges
        and not CALLED_BY_A_NUMBER.match(claim.text)
        and (claim.range_start is None or claim.range_start not in ranges)
    ]
    read: list[Mention] = []
    for claim in kept:
        read += list(_mentions(claim, question)) or also_a_rate(claim, read, question)
    return read


def spelled(question: str) -> str:
    """Return a question of the same length in which numbers that share a unit are joined by "or"."""
    return _EITHER.sub(lambda between: " or".ljust(len(between[0])), question)


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
    told = _told(claim, before, after) or _days(claim, before, question)
    fact = told or _left_over(claim, before, after, question)
    if fact is not None:
        joined = claim.range_start is not None
        yield Mention(*fact, claim.start, claim.end, told is not None, joined)


def _told(claim: Claim, before: str, after: str) -> tuple[str, Value] | None:
    """Return the fact that a number is: of the readings it has, the first that a cue explains."""
    if claim.text.lower().endswith(("point", "points")):
        return "points", claim.readings[0].value
    for reading in _readings(claim, before):
        for cue in CUES:
            if cue.fits(reading.kind, before, after):
                value = _value(cue.fact, reading, before, after)
                if value is not None:
                    return _named(cue.fact, value, after), value
    return None


def _readings(claim: Claim, before: str) -> Sequence[Reading]:
    """Return how a number may be read: the rate of "15 yr at 5.75 or 30 yr" is no number of years."""
    if claim.text[-1].isdigit() and _AT.search(before):
        return [each for each in claim.readings if each.kind is Kind.COUNT] or claim.readings
    return claim.readings


def _days(claim: Claim, before: str, question: str) -> tuple[str, Value] | None:
    """Return for how long a loan runs that is paid back at once, such as a payday loan."""
    days = next((each.value for each in claim.readings if each.kind is Kind.DAYS), Decimal(0))
    if not 0 < days <= _MOST_DAYS or days != int(days) or _RECURS.search(before):
        return None
    return ("days", int(days)) if _SHORT_LOAN.search(question) else None


def _named(fact: str, value: Value, after: str) -> str:
    if fact in _NAMES:
        return _NAMES[fact]
    if (
        fact == "lump_sum"
        and value <= _MOST_EXTRA_A_MONTH
        and not after.lstrip().startswith("bonus")
    ):
        return "extra_monthly_payment"
    return fact


def _value(fact: str, reading: Reading, before: str, after: str) -> Value | None:
    """Return a number as the fact that a cue has it for; None if it cannot be that."""
    value = reading.value
    if fact in _COUNTS:
        no_term = fact == "term_months" and NOT_A_TERM.match(after)
        return None if no_term or value != int(value) else int(value)
    if fact in _RATES:
        return value
    if fact == "bare_rate":
        return value if 0 < value < HIGHEST_BARE_RATE else None
    if fact == "bare_term":
        return usual_term(value)
    if fact == "down_payment_percent":
        return value if value <= _HUNDRED else None
    return _dollars(fact, reading, before, after)


def _dollars(fact: str, reading: Reading, before: str, after: str) -> Decimal | None:
    if reading.kind is Kind.COUNT and not _may_be_small(fact, reading.value, before, after):
        return None
    if fact in _INCOMES:
        return _monthly(reading.value, after, told=fact == "salary")
    if fact == "other_costs" and A_YEAR.match(after):
        return round_cents(CONTEXT.divide(reading.value, Decimal(12)))
    fits = _fits(fact, reading.value, before, after)
    return round_cents(reading.value) if fits else None


def _may_be_small(fact: str, value: Decimal, before: str, after: str) -> bool:
    """Whether a number without a sign of money is one all the same."""
    if value >= SMALLEST_BARE_AMOUNT or fact in _MONTHLY or fact == "lump_sum":
        return True
    owed = fact == "amount" and value >= _SMALLEST_DEBT and _IS_PERCENT.match(after)
    return bool(A_MONTH.match(after) or (owed and not _SCORE.search(before)))


def _fits(fact: str, value: Decimal, before: str, after: str) -> bool:
    """Whether a sum is of the time that a fact is of: one a month is no amount, price or fee."""
    if A_MONTH.match(after):
        return fact in _MONTHLY
    if fact == "payment":
        return value <= _MOST_PAYMENT
    paid = value <= _MOST_DEBTS_A_MONTH or _PAID.search(before + after)
    return fact != "monthly_debts" or bool(paid)


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
    if reading.kind is Kind.COUNT and changes and reading.value < HIGHEST_BARE_RATE:
        return ("annual_rate", reading.value) if _OF_A_LOAN.search(question) else None
    for reading in _readings(claim, before):
        if reading.kind in {Kind.DATE, Kind.SECTION}:
            return None
        for fact, fits in _BY_KIND.items():
            if fits(reading, before, after):
                return _left(fact, reading.value)
    return None


def _left(fact: str, value: Decimal) -> tuple[str, Value]:
    if fact == "term_months":
        return fact, int(value)
    return fact, round_cents(value) if fact in {"amount", "a_month"} else value


def _is_rate(reading: Reading, before: str, after: str) -> bool:
    other = _NO_RATE_BEFORE.search(before) or _NO_RATE_AFTER.match(after)
    return reading.kind is Kind.PERCENT and reading.value < HIGHEST_BARE_RATE and not other


def _is_term(reading: Reading, before: str, after: str) -> bool:
    whole = reading.value == int(reading.value) and reading.value <= MAX_TERM_MONTHS
    other = _NO_TERM_BEFORE.search(before) or NOT_A_TERM.match(after)
    return reading.kind is Kind.MONTHS and whole and not other


def _is_amount(reading: Reading, before: str, after: str) -> bool:
    del before
    other = A_MONTH.match(after) or A_YEAR.match(after) or _NO_AMOUNT_AFTER.match(after)
    large = reading.value >= SMALLEST_BARE_AMOUNT
    return reading.kind in {Kind.MONEY, Kind.COUNT} and large and not other


def _is_monthly(reading: Reading, before: str, after: str) -> bool:
    del before
    return reading.kind in {Kind.MONEY, Kind.COUNT} and bool(A_MONTH.match(after))


_BY_KIND = {
    "annual_rate": _is_rate,
    "term_months": _is_term,
    "amount": _is_amount,
    "a_month": _is_monthly,
}
