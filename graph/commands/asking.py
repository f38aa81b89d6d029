"""`apfa ask`: a question from the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph.commands.facts import (
    named_by_option,
    read,
    read_conversation,
    read_money,
    read_purpose,
)
from graph.commands.output import AsJson, print_json
from graph.commands.resources import with_resources
from graph.commands.teaching import examples

if TYPE_CHECKING:
    from uuid import UUID

    from domain.advice.request import AdviceRequest
    from persistence.bootstrap import Resources

LOAN = "The loan"
BORROWER = "The borrower"

ADVICE = """
query ($input: AdviceInput!) {
  advice(input: $input) {
    id conversationId question answer inScope indexVersion writer
    figures { key label value unit }
    citations { number score passage { title reference source text } }
    missingInformation assumptions unreadInQuestion
    timings { stage milliseconds }
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
    'apfa ask "And over 5 years?" --conversation ID',
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
    conversation: Annotated[
        str | None,
        typer.Option(help="Go on with an earlier answer's conversationId.", metavar="ID"),
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

    with named_by_option():
        loan = LoanFacts(
            amount=read_money(amount, "--amount"),
            annual_rate=read(parse_percent, rate, "--rate"),
            term_months=months,
            purpose=read_purpose(purpose),
            property_value=read_money(value, "--value"),
            start_date=read(parse_date, start, "--start"),
            fees=read_money(fees, "--fees"),
            down_payment=read_money(down, "--down"),
            extra_monthly_payment=read_money(extra, "--extra"),
            other_costs=read_money(costs, "--costs"),
        )
        borrower = BorrowerFacts(
            gross_monthly_income=read_money(income, "--income"),
            monthly_debts=read_money(debts, "--debts"),
            reserves=read_money(reserves, "--reserves"),
            credit_score=score,
            household_size=household,
        )
        request = AdviceRequest(question, loan, borrower)
        goes_on = read_conversation(conversation)

    async def act(resources: Resources) -> dict[str, Any]:
        return await _answer(resources, request, goes_on)

    answer = with_resources(act)
    if as_json:
        print_json(answer)
    else:
        print_answer(answer)


async def _answer(
    resources: Resources, request: AdviceRequest, conversation: UUID | None
) -> dict[str, Any]:
    """Return the answer in the shape that the API gives it."""
    from graph.commands.answering import answer_here, running_api
    from graph.commands.shapes import advice_input, advice_shape

    api = await running_api(resources)
    if api is None:
        return advice_shape(await answer_here(resources, request, conversation))
    answer: dict[str, Any] = api.execute(ADVICE, {"input": advice_input(request, conversation)})
    return dict(answer["advice"])
