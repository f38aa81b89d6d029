"""What is known of loan and borrower: as given, as the question states it, as carried from before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from enum import Enum

from domain.advice.fairness.neutral import neutral
from domain.advice.reading.stated import stated_alternatives, stated_facts
from domain.advice.reading.unread import unread
from domain.advice.reading.weighed import weighed
from domain.advice.request import AdviceRequest, BorrowerFacts, LoanFacts, LoanPurpose
from domain.advice.show import show_months, show_percent
from domain.errors import InvalidInput
from domain.money import CONTEXT, ZERO, round_cents, show_money

_LOAN = frozenset(field.name for field in fields(LoanFacts))
_BORROWER = frozenset(field.name for field in fields(BorrowerFacts))

_PURPOSES = {
    LoanPurpose.MORTGAGE: re.compile(r"\b(?:mortgage|house|home|condo)s?\b", re.IGNORECASE),
    LoanPurpose.AUTO: re.compile(r"\b(?:car|auto|truck|vehicle)s?\b", re.IGNORECASE),
    LoanPurpose.STUDENT: re.compile(r"\bstudent loans?\b", re.IGNORECASE),
    LoanPurpose.PERSONAL: re.compile(r"\bpersonal loans?\b", re.IGNORECASE),
    LoanPurpose.BUSINESS: re.compile(r"\b(?:business loans?|SBA)\b", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Known:
    """The question with all that is known; `read` and `carried` say what was not given in fields.

    `unread` are the figures of the question that are no part of it.
    What was given counts before what the question states, and that before what was said earlier.
    """

    request: AdviceRequest
    read: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def known(request: AdviceRequest, earlier: AdviceRequest | None = None) -> Known:
    """Complete a request from its own question, and from what was known `earlier` in its conversation.

    Nothing is guessed: a number whose part no words beside it tell stays where it stands.
    """
    question = neutral(request.question)
    given = _values(request)
    read = {name: value for name, value in _stated(question).items() if name not in given}
    told = {**read, **given}
    before = _values(earlier) if earlier else {}
    carried = {name: value for name, value in before.items() if name not in told}
    for name in stated_alternatives(question):  # weighed anew: not what it was before
        carried.pop(name, None)
    facts = {**_purpose(question), **carried, **told}
    if "amount" not in facts:
        amount = _amount(facts)
        read, facts = {**read, **amount}, {**facts, **amount}
    try:
        loan, borrower = _loan(facts), _borrower(facts)
    except InvalidInput:  # the question states what no loan can have: what was given counts alone
        return Known(request)
    weighs = weighed(question)
    used = replace(request, loan=loan, borrower=borrower)
    told_of = (*_list(read), *weighs.said)
    return Known(used, told_of, _list(carried), unread(question, used, weighs))


def facts_said(request: AdviceRequest) -> tuple[str, ...]:
    """Return all that a request gives of loan and borrower, as people read it: "term 30 years"."""
    return _list(_values(request))


def _values(request: AdviceRequest) -> dict[str, object]:
    """Return the facts that have a value, by name."""
    return {
        field.name: value
        for facts in (request.loan, request.borrower)
        if facts is not None
        for field in fields(facts)
        if (value := getattr(facts, field.name)) is not None
    }


def _stated(question: str) -> dict[str, object]:
    """Return what the question states, shares in percent as amounts."""
    stated: dict[str, object] = dict(stated_facts(question))
    price = stated.pop("price", None)
    value = stated.get("property_value", price)
    down = _share(value, stated.pop("down_payment_percent", None))
    if down is not None:
        stated.setdefault("down_payment", down)
    if isinstance(price, Decimal) and "amount" not in stated:
        stated |= _left_to_borrow(price, stated.get("down_payment"))
    fees = _share(stated.get("amount"), stated.pop("points", None))
    if fees is not None:
        stated.setdefault("fees", fees)
    return {name: value for name, value in stated.items() if name in _LOAN | _BORROWER}


def _share(of: object, percent: object) -> Decimal | None:
    if not isinstance(of, Decimal) or not isinstance(percent, Decimal):
        return None
    return round_cents(CONTEXT.divide(CONTEXT.multiply(of, percent), Decimal(100)))


def _left_to_borrow(price: Decimal, down: object) -> dict[str, object]:
    """The loan for something bought at a price, less what is paid down."""
    paid = down if isinstance(down, Decimal) else ZERO
    return {"amount": CONTEXT.subtract(price, paid)} if paid < price else {}


def _amount(facts: Mapping[str, object]) -> dict[str, object]:
    """The loan that a price and a down payment leave."""
    value, down = facts.get("property_value"), facts.get("down_payment")
    if isinstance(value, Decimal) and isinstance(down, Decimal):
        return _left_to_borrow(value, down)
    return {}


def _purpose(question: str) -> dict[str, object]:
    """The one purpose that the question names; nothing if it names none or several."""
    named = [purpose for purpose, words in _PURPOSES.items() if words.search(question)]
    return {"purpose": named[0]} if len(named) == 1 else {}


def _loan(facts: Mapping[str, object]) -> LoanFacts | None:
    values = {name: value for name, value in facts.items() if name in _LOAN}
    return LoanFacts(**values) if values else None  # type: ignore[arg-type]  # by name


def _borrower(facts: Mapping[str, object]) -> BorrowerFacts | None:
    values = {name: value for name, value in facts.items() if name in _BORROWER}
    return BorrowerFacts(**values) if values else None  # type: ignore[arg-type]  # by name


def _list(facts: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(_said(name, value) for name, value in facts.items())


def _said(name: str, value: object) -> str:
    """Return a fact as people read it: "annual rate 6.5 %", "term 30 years"."""
    label = name.removesuffix("_months").replace("_", " ")
    return f"{label} {_shown(name, value)}"


def _shown(name: str, value: object) -> str:
    match value:
        case Decimal() if name == "annual_rate":
            return show_percent(value)
        case Decimal():
            return show_money(value)
        case int() if name == "term_months":
            return show_months(value)
        case Enum():
            return str(value.value).lower().replace("_", " ")
        case date():
            return value.isoformat()
        case _:
            return str(value)
