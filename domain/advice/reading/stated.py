"""Figures that a question itself states: "a $300,000 mortgage at 6.5 % over 30 years"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from domain.advice.reading.mentions import Mention, Value, mentions
from domain.money import total

LOAN_FACTS = ("amount", "annual_rate", "term_months")
FEWEST_LEFT_OVER = 2
"""So many of a loan's three facts must be there before a number that no words explain counts as one."""

_ALTERNATIVES = re.compile(
    r"\b(?:or|vs|versus|instead|rather|than|from|to|compared?|between|diff\w*|cheaper|better|offers?|refi\w*"
    r"|consolidat\w*)\b",
    re.IGNORECASE,
)


def stated_facts(question: str) -> Mapping[str, Value]:
    """Return the facts by name, as fields of `LoanFacts` and `BorrowerFacts` are named.

    Beside them "down_payment_percent", "points" (a percentage of the loan), "price", "rebate" and
    "lump_sum". A fact for which the question has different numbers is left out, except that debts add up.
    """
    read = mentions(question)
    facts: dict[str, Value] = {}
    for fact in dict.fromkeys(mention.fact for mention in read):
        values = _candidates(fact, read, question)
        if fact == "monthly_debts":
            facts[fact] = total(Decimal(value) for value in values)
        elif len(values) == 1:
            facts[fact] = values[0]
    return facts


def stated_alternatives(question: str) -> Mapping[str, tuple[Value, ...]]:
    """Return the loan's facts for which the question has several numbers, in the order they stand in."""
    read = mentions(question)
    found = {fact: _candidates(fact, read, question) for fact in LOAN_FACTS}
    return {fact: values for fact, values in found.items() if len(values) > 1}


def _candidates(fact: str, read: Sequence[Mention], question: str) -> tuple[Value, ...]:
    """Return the different numbers that may be a fact.

    What words explain goes before what they do not, unless rates or terms are weighed against each other.
    """
    told = [mention.value for mention in read if mention.fact == fact and mention.told]
    every = [mention.value for mention in read if mention.fact == fact]
    if not told and not _enough(read):
        return ()
    weighs = fact != "amount" and _ALTERNATIVES.search(question)
    return tuple(dict.fromkeys(every if weighs or not told else told))


def _enough(read: Sequence[Mention]) -> bool:
    named = {
        mention.fact
        for mention in read
        if mention.fact in (*LOAN_FACTS, "price", "property_value", "payment")
    }
    return len(named) >= FEWEST_LEFT_OVER
