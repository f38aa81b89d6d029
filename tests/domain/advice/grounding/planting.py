"""Right sentences and wrong ones: written by hand with variants, or made by changing a number."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

from domain.advice.grounding.sentences import split_sentences
from domain.retrieval.passage import Passage

BRACES = re.compile(r"\{([^{}]*)\}")
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


def variants(planted: Path) -> Iterator[tuple[str, bool]]:
    """Every whole sentence, and every other one with one figure varied and the others right."""
    for line in planted.read_text(encoding="utf-8").splitlines():
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
