"""What the options of `apfa ask` give of loan and borrower, read from text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from domain.errors import InvalidInput

if TYPE_CHECKING:
    from decimal import Decimal
    from uuid import UUID

    from domain.advice.request import LoanPurpose

T = TypeVar("T")

OPTIONS = {
    "loan.amount": "--amount",
    "loan.annualRate": "--rate",
    "loan.termMonths": "--months",
    "loan.propertyValue": "--value",
    "loan.startDate": "--start",
    "loan.fees": "--fees",
    "loan.downPayment": "--down",
    "loan.extraMonthlyPayment": "--extra",
    "loan.otherCosts": "--costs",
    "borrower.grossMonthlyIncome": "--income",
    "borrower.monthlyDebts": "--debts",
    "borrower.reserves": "--reserves",
    "borrower.creditScore": "--score",
    "borrower.householdSize": "--household",
}
"""The options of `apfa ask` by the fields that they fill."""


def read_conversation(text: str | None) -> UUID | None:
    """Return the conversation that an answer's `conversationId` names. Raises `InvalidInput`."""
    if text is None:
        return None
    from graph.types.node import uuid_of

    return uuid_of("Conversation", text, field="--conversation")


def read_purpose(text: str | None) -> LoanPurpose | None:
    """Return what a loan is for. Raises `InvalidInput`."""
    from domain.advice.request import LoanPurpose

    if text is None:
        return None
    try:
        return LoanPurpose(text.upper())
    except ValueError as error:
        known = ", ".join(each.value.lower() for each in LoanPurpose)
        raise InvalidInput(f"name one of {known}", field="--purpose") from error


def read_money(text: str | None, option: str) -> Decimal | None:
    """Return an amount in dollars, None where none is given. Raises `InvalidInput` naming the option."""
    from domain.money import parse_money

    return read(parse_money, text, option)


def read(parse: Callable[..., T], text: str | None, option: str) -> T | None:
    """Return what `parse` makes of an option's text. Raises `InvalidInput` naming the option."""
    return None if text is None else parse(text, field=option)


@contextmanager
def named_by_option() -> Iterator[None]:
    """Name the option where a failure names the field of the API."""
    try:
        yield
    except InvalidInput as error:
        field = error.field
        if field is None or field not in OPTIONS:
            raise
        option = OPTIONS[field]
        raise InvalidInput(error.message.replace(field, option), field=option) from error
