"""`apfa index golden`: the questions that every new index version is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from graph.commands.output import AsJson, print_json, print_note
from graph.commands.resources import console, operator_of, with_resources
from graph.commands.teaching import examples

if TYPE_CHECKING:
    from domain.indexing.golden import GoldenQuestion
    from persistence.bootstrap import Resources

app = typer.Typer(no_args_is_help=True, help="The questions that every new index version is asked.")

MOST_ANSWERS = 10_000


@app.command("list")
@examples(
    "apfa index golden list",
    "apfa index golden list --json | jq -r '.[].question'",
)
def list_questions(as_json: AsJson = False) -> None:
    """List the golden questions and what answers them, newest first."""
    from domain.paging import LARGEST_PAGE, PageRequest

    async def act(resources: Resources) -> list[GoldenQuestion]:
        questions: list[GoldenQuestion] = []
        while True:
            after = questions[-1].id if questions else None
            async with resources.unit_of_work() as work:
                page = await work.golden.page(PageRequest(LARGEST_PAGE, after))
            questions += page.items
            if not page.has_next:
                return questions

    _show(with_resources(act), "no golden questions yet: `apfa index golden add`", as_json)


@app.command()
@examples(
    'apfa index golden add "When does PMI end?" \\',
    "    --reference loan-to-value-and-pmi",
)
def add(
    question: Annotated[str, typer.Argument(help="The question.")],
    reference: Annotated[
        list[str] | None,
        typer.Option(help="The reference of a public document that answers it; may be repeated."),
    ] = None,
    text_hash: Annotated[
        list[str] | None,
        typer.Option(
            help="The SHA-256, in hexadecimal, of a passage's text that answers it; may be repeated.",
            metavar="HEX",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Have every new index version asked a question, and name what answers it."""

    async def act(resources: Resources) -> GoldenQuestion:
        from domain.indexing.golden_set import add_golden_question, golden_draft

        operator = await operator_of(resources)
        draft = golden_draft(question, reference or (), text_hash or (), operator.user_id)
        return await add_golden_question(draft, operator, unit_of_work=resources.unit_of_work)

    _show([with_resources(act)], "", as_json)


@app.command()
@examples('apfa index golden remove "When does PMI end?"')
def remove(
    question: Annotated[str, typer.Argument(help="The question, word for word.")],
) -> None:
    """Ask new index versions a question no more."""

    async def act(resources: Resources) -> None:
        from domain.errors import NotFound
        from domain.indexing.golden_set import remove_golden_question

        async with resources.unit_of_work() as work:
            found = await work.golden.by_question(question)
        if found is None:
            raise NotFound("golden question", f"“{question}”")
        operator = await operator_of(resources)
        await remove_golden_question(found.id, operator, unit_of_work=resources.unit_of_work)

    with_resources(act)
    console.print("it is asked no more")


@app.command()
@examples("apfa index golden grow", "apfa index golden grow --answers 50 --json")
def grow(
    answers: Annotated[
        int, typer.Option(min=1, max=MOST_ANSWERS, help="How many answers to look at.")
    ] = 1_000,
    as_json: AsJson = False,
) -> None:
    """Add the questions of answers that were rated helpful, with the public documents that they cite.

    What askers say of themselves is left out. A question goes again when its asker erases the answer.
    """

    async def act(resources: Resources) -> list[GoldenQuestion]:
        from domain.indexing.golden_set import grow_from_ratings

        operator = await operator_of(resources)
        return await grow_from_ratings(answers, operator, unit_of_work=resources.unit_of_work)

    _show(with_resources(act), "no answer rated helpful has a new question", as_json)


@app.command()
@examples("apfa index golden seed")
def seed(as_json: AsJson = False) -> None:
    """Add the questions that ship with the articles; those that are there already stay as they are."""

    async def act(resources: Resources) -> list[GoldenQuestion]:
        from domain.indexing.golden_set import seed_golden_questions

        return await seed_golden_questions(unit_of_work=resources.unit_of_work)

    _show(with_resources(act), "they are all there already", as_json)


def _show(questions: list[GoldenQuestion], none: str, as_json: bool) -> None:
    from graph.commands.shapes import golden_shape

    if as_json:
        print_json([golden_shape(question) for question in questions])
        return
    if not questions:
        console.print(none)
        return
    for each in questions:
        named = (*each.draft.references, *(f"{key.hex()[:12]}…" for key in each.draft.text_hashes))
        console.print(each.draft.question, markup=False)
        print_note(f"{each.draft.source}, answered by {', '.join(named)}")
