"""`apfa ask` and `apfa search`: questions from the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from domain.errors import InvalidInput
from graph.commands.output import AsJson, print_json
from graph.commands.running import with_resources
from graph.commands.teaching import examples

if TYPE_CHECKING:
    from domain.advice.request import AdviceRequest
    from persistence.bootstrap import Resources

LOAN = "The loan"
BORROWER = "The borrower"

T = TypeVar("T")

OPTIONS = {
    "loan.amount": "--amount",
    "loan.annualRate": "--rate",
    "loan.termMonths": "--months",
    "loan.propertyValue": "--value",
    "loan.startDate": "--start",
    "borrower.grossMonthlyIncome": "--income",
    "borrower.monthlyDebts": "--debts",
}
"""The options of `apfa ask` by the fields that they fill."""

ADVICE = """
query ($input: AdviceInput!) {
  advice(input: $input) {
    id question answer inScope indexVersion writer
    figures { key label value unit }
    citations { number score passage { title reference source text } }
    missingInformation assumptions
    timings { stage milliseconds }
  }
}
"""

PASSAGES = """
query ($query: String!, $first: Int!) {
  searchPassages(query: $query, first: $first) {
    indexVersion
    hits { score similarity lexicalScore passage { title reference source text } }
  }
}
"""


@examples(
    'apfa ask "What is an escrow account?"',
    'apfa ask "What will it cost?" --amount 200000 --rate 6.5 --months 360',
    'apfa ask "Can I afford this?" --amount 200000 --rate 6.5 --months 360 \\',
    "    --income 7000 --debts 400",
    'apfa ask "What will it cost?" --amount 9000 --rate 7 --months 48 --json',
)
def ask(  # noqa: PLR0917  # typer fills the parameters by name
    question: Annotated[str, typer.Argument(help="What you would like to know.")],
    amount: Annotated[
        str | None, typer.Option(help="Amount in dollars.", metavar="DOLLARS", rich_help_panel=LOAN)
    ] = None,
    rate: Annotated[
        str | None,
        typer.Option(
            help="Annual rate in percent, such as 6.5.", metavar="PERCENT", rich_help_panel=LOAN
        ),
    ] = None,
    months: Annotated[
        int | None, typer.Option(help="Term in months.", metavar="MONTHS", rich_help_panel=LOAN)
    ] = None,
    value: Annotated[
        str | None,
        typer.Option(
            help="Value of the property, in dollars.", metavar="DOLLARS", rich_help_panel=LOAN
        ),
    ] = None,
    income: Annotated[
        str | None,
        typer.Option(
            help="Gross monthly income, in dollars.", metavar="DOLLARS", rich_help_panel=BORROWER
        ),
    ] = None,
    debts: Annotated[
        str | None,
        typer.Option(
            help="Other monthly debt payments, in dollars.",
            metavar="DOLLARS",
            rich_help_panel=BORROWER,
        ),
    ] = None,
    start: Annotated[
        str | None,
        typer.Option(help="First day of the loan.", metavar="YYYY-MM-DD", rich_help_panel=LOAN),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Ask for advice: figures are computed from what you give, statements cited from what was ingested.

    With a running `apfa up` it is asked there and answers at once; without, encoder and index are loaded
    here, which takes some seconds.
    """
    from domain.advice.request import AdviceRequest, BorrowerFacts, LoanFacts
    from domain.dates import parse_date
    from domain.money import parse_money
    from domain.rates import parse_percent
    from graph.commands.rendering import print_answer

    loan = None
    if amount is None and any(each is not None for each in (rate, months, value, start)):
        raise InvalidInput(
            "--rate, --months, --value and --start describe a loan: give its --amount"
        )
    with _named_by_option():
        if amount is not None:
            loan = LoanFacts(
                amount=parse_money(amount, field="--amount"),
                annual_rate=_read(parse_percent, rate, "--rate"),
                term_months=months,
                property_value=_read(parse_money, value, "--value"),
                start_date=_read(parse_date, start, "--start"),
            )
        borrower = BorrowerFacts(
            _read(parse_money, income, "--income"), _read(parse_money, debts, "--debts")
        )
        request = AdviceRequest(question, loan, borrower)

    async def act(resources: Resources) -> dict[str, Any]:
        return await _answer(resources, request)

    answer = with_resources(act)
    if as_json:
        print_json(answer)
    else:
        print_answer(answer)


@examples(
    'apfa search "When must a creditor notify an applicant?" --first 3',
    "apfa search escrow --json | jq -r '.hits[].passage.reference'",
)
def search(
    query: Annotated[str, typer.Argument(help="What to look for.")],
    first: Annotated[int, typer.Option(min=1, max=100, help="How many passages.")] = 5,
    as_json: AsJson = False,
) -> None:
    """Show the passages that answer a question best, with their scores.

    Scores, from 0 to 1, weigh meaning and words; they compare the passages of one search only.
    """
    from graph.commands.rendering import print_hits

    async def act(resources: Resources) -> dict[str, Any]:
        from graph.commands.answering import find_here, running_api
        from graph.commands.shapes import search_shape

        api = await running_api(resources)
        if api is None:
            return search_shape(await find_here(resources, query, first))
        found: dict[str, Any] = api.execute(PASSAGES, {"query": query, "first": first})
        return dict(found["searchPassages"])

    found = with_resources(act)
    if as_json:
        print_json(found)
    else:
        print_hits(found)


async def _answer(resources: Resources, request: AdviceRequest) -> dict[str, Any]:
    """Return the answer in the shape that the API gives it."""
    from graph.commands.answering import answer_here, running_api
    from graph.commands.shapes import advice_input, advice_shape

    api = await running_api(resources)
    if api is None:
        return advice_shape(await answer_here(resources, request))
    answer: dict[str, Any] = api.execute(ADVICE, {"input": advice_input(request)})
    return dict(answer["advice"])


def _read(parse: Callable[..., T], text: str | None, option: str) -> T | None:
    return None if text is None else parse(text, field=option)


@contextmanager
def _named_by_option() -> Iterator[None]:
    """Name the option where a failure names the field of the API."""
    try:
        yield
    except InvalidInput as error:
        field = error.field
        if field is None or field not in OPTIONS:
            raise
        option = OPTIONS[field]
        raise InvalidInput(error.message.replace(field, option), field=option) from error
