"""Help that teaches: the examples of a command, in one form for all of them."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import TypeVar

from rich.markup import escape

F = TypeVar("F", bound=Callable[..., object])

HEADING = "Examples"
WIDEST = 76
"""An example that is longer is broken with a backslash: it must not wrap in a terminal of 80."""


def examples(*lines: str) -> Callable[[F], F]:
    """Let the help of a command end with examples, one a line.

    The paragraphs of its docstring become one line each, so that they fill whatever width there is.
    """

    def teach(command: F) -> F:
        paragraphs = inspect.cleandoc(command.__doc__ or "").split("\n\n")
        told = [escape(" ".join(paragraph.split())) for paragraph in paragraphs]
        shown = escape("\n".join(f"  {line}" for line in lines))
        # A tag at the margin: typer strips the indentation that all lines after the first share.
        command.__doc__ = "\n\n".join([*told, f"[bold]{HEADING}[/bold]\n[cyan]{shown}[/cyan]"])
        return command

    return teach
