import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from domain.advice.advice import Advice, Citation, Figure, StageTime, Unit
from domain.advice.request import AdviceRequest, BorrowerFacts, LoanFacts, LoanPurpose
from domain.errors import Conflict
from domain.identifiers import new_id
from domain.paging import PageRequest
from domain.ports import UnitOfWorkFactory
from domain.retrieval.passage import Passage, text_hash

ANN, BOB = new_id(), new_id()


def advice() -> Advice:
    quoted = Passage(
        id=new_id(),
        document_id=new_id(),
        ordinal=3,
        reference="12 CFR 1026.22(a)(2)",
        title="Truth in Lending",
        heading_path=("Part 1026", "§ 22"),
        text="The annual percentage rate … is accurate if within ⅛ of 1 percentage point.",
        text_hash=text_hash("x"),
        source="eCFR",
        effective_date=date(2024, 1, 1),
    )
    loan = LoanFacts(
        amount=Decimal("250000.00"),
        annual_rate=Decimal("6.50"),
        term_months=360,
        purpose=LoanPurpose.MORTGAGE,
        start_date=date(2026, 2, 1),
    )
    return Advice(
        id=new_id(),
        request=AdviceRequest("Can I afford it? 🏠", loan, BorrowerFacts(Decimal("9000"))),
        answer="**Yes** [1]",
        in_scope=True,
        figures=(Figure("payment", "Payment", Decimal("1580.170"), Unit.MONEY, "formula"),),
        citations=(Citation(1, quoted, 0.1 + 0.2),),
        missing_information=("credit score",),
        assumptions=(),
        index_version=None,
        encoder_fingerprint="fp",
        writer="deterministic",
        timings=(StageTime("search", 1.234567890123),),
        created_at=datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC),
    )


async def test_a_record_is_read_as_it_was_written(unit_of_work: UnitOfWorkFactory) -> None:
    given = advice()
    async with unit_of_work() as work:
        await work.advice.add(given, user_id=ANN, idempotency_key=None)
        await work.commit()
    async with unit_of_work() as work:
        read = await work.advice.get(given.id, user_id=ANN)
    assert read == given
    # equal decimals may differ in what they show
    assert str(read.figures[0].value) == "1580.170"
    assert read.request.loan is not None
    assert str(read.request.loan.amount) == "250000.00"
    assert read.citations[0].passage.text_hash == text_hash("x")


async def test_records_are_their_users_own(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        given = [advice() for _ in range(3)]
        for one in given:
            await work.advice.add(one, user_id=ANN, idempotency_key=None)
        await work.advice.add(advice(), user_id=BOB, idempotency_key=None)
        assert await work.advice.get(given[0].id, user_id=BOB) is None
        first = await work.advice.page(PageRequest(2), user_id=ANN)
        rest = await work.advice.page(PageRequest(2, first.items[-1].id), user_id=ANN)
    newest_first = sorted(given, key=lambda one: one.id, reverse=True)
    assert [*first.items, *rest.items] == newest_first
    assert (first.has_next, rest.has_next) == (True, False)


async def test_a_key_stands_for_one_answer_of_one_user(unit_of_work: UnitOfWorkFactory) -> None:
    given = advice()
    async with unit_of_work() as work:
        await work.advice.add(given, user_id=ANN, idempotency_key="k")
        with pytest.raises(Conflict):
            await work.advice.add(advice(), user_id=ANN, idempotency_key="k")
        await work.advice.add(advice(), user_id=BOB, idempotency_key="k")
        await work.advice.add(replace(given, id=new_id()), user_id=ANN, idempotency_key=None)
        assert await work.advice.by_idempotency_key(ANN, "k") == given
        assert await work.advice.by_idempotency_key(ANN, "other") is None


async def test_of_two_answers_under_one_key_at_once_one_is_kept(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async def add() -> bool:
        async with unit_of_work() as work:
            try:
                await work.advice.add(advice(), user_id=ANN, idempotency_key="k")
            except Conflict:
                return False
            await asyncio.sleep(0.02)
            await work.commit()
            return True

    assert sorted(await asyncio.gather(add(), add(), add())) == [False, False, True]
