from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

from domain.advice.advice import DISCLAIMER, Citation
from domain.advice.figures import compute
from domain.advice.reading.known import Known
from domain.advice.relevance import Relevance
from domain.advice.request import AdviceRequest, LoanFacts, LoanPurpose
from domain.advice.topics.finding import Topic
from domain.advice.writing.planning import plan
from domain.advice.writing.writer import NO_INDEX, OUT_OF_SCOPE, Material, write
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


LOAN = LoanFacts(Decimal(200000), Decimal("6.5"), 360)


def answer(
    request: AdviceRequest,
    *citations: Citation,
    has_index: bool = True,
    about: Topic | None = None,
    beside: Topic | None = None,
) -> str:
    near = dict.fromkeys(Topic, 0.0)
    near |= ({about: 0.8} if about else {}) | ({beside: 0.4} if beside else {})
    relevance = Relevance(near, other=0.3)
    computed = compute(Known(request), on=date(2026, 11, 23))
    return write(Material(Known(request), plan(computed.findings, relevance), citations, has_index))


def test_what_was_asked_comes_first_and_every_passage_is_quoted_with_its_number() -> None:
    request = AdviceRequest("What will it cost?", LOAN)
    text = answer(request, citation(1), citation(2), about=Topic.COST)
    assert text.startswith(
        "A loan of $200,000.00 at 6.5 % over 30 years costs **$1,264.14 a month**."
    )
    assert text.count("$455,085.82 in all") == 1
    assert "“A creditor shall notify an applicant within 30 days." in text
    assert "[1]" in text
    assert "[2]" in text
    assert text.endswith(f"*{DISCLAIMER}*")


def test_another_topic_comes_before_what_the_loan_costs() -> None:
    text = answer(AdviceRequest("Pay it off early?", LOAN), about=Topic.PREPAYMENT)
    first, second, *_ = text.split("\n\n")
    assert first.startswith("Paying **$106.00 more a month**, one more payment a year,")
    assert second.startswith("A loan of $200,000.00")
    assert "| Time saved with the extra payment | 5 years and 10 months |" in text
    assert "Ask the servicer whether there is a prepayment penalty" in text


def test_what_only_bears_on_the_question_is_an_option() -> None:
    text = answer(AdviceRequest("Its cost?", LOAN), about=Topic.COST, beside=Topic.TERM)
    options = text.split("**Your options**")[1]
    assert options.strip().startswith("- Over 15 years the payment would be $1,742.21 a month")
    assert "| Monthly payment over 15 years |" not in text


def test_a_question_about_something_else_is_answered_from_its_source_first() -> None:
    text = answer(AdviceRequest("When must they notify me?", LOAN), citation())
    first, second, *_ = text.split("\n\n")
    assert first.startswith("A creditor shall notify an applicant within 30 days.")
    assert second.startswith("A loan of $200,000.00")
    assert text.count("[1]") == 1


def test_without_figures_the_best_passage_is_the_answer() -> None:
    text = answer(AdviceRequest("When must a creditor notify an applicant?"), citation())
    assert text.startswith("A creditor shall notify an applicant within 30 days.")
    assert text.count("[1]") == 1


def test_nothing_known_and_nothing_given_is_said_plainly() -> None:
    assert answer(AdviceRequest("Who won the game?")).startswith(OUT_OF_SCOPE)


def test_before_any_index_it_says_so_and_still_computes() -> None:
    assert answer(AdviceRequest("What is PMI?"), has_index=False).startswith(NO_INDEX)
    assert "$1,264.14" in answer(AdviceRequest("Its cost?", LOAN), has_index=False)


def test_a_question_after_figures_without_any_says_what_it_needs() -> None:
    text = answer(AdviceRequest("Should I pay it off early?"), citation(), about=Topic.PREPAYMENT)
    assert "To say more I would need the loan's amount, annual rate and term" in text


def test_an_example_of_somebody_else_does_not_open_an_answer() -> None:
    example = "$280,000 at 6.5% is $1,769.79 a month, with $70,000 down."
    mine = replace(citation(1), passage=replace(citation().passage, text=example))
    text = answer(AdviceRequest("When must they notify me?"), mine, citation(2))
    assert text.startswith("A creditor shall notify an applicant within 30 days.")


def test_ones_own_figures_come_before_an_example_of_somebody_else() -> None:
    example = "$280,000 at 6.5% is $1,769.79 a month, with $70,000 down."
    mine = replace(citation(1), passage=replace(citation().passage, text=example))
    text = answer(AdviceRequest("Is this a good deal?", LOAN), mine)
    assert text.startswith("A loan of $200,000.00 at 6.5 %")
    assert example in text


def test_a_topic_that_has_nothing_to_say_promotes_no_other() -> None:
    car = replace(LOAN, purpose=LoanPurpose.AUTO)
    computed = compute(Known(AdviceRequest("Points?", car)), on=date(2026, 11, 23))
    near = dict.fromkeys(Topic, 0.0) | {Topic.POINTS: 0.8, Topic.PREPAYMENT: 0.68}
    assert plan(computed.findings, Relevance(near, other=0.3)).asked == ()


def test_without_a_term_the_two_usual_ones_stand_side_by_side() -> None:
    loan = LoanFacts(Decimal(200000), Decimal("6.5"), purpose=LoanPurpose.MORTGAGE)
    text = answer(AdviceRequest("15 or 30 years?", loan), about=Topic.TERM)
    assert text.startswith("Over 30 years the payment would be **$1,264.14 a month**")
    assert "Over 15 years the payment would be $1,742.21 a month, $478.07 more" in text


def test_numbers_that_no_figure_counts_bound_the_answer() -> None:
    facts = Known(
        AdviceRequest("Consolidate at 12%?", LOAN), unread=("12% in 'consolidate at 12%'",)
    )
    computed = compute(facts, on=date(2026, 11, 23))
    planned = plan(computed.findings, Relevance(dict.fromkeys(Topic, 0.0), other=0.3))
    told = write(Material(facts, planned, (), has_index=True))
    assert "**Not counted**: 12% in" in told
    assert told.index("Not counted") < told.index("| Figure |")
    nothing = plan((), Relevance(dict.fromkeys(Topic, 0.0), other=0.3))
    assert "Not counted" not in write(Material(facts, nothing, (), has_index=True))
