"""Which numbers of a question figures are computed from."""

from __future__ import annotations

from collections.abc import Mapping

from domain.advice.reading.mention import Mention
from domain.advice.reading.stated import ADD_UP, Stated
from domain.advice.reading.weighed import Weighed

_MAKES = {
    **{fact: fact for fact in ADD_UP},
    "down_payment_percent": "down_payment",
    **dict.fromkeys(("points", "repaid", "fee_per_hundred", "hundred"), "fees"),
}
"""Numbers that are a part of a fact or a share of another, with the fact that they make."""

_OF_THE_QUESTION = frozenset({"rebate", "lump_sum", "payment", "days", "stay"})


def used(
    said: Stated, weighs: Weighed, *, read: Mapping[str, object], known: Mapping[str, object]
) -> set[int]:
    """Return where the numbers begin that count: in a fact, in an offer, in a debt.

    `read` are the facts that came of the question, `known` all that there are.
    """
    return {each.start for each in said.read if _counts(each, said, weighs, read, known)}


def _counts(
    mention: Mention,
    said: Stated,
    weighs: Weighed,
    read: Mapping[str, object],
    known: Mapping[str, object],
) -> bool:
    name, value = mention.fact, mention.value
    if name in _MAKES:
        return _MAKES[name] in read
    if name == "price":
        return "amount" in read or "down_payment" in read
    if name == "a_month":
        return weighs.payment == value
    if name in _OF_THE_QUESTION:
        return bool(getattr(weighs, name) == value)
    if name == "down_payment" and not _is_taken_off(said, known):
        return False
    return known.get(name) == value or _is_of_a_side(mention, weighs)


def _is_taken_off(said: Stated, known: Mapping[str, object]) -> bool:
    """Whether there is a price that a down payment is taken off, or an income that one is sought for."""
    sought = "gross_monthly_income" in known and "amount" not in known
    return sought or "property_value" in known or "price" in said.facts


def _is_of_a_side(mention: Mention, weighs: Weighed) -> bool:
    name = "minimum" if mention.fact == "minimum_payment" else mention.fact
    sides = (*weighs.offers, *weighs.debts.owed)
    into_one = mention.fact == "annual_rate" and weighs.debts.new_rate == mention.value
    return into_one or any(getattr(side, name, None) == mention.value for side in sides)
