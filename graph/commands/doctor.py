"""`apfa doctor`: what is set, what runs, what is missing, and what to do next."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer
from rich.table import Table
from rich.text import Text

from graph.commands.output import AsJson, print_json
from graph.commands.resources import console
from graph.commands.teaching import examples

if TYPE_CHECKING:
    from graph.doctor.configuration import Setting
    from graph.doctor.diagnosis import Diagnosis
    from graph.doctor.finding import Finding

MARKS = {"ok": ("✓", "green"), "warning": ("!", "yellow"), "problem": ("✗", "red")}
VERDICTS = {
    "ok": "Everything works.",
    "warning": "Nothing is broken.",
    "problem": "Something is broken.",
}


@examples("apfa doctor", "apfa doctor --json | jq -r '.todo[]'")
def doctor(as_json: AsJson = False) -> None:
    """Say what is set, what runs, what is missing and what to do next.

    Nothing is started and nothing changed but one small object, written to the object store and deleted
    again. Exits with 1 if something is broken; what was merely not started yet is not.
    """
    from graph.doctor.diagnosis import diagnose

    found = asyncio.run(diagnose())
    if as_json:
        print_json(_shape(found))
    else:
        _show(found)
    if found.standing == "problem":
        raise typer.Exit(1)


def _shape(found: Diagnosis) -> dict[str, Any]:
    return {
        "status": found.standing,
        "todo": found.todo,
        "checks": [
            {
                "section": section,
                "name": finding.name,
                "status": finding.standing,
                "message": finding.says,
                "todo": finding.todo,
            }
            for section, findings in found.sections.items()
            for finding in findings
        ],
        "settings": [
            {"name": setting.name, "value": setting.value, "source": setting.source}
            for setting in found.settings
        ],
        "versions": dict(found.versions),
    }


def _show(found: Diagnosis) -> None:
    for section, findings in found.sections.items():
        console.print(f"\n[bold]{section}[/bold]")
        if section == "Settings":
            _show_settings(found.settings)
        console.print(_findings(findings))
        if section == "This machine":
            versions = ", ".join(f"{name} {number}" for name, number in _libraries(found))
            console.print(Text(versions, style="dim"))
    standing = found.standing
    console.print()
    console.print(VERDICTS[standing], style=f"bold {MARKS[standing][1]}", end="")
    console.print(" To do next:" if found.todo else "")
    for todo in found.todo:
        console.print(Text(f"  {todo}", style="bold"), soft_wrap=True)


def _libraries(found: Diagnosis) -> list[tuple[str, str]]:
    ours = {"apfa", "python"}
    return [
        (name, number) for name, number in found.versions.items() if name not in ours and number
    ]


def _findings(findings: Sequence[Finding]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(min_width=18, no_wrap=True)
    table.add_column(overflow="fold")
    for finding in findings:
        mark, style = MARKS[finding.standing]
        says = Text(finding.says, style="" if finding.standing == "ok" else style)
        table.add_row(Text(mark, style=style), Text(finding.name), says)
    return table


def _show_settings(settings: Sequence[Setting]) -> None:
    """Those that somebody has set, a line each; of the others, the values that hold."""
    table = Table.grid(padding=(0, 2))
    for setting in settings:
        if setting.source != "default":
            table.add_row(
                "", Text(setting.name), _value(setting), Text(setting.source, style="dim")
            )
    if table.row_count:
        console.print(table)
    rest = [
        f"{setting.name} {_value(setting)}" for setting in settings if setting.source == "default"
    ]
    console.print(Text(f"by default: {', '.join(rest)}", style="dim"))


def _value(setting: Setting) -> Text:
    return Text("not set" if setting.value is None else setting.value, overflow="fold")
