import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.advice.grounding.check import check_sentence
from domain.advice.grounding.evidence import Ground

PLANTED = Path(__file__).with_name("planted_figures.txt")
BRACES = re.compile(r"\{([^{}]*)\}")
LEAST_CAUGHT = 0.99
MOST_FALSE_ALARMS = 0.05


def variants() -> Iterator[tuple[str, bool]]:
    """Every whole sentence, and every other one with one figure varied and the others right."""
    for line in PLANTED.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith(("+ ", "- ")):
            yield line[2:], line.startswith("+")
            continue
        places = [forms(found[1]) for found in BRACES.finditer(line)]
        for index, (right, wrong) in enumerate(places):
            for form in right:
                yield filled(line, places, index, form), True
            for form in wrong:
                yield filled(line, places, index, form), False


def forms(inside: str) -> tuple[list[str], list[str]]:
    right, _, wrong = inside.partition("#")
    return [form.strip() for form in right.split("|")], [form.strip() for form in wrong.split("|")]


def filled(line: str, places: list[tuple[list[str], list[str]]], index: int, form: str) -> str:
    chosen = iter([form if i == index else right[0] for i, (right, _) in enumerate(places)])
    return BRACES.sub(lambda _: next(chosen), line)


def test_wrong_figures_are_caught_and_right_ones_pass(
    ground: Ground, capsys: pytest.CaptureFixture[str]
) -> None:
    checked = [(check_sentence(sentence, ground), right) for sentence, right in variants()]
    rights = [result for result, right in checked if right]
    wrongs = [result for result, right in checked if not right]
    alarms = [f"{r.failures[0].text!r} in {r.sentence}" for r in rights if not r.passed]
    missed = [result.sentence for result in wrongs if result.passed]
    caught = 1 - len(missed) / len(wrongs)
    false_alarms = len(alarms) / len(rights)
    with capsys.disabled():
        print(  # noqa: T201 - the measured rates are what this test is read for
            f"\nplanted figures: {caught:.1%} of {len(wrongs)} wrong ones caught, "
            f"{false_alarms:.1%} false alarms in {len(rights)} right ones"
        )
    assert len(wrongs) >= 150
    assert len(rights) >= 150
    assert caught >= LEAST_CAUGHT, missed
    assert false_alarms <= MOST_FALSE_ALARMS, alarms
