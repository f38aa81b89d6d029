"""What was checked of an answer: every number, citation and quotation, sentence by sentence."""

import strawberry

from domain.advice.grounding import report
from domain.advice.grounding.claims import Kind
from graph.types import enums  # noqa: F401  # declares the enumerations used below


@strawberry.type(description="A number of a sentence, and what it rests on.")
class NumberCheck:
    """A number of a sentence."""

    text: str = strawberry.field(description="The number as the sentence has it.")
    kind: Kind = strawberry.field(description="What it counts.")
    grounded_by: str | None = strawberry.field(
        description='What it rests on: "figure:monthlyPayment", "input:loan.amount", "note", '
        '"passage:2"; null if on nothing.'
    )


@strawberry.type(description="A citation of a sentence.")
class CitationCheck:
    """A citation of a sentence."""

    number: int = strawberry.field(description="The number in the text: 2 for [2].")
    exists: bool = strawberry.field(description="Whether the answer has a citation of that number.")
    support: float = strawberry.field(
        description="The share of the sentence's words that the passage has, 0 to 1."
    )


@strawberry.type(description="A sentence of an answer, with what was checked of it.")
class SentenceCheck:
    """A sentence of an answer."""

    sentence: str = strawberry.field(description="The sentence.")
    numbers: list[NumberCheck] = strawberry.field(description="Its numbers.")
    citations: list[CitationCheck] = strawberry.field(description="Its citations.")

    @staticmethod
    def of(check: report.SentenceCheck) -> "SentenceCheck":
        """Return a sentence's check as clients see it."""
        return SentenceCheck(
            sentence=check.sentence,
            numbers=[
                NumberCheck(text=n.text, kind=n.kind, grounded_by=n.grounded_by)
                for n in check.numbers
            ],
            citations=[
                CitationCheck(number=c.number, exists=c.exists, support=c.support)
                for c in check.citations
            ],
        )


@strawberry.type(
    description="The grounding check of an answer: each number must agree, in kind and to its shown "
    "precision, with a computed figure, an input, or a number of a passage that its sentence cites."
)
class Grounding:
    """The grounding check of an answer."""

    passed: bool = strawberry.field(
        description="Whether every sentence that was written passed; what did not was left out."
    )
    numbers_checked: int = strawberry.field(description="How many numbers were checked.")
    citations_checked: int = strawberry.field(description="How many citations were checked.")
    sentences: list[SentenceCheck] = strawberry.field(
        description="The sentences that passed. What did not is shown to nobody."
    )
    left_out: list[report.Reason] = strawberry.field(
        description="Why sentences that were written were left out, reason by reason."
    )

    @staticmethod
    def of(checked: report.GroundingReport) -> "Grounding":
        """Return a report as clients see it."""
        return Grounding(
            passed=checked.passed,
            numbers_checked=checked.numbers_checked,
            citations_checked=checked.citations_checked,
            sentences=[SentenceCheck.of(each) for each in checked.sentences if each.passed],
            left_out=[failure.reason for failure in checked.failures],
        )
