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
    from decimal import Decimal

    from domain.advice.request import AdviceRequest, LoanPurpose
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


def _option(help_text: str, metavar: str, panel: str) -> Any:
    return typer.Option(help=help_text, metavar=metavar, rich_help_panel=panel)


def _dollars(help_text: str, panel: str) -> Any:
    return _option(f"{help_text}, in dollars.", "DOLLARS", panel)


@examples(
    'apfa ask "What is an escrow account?"',
    "apfa ask 'What does a $300,000 loan cost at 6.5% over 30 years?'",
    'apfa ask "Can I afford this?" --amount 200000 --rate 6.5 --months 360 \\',
    "    --income 7000 --debts 400 --reserves 15000",
    'apfa ask "What will it cost?" --amount 9000 --rate 7 --months 48 --json',
)
def ask(  # noqa: PLR0917  # typer fills the parameters by name
    question: Annotated[str, typer.Argument(help="What you would like to know.")],
    amount: Annotated[str | None, _dollars("What is to be borrowed", LOAN)] = None,
    rate: Annotated[
        str | None, _option("Annual rate in percent, such as 6.5.", "PERCENT", LOAN)
    ] = None,
    months: Annotated[int | None, _option("Term in months.", "MONTHS", LOAN)] = None,
    purpose: Annotated[
        str | None, _option("mortgage, auto, student, personal or business.", "PURPOSE", LOAN)
    ] = None,
    value: Annotated[str | None, _dollars("Value of the property", LOAN)] = None,
    down: Annotated[str | None, _dollars("Down payment", LOAN)] = None,
    fees: Annotated[str | None, _dollars("Fees paid at closing for the loan", LOAN)] = None,
    extra: Annotated[str | None, _dollars("Paid each month beyond what is due", LOAN)] = None,
    costs: Annotated[str | None, _dollars("Taxes, insurance and dues a month", LOAN)] = None,
    start: Annotated[str | None, _option("First day of the loan.", "YYYY-MM-DD", LOAN)] = None,
    income: Annotated[str | None, _dollars("Gross income a month", BORROWER)] = None,
    debts: Annotated[str | None, _dollars("Other debt payments a month", BORROWER)] = None,
    reserves: Annotated[str | None, _dollars("Savings left after closing", BORROWER)] = None,
    score: Annotated[int | None, _option("Credit score, 300 to 850.", "SCORE", BORROWER)] = None,
    household: Annotated[
        int | None, _option("How many live on the income.", "PEOPLE", BORROWER)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Ask for advice: figures are computed from what you give, statements cited from what was ingested.

    What the question states need not be given again. With a running `apfa up` it is asked there and
    answers at once; without, encoder and index are loaded here, which takes some seconds.
    """
    from domain.advice.request import AdviceRequest, BorrowerFacts, LoanFacts
    from domain.dates import parse_date
    from domain.rates import parse_percent
    from graph.commands.rendering import print_answer

    with _named_by_option():
        loan = LoanFacts(
            amount=_money(amount, "--amount"),
            annual_rate=_read(parse_percent, rate, "--rate"),
            term_months=months,
            purpose=_purpose(purpose),
            property_value=_money(value, "--value"),
            start_date=_read(parse_date, start, "--start"),
            fees=_money(fees, "--fees"),
            down_payment=_money(down, "--down"),
            extra_monthly_payment=_money(extra, "--extra"),
            other_costs=_money(costs, "--costs"),
        )
        borrower = BorrowerFacts(
            gross_monthly_income=_money(income, "--income"),
            monthly_debts=_money(debts, "--debts"),
            reserves=_money(reserves, "--reserves"),
            credit_score=score,
            household_size=household,
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


def _purpose(text: str | None) -> LoanPurpose | None:
    from domain.advice.request import LoanPurpose

    if text is None:
        return None
    try:
        return LoanPurpose(text.upper())
    except ValueError as error:
        known = ", ".join(each.value.lower() for each in LoanPurpose)
        raise InvalidInput(f"name one of {known}", field="--purpose") from error


def _money(text: str | None, option: str) -> Decimal | None:
    from domain.money import parse_money

    return _read(parse_money, text, option)


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
