"""What an answer may rest on, prepared for many questions of whether it does."""

from __future__ import annotations

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
from domain.advice.grounding.quotations import holds, normal
from domain.advice.request import AdviceRequest
from domain.retrieval.lexical import content_words, lexical_text

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
        """Its text without headings and with them, and its names, as quotations are compared."""
        passage = self.citation.passage
        lines = passage.text.splitlines()
        body = " ".join(line for line in lines if not line.lstrip().startswith("#"))
        names = (passage.title, *passage.heading_path, passage.reference, passage.source)
        texts = (normal(text) for text in (body, passage.text, *names))
        return tuple(dict.fromkeys(text for text in texts if text))

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
    """

    def __init__(
        self,
        figures: Sequence[Figure],
        inputs: AdviceRequest,
        citations: Sequence[Citation],
        notes: Sequence[str] = (),
    ) -> None:
        self.passages: Mapping[int, CitedPassage] = {
            citation.number: CitedPassage(citation) for citation in citations
        }
        self.own: Facts = by_kind(
            [
                *facts_of_figures(figures),
                *facts_of_inputs(inputs),
                *(fact for note in notes for fact in facts_of_text(note, "note")),
            ]
        )
        """What needs no citation."""
