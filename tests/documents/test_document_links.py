"""What the documents point to is there: links, headings, and files named in sentences."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [
    str(path.relative_to(ROOT))
    for pattern in ("*.md", "deploy/**/*.md", "docs/**/*.md")
    for path in sorted(ROOT.glob(pattern))
]
FENCED = re.compile(r"^```.*?^```", re.M | re.S)


def prose(page: str) -> str:
    """A page without its blocks of code."""
    return FENCED.sub("", (ROOT / page).read_text(encoding="utf-8"))


def anchors(path: Path) -> set[str]:
    """The anchors that GitHub gives to a page's headings."""
    headings = re.findall(r"^#+ (.*)$", FENCED.sub("", path.read_text(encoding="utf-8")), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (ROOT / page).parent / name if name else ROOT / page
        assert target.exists(), f"{page}: {link}"
        assert target.resolve().is_relative_to(ROOT), f"{page}: {link}"
        assert not anchor or anchor in anchors(target), f"{page}: {link}"


@pytest.mark.parametrize("page", PAGES)
def test_files_named_in_sentences_are_there(page: str) -> None:
    folders = "|".join(path.name for path in ROOT.iterdir() if path.is_dir())
    for name in re.findall(rf"`((?:{folders})/[\w./-]*)`", prose(page)):
        module = ROOT / f"{name}.py"
        made = name.startswith(".venv")
        assert made or (ROOT / name).exists() or module.exists(), f"{page}: {name}"


def test_every_page_can_be_found_from_the_readme() -> None:
    found, waiting = set(), ["README.md"]
    while waiting:
        page = waiting.pop()
        if page in found:
            continue
        found.add(page)
        for link in re.findall(r"\]\(([^)\s#]+)", prose(page)):
            if re.match(r"[a-z]+:", link):
                continue
            target = ((ROOT / page).parent / link).resolve()
            pages = target.rglob("*.md") if target.is_dir() else [target]
            waiting += [str(each.relative_to(ROOT)) for each in pages if each.suffix == ".md"]
    assert found == set(PAGES)


def test_the_readme_is_short_enough_to_be_read() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) < 200


def test_the_picture_shows_what_the_readme_asks_and_loads_nothing() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    asked = re.search(r'apfa ask ("[^"]+")', readme)
    assert asked is not None
    drawing = (ROOT / "docs" / "answer.svg").read_text(encoding="utf-8")
    shown = " ".join(ET.fromstring(drawing).itertext()).replace("\xa0", " ")
    assert f"apfa ask {asked[1]}" in shown, "run `make picture`"
    assert "What the sources say" in shown
    assert not re.search(r"url\(['\"]?https?:|href=|@import|<script", drawing)


def test_dependencies_are_listed_once_each() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = project.partition("\ndependencies = [")[2].partition("\n]")[0]
    named = set(re.findall(r'^  "([\w-]+)', listed, re.M))
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([a-z][\w-]*) \|", page, re.M)
    assert sorted(rows) == sorted(named | {"package"})
