"""Several debts that a question names, each with its rate: "5000 at 24%, 3000 at 18%"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.advice.reading.mention import Mention
from domain.advice.show import show_percent
from domain.money import show_money

MOST_DEBTS = 10

_OF_DEBTS = re.compile(
    r"\b(?:debts?|cards?|first|order|avalanche|snowball|consolidat\w*|balances?|owe|loans|transfer\w*"
    r"|pay\w*\s+(?:(?:it|them|these|all)\s+)*(?:off|down))\b",
    re.IGNORECASE,
)
_INTO_ONE = re.compile(r"\b(?:consolidat\w*|balance\s+transfer|roll\w*|combin\w*)\b", re.IGNORECASE)
_IN_PAIRS = re.compile(r"(?:(?:AR)+|(?:RA)+)(R?)")
_LETTERS = {"amount": "A", "annual_rate": "R"}
_PAID = frozenset({"payment", "a_month", "minimum_payment"})
OF_A_DEBT = frozenset(_LETTERS)


@dataclass(frozen=True, slots=True)
class DebtTerms:
    """What is owed, at which percent a year; `minimum` is what must be paid a month, None if not said."""

    amount: Decimal
    annual_rate: Decimal
    minimum: Decimal | None = None

    @property
    def said(self) -> str:
        """The debt as people read it: "$5,000.00 at 24 %"."""
        owed = f"{show_money(self.amount)} at {show_percent(self.annual_rate)}"
        return (
            owed if self.minimum is None else f"{owed}, at least {show_money(self.minimum)} a month"
        )


@dataclass(frozen=True, slots=True)
class Debts:
    """Debts, and the rate of the one loan that they would be made into; None if there is none."""

    owed: tuple[DebtTerms, ...] = ()
    new_rate: Decimal | None = None


NO_DEBTS = Debts()


def debts_of(read: Sequence[Mention], question: str) -> Debts:
    """Return the debts of a question, each amount with the rate beside it.

    A rate more than amounts is that of the loan into which they are consolidated, and one debt alone is
    told only then. Loans with terms of their own are offers.
    """
    numbers = [each for each in read if each.fact in OF_A_DEBT]
    pairs = in_pairs(read)
    terms = {each.value for each in read if each.fact == "term_months"}
    paid = any(each.fact in _PAID for each in read)
    if not pairs or not (paid or _OF_DEBTS.search(question)) or len(terms) > 1:
        return NO_DEBTS
    into_one = bool(pairs[1])
    if into_one != bool(_INTO_ONE.search(question)):
        return NO_DEBTS
    amounts = [Decimal(each.value) for each in numbers if each.fact == "amount"]
    rates = [Decimal(each.value) for each in numbers if each.fact == "annual_rate"]
    if not (1 if into_one else 2) <= len(amounts) <= MOST_DEBTS:
        return NO_DEBTS
    minimums = [Decimal(each.value) for each in read if each.fact == "minimum_payment"]
    each_minimum = minimums if len(minimums) == len(amounts) else [None] * len(amounts)
    owed = (
        DebtTerms(amount, rate, minimum)
        for amount, rate, minimum in zip(amounts, rates, each_minimum, strict=False)
    )
    return Debts(tuple(owed), rates[-1] if into_one else None)


def in_pairs(read: Sequence[Mention]) -> re.Match[str] | None:
    """Match the order of amounts and rates, if each amount has a rate beside it; group 1 is one more."""
    return _IN_PAIRS.fullmatch("".join(_LETTERS.get(each.fact, "") for each in read))
