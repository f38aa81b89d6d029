from pathlib import Path

from domain.advice.advice import Citation
from domain.advice.grounding.evidence import CitedPassage
from domain.advice.grounding.support import LEAST_SUPPORT, support, telling_words
from domain.retrieval.passage import Passage

PARAPHRASES = Path(__file__).with_name("paraphrases.txt")


def paraphrases() -> list[tuple[str, str, str]]:
    lines = PARAPHRASES.read_text(encoding="utf-8").splitlines()
    rows = (line.split(" | ") for line in lines if line and not line.startswith("#"))
    return [(article, heading, sentence) for article, heading, sentence in rows]


def test_a_paraphrase_is_told_from_a_citation_of_something_else(
    library: tuple[Passage, ...],
) -> None:
    passages = {
        (passage.reference, passage.heading_path[-1]): CitedPassage(Citation(1, passage, 0.7))
        for passage in library
    }
    right, wrong = [], []
    for article, heading, sentence in paraphrases():
        words = telling_words(sentence)
        right.append(support(words, [passages[article, heading].words]) >= LEAST_SUPPORT)
        wrong += [
            support(words, [passage.words]) < LEAST_SUPPORT
            for (other, _), passage in passages.items()
            if other != article
        ]
    assert sum(right) / len(right) >= 0.97
    assert sum(wrong) / len(wrong) >= 0.88


def test_too_few_words_lack_nothing() -> None:
    assert support(telling_words("See [1]."), [frozenset()]) == 1.0
    assert support(telling_words("Goats graze on mountain meadows."), [frozenset()]) == 0.0
