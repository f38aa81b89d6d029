"""`apfa rates`: what is published is shown, and what cannot be names its file and row."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from graph.schema import print_schema
from graph.types.node import read_global_id

Apfa = Callable[..., Awaitable[Any]]
CSV = "termFrom,termTo,scoreFrom,scoreTo,rate,points\n12,60,700,,6.125,0.5\n12,60,,699,9.875,\n"
SAYS = ("--purpose", "AUTO", "--from", "2026-11-01", "--name", "Northern Bank cars")


def fields_of(kind: str) -> set[str]:
    body = print_schema().partition(f"type {kind} ")[2].partition("\n}")[0]
    return set(re.findall(r"^  (\w+): ", body, re.M))


async def test_a_csv_is_published_and_shown(on_engines: Apfa, tmp_path: Path) -> None:
    (tmp_path / "cars.csv").write_text(CSV)
    said = await on_engines("rates", "publish", "cars.csv", *SAYS)
    told = "Northern Bank cars, 2 rates of auto loans at a fixed rate from 2026-11-01\n"
    assert (said.code, said.out) == (0, f"published: {told}"), said.err
    again = await on_engines("rates", "publish", "cars.csv", *SAYS)
    assert again.out == f"this very sheet was published before: {told}"
    shown = (await on_engines("rates", "show")).out
    assert "Northern Bank cars: auto loans at a fixed rate, from 2026-11-01, published" in shown
    assert "6.125 %" in shown
    assert "Mortgage sample sheet, not market rates" in shown
    assert "Auto sample sheet" not in shown
    switched_off = await on_engines("rates", "show", "--json", APFA_SAMPLE_RATES="false")
    (sheet,) = switched_off.json()
    assert read_global_id(sheet["id"])[0] == "RateSheet"
    assert sheet["name"] == "Northern Bank cars"
    assert sheet["effectiveFrom"] == "2026-11-01"
    assert sheet.keys() == fields_of("RateSheet")
    assert sheet["rows"][0].keys() == fields_of("RateRow")


async def test_a_json_file_is_what_the_api_takes(on_engines: Apfa, tmp_path: Path) -> None:
    sheet = {
        "name": "Northern Bank cars",
        "product": {"purpose": "AUTO", "rateType": "ADJUSTABLE"},
        "effectiveFrom": "2026-11-01",
        "rows": [{"termFrom": 12, "termTo": 60, "ltvTo": "80", "rate": "6.125"}],
    }
    (tmp_path / "cars.json").write_text(json.dumps(sheet))
    result = (await on_engines("rates", "publish", "cars.json", "--json")).json()
    assert result["created"] is True
    assert result["sheet"]["product"] == sheet["product"]
    assert (result["sheet"]["rows"][0]["ltvFrom"], result["sheet"]["rows"][0]["ltvTo"]) == (
        None,
        "80",
    )


@pytest.mark.parametrize(
    ("name", "text", "options", "told"),
    [
        ("a.csv", CSV.replace("9.875", "9.8.75"), SAYS, "a.csv: row 2: rate must be plain digits"),
        ("a.csv", CSV.replace("699", "700"), SAYS, "a.csv: row 2: it overlaps row 1"),
        ("a.csv", CSV, SAYS[:4], "--name: a .csv file does not say this, so give it"),
        ("a.csv", CSV, (*SAYS, "--from", "soon"), "--from: write a date as YYYY-MM-DD"),
        ("a.csv", "\xff", SAYS, "a.csv: it is not text in UTF-8"),
        ("a.json", "{", (), "a.json: the sheet is no JSON"),
        ("a.json", "{}", SAYS[:2], "--purpose: a .json file says this itself"),
        ("a.json", None, (), "a.json: No such file or directory"),
    ],
)
def test_what_cannot_be_published_is_one_sentence_and_starts_nothing(
    apfa_here: Callable[..., Any],
    tmp_path: Path,
    name: str,
    text: str | None,
    options: tuple[str, ...],
    told: str,
) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, encoding="latin-1")
    said = apfa_here("rates", "publish", name, *options)
    assert said.code == 1
    assert said.err.startswith(f"apfa: {told}")
    assert len(said.err.splitlines()) == 1
    assert not (tmp_path / ".apfa").exists()
