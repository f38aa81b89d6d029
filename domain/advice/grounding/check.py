"""The grounding check: every number, citation and quotation of an answer, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import localcontext
from functools import cached_property
from itertools import pairwise

from domain.advice.grounding.claims import Claim, Kind, Reading
from domain.advice.grounding.evidence import CitedPassage, Ground
from domain.advice.grounding.language import is_readable
from domain.advice.grounding.markup import unsafe_markup
from domain.advice.grounding.matching import grounding_of
from domain.advice.grounding.numbers import claims
from domain.advice.grounding.promises import promises
from domain.advice.grounding.quotations import Mark, Quotation, marks, normal, pieces, quotations
from domain.advice.grounding.report import (
    CitationCheck,
    Failure,
    GroundingReport,
    NumberCheck,
    QuotationCheck,
    Reason,
    SentenceCheck,
    report,
)
from domain.advice.grounding.sentences import split_sentences
from domain.advice.grounding.support import LEAST_SUPPORT, support, telling_words
from domain.money import CONTEXT

_SCARE_QUOTE = 3
"""Words up to which a quotation may be a manner of speaking, if no citation follows at once."""

_SHORTEST_COPY = 5
"""Words from which on a part of a passage's sentence, without a citation, is known for the passage's."""

_BETWEEN_QUOTE_AND_MARK = " .,;:)*_"
_DECORATION = " _>|#-+•"


def check_text(markdown: str, ground: Ground) -> GroundingReport:
    """Check every sentence of an answer."""
    return report([check_sentence(sentence, ground) for sentence in split_sentences(markdown)])


def check_sentence(sentence: str, ground: Ground) -> SentenceCheck:
    """Check the numbers, citations and quotations of one sentence, and that it is fit to be shown.

    A number must agree with a computed figure, an input, a note, or a number of a passage that the
    sentence cites; a citation must exist, and the cited passages must hold enough of the sentence's
    words; what is quoted with a citation must stand in a cited passage word for word. A sentence
    that is a passage's own, word for word, rests on that passage. Outside quotations it must be in
    English and promise nothing; nowhere may it have images, HTML, or links to other places.
    """
    with localcontext(CONTEXT):
        return _Inspection(sentence.strip(), ground).result()


class _Inspection:
    """One sentence under inspection."""

    def __init__(self, sentence: str, ground: Ground) -> None:
        self._sentence = sentence
        self._ground = ground
        found = marks(sentence)
        cited = self._existing(found)
        self._quoted = [
            (quotation, _place(quotation.text, cited))
            for quotation in (quotations(sentence) if cited else ())
            if _is_cited(sentence, quotation, found)
        ]
        self._marks = [mark for mark in found if self._quoted_at(mark.start) is None]
        self._cited = self._existing(self._marks)
        self._known = [ground.own, *(passage.facts for passage in self._cited)]
        self._plain = _without(sentence, self._marks)

    def result(self) -> SentenceCheck:
        found = claims(self._plain)
        numbers = tuple(self._numbers(found))
        citations = tuple(self._citations())
        quoted = tuple(QuotationCheck(quotation.text, at) for quotation, at in self._quoted)
        failures = (
            *_failed_numbers(self._sentence, numbers),
            *_failed_citations(self._sentence, citations),
            *_failed_quotations(self._sentence, quoted),
            *(Failure(reason, text, self._sentence) for reason, text in self._unfit()),
        )
        return SentenceCheck(self._sentence, numbers, citations, quoted, failures, not failures)

    def _unfit(self) -> Iterator[tuple[Reason, str]]:
        """Yield why the sentence must not be shown, whatever its numbers rest on."""
        own = self._own_words()
        for text in unsafe_markup(self._sentence, self._ground):
            yield Reason.UNSAFE_MARKUP, text
        for text in promises(own):
            yield Reason.PROMISE, text
        if not is_readable(own) and self._copied_from is None:
            yield Reason.UNREADABLE, self._sentence
        if self._ground.repeats_withheld(self._sentence):
            yield Reason.WITHHELD, self._sentence

    def _own_words(self) -> str:
        """Return the sentence without what it quotes from passages, and without their names."""
        words = self._plain
        for quotation, place in self._quoted:
            if place is not None:
                blank = " " * (quotation.end - quotation.start)
                words = f"{words[: quotation.start]}{blank}{words[quotation.end :]}"
        for name in (name for passage in self._cited for name in passage.names):
            words = words.replace(name, " ")
        return words

    def _existing(self, found: Sequence[Mark]) -> list[CitedPassage]:
        passages = self._ground.passages
        numbers = dict.fromkeys(number for mark in found for number in mark.numbers)
        return [passages[number] for number in numbers if number in passages]

    def _quoted_at(self, position: int) -> int | None:
        """Return the passage of the verified quotation that `position` is in, if it is in one."""
        for quotation, place in self._quoted:
            if place is not None and quotation.start < position < quotation.end:
                return place
        return None

    @cached_property
    def _copied_from(self) -> int | None:
        """Return the passage that has the sentence word for word, if one has.

        A model has to cite it: "say that the rate is 1 %" in a document holds "the rate is 1 %".
        """
        if self._ground.by_model and not self._marks:
            return None
        passages = self._cited if self._marks else list(self._ground.passages.values())
        core = normal(self._plain).strip(_DECORATION).removesuffix("…").rstrip()
        if not core or "…" in core or "..." in core:
            return None
        if self._marks or core.count(" ") + 1 >= _SHORTEST_COPY:
            return _place(core, passages)
        whole = (passage.citation.number for passage in passages if passage.has_sentence(core))
        return next(whole, None)

    def _numbers(self, found: Sequence[Claim]) -> list[NumberCheck]:
        checked = [self._number(claim) for claim in found]
        for index, (begin, end) in enumerate(pairwise(found)):
            if end.range_start == begin.start:
                both = checked[index : index + 2]
                if not self._is_one_range(begin, end, both):
                    checked[index : index + 2] = [replace(n, grounded_by=None) for n in both]
        return checked

    def _is_one_range(self, begin: Claim, end: Claim, checked: Sequence[NumberCheck]) -> bool:
        """Whether one source has both ends of a range; half from here and half from there is none."""
        if len({_origin(number.grounded_by) for number in checked}) == 1:
            return True
        one = any(grounding_of(begin, facts) and grounding_of(end, facts) for facts in self._known)
        return one or self._copied_from is not None

    def _number(self, claim: Claim) -> NumberCheck:
        likeliest = claim.readings[0]
        place = self._quoted_at(claim.start)
        if place is None:
            for facts in self._known:
                if grounding := grounding_of(claim, facts):
                    reading, fact = grounding
                    return NumberCheck(claim.text, reading.kind, _shown(reading), fact.source)
            place = self._copied_from
        source = None if place is None else f"passage:{place}"
        return NumberCheck(claim.text, likeliest.kind, _shown(likeliest), source)

    def _citations(self) -> Iterator[CitationCheck]:
        words = telling_words(self._plain) if self._marks else frozenset()
        quoted = {place for _, place in self._quoted}
        for number in dict.fromkeys(number for mark in self._marks for number in mark.numbers):
            passage = self._ground.passages.get(number)
            share = 0.0 if passage is None else support(words, (passage.words,))
            if number in quoted or (share < LEAST_SUPPORT and number == self._copied_from):
                share = 1.0
            yield CitationCheck(number, passage is not None, share)


def _failed_numbers(sentence: str, numbers: Iterable[NumberCheck]) -> Iterator[Failure]:
    for number in numbers:
        if number.grounded_by is None:
            yield Failure(Reason.UNGROUNDED_NUMBER, number.text, sentence)


def _failed_citations(sentence: str, citations: Sequence[CitationCheck]) -> Iterator[Failure]:
    """Yield citations that do not exist or hold too little; several share the burden of one."""
    for citation in citations:
        if not citation.exists:
            yield Failure(Reason.UNKNOWN_CITATION, f"[{citation.number}]", sentence)
        elif citation.support < LEAST_SUPPORT / len(citations):
            yield Failure(Reason.UNSUPPORTED_CITATION, f"[{citation.number}]", sentence)


def _failed_quotations(sentence: str, quoted: Iterable[QuotationCheck]) -> Iterator[Failure]:
    for quotation in quoted:
        if quotation.found_in is None:
            yield Failure(Reason.ALTERED_QUOTATION, quotation.text, sentence)


def _is_cited(sentence: str, quotation: Quotation, found: Sequence[Mark]) -> bool:
    """Whether a quotation is one from a cited passage and not a manner of speaking."""
    for mark in found:
        if mark.start >= quotation.end:
            if not sentence[quotation.end : mark.start].strip(_BETWEEN_QUOTE_AND_MARK):
                return True
            break
    long = len(quotation.text.split()) > _SCARE_QUOTE
    inside = any(quotation.start < mark.start < quotation.end for mark in found)
    return (long or any(map(str.isdigit, quotation.text))) and not inside


def _place(text: str, passages: Iterable[CitedPassage]) -> int | None:
    wanted = pieces(text)
    return next((p.citation.number for p in passages if p.holds(wanted)), None)


def _without(sentence: str, found: Iterable[Mark]) -> str:
    """Return the sentence with blanks in place of its citation marks."""
    for mark in found:
        sentence = f"{sentence[: mark.start]}{' ' * (mark.end - mark.start)}{sentence[mark.end :]}"
    return sentence


def _origin(grounded_by: str | None) -> str | None:
    """Return the passage that a number rests on; all that needs no citation is one origin."""
    from_passage = grounded_by is None or grounded_by.startswith("passage:")
    return grounded_by if from_passage else "own"


def _shown(reading: Reading) -> str:
    match reading.kind:
        case Kind.DATE:
            return "-".join(part or "?" for part in reading.parts)
        case Kind.RATIO:
            return "/".join(reading.parts)
        case Kind.SECTION:
            return " ".join(reading.parts)
        case _:
            shown = f"{reading.value:.6f}"
            return shown.rstrip("0").rstrip(".")
