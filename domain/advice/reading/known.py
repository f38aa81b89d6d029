"""What is known of loan and borrower: as given, as the question states it, as carried from before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from enum import Enum

from domain.advice.fairness.neutral import neutral
from domain.advice.reading.contradiction import contradiction
from domain.advice.reading.debts import OF_A_DEBT, Debts
from domain.advice.reading.stated import Stated, stated
from domain.advice.reading.unread import unread
from domain.advice.reading.used import used
from domain.advice.reading.weighed import NOTHING_WEIGHED, Weighed, weigh
from domain.advice.request import AdviceRequest, BorrowerFacts, LoanFacts, LoanPurpose
from domain.advice.show import show_months, show_percent
from domain.errors import InvalidInput
from domain.money import CONTEXT, ZERO, round_cents, show_money, total

_PRICE = frozenset({"property_value", "down_payment"})
_SNAKE = re.compile(r"([A-Z])")
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

    What was given counts before what the question states, and that before what was said earlier. `unread`
    are the numbers of the question that nothing is computed from, as they stand in it; `weighed` is what
    it weighs; `conflict` says which of its numbers contradict each other, empty if none do.
    """

    request: AdviceRequest
    read: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    weighed: Weighed = NOTHING_WEIGHED
    conflict: str = ""


def known(request: AdviceRequest, earlier: AdviceRequest | None = None) -> Known:
    """Complete a request from its own question, and from what was known `earlier` in its conversation.

    Nothing is guessed: a number whose part no words beside it tell stays where it stands.
    """
    question = neutral(request.question)
    said = stated(question, follows=earlier is not None and earlier.loan is not None)
    weighs = weigh(question, said)
    given = _values(request)
    before = _values(earlier) if earlier else {}
    stated_now = _stated(said, {**before, **given})
    read = {name: value for name, value in stated_now.items() if name not in given}
    carried = {name: value for name, value in before.items() if name not in {**read, **given}}
    if not _PRICE.isdisjoint(read) and before.get("amount") == _rest_of_price(before):
        carried.pop(
            "amount", None
        )  # it was what price and down payment left, and now they are others
    anew = OF_A_DEBT if said.debts.owed else said.alternatives
    for name in anew:  # weighed anew: not what it was before
        carried.pop(name, None)
    rest = {**_purpose(question), **carried}
    left = _rest_of_price({**rest, **read, **given})
    if left is not None and "amount" not in {**rest, **read, **given}:
        read["amount"] = left
    loan, borrower, read = _completed(rest, read, given)
    facts = Known(
        replace(request, loan=loan, borrower=borrower),
        (*_list(read), *weighs.said),
        _list(carried),
        weighed=weighs,
        conflict=contradiction(question, said, weighs, before),
    )
    if not (read or given or carried or weighs != NOTHING_WEIGHED):
        return facts  # nothing is computed: no number of the question is taken for counted
    counted = used(said, weighs, read=read, known={**carried, **read, **given})
    return replace(facts, unread=unread(question, counted))


def _completed(
    rest: Mapping[str, object], read: Mapping[str, object], given: Mapping[str, object]
) -> tuple[LoanFacts | None, BorrowerFacts | None, dict[str, object]]:
    """Return loan and borrower, and what of the question was used: not what no loan can have."""
    left = dict(read)
    while True:
        facts = {**rest, **left, **given}
        try:
            return _loan(facts), _borrower(facts), left
        except InvalidInput as error:
            name = _SNAKE.sub(r"_\1", (error.field or "").partition(".")[2]).lower()
            if name not in left:
                return _loan(given), _borrower(given), {}
            del left[name]


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


def _stated(said: Stated, before: Mapping[str, object]) -> dict[str, object]:
    """Return what the question states, shares in percent as amounts: of a value known `before`, too."""
    found: dict[str, object] = dict(said.facts)
    found |= _one_loan(said.debts)
    price = found.pop("price", None)
    value = found.get("property_value", price or before.get("property_value"))
    down = _share(value, found.pop("down_payment_percent", None))
    if down is not None:
        found.setdefault("down_payment", down)
    if isinstance(price, Decimal) and "amount" not in found:
        found |= _left_to_borrow(price, found.get("down_payment"))
    fees = _fees(found)
    if fees is not None:
        found.setdefault("fees", fees)
    return {name: value for name, value in found.items() if name in _LOAN | _BORROWER}


def _one_loan(debts: Debts) -> dict[str, object]:
    """The loan into which debts are consolidated, if they are."""
    if debts.new_rate is None:
        return {}
    return {
        "amount": total(debt.amount for debt in debts.owed),
        "annual_rate": debts.new_rate,
    }


def _fees(facts: Mapping[str, object]) -> Decimal | None:
    """Return fees that are told by a share of the amount, or by what is paid back in all."""
    amount, repaid = facts.get("amount"), facts.get("repaid")
    if isinstance(amount, Decimal) and isinstance(repaid, Decimal) and repaid > amount:
        return CONTEXT.subtract(repaid, amount)
    return _share(amount, facts.get("points", facts.get("fee_per_hundred")))


def _share(of: object, percent: object) -> Decimal | None:
    if not isinstance(of, Decimal) or not isinstance(percent, Decimal):
        return None
    return round_cents(CONTEXT.divide(CONTEXT.multiply(of, percent), Decimal(100)))


def _left_to_borrow(price: Decimal, down: object) -> dict[str, object]:
    """The loan for something bought at a price, less what is paid down."""
    paid = down if isinstance(down, Decimal) else ZERO
    return {"amount": CONTEXT.subtract(price, paid)} if paid < price else {}


def _rest_of_price(facts: Mapping[str, object]) -> object:
    """The loan that a price and a down payment leave; None where one of them is not known."""
    value, down = facts.get("property_value"), facts.get("down_payment")
    if isinstance(value, Decimal) and isinstance(down, Decimal):
        return _left_to_borrow(value, down).get("amount")
    return None


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
