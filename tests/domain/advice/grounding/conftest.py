from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from domain.advice.advice import Citation, Figure, Unit
from domain.advice.figures import compute
from domain.advice.grounding.evidence import Ground
from domain.advice.reading.known import Known
from domain.advice.request import AdviceRequest, BorrowerFacts, LoanFacts, LoanPurpose
from domain.advice.topics.finding import Topic
from domain.retrieval.passage import Passage, text_hash
from tests.domain.advice.conftest import shipped_passages

REQUEST = AdviceRequest(
    "Can I afford this, if I retire at 67 and expect to move in 2031?",
    LoanFacts(
        Decimal(300000),
        Decimal("6.5"),
        360,
        LoanPurpose.MORTGAGE,
        Decimal(375000),
        date(2026, 7, 15),
    ),
    BorrowerFacts(Decimal(8500), Decimal(450)),
)
DECLARED = (
    Figure("apr", "Annual percentage rate", Decimal("6.6847"), Unit.PERCENT, "Appendix J"),
    Figure("breakEven", "Break-even of the points", Decimal(64), Unit.MONTHS, "cost / saving"),
    Figure("saving", "Monthly saving", Decimal("201.44"), Unit.MONEY, "old payment - new payment"),
    Figure(
        "stress",
        "Monthly payment if the rate rises by 2 points",
        Decimal("2299.30"),
        Unit.MONEY,
        "",
    ),
    Figure("change", "Change of the monthly payment", Decimal("-164.18"), Unit.MONEY, ""),
    Figure(
        "missed", "Probability of a missed payment", Decimal("3.42"), Unit.PERCENT, "10,000 paths"
    ),
)
PASSAGES = (
    (
        "12 CFR 1026.22(a)(2)",
        "Accuracy of the annual percentage rate",
        (
            "The annual percentage rate counts as accurate in a regular transaction if it is not more "
            "than 1/8 of 1 percentage point above or below the rate determined under § 1026.22(a)(1). "
            "In an irregular transaction the tolerance is one quarter of a percentage point."
        ),
    ),
    (
        "pmi",
        "Private mortgage insurance",
        (
            "You may ask to cancel the insurance when the balance reaches 80% of the original value, and "
            "it must end at 78 percent under 12 U.S.C. 4902. The Act covers loans closed on or after July "
            "29, 1999. For most FHA loans the premium lasts 11 years. On schedule the balance falls to "
            "$320,000 with payment 98 and to $312,000 with payment 112."
        ),
    ),
    (
        "arm-caps",
        "Rate caps of adjustable loans",
        (
            "With caps of 2/1/5 a 5/6 ARM moves by no more than two points at first, and never more than "
            "five points in all. The servicer must send a notice at least 210 and not more than 240 days "
            "before the first payment at the new level is due; later notices come 60 to 120 days ahead. "
            "An increase of 250 basis points in a single year is rare."
        ),
    ),
    (
        "rescission",
        "Right of rescission",
        (
            "You have three business days to cancel, until midnight, and the lender has 20 calendar days "
            "to return money (12 CFR 1026.23). If no notice was given the right lasts three years. About "
            "one in five borrowers who refinance ask about it."
        ),
    ),
    (
        "closing",
        "Closing costs and terms",
        (
            "Closing costs run from 2% to 5% of the loan, so on a $300,000 loan from $6,000 to $15,000. An "
            "appraisal costs $400 to $700, a title search about $250. Loans run for 10, 15 or 30 years; "
            "two-thirds of borrowers choose 30. Ask at least three lenders. A seller may pay up to 6% of "
            "the price. Mortgage debt stands at $13.2 trillion, of which $1.2 million is ours. "
            "A credit score of 740 or more gets the best price, and 620 is the usual minimum."
        ),
    ),
    (
        "tax",
        "Canceled debt",
        (
            "A creditor that cancels $600 or more reports it on Form 1099-C. Chapter 13 plans last five "
            "years and six months at most here. The fee is $1.75 per thousand dollars. The lookback is "
            "a year and a half. The filing deadline is April 15, 2027. "
            "The student loan margin is 2.25 percentage points above the 10-year Treasury note."
        ),
    ),
)


def make_citation(number: int, reference: str, title: str, text: str) -> Citation:
    identifier = UUID(int=number)
    passage = Passage(
        id=identifier,
        document_id=identifier,
        ordinal=0,
        reference=reference,
        title=title,
        heading_path=(title,),
        text=text,
        text_hash=text_hash(text),
        source="",
        effective_date=date(2026, 1, 1),
    )
    return Citation(number, passage, 0.7)


@pytest.fixture(scope="session")
def ground() -> Ground:
    """A mortgage of $300,000 at 6.5 % over 360 months, six passages, and some declared figures."""
    citations = [make_citation(n, *passage) for n, passage in enumerate(PASSAGES, start=1)]
    computed = compute(Known(REQUEST), on=date(2026, 11, 23))
    said = {Topic.COST, Topic.QUALIFYING, Topic.EQUITY}
    figures = [each for found in computed.findings if found.topic in said for each in found.figures]
    notes = ["The rate is that of the sheet of June 30, 2026."]
    return Ground((*figures, *DECLARED), REQUEST, citations, notes)


@pytest.fixture(scope="session")
def library() -> tuple[Passage, ...]:
    """Every section of every shipped article as a passage."""
    return tuple(shipped_passages())
