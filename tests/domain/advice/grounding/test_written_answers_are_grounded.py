import random
from datetime import date
from decimal import Decimal

import pytest

from domain.advice.advice import Citation
from domain.advice.figures import compute
from domain.advice.grounding.check import check_text
from domain.advice.grounding.report import GroundingReport
from domain.advice.reading.known import Known
from domain.advice.relevance import Relevance
from domain.advice.request import (
    AdviceRequest,
    BorrowerFacts,
    LoanFacts,
    LoanPurpose,
    Occupancy,
    RateType,
)
from domain.advice.topics.finding import Topic
from domain.advice.writing.grounds import ground_of
from domain.advice.writing.planning import plan
from domain.advice.writing.writer import Material, write
from domain.money import round_cents
from domain.retrieval.passage import Passage


def cents(dice: random.Random, low: int, high: int) -> Decimal:
    return Decimal(dice.randrange(100 * low, 100 * high)) / 100


def any_loan(dice: random.Random) -> LoanFacts | None:
    if dice.random() < 0.25:
        return None
    rate = Decimal(dice.randrange(0, 30_000)) / 1000
    amount = cents(dice, 500, 900_000)
    return LoanFacts(
        amount,
        dice.choice([None, rate, rate]),
        dice.choice([None, dice.randrange(1, 481), 360]),
        dice.choice([None, *LoanPurpose]),
        dice.choice([None, cents(dice, 90_000, 900_000)]),
        dice.choice([None, date(2026, dice.randrange(1, 13), dice.randrange(1, 29))]),
        fees=dice.choice([None, Decimal(0), round_cents(amount / 50)]),
        extra_monthly_payment=dice.choice([None, Decimal(0), cents(dice, 1, 900)]),
        rate_type=dice.choice([None, *RateType]),
        other_costs=dice.choice([None, Decimal(0), cents(dice, 50, 900)]),
    )


def any_borrower(dice: random.Random) -> BorrowerFacts | None:
    if dice.random() < 0.5:
        return None
    return BorrowerFacts(
        cents(dice, 1_000, 30_000),
        cents(dice, 0, 3_000),
        reserves=dice.choice([None, cents(dice, 0, 90_000)]),
        credit_score=dice.choice([None, dice.randrange(300, 851)]),
        household_size=dice.choice([None, dice.randrange(1, 8)]),
        occupancy=dice.choice([None, *Occupancy]),
    )


def checked(
    request: AdviceRequest, citations: tuple[Citation, ...], relevance: Relevance
) -> GroundingReport:
    computed = compute(Known(request), on=date(2026, 11, 23))
    material = Material(Known(request), plan(computed.findings, relevance), citations)
    return check_text(write(material), ground_of(material))


@pytest.mark.parametrize("seed", range(4))
def test_the_deterministic_writer_never_fails_the_check(
    library: tuple[Passage, ...], seed: int
) -> None:
    dice = random.Random(seed)
    numbers = 0
    for _ in range(120):
        passages = dice.sample(library, dice.randrange(5))
        words = passages[0].text.split() if passages else ["What", "does", "it", "cost?"]
        question = " ".join(dice.sample(words, min(len(words), 6)))
        request = AdviceRequest(f"{question}?", any_loan(dice), any_borrower(dice))
        citations = tuple(Citation(n, passage, 0.7) for n, passage in enumerate(passages, start=1))
        relevance = Relevance({topic: dice.random() for topic in Topic}, other=dice.random())
        report = checked(request, citations, relevance)
        assert report.passed, report.failures
        numbers += report.numbers_checked
    assert numbers > 500


def test_every_article_quoted_in_full_is_grounded(library: tuple[Passage, ...]) -> None:
    for passage in library:
        request = AdviceRequest(f"{passage.title}: {passage.heading_path[-1]}?")
        citations = (Citation(1, passage, 0.9), Citation(2, library[0], 0.5))
        report = checked(request, citations, Relevance(dict.fromkeys(Topic, 0.0), 0.0))
        assert report.passed, report.failures
