from datetime import date
from decimal import Decimal
from uuid import uuid4

from domain.advice.advice import DISCLAIMER, Citation
from domain.advice.figures import compute
from domain.advice.request import AdviceRequest, LoanFacts
from domain.advice.writer import NO_INDEX, OUT_OF_SCOPE, write
from domain.retrieval.passage import Passage, text_hash

TEXT = "A creditor shall notify an applicant within 30 days. Nothing else follows here."


def citation(number: int = 1) -> Citation:
    passage = Passage(
        id=uuid4(),
        document_id=uuid4(),
        ordinal=0,
        reference="12 CFR 1002.9(a)",
        title="Notifications",
        heading_path=("When",),
        text=TEXT,
        text_hash=text_hash(TEXT),
        source="12 CFR Part 1002",
        effective_date=date(2022, 1, 1),
    )
    return Citation(number, passage, 0.9)


def answer(request: AdviceRequest, *citations: Citation, has_index: bool = True) -> str:
    return write(request, compute(request), citations, has_index=has_index)


def test_figures_come_first_and_every_passage_is_quoted_with_its_number() -> None:
    loan = LoanFacts(Decimal(200000), Decimal("6.5"), 360)
    text = answer(AdviceRequest("What will it cost?", loan), citation(1), citation(2))
    assert text.startswith(
        "A loan of $200,000.00 at 6.5 % over 360 months costs **$1,264.14 a month**."
    )
    assert "“A creditor shall notify an applicant within 30 days." in text
    assert "[1]" in text
    assert "[2]" in text
    assert text.endswith(f"*{DISCLAIMER}*")


def test_without_figures_the_best_passage_is_the_answer() -> None:
    text = answer(AdviceRequest("When must a creditor notify an applicant?"), citation())
    assert text.startswith("A creditor shall notify an applicant within 30 days.")
    assert text.count("[1]") == 1


def test_nothing_known_and_nothing_given_is_said_plainly() -> None:
    assert answer(AdviceRequest("Who won the game?")).startswith(OUT_OF_SCOPE)


def test_before_any_index_it_says_so_and_still_computes() -> None:
    assert answer(AdviceRequest("What is PMI?"), has_index=False).startswith(NO_INDEX)
    loan = LoanFacts(Decimal(200000), Decimal("6.5"), 360)
    assert "$1,264.14" in answer(AdviceRequest("Its cost?", loan), has_index=False)
