"""`apfa ask` and `apfa search`: questions from the terminal, answered in this process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from graph.commands.running import with_resources

if TYPE_CHECKING:
    from domain.access import Principal
    from domain.advice.advice import Advice
    from domain.advice.request import AdviceRequest
    from domain.retrieval.library import Library
    from persistence.bootstrap import Resources


def ask(  # noqa: PLR0917  # typer fills the parameters by name
    question: Annotated[str, typer.Argument(help="What you would like to know.")],
    amount: Annotated[str | None, typer.Option(help="Loan amount in dollars.")] = None,
    rate: Annotated[str | None, typer.Option(help="Annual rate in percent: 6.5")] = None,
    months: Annotated[int | None, typer.Option(help="Term in months.")] = None,
    value: Annotated[str | None, typer.Option(help="Value of the property, in dollars.")] = None,
    income: Annotated[str | None, typer.Option(help="Gross monthly income, in dollars.")] = None,
    debts: Annotated[str | None, typer.Option(help="Other monthly debt payments.")] = None,
    start: Annotated[str | None, typer.Option(help="Start date, YYYY-MM-DD.")] = None,
) -> None:
    """Ask for advice; figures are computed from what you give, statements cited from what was ingested.

    Examples: apfa ask "What is an escrow account?"; apfa ask "Can I afford this?" --amount 200000
    --rate 6.5 --months 360 --income 7000 --debts 400
    """
    from domain.advice.request import AdviceRequest, BorrowerFacts, LoanFacts

    loan = None
    if amount is not None:
        loan = LoanFacts(
            amount=_number(amount, "--amount"),
            annual_rate=_optional(rate, "--rate"),
            term_months=months,
            property_value=_optional(value, "--value"),
            start_date=date.fromisoformat(start) if start else None,
        )
    borrower = None
    if income is not None or debts is not None:
        borrower = BorrowerFacts(_optional(income, "--income"), _optional(debts, "--debts"))
    request = AdviceRequest(question, loan, borrower)

    async def act(resources: Resources) -> Advice:
        return await _ask(resources, request)

    advice = with_resources(act)
    from graph.commands.rendering import print_advice

    print_advice(advice)


def search(
    query: Annotated[str, typer.Argument(help="What to look for.")],
    first: Annotated[int, typer.Option(min=1, max=100, help="How many passages.")] = 5,
) -> None:
    """Show the passages that answer a question best, with their scores.

    Example: apfa search "When must a creditor notify an applicant of adverse action?" --first 3
    """

    async def act(resources: Resources) -> None:
        from graph.commands.rendering import print_hits

        async with _library(resources) as library:
            principal = await _operator(resources)
            found = await library.find(query, viewer=principal.user_id, k=first)
        print_hits(found)

    with_resources(act)


def _number(text: str, option: str) -> Decimal:
    from domain.errors import InvalidInput
    from domain.money import parse_money

    try:
        return parse_money(text)
    except InvalidInput as error:
        raise InvalidInput(f"{option}: {error.message}", field=option) from error


def _optional(text: str | None, option: str) -> Decimal | None:
    return None if text is None else _number(text, option)


async def _ask(resources: Resources, request: AdviceRequest) -> Advice:
    from domain.advice.ask import ask as ask_for_advice
    from domain.clock import SystemClock

    async with _library(resources) as library:
        return await ask_for_advice(
            request,
            await _operator(resources),
            library=library,
            unit_of_work=resources.unit_of_work,
            clock=SystemClock(),
        )


async def _operator(resources: Resources) -> Principal:
    from domain.accounts.operator import local_operator
    from domain.clock import SystemClock

    return await local_operator(
        unit_of_work=resources.unit_of_work, passwords=resources.passwords, clock=SystemClock()
    )


@asynccontextmanager
async def _library(resources: Resources) -> AsyncIterator[Library]:
    """Give this process the active index and an encoder of its own."""
    from concurrent.futures import ThreadPoolExecutor

    from domain.indexing.node import IndexNode
    from domain.retrieval.library import Library
    from jobs.encoding import load_encoder
    from jobs.settings import JobSettings

    with ThreadPoolExecutor(1) as executor:
        encoder = await load_encoder(JobSettings())
        node = IndexNode(
            "command",
            unit_of_work=resources.unit_of_work,
            artefacts=resources.artefacts,
            feed=resources.event_feed,
            fingerprint=encoder.fingerprint,
        )
        await node.catch_up()
        yield Library(
            snapshot=lambda: node.current,
            encoder=encoder,
            unit_of_work=resources.unit_of_work,
            executor=executor,
        )
