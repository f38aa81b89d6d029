"""Numbers of one question that cannot all be right: what is asked back instead of computed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from domain.advice.reading.stated import Stated
from domain.advice.reading.weighed import Weighed
from domain.money import CONTEXT, show_money

_OWED = re.compile(
    r"\b(?:owe\w*|owing|under\s*water|upside|balance|left|refi\w*|roll\w*|equity|heloc|negative)\b",
    re.IGNORECASE,
)
"""What is owed may well be more than what it was borrowed for is worth."""

_WEIGHS = re.compile(
    r"\b(?:or|and|vs|versus|instead|rather|than|from|between|compared?|plus)\b", re.IGNORECASE
)

_NEAR = Decimal("0.02")
"""The part of a price by which a loan may be another than the rest: costs are often borrowed, too."""


def contradiction(
    question: str, said: Stated, weighs: Weighed, before: Mapping[str, object]
) -> str:
    """Say which numbers of a question contradict each other; empty if none do.

    `before` is what its conversation has said until then: a price that a larger sum may be meant for.
    """
    if weighs.debts.owed or weighs.rebate is not None:
        return ""
    amounts = {each.value: None for each in said.read if each.fact == "amount" and each.told}
    if len(amounts) > 1 and (not weighs.offers or not _WEIGHS.search(question)):
        told = " and ".join(show_money(Decimal(each)) for each in amounts)
        return f"you name different amounts, {told}"
    value = _money(said, "property_value") or _money(said, "price")
    if _OWED.search(question):
        return ""
    return _beside_price_before(said, before) if value is None else _beside_price(said, value)


def _beside_price(said: Stated, value: Decimal) -> str:
    amount, down = _told_amount(said), _money(said, "down_payment")
    price = show_money(value)
    if down is not None and down >= value:
        return f"the down payment of {show_money(down)} is not less than the price of {price}"
    if amount is None:
        return ""
    if amount > CONTEXT.multiply(value, 1 + _NEAR):
        return f"the loan of {show_money(amount)} is more than the price of {price}"
    rest = CONTEXT.subtract(value, down or amount)
    if down is not None and abs(rest - amount) > CONTEXT.multiply(value, _NEAR):
        return (
            f"{price} less {show_money(down)} down leaves {show_money(rest)}, and you name a loan of "
            f"{show_money(amount)}"
        )
    return ""


def _beside_price_before(said: Stated, before: Mapping[str, object]) -> str:
    """Ask about "what if it's $350,000?" after a house for $300,000: a new price, or the loan."""
    amount, price = _money(said, "amount"), before.get("property_value")
    if amount is None or not isinstance(price, Decimal) or _told_amount(said) is not None:
        return ""
    if amount <= CONTEXT.multiply(price, 1 + _NEAR):
        return ""
    return (
        f"{show_money(amount)} would be a loan of more than the price of {show_money(price)} that was said "
        "before"
    )


def _told_amount(said: Stated) -> Decimal | None:
    """Return the amount that words tell: one that is told by its size alone may be something else."""
    told = any(each.fact == "amount" and each.told for each in said.read)
    return _money(said, "amount") if told else None


def _money(said: Stated, name: str) -> Decimal | None:
    value = said.facts.get(name)
    return value if isinstance(value, Decimal) else None
