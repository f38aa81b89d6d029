"""`apfa audit`: proving that what is on record was not changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph.commands.output import AsJson, print_json
from graph.commands.resources import console, with_resources
from graph.commands.teaching import examples

if TYPE_CHECKING:
    from domain.chain import Link
    from domain.chain_verification import ChainReport, Progress
    from persistence.bootstrap import Resources

app = typer.Typer(no_args_is_help=True, help="Prove that what is on record was not changed.")


@app.command()
@examples(
    "apfa audit verify",
    "apfa audit verify --head $NOTED_HEAD",
    "apfa audit verify --json | jq .intact",
)
def verify(
    head: Annotated[
        str | None,
        typer.Option(help="A link noted earlier (64 hexadecimal digits): it must still be there."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Walk the chain of all recorded answers; exit with 1 at the first thing that is not right.

    Whoever may write to the database can also rewrite the end of the chain. So note the head that this
    prints somewhere else, and hand it in the next time.
    """
    from domain.chain_verification import read_digest, verify_chain

    noted = None if head is None else read_digest(head)

    async def act(resources: Resources) -> ChainReport:
        with _progress() as progress:
            return await verify_chain(
                lambda work: work.advice.chain,
                unit_of_work=resources.unit_of_work,
                noted=noted,
                progress=progress,
            )

    report = with_resources(act)
    if as_json:
        print_json(_shape(report))
    else:
        _print(report)
    raise typer.Exit(0 if report.broken is None else 1)


@app.command("head")
@examples("apfa audit head", "apfa audit head --json | jq -r .head > noted-head")
def show_head(as_json: AsJson = False) -> None:
    """Print the last link of the chain of recorded answers: its position and its hash."""

    async def act(resources: Resources) -> Link | None:
        async with resources.unit_of_work() as work:
            return await work.advice.chain.head()

    link = with_resources(act)
    if as_json:
        print_json(
            {
                "position": 0 if link is None else link.position,
                "head": None if link is None else link.digest.hex(),
            }
        )
    elif link is None:
        typer.echo("no answer is on record yet")
    else:
        typer.echo(f"{link.position} {link.digest.hex()}")


@contextmanager
def _progress() -> Iterator[Progress]:
    from rich.progress import Progress as Bars

    with Bars(console=console, transient=True) as bars:
        bar = bars.add_task("links", total=None)
        yield lambda done, total: bars.update(bar, completed=done, total=total)


def _shape(report: ChainReport) -> dict[str, Any]:
    broken = report.broken
    return {
        "intact": broken is None,
        "links": report.links,
        "recordsPresent": report.present,
        "recordsErased": report.erased,
        "head": None if report.head is None else report.head.hex(),
        "notedAt": report.noted_at,
        "broken": None
        if broken is None
        else {
            "position": broken.position,
            "record": None if broken.subject_id is None else str(broken.subject_id),
            "reason": broken.reason,
        },
    }


def _print(report: ChainReport) -> None:
    console.print(
        f"{report.links:,} links proven: {report.present:,} records present, {report.erased:,} erased"
    )
    if report.head is not None:
        console.print(f"head {report.head.hex()}", soft_wrap=True)
    if report.noted_at is not None:
        console.print(f"the link noted earlier is link {report.noted_at:,}")
    broken = report.broken
    if broken is not None:
        where = "the chain" if broken.position is None else f"link {broken.position:,}"
        record = "" if broken.subject_id is None else f" (record {broken.subject_id})"
        console.print(f"[bold red]broken[/bold red] at {where}: {broken.reason}{record}")
