"""What a question weighs: two offers side by side, a rate against another, a rebate against a low rate."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.advice.reading.debts import NO_DEBTS, OF_A_DEBT, Debts, in_pairs
from domain.advice.reading.mention import Value
from domain.advice.reading.stated import Stated, stated
from domain.advice.show import show_months, show_percent
from domain.money import show_money

MOST_OFFERS = 4

_CHANGE = re.compile(
    r"\b(?:refi\w*|consolidat\w*|from|go(?:ing)? to|owe|switch\w*|lower\w*|drop\w*|instead|buy(?:ing)? down"
    r"|points?)\b",
    re.IGNORECASE,
)
_RATE_AND_APR = re.compile(r"\brate\b.{0,30}\bapr\b|\bapr\b.{0,30}\brate\b", re.IGNORECASE)
"""The two percentages of one loan, which are not two offers."""

_ADJUSTABLE = re.compile(r"\barms?\b|\badjustable\b|\bvariable\b", re.IGNORECASE)

_ASKS_INCOME = re.compile(
    r"\b(?:what|how\s+much|how\s+high|which)\b[^.?!]{0,40}\b(?:income|salary|earn|make)\b"
    r"|\b(?:income|salary)\b[^.?!]{0,20}\b(?:need|needed|required|necessary)\b",
    re.IGNORECASE,
)
"""Asks for the income that a loan takes."""

_LEFT = re.compile(
    r"\b(?P<count>\d{1,3})\s*(?:more\s+)?(?P<unit>year|yr|month)s?\s+(?:left|remaining|to\s+go)\b",
    re.IGNORECASE,
)
"""For how long the present loan still runs."""

_BACKWARDS = re.compile(r"\b(?:instead of|rather than)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OfferTerms:
    """What a question says of one of several loans; None what it says of all of them, or not at all."""

    amount: Decimal | None = None
    annual_rate: Decimal | None = None
    term_months: int | None = None

    @property
    def said(self) -> str:
        """What makes it different, as people read it: "7 % over 5 years"."""
        parts = [
            "" if self.amount is None else show_money(self.amount),
            "" if self.annual_rate is None else show_percent(self.annual_rate),
            "" if self.term_months is None else f"over {show_months(self.term_months)}",
        ]
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What is weighed; `offers` are two to four, or none.

    `is_change` if the first offer is what there is and the second would take its place. `rebate` is what a
    dealer takes off the price of whoever brings the money; `lump_sum` is what may be paid off at once, and
    `payment` what is to be borne a month. `days` are those of a loan that is paid back at once; `stay` are
    the months for which the second loan would be kept, where its cost is known. `adjustable` if the rate of
    one of the offers changes later, and `asks_income` if the income is asked for that the loan takes.
    """

    offers: tuple[OfferTerms, ...] = ()
    is_change: bool = False
    rebate: Decimal | None = None
    lump_sum: Decimal | None = None
    payment: Decimal | None = None
    debts: Debts = NO_DEBTS
    days: int | None = None
    stay: int | None = None
    adjustable: bool = False
    asks_income: bool = False

    @property
    def said(self) -> tuple[str, ...]:
        """What was read, as people read it."""
        once = {
            "rebate": self.rebate,
            "paid at once": self.lump_sum,
            "monthly payment": self.payment,
        }
        days = () if self.days is None else (f"paid back after {self.days} days",)
        stay = () if self.stay is None else (f"kept for {show_months(self.stay)}",)
        return (
            *(f"debt: {debt.said}" for debt in self.debts.owed),
            *(
                f"offer {letter}: {offer.said}"
                for letter, offer in zip("ABCD", self.offers, strict=False)
            ),
            *(f"{name} {show_money(value)}" for name, value in once.items() if value is not None),
            *days,
            *stay,
        )


NOTHING_WEIGHED = Weighed()


def weighed(question: str) -> Weighed:
    """Return what a question weighs, as `weigh` does."""
    return weigh(question, stated(question))


def weigh(question: str, said: Stated) -> Weighed:
    """Return what a question weighs: each rate with the term in the same place of its order.

    Nothing where numbers and offers cannot be told apart: two rates and three terms. What a question says
    of the years that are left is the term of the first of two: the second takes its place.
    """
    facts, debts = said.facts, said.debts
    found = Weighed(
        offers=() if _RATE_AND_APR.search(question) else _offers(said),
        rebate=_money(facts, "rebate"),
        lump_sum=_money(facts, "lump_sum"),
        payment=_payment(facts, debts),
        debts=debts,
        days=_whole(facts.get("days")),
        adjustable=bool(_ADJUSTABLE.search(question)),
        asks_income=bool(_ASKS_INCOME.search(question)),
    )
    if found.rebate is not None or len(found.offers) != len(("before", "after")):
        return found
    now, then = found.offers[::-1] if _BACKWARDS.search(question) else found.offers
    left = _months_left(question)
    if not (left or _CHANGE.search(question)):
        return replace(found, offers=(now, then))
    return replace(
        found,
        offers=(replace(now, term_months=left or now.term_months), then),
        is_change=True,
        stay=_stay(facts, now, then),
    )


def _stay(facts: Mapping[str, Value], now: OfferTerms, then: OfferTerms) -> int | None:
    """Return for how many months the new loan is kept, if it has a cost that they can earn back."""
    costs = facts.keys() & {"fees", "points"} and now.amount == then.amount
    return _whole(facts.get("stay")) if costs else None


def _months_left(question: str) -> int | None:
    left = _LEFT.search(question)
    if left is None:
        return None
    return int(left["count"]) * (1 if left["unit"].lower() == "month" else 12)


def _offers(said: Stated) -> tuple[OfferTerms, ...]:
    found = said.alternatives
    counts = {len(values) for values in found.values()}
    if len(counts) != 1 or max(counts) > MOST_OFFERS:
        return ()
    if found.keys() >= OF_A_DEBT and not in_pairs(said.read):
        return ()
    names, columns = list(found), zip(*found.values(), strict=True)
    return tuple(OfferTerms(**dict(zip(names, column, strict=True))) for column in columns)


def _money(facts: Mapping[str, Value], name: str) -> Decimal | None:
    value = facts.get(name)
    return value if isinstance(value, Decimal) else None


def _payment(facts: Mapping[str, Value], debts: Debts) -> Decimal | None:
    """Return what is to be paid a month; what no words explain is that where nothing else would be it."""
    told = _money(facts, "payment")
    if told is not None:
        return told
    if debts.owed:
        return _money(facts, "a_month")
    knows_loan = any(name in facts for name in ("amount", "price", "property_value"))
    return _money(facts, "a_month") if "annual_rate" in facts and not knows_loan else None


def _whole(value: Value | None) -> int | None:
    return None if value is None else int(value)
