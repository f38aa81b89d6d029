import random
import re
from collections.abc import Iterator

import pytest

from domain.advice.advice import Citation
from domain.advice.grounding.check import check_sentence
from domain.advice.grounding.evidence import Ground
from domain.advice.grounding.report import Reason
from domain.advice.grounding.sentences import split_sentences
from domain.advice.request import AdviceRequest
from domain.retrieval.passage import Passage

NUMERAL = re.compile(r"\d(?:[\d,]*\d)?(?:\.\d+)?")
WORDS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "sixty": 60,
}
WORD = re.compile(rf"\b(?:{'|'.join(WORDS)})\b")
LEAST_CAUGHT = 0.99
MOST_FALSE_ALARMS = 0.05


def retold(passage: Passage) -> Iterator[str]:
    """Each sentence of a passage that has a number, no longer word for word, and cited."""
    body = "\n".join(line for line in passage.text.splitlines() if not line.startswith("#"))
    for sentence in map(str.strip, split_sentences(body.strip())):
        if NUMERAL.search(sentence) or WORD.search(sentence):
            yield f"Note that {sentence[0].lower()}{sentence[1:-1]} in this instance [1]."


def falsified(sentence: str, known: str, dice: random.Random) -> Iterator[str]:
    """The sentence with one of its numbers changed into one that the passage has nowhere."""
    end = len(sentence) - len("[1].")
    for found in NUMERAL.finditer(sentence, 0, end):
        for _ in range(20):
            numeral = with_another_digit(found[0], dice)
            if numeral[0] != "0" and not re.search(
                rf"(?<![\d.,]){re.escape(numeral)}(?!\d)", known
            ):
                yield sentence[: found.start()] + numeral + sentence[found.end() :]
                break
    for found in WORD.finditer(sentence, 0, end):
        others = [w for w, n in WORDS.items() if not re.search(rf"\b(?:{w}|{n})\b", known.lower())]
        if others:
            yield sentence[: found.start()] + dice.choice(others) + sentence[found.end() :]


def with_another_digit(numeral: str, dice: random.Random) -> str:
    at = dice.choice([index for index, sign in enumerate(numeral) if sign.isdigit()])
    digit = (int(numeral[at]) + dice.randrange(1, 10)) % 10
    return f"{numeral[:at]}{digit}{numeral[at + 1 :]}"


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
