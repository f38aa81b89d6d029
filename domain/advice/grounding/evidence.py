"""What an answer may rest on, prepared for many questions of whether it does."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from domain.advice.advice import Citation, Figure
from domain.advice.grounding.facts import (
    Facts,
    by_kind,
    facts_of_citation,
    facts_of_figures,
    facts_of_inputs,
    facts_of_text,
)
from domain.advice.grounding.markup import without_markup
from domain.advice.grounding.quotations import holds, normal
from domain.advice.request import AdviceRequest
from domain.retrieval.lexical import content_words, lexical_text

_WORD = re.compile(r"\w+")
_RUN = 8
_ENDS = frozenset(".!?:;\"')")
"""Signs with which a sentence ends, or that stand before the next one."""


class CitedPassage:
    """A passage as it is asked of: its numbers, its words and its text; worked out when first asked."""

    def __init__(self, citation: Citation) -> None:
        self.citation = citation

    @cached_property
    def facts(self) -> Facts:
        """The passage's numbers."""
        return by_kind(facts_of_citation(self.citation))

    @cached_property
    def words(self) -> frozenset[str]:
        """The stems of its text, title, headings and citation."""
        return content_words(lexical_text(self.citation.passage))

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Its text without headings and with them, and its names, as quotations are compared.

        Each as it is and as words alone, because answers quote it without its markup.
        """
        passage = self.citation.passage
        lines = passage.text.splitlines()
        body = " ".join(line for line in lines if not line.lstrip().startswith("#"))
        texts = (body, passage.text, *self.names, passage.source)
        read = (normal(each) for text in texts for each in (text, without_markup(text)))
        return tuple(dict.fromkeys(text for text in read if text))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What it is called: its title, headings and citation, as words alone."""
        passage = self.citation.passage
        names = (passage.title, *passage.heading_path, passage.reference)
        return tuple(shown for name in names if (shown := name_shown(name)))

    def holds(self, quoted: Sequence[str]) -> bool:
        """Whether the passage, or one of its names, has the pieces of a quotation."""
        return any(holds(text, quoted) for text in self.texts)

    def has_sentence(self, sentence: str) -> bool:
        """Whether a sentence, as quotations are compared, is one of the passage from begin to end."""
        return sentence[-1] in _ENDS and any(
            (at := text.find(sentence)) == 0 or (at > 0 and text[at - 2] in _ENDS)
            for text in self.texts
        )


class Ground:
    """The computed figures, the inputs, the cited passages, and notes, which an answer may rest on.

    `notes` are other sentences that this program made, such as assumptions and what is missing.
    `withheld` is a text that no answer may repeat, such as a model's instructions. `by_model`: whoever
    writes is not trusted to copy, so that a passage's own words need a citation, too. More may be learned
    while a text is being written; what was read before is not changed by it.
    """

    def __init__(
        self,
        figures: Sequence[Figure],
        inputs: AdviceRequest,
        citations: Sequence[Citation],
        notes: Sequence[str] = (),
        *,
        withheld: str = "",
        by_model: bool = False,
    ) -> None:
        self.by_model = by_model
        self._facts = list(facts_of_inputs(inputs))
        self._runs = runs_of_words(withheld)
        self.passages: Mapping[int, CitedPassage] = {}
        self.own: Facts = {}
        """What needs no citation."""
        self.learn(figures, citations, notes)

    def learn(
        self,
        figures: Sequence[Figure] = (),
        citations: Sequence[Citation] = (),
        notes: Sequence[str] = (),
    ) -> None:
        """Let the answer rest on these, too."""
        self._facts += facts_of_figures(figures)
        self._facts += (fact for note in notes for fact in facts_of_text(note, "note"))
        self.own = by_kind(self._facts)
        cited = {citation.number: CitedPassage(citation) for citation in citations}
        self.passages = {**self.passages, **cited}

    def links_to(self, address: str) -> bool:
        """Whether a passage's document is at this address."""
        return any(address == each.citation.passage.source for each in self.passages.values())

    def mentions(self, address: str) -> bool:
        """Whether a passage has this address in its text."""
        return any(address in each.citation.passage.text for each in self.passages.values())

    def repeats_withheld(self, sentence: str) -> bool:
        """Whether a sentence has a run of words from what is withheld."""
        return not self._runs.isdisjoint(runs_of_words(sentence))


def name_shown(name: str) -> str:
    """Return a title or citation as an answer shows it: words alone, on one line."""
    return " ".join(without_markup(name).replace("|", " ").split())


def runs_of_words(text: str) -> frozenset[str]:
    """Return every run of eight words of a text, without case and signs."""
    words = _WORD.findall(text.lower())
    return frozenset(" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))
