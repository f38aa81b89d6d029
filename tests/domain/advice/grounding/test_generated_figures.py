import random

import pytest

from domain.advice.advice import Citation
from domain.advice.grounding.check import check_sentence
from domain.advice.grounding.evidence import Ground
from domain.advice.grounding.report import Reason
from domain.advice.request import AdviceRequest
from domain.retrieval.passage import Passage
from tests.domain.advice.grounding.planting import falsified, retold

LEAST_CAUGHT = 0.99
MOST_FALSE_ALARMS = 0.05


def test_a_changed_digit_or_number_word_is_caught_wherever_it_stands(
    library: tuple[Passage, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    dice = random.Random(7)
    alarms, rights, missed, wrongs = [], 0, [], 0
    for passage in library:
        ground = Ground((), AdviceRequest("What applies here?"), [Citation(1, passage, 0.7)])
        known = f"{passage.text} {passage.title} {passage.source} {passage.effective_date}"
        for sentence in retold(passage):
            rights += 1
            alarms += [f.text for f in check_sentence(sentence, ground).failures]
            for wrong in falsified(sentence, known, dice):
                wrongs += 1
                reasons = {failure.reason for failure in check_sentence(wrong, ground).failures}
                if Reason.UNGROUNDED_NUMBER not in reasons:
                    missed.append(wrong)
    caught, false_alarms = 1 - len(missed) / wrongs, len(alarms) / rights
    with capsys.disabled():
        print(  # noqa: T201 - the measured rates are what this test is read for
            f"\ngenerated figures: {caught:.2%} of {wrongs} wrong ones caught, "
            f"{false_alarms:.2%} false alarms in {rights} right sentences"
        )
    assert rights >= 150
    assert wrongs >= 150
    assert caught >= LEAST_CAUGHT, missed
    assert false_alarms <= MOST_FALSE_ALARMS, alarms
