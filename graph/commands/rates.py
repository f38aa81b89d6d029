"""`apfa rates`: rate sheets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from domain.advice.request import LoanPurpose, RateType
from domain.errors import InvalidInput
from graph.commands.output import AsJson, plain_table, print_json
from graph.commands.resources import console, operator_of, with_resources
from graph.commands.teaching import examples

if TYPE_CHECKING:
    from domain.rate_sheets.publish import Publication
    from domain.rate_sheets.sheet import FiledSheet, RateSheet
    from persistence.bootstrap import Resources

app = typer.Typer(no_args_is_help=True, help="Publish rate sheets, and show those that hold.")

OF_A_CSV = "A CSV file's sheet"


@app.command()
@examples(
    "apfa rates publish mortgages.csv --purpose MORTGAGE --from 2026-12-01 \\",
    '    --name "Northern Bank mortgages"',
    "apfa rates publish sheet.json --json | jq -r .sheet.id",
)
def publish(  # noqa: PLR0917  # typer fills the parameters by name
    file: Annotated[Path, typer.Argument(help="The sheet, as .csv or .json.")],
    name: Annotated[
        str | None, typer.Option(help="What answers call it.", rich_help_panel=OF_A_CSV)
    ] = None,
    purpose: Annotated[
        LoanPurpose | None,
        typer.Option(help="What the money is for.", rich_help_panel=OF_A_CSV),
    ] = None,
    rate_type: Annotated[
        RateType | None,
        typer.Option(
            help="Whether the rate stays as it is.",
            show_default="FIXED",
            rich_help_panel=OF_A_CSV,
        ),
    ] = None,
    effective_from: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="YYYY-MM-DD",
            help="The day from which it holds.",
            rich_help_panel=OF_A_CSV,
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Publish a rate sheet: answers take the rates that nobody has told them from it.

    A .json file is the API's RateSheetInput. A .csv file has a line with the columns' names (termFrom,
    termTo, scoreFrom, scoreTo, ltvFrom, ltvTo, rate, points), then one rate a line; the options say the
    rest. It is published whole or, if anything is wrong, not at all.
    """
    options = {"--name": name, "--purpose": purpose, "--from": effective_from}
    if file.suffix.lower() == ".json":
        sheet = _json_sheet(file, {**options, "--rate-type": rate_type})
    else:
        sheet = _csv_sheet(file, options, rate_type or RateType.FIXED)

    async def act(resources: Resources) -> Publication:
        from domain.rate_sheets.publish import publish_rate_sheet

        operator = await operator_of(resources)
        return await publish_rate_sheet(sheet, operator, unit_of_work=resources.unit_of_work)

    publication = with_resources(act)
    if as_json:
        from graph.commands.shapes import rate_sheet_shape

        print_json({"sheet": rate_sheet_shape(publication.filed), "created": publication.created})
        return
    what = "published" if publication.created else "this very sheet was published before"
    console.print(
        f"{what}: {sheet.name}, {len(sheet.rows)} rates of {sheet.product} from {sheet.effective_from}",
        soft_wrap=True,
        markup=False,
    )


@app.command()
@examples(
    "apfa rates show",
    "apfa rates show --json | jq -r '.[] | select(.sample).product.purpose'",
)
def show(as_json: AsJson = False) -> None:
    """Show the rate sheets that hold today: what answers take rates from."""
    from graph.commands.shapes import rate_sheet_shape

    async def act(resources: Resources) -> list[FiledSheet]:
        from domain.clock import SystemClock
        from domain.rate_sheets.active import RateSheets
        from graph.settings import GraphSettings

        samples = GraphSettings().sample_rates
        sheets = RateSheets(resources.unit_of_work, with_samples=samples)
        return await sheets.all_active(on=SystemClock().now().date())

    sheets = with_resources(act)
    if as_json:
        print_json([rate_sheet_shape(filed) for filed in sheets])
        return
    for filed in sheets:
        _show(filed)
    if not sheets:
        console.print("no rate sheet holds: `apfa rates publish` publishes one")


def _json_sheet(file: Path, options: dict[str, str | None]) -> RateSheet:
    from domain.rate_sheets.reading import read_json

    given = [option for option, value in options.items() if value is not None]
    if given:
        raise InvalidInput(f"{', '.join(given)}: a .json file says this itself")
    return _named(file, read_json)


def _csv_sheet(file: Path, options: dict[str, str | None], rate_type: RateType) -> RateSheet:
    from domain.dates import parse_date
    from domain.rate_sheets.reading import read_csv
    from domain.rate_sheets.sheet import Product

    absent = [option for option, value in options.items() if value is None]
    if absent:
        raise InvalidInput(f"{', '.join(absent)}: a .csv file does not say this, so give it")
    day: date = parse_date(str(options["--from"]), field="--from")
    product = Product(LoanPurpose(str(options["--purpose"])), rate_type)
    name = str(options["--name"])
    return _named(file, lambda text: read_csv(text, name=name, product=product, effective_from=day))


def _named(file: Path, read: Callable[[str], RateSheet]) -> RateSheet:
    """Return what is read from the file and can be published; what is wrong names the file."""
    from domain.rate_sheets.checks import require_sound

    try:
        sheet = read(file.read_text(encoding="utf-8"))
        require_sound(sheet)
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{file}: it is not text in UTF-8") from error
    except InvalidInput as error:
        raise InvalidInput(f"{file}: {error.message}") from error
    return sheet


def _show(filed: FiledSheet) -> None:
    sheet = filed.sheet
    since = f"from {sheet.effective_from}"
    if filed.published_at is not None:
        since = f"{since}, published {filed.published_at:%Y-%m-%d %H:%M}"
    console.print(f"{sheet.name}: {sheet.product}, {since}", style="bold", markup=False)
    columns = ("row", "months", "credit score", "loan to value", "rate", "points")
    table = plain_table(*columns, right=columns)
    for number, row in enumerate(sheet.rows, start=1):
        table.add_row(
            str(number),
            f"{row.term_from} to {row.term_to}",
            f"{row.score_from} to {row.score_to}",
            _ratios(row.ltv_from, row.ltv_to),
            f"{row.rate} %",
            str(row.points),
        )
    console.print(table)
    console.print()


def _ratios(low: Decimal | None, high: Decimal | None) -> str:
    if high is None:
        return "any" if low is None else f"from {low} %"
    return f"{low or 0} to {high} %"
