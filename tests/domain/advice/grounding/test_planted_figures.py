from pathlib import Path

import pytest

from domain.advice.grounding.check import check_sentence
from domain.advice.grounding.evidence import Ground
from tests.domain.advice.grounding.planting import variants

PLANTED = Path(__file__).with_name("planted_figures.txt")
LEAST_CAUGHT = 0.99
MOST_FALSE_ALARMS = 0.05


def test_wrong_figures_are_caught_and_right_ones_pass(
    ground: Ground, capsys: pytest.CaptureFixture[str]
) -> None:
    checked = [(check_sentence(sentence, ground), right) for sentence, right in variants(PLANTED)]
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
