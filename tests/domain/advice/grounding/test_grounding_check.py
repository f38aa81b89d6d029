import json
import time
from dataclasses import asdict, fields
from datetime import date
from decimal import Decimal

import pytest

from domain.advice.advice import Citation
from domain.advice.grounding.check import check_sentence, check_text
from domain.advice.grounding.evidence import Ground
from domain.advice.grounding.report import Reason, report
from domain.advice.grounding.sentences import SentenceBuffer
from domain.advice.request import AdviceRequest, BorrowerFacts, LoanFacts
from domain.retrieval.passage import Passage

ANSWER = """## Your loan

A loan of $300,000 at 6.5 % over 30 years costs **$1,896.20 a month**, and your debts would take about 28% of
your income. You may ask to cancel the mortgage insurance once the balance is 80% of the original value [2].

| Figure | Value |
|---|---:|
| Monthly payment | 1,896.20 |
| Term (months) | 360 |

1. Ask at least three lenders for their price [5].
2. Note the tolerance: it is “1/8 of 1 percentage point above or below the rate” for regular loans [1].
"""


def reasons(sentence: str, ground: Ground) -> list[tuple[Reason, str]]:
    failures = check_sentence(sentence, ground).failures
    return [(failure.reason, failure.text) for failure in failures]


def test_a_sound_answer_passes_and_says_what_each_number_rests_on(ground: Ground) -> None:
    result = check_text(ANSWER, ground)
    assert result.passed, result.failures
    rests_on = {n.text: n.grounded_by for s in result.sentences for n in s.numbers}
    assert rests_on["$1,896.20"] == "figure:monthlyPayment"
    assert rests_on["30 years"] == "input:loan.term_months"
    assert rests_on["80%"] in {"figure:loanToValue", "passage:2"}
    assert rests_on["three"] == "passage:5"
    assert result.citations_checked == 3
    assert result.numbers_checked == len([n for s in result.sentences for n in s.numbers])


def test_a_report_is_json(ground: Ground) -> None:
    result = check_text(f"{ANSWER}\nYou pay $1,300 a month [9].", ground)
    loaded = json.loads(json.dumps(asdict(result)))
    assert loaded["passed"] is False
    assert [failure["reason"] for failure in loaded["failures"]] == [
        "UNGROUNDED_NUMBER",
        "UNKNOWN_CITATION",
    ]


def test_a_stream_is_checked_as_the_whole_is(ground: Ground) -> None:
    buffer = SentenceBuffer()
    released = [s for at in range(0, len(ANSWER), 7) for s in buffer.feed(ANSWER[at : at + 7])]
    checked = [check_sentence(sentence, ground) for sentence in [*released, *buffer.finish()]]
    assert report(checked) == check_text(ANSWER, ground)


def test_a_number_of_a_passage_needs_its_citation(ground: Ground) -> None:
    sentence = "The lender has 20 days to return your money once you cancel"
    assert reasons(f"{sentence} [4].", ground) == []
    assert reasons(f"{sentence}.", ground) == [(Reason.UNGROUNDED_NUMBER, "20 days")]
    assert (Reason.UNGROUNDED_NUMBER, "20 days") in reasons(f"{sentence} [2].", ground)


def test_a_citation_must_exist_and_speak_of_what_is_said(ground: Ground) -> None:
    assert reasons("Closing costs are a share of the loan [7].", ground) == [
        (Reason.UNKNOWN_CITATION, "[7]")
    ]
    assert reasons("Goats graze happily on mountain meadows [2].", ground) == [
        (Reason.UNSUPPORTED_CITATION, "[2]")
    ]
    assert reasons("An appraisal and a title search cost money [5].", ground) == []


@pytest.mark.parametrize(
    ("quotation", "failing"),
    [
        ("You have three business days to cancel, until midnight", False),
        ("you have three  business days\nto cancel,", False),
        ("You have three business days … and the lender has 20 calendar days", False),
        ("You have five business days to cancel", True),
        ("the lender has 2", True),
        ("The lender has twenty calendar days to return money", True),
        ("the lender has 20 calendar days … You have three business days", True),
    ],
)
def test_a_quotation_must_stand_in_the_cited_passage(
    ground: Ground, quotation: str, failing: bool
) -> None:
    found = {reason for reason, _ in reasons(f"The rule says: “{quotation}” [4].", ground)}
    assert (Reason.ALTERED_QUOTATION in found) == failing


def test_words_in_quotation_marks_may_be_a_manner_of_speaking(ground: Ground) -> None:
    assert (
        reasons("This “cooling off” lets you cancel until midnight of the days [4].", ground) == []
    )
    assert reasons("Here you may “cancel until dawn” [4].", ground) == [
        (Reason.ALTERED_QUOTATION, "cancel until dawn")
    ]


def test_a_sentence_of_a_passage_needs_no_mark_of_its_own(ground: Ground) -> None:
    assert reasons("If no notice was given the right lasts three years.", ground) == []
    assert reasons("If no notice was given the right lasts four years.", ground) != []


def test_both_ends_of_a_range_come_from_one_place(ground: Ground) -> None:
    assert reasons("An appraisal costs $400 to $700 [5].", ground) == []
    failures = reasons("An appraisal costs $450 to $700 [5].", ground)  # $450 are the asker's debts
    assert failures == [(Reason.UNGROUNDED_NUMBER, "$450"), (Reason.UNGROUNDED_NUMBER, "$700")]


def test_every_input_may_be_repeated() -> None:
    loan = LoanFacts(
        Decimal(21000),
        Decimal("7.25"),
        48,
        None,
        Decimal(26500),
        date(2027, 3, 9),
        fees=Decimal(450),
        down_payment=Decimal(5500),
        extra_monthly_payment=Decimal(65),
        other_costs=Decimal(120),
    )
    borrower = BorrowerFacts(
        Decimal(5200), Decimal(310), reserves=Decimal(9000), credit_score=701, household_size=5
    )
    ground = Ground((), AdviceRequest("Can I buy a car for my 3 children?", loan, borrower), ())
    sentence = (
        "You borrow $21,000 at 7.25% for 4 years from March 9, 2027, for a car worth $26,500, with 3 "
        "children, an income of $5,200 a month and debts of $310 a month; fees are $450, you put down "
        "$5,500, add $65 a month, spend $120 a month on "
        "insurance and keep $9,000; your score is 701, and 5 people live on the income."
    )
    numbers = check_sentence(sentence, ground).numbers
    sources = {number.grounded_by for number in numbers}
    words = {"purpose", "rate_type", "occupancy"}
    given = {f"input:loan.{field.name}" for field in fields(loan) if field.name not in words}
    given |= {
        f"input:borrower.{field.name}" for field in fields(borrower) if field.name not in words
    }
    assert sources == given | {"input:question"}


def test_the_thread_s_decimal_context_changes_nothing(ground: Ground) -> None:
    from decimal import localcontext

    with localcontext() as context:
        context.prec = 3
        assert check_text(ANSWER, ground).passed


@pytest.mark.slow
def test_an_answer_of_400_words_is_checked_within_5_ms(
    library: tuple[Passage, ...], ground: Ground, capsys: pytest.CaptureFixture[str]
) -> None:
    quoted = [" ".join(passage.text.split()) for passage in library[:4]]
    sources = [Citation(n, passage, 0.7) for n, passage in enumerate(library[:4], start=11)]
    cited = [passage.citation for passage in ground.passages.values()]
    both = Ground((), AdviceRequest(ANSWER), [*cited, *sources])
    lines = [f"- “{text}” [{n}]" for n, text in enumerate(quoted, start=11)]
    answer = "\n".join([ANSWER, *lines, ANSWER])
    assert len(answer.split()) >= 400
    times = []
    for _ in range(50):
        start = time.thread_time()
        result = check_text(answer, both)
        times.append(time.thread_time() - start)
    assert result.passed, result.failures
    with capsys.disabled():
        print(f"\n{len(answer.split())} words checked in {1000 * min(times):.2f} ms")  # noqa: T201
    assert min(times) < 0.005
