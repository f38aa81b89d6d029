"""`python -m tests.benchmarks NAME [folder of data sets]`: run one measurement, or list them."""

from __future__ import annotations

import importlib
import sys
from inspect import signature
from pathlib import Path

HERE = Path(__file__).parent
DATA = HERE.parents[2] / "shared" / "data"


def main(arguments: list[str]) -> int:
    names = sorted(
        path.stem for path in HERE.glob("*.py") if "\ndef main(" in path.read_text(encoding="utf-8")
    )
    names.remove("__main__")
    if not arguments or arguments[0] not in names:
        print(f"Name one of: {', '.join(names)}")
        return 0 if not arguments else 2
    measurement = importlib.import_module(f"tests.benchmarks.{arguments[0]}").main
    if not signature(measurement).parameters:
        measurement()
        return 0
    folder = Path(arguments[1]) if len(arguments) > 1 else DATA
    if not folder.is_dir():
        print(f"There are no data sets in {folder}; name their folder after the measurement.")
        return 2
    measurement(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
