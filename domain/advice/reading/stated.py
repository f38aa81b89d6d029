"""Figures that a question itself states: "a $300,000 mortgage at 6.5 % over 30 years"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import zip_longest

from domain.advice.reading.debts import NO_DEBTS, OF_A_DEBT, Debts, debts_of
from domain.advice.reading.mention import Mention, Value
from domain.advice.reading.mentions import mentions
from domain.money import total

LOAN_FACTS = ("amount", "annual_rate", "term_months")
FEWEST_LEFT_OVER = 2
"""So many of a loan's three facts must be there before a number that no words explain counts as one."""

ADD_UP = frozenset({"monthly_debts", "other_costs"})
"""Facts whose numbers are parts of one sum."""

_OTHER_SUMS = frozenset({"income", "salary", "payment"})
"""With one of them told, a sum a month that no words explain is no income."""

_ALTERNATIVES = re.compile(
    r"\b(?:or|vs|versus|instead|rather|than|from|to|into|compared?|between|diff\w*|cheaper|better|offers?"
    r"|refi\w*)\b",
    re.IGNORECASE,
)

_OR = re.compile(r"\s*(?:or|vs\.?|versus)\s+(?:an?\s+)?", re.IGNORECASE)

_FOLLOWS_UP = re.compile(
    r"\W*(?:and|or|what\s+(?:about|if)|how\s+about|with|at|for|over|same|then)\b(?:\W+[\w.,%$]+){1,7}\W*$",
    re.IGNORECASE,
)
"""A few words that go on with what was said: "or 15 years?", "what about 6%?"."""


@dataclass(frozen=True, slots=True)
class Stated:
    """The numbers of a question: each as the fact it is, and by fact.

    `facts` are named as the fields of `LoanFacts` and `BorrowerFacts`; beside them "down_payment_percent",
    "points" (a percentage of the loan), "price", "rebate", "lump_sum", "payment", "a_month" (a sum a month
    that no words explain) and others that only some questions have. A fact for which the question has
    different numbers is left out, except that debts and housing costs add up; a loan's facts with several
    numbers are `alternatives`, in the order they stand in. Amounts and rates of several `debts` are neither.
    """

    read: tuple[Mention, ...]
    facts: Mapping[str, Value]
    alternatives: Mapping[str, tuple[Value, ...]]
    debts: Debts = NO_DEBTS


def stated(question: str, *, follows: bool = False) -> Stated:
    """Read the numbers of a question; one that `follows` may name a single one: "or 15 years?"."""
    found = _told_together(mentions(question), question)
    debts = debts_of(found, question)
    read = tuple(_resolved(mention, debts) for mention in _with_income(found))
    enough = _enough(read) or (follows and bool(_FOLLOWS_UP.match(question)))
    facts: dict[str, Value] = {}
    for fact in dict.fromkeys(mention.fact for mention in read):
        values = _candidates(fact, read, question, enough=enough)
        if fact in ADD_UP:
            facts[fact] = total(Decimal(each.value) for each in read if each.fact == fact)
        elif len(values) == 1 and not (debts.owed and fact in OF_A_DEBT):
            facts[fact] = values[0]
    if debts.owed:
        return Stated(read, facts, {}, debts)
    several = {fact: _candidates(fact, read, question, enough=enough) for fact in LOAN_FACTS}
    return Stated(
        read, facts, {fact: values for fact, values in several.items() if len(values) > 1}
    )


def _told_together(found: Sequence[Mention], question: str) -> list[Mention]:
    """Return the numbers, of two amounts the first told where the second is: "200k or 250k at 6 %"."""
    return [
        replace(mention, told=True) if _is_either(mention, after, question) else mention
        for mention, after in zip_longest(found, found[1:])
    ]


def _is_either(mention: Mention, after: Mention | None, question: str) -> bool:
    if after is None or not after.told or not mention.fact == after.fact == "amount":
        return False
    return bool(_OR.fullmatch(question[mention.end : after.start]))


def _with_income(found: Sequence[Mention]) -> Sequence[Mention]:
    """Return the numbers; a sum a month beside debts and a home's price is the income: "5200 a month"."""
    facts = [mention.fact for mention in found]
    beside = {"monthly_debts", "property_value"} <= set(facts)
    if not beside or facts.count("a_month") != 1 or not _OTHER_SUMS.isdisjoint(facts):
        return found
    return [
        replace(each, fact="income", told=True) if each.fact == "a_month" else each
        for each in found
    ]


def _resolved(mention: Mention, debts: Debts) -> Mention:
    """Return what "with $600 a month" is: an income, or what is paid on several debts."""
    if mention.fact != "income":
        return mention
    return replace(mention, fact="a_month" if debts.owed else "gross_monthly_income")


def _candidates(
    fact: str, read: Sequence[Mention], question: str, *, enough: bool
) -> tuple[Value, ...]:
    """Return the different numbers that may be a fact.

    What words explain goes before what they do not, unless rates or terms are weighed against each other.
    """
    told = [mention.value for mention in read if mention.fact == fact and mention.told]
    every = [mention.value for mention in read if mention.fact == fact]
    if not told and not enough:
        return ()
    weighs = fact != "amount" and _ALTERNATIVES.search(question)
    return tuple(dict.fromkeys(every if weighs or not told else told))


def _enough(read: Sequence[Mention]) -> bool:
    named = {
        mention.fact
        for mention in read
        if mention.fact in (*LOAN_FACTS, "price", "property_value", "payment", "a_month")
    }
    return len(named) >= FEWEST_LEFT_OVER
