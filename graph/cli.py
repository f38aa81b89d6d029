"""The `apfa` command.

Everything heavy is imported inside the commands, so that `apfa --help` answers at once.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from graph.commands import (
    asking,
    audit,
    configuration,
    database,
    demonstration,
    doctor,
    health,
    indexes,
    ingest,
    jobs,
    parts,
    rates,
    schedules,
    schema,
    searching,
    users,
)
from graph.commands.failing import explain
from graph.commands.resources import console

app = typer.Typer(
    name="apfa",
    help="Loan advice that people can check: every figure computed, every statement cited.",
    epilog=(
        "Start with [bold]apfa demo[/bold]; then [bold]apfa up[/bold] in one terminal and "
        "[bold]apfa ask[/bold] in another. [bold]apfa COMMAND --help[/bold] shows examples; "
        "[bold]apfa --install-completion[/bold] lets the Tab key complete commands and options."
    ),
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

PANELS: dict[str, tuple[Callable[..., None], ...]] = {
    "Begin": (demonstration.demo, parts.up, doctor.doctor),
    "Use": (asking.ask, searching.search, ingest.ingest),
    "Run one part": (parts.serve, parts.worker, parts.scheduler, health.health),
    "Develop": (schema.schema, configuration.config),
}
for panel, commands in PANELS.items():
    for command in commands:
        app.command(rich_help_panel=panel)(command)
GROUPS = {
    "index": indexes.app,
    "rates": rates.app,
    "jobs": jobs.app,
    "schedule": schedules.app,
    "user": users.app,
    "audit": audit.app,
    "db": database.app,
}
for name, group in GROUPS.items():
    app.add_typer(group, name=name, rich_help_panel="Look after")


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"apfa {version('apfa')}")
        raise typer.Exit


@app.callback()
def common(
    data: Annotated[
        Path | None,
        typer.Option(
            "--data",
            help="Folder for everything kept on this machine: local engines, objects, logs.",
            envvar="APFA_DATA_DIRECTORY",
            show_default=".apfa",
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Settings come from the environment (APFA_…)."""
    del version
    console.stderr = False
    if data is not None:
        os.environ["APFA_DATA_DIRECTORY"] = str(data)


def main() -> None:
    """Run the command; an expected failure is one sentence on standard error and exit code 1."""
    signal.signal(signal.SIGTERM, _end)  # so that what was started is stopped in order
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # A script's `apfa demo &` inherits that; SIGINT is to end it there, too.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        app(prog_name="apfa")
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        typer.echo(f"apfa: {explain(error)}", err=True)
        sys.exit(1)


def _end(number: int, frame: object) -> NoReturn:
    del frame
    sys.exit(128 + number)


if __name__ == "__main__":
    main()
