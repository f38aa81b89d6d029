"""`apfa search`: the passages that answer a question best, from the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph.commands.output import AsJson, print_json
from graph.commands.resources import with_resources
from graph.commands.teaching import examples

if TYPE_CHECKING:
    from persistence.bootstrap import Resources

PASSAGES = """
query ($query: String!, $first: Int!) {
  searchPassages(query: $query, first: $first) {
    indexVersion
    hits { score similarity lexicalScore passage { title reference source text } }
  }
}
"""


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
