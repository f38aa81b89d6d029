"""Draw docs/answer.svg: the first `apfa ask` of the README and what it really prints.

`make picture` runs this; it sets up a demonstration of its own in a temporary folder, so it takes a minute.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

DOCS = Path(__file__).parent
COLUMNS = 88
THEME = TerminalTheme(
    background=(13, 17, 23),
    foreground=(214, 222, 235),
    normal=[
        (13, 17, 23),
        (255, 123, 114),
        (126, 231, 135),
        (242, 204, 96),
        (121, 192, 255),
        (210, 168, 255),
        (118, 227, 234),
        (214, 222, 235),
    ],
)
# Rich's own frame, less the web fonts, which a picture in a README may not load.
FRAME = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img">
<title>What `apfa ask` prints</title>
<style>
.{unique_id}-matrix {{
  font-family: ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width;
}}
{styles}
.{unique_id}-title {{ font: bold 16px ui-sans-serif, system-ui, sans-serif; }}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def first_question() -> str:
    """Return the first `apfa ask` command of the README."""
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    found = re.search(r"^\.venv/bin/(apfa ask (?:.*\\\n)*.*)$", readme, re.MULTILINE)
    assert found is not None, "the README asks nothing"
    return found[1]


def answer(command: str) -> str:
    """Return what the command prints, with the terminal's codes for colours, over the shipped articles."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {"APFA_DATA_DIRECTORY": folder, "COLUMNS": str(COLUMNS), "FORCE_COLOR": "1"}
        apfa = [sys.executable, "-m", "graph.cli"]

        def run(*arguments: str) -> str:
            environment = {**os.environ, "TERM": "xterm-256color", **settings}
            return subprocess.run(
                [*apfa, *arguments], env=environment, stdout=subprocess.PIPE, text=True, check=True
            ).stdout

        run("demo", "--once", "--port", "0")
        return run(*shlex.split(command.replace("\\\n", " "))[1:])


def draw(command: str, printed: str) -> str:
    """Return the picture of a terminal in which this was typed and printed."""
    with Path(os.devnull).open("w") as nowhere:
        console = Console(record=True, width=COLUMNS, file=nowhere, force_terminal=True)
        console.print(Text.assemble(("$ ", "bold green"), (command, "bold"), "\n"), soft_wrap=True)
        console.print(Text.from_ansi(printed.rstrip()))
        return console.export_svg(title="apfa", theme=THEME, code_format=FRAME, unique_id="answer")


if __name__ == "__main__":
    question = first_question()
    (DOCS / "answer.svg").write_text(draw(question, answer(question)), encoding="utf-8")
