"""The chain of recorded answers: proven as it is, and found out however it is tampered with."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from domain.advice.recording.history import Erasure
from domain.advice.recording.repository import NewRecord
from domain.chain import Chain, LinkKind
from domain.chain_verification import Break, ChainReport, read_digest, verify_chain
from domain.errors import InvalidInput
from domain.identifiers import new_id
from domain.ports import UnitOfWork, UnitOfWorkFactory

ANN, BOB = new_id(), new_id()
Tamper = Callable[..., Awaitable[None]]
Verify = Callable[..., Awaitable[ChainReport]]


def chain_of(work: UnitOfWork) -> Chain:
    return work.advice.chain


@pytest.fixture
def verify(unit_of_work: UnitOfWorkFactory) -> Verify:
    async def verify(**options: Any) -> ChainReport:
        return await verify_chain(chain_of, unit_of_work=unit_of_work, **options)

    return verify


@pytest.fixture
def tamper(sql_engine: Any) -> Tamper:
    """Do what somebody with all rights on the database may do."""

    async def tamper(*statements: str) -> None:
        async with sql_engine.begin() as connection:
            for statement in statements:
                await connection.exec_driver_sql(statement)

    return tamper


@pytest.fixture
async def records(unit_of_work: UnitOfWorkFactory, make_record: Any) -> list[NewRecord]:
    """Four records, links 1 to 4; the second is erased by link 5."""
    given = [make_record(BOB if n == 1 else ANN, f"k{n}") for n in range(4)]
    async with unit_of_work() as work:
        for record in given:
            await work.advice.add([record])
        await work.advice.erase(Erasure(), user_id=BOB, limit=10)
        await work.commit()
    return given


async def test_an_empty_chain_is_whole(verify: Verify) -> None:
    assert await verify() == ChainReport()


async def test_records_and_erasures_are_counted(
    verify: Verify, records: list[NewRecord], unit_of_work: UnitOfWorkFactory
) -> None:
    report = await verify()
    async with unit_of_work() as work:
        head = await work.advice.chain.head()
        linked = await work.advice.chain.linked(after=1, limit=4)
    assert head is not None
    assert report == ChainReport(links=5, present=3, erased=1, head=head.digest)
    erased, *_, erasure = linked
    assert (erased.content, erased.counterpart) == (None, erasure.link)
    assert (erasure.link.entry.kind, erasure.counterpart) == (LinkKind.ERASED, erased.link)
    assert erasure.link.entry.subject_id == records[1].advice.id


async def test_the_walk_goes_page_by_page_and_says_how_far(
    verify: Verify, unit_of_work: UnitOfWorkFactory, make_record: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("domain.chain_verification.LINKS_A_PAGE", 3)
    async with unit_of_work() as work:
        await work.advice.add([make_record(ANN) for _ in range(7)])
        await work.commit()
    told: list[tuple[int, int]] = []
    report = await verify(progress=lambda done, total: told.append((done, total)))
    assert (report.links, report.present, report.broken) == (7, 7, None)
    assert told == [(3, 7), (6, 7), (7, 7)]


THIRD = "where id = (select subject_id from advice_links where position = 3)"
COPY = (
    "user_id, conversation_id, null, in_scope, record, salt, words, created_at from advice limit 1"
)
ERASED = "(select subject_id from advice_links where position = 5)"

TAMPERING: list[tuple[str, list[str], int | None, str]] = [
    (
        "a changed record",
        [f"update advice set record = replace(record::text, '1580.170', '1580.17')::json {THIRD}"],
        3,
        "not the one that was added",
    ),
    (
        "a record that only looks the same",
        [f"update advice set record = record::jsonb::json {THIRD}"],
        3,
        "not the one that was added",
    ),
    ("a changed salt", [f"update advice set salt = sha256(salt) {THIRD}"], 3, "or its salt"),
    ("a salt cut short", [f"update advice set salt = '' {THIRD}"], 3, "or its salt"),
    ("another owner", [f"update advice set user_id = '{BOB}' {THIRD}"], 3, "not the one"),
    ("another key", [f"update advice set idempotency_key = 'x' {THIRD}"], 3, "not the one"),
    ("no key", [f"update advice set idempotency_key = null {THIRD}"], 3, "not the one"),
    (
        "another time",
        [f"update advice set created_at = created_at + interval '1 microsecond' {THIRD}"],
        3,
        "not the one that was added",
    ),
    ("another scope", [f"update advice set in_scope = false {THIRD}"], 3, "not the one"),
    ("a removed record", [f"delete from advice {THIRD}"], 3, "no link erases it"),
    (
        "a removed record with its link",
        [f"delete from advice {THIRD}", "delete from advice_links where position = 3"],
        3,
        "the link is missing",
    ),
    ("a removed link", ["delete from advice_links where position = 2"], 2, "the link is missing"),
    ("no first link", ["delete from advice_links where position = 1"], 1, "the link is missing"),
    (
        "a link removed and the others moved up",
        [
            "delete from advice_links where position = 3",
            "update advice_links set position = position - 1 where position = 4",
            "update advice_links set position = position - 1 where position = 5",
        ],
        3,
        "does not follow",
    ),
    (
        "swapped links",
        [
            "update advice_links set position = -1 where position = 3",
            "update advice_links set position = 3 where position = 4",
            "update advice_links set position = 4 where position = -1",
        ],
        3,
        "does not follow",
    ),
    (
        "swapped records",
        [
            "create temporary table ids as select position, subject_id from advice_links",
            "update advice_links set erases = true where position = 4",
            (
                "update advice_links set subject_id = ids.subject_id from ids "
                "where ids.position = 4 and advice_links.position = 3"
            ),
            (
                "update advice_links set subject_id = ids.subject_id, erases = false from ids "
                "where ids.position = 3 and advice_links.position = 4"
            ),
        ],
        3,
        "does not follow",
    ),
    (
        "a changed commitment",
        ["update advice_links set commitment = sha256(commitment) where position = 4"],
        4,
        "does not follow",
    ),
    (
        "a record changed with its commitment",
        [
            f"update advice set salt = sha256(salt) {THIRD}",
            "update advice_links set commitment = sha256(commitment) where position = 3",
        ],
        3,
        "does not follow",
    ),
    (
        "a changed hash",
        ["update advice_links set digest = sha256(digest) where position = 3"],
        3,
        "does not follow",
    ),
    (
        "an addition taken for an erasure",
        ["update advice_links set erases = true where position = 3"],
        3,
        "does not follow",
    ),
    (
        "an erasure undone",
        ["delete from advice_links where position = 5"],
        2,
        "no link erases it",
    ),
    (
        "another record in an erased one's place",
        [f"insert into advice select {ERASED}, {COPY}"],
        2,
        "not the one that was added",
    ),
    (
        "a record beside the chain",
        [f"insert into advice select '{new_id()}', {COPY}"],
        None,
        "in no link",
    ),
]


@pytest.mark.parametrize(
    ("statements", "position", "reason"),
    [case[1:] for case in TAMPERING],
    ids=[case[0].replace(" ", "-") for case in TAMPERING],
)
async def test_tampering_is_found(
    verify: Verify,
    records: list[NewRecord],
    tamper: Tamper,
    statements: list[str],
    position: int | None,
    reason: str,
) -> None:
    assert (await verify()).broken is None
    await tamper(*statements)
    broken = (await verify()).broken
    assert broken is not None
    assert broken.position == position
    assert reason in broken.reason


async def test_a_record_that_is_gone_and_erased_by_a_forged_link_is_found(
    verify: Verify, records: list[NewRecord], tamper: Tamper
) -> None:
    gone = records[2].advice.id
    await tamper(
        f"delete from advice where id = '{gone}'",
        "insert into advice_links select 6, subject_id, true, commitment, digest"
        f" from advice_links where subject_id = '{gone}'",
    )
    broken = (await verify()).broken
    assert broken is not None
    assert (broken.position, broken.reason) == (6, "the link does not follow from the one before")


async def test_an_erased_record_restored_with_its_salt_is_found(
    verify: Verify, unit_of_work: UnitOfWorkFactory, make_record: Any, tamper: Tamper
) -> None:
    async with unit_of_work() as work:
        await work.advice.add([make_record(ANN), make_record(BOB)])
        await work.commit()
    await tamper("create table copy as table advice", "create table talks as table conversations")
    async with unit_of_work() as work:
        await work.advice.erase(Erasure(), user_id=ANN, limit=9)
        await work.commit()
    assert (await verify()).erased == 1
    await tamper(
        f"insert into conversations select * from talks where user_id = '{ANN}'",
        f"insert into advice select * from copy where user_id = '{ANN}'",
    )
    broken = (await verify()).broken
    assert broken is not None
    assert (broken.position, broken.reason) == (1, "the record is there, but link 3 erases it")


async def test_a_last_link_removed_without_its_record_is_found(
    verify: Verify, unit_of_work: UnitOfWorkFactory, make_record: Any, tamper: Tamper
) -> None:
    last = make_record(ANN)
    async with unit_of_work() as work:
        await work.advice.add([make_record(ANN), last])
        await work.commit()
    await tamper("delete from advice_links where position = 2")
    report = await verify()
    assert report.broken == Break(None, last.advice.id, "the record is in no link")
    assert report.links == 1


async def test_a_noted_head_is_found_again_as_the_chain_grows(
    verify: Verify,
    records: list[NewRecord],
    unit_of_work: UnitOfWorkFactory,
    make_record: Any,
    tamper: Tamper,
) -> None:
    head = (await verify()).head
    async with unit_of_work() as work:
        await work.advice.add([make_record(ANN), make_record(ANN)])
        await work.commit()
    report = await verify(noted=head)
    assert (report.broken, report.noted_at, report.links) == (None, 5, 7)
    # Cut short, records and all: nothing in the database tells, but who noted the head does.
    latest = report.head
    await tamper(
        "delete from advice where id in "
        "(select subject_id from advice_links where position in (6, 7))",
        "delete from advice_links where position in (6, 7)",
    )
    assert (await verify()).broken is None
    broken = (await verify(noted=latest)).broken
    assert broken is not None
    assert (broken.position, "no link is" in broken.reason) == (None, True)


async def test_records_and_erasures_of_many_at_once_make_one_chain(
    verify: Verify, unit_of_work: UnitOfWorkFactory, make_record: Any
) -> None:
    async def add() -> None:
        for _ in range(5):
            async with unit_of_work() as work:
                await work.advice.add([make_record(ANN), make_record(BOB)])
                await work.commit()

    async def erase() -> None:
        for _ in range(5):
            async with unit_of_work() as work:
                await work.advice.erase(Erasure(), user_id=BOB, limit=3)
                await work.commit()

    async def prove() -> None:
        for _ in range(5):
            assert (await verify()).broken is None

    await asyncio.gather(add(), add(), add(), erase(), erase(), prove())
    report = await verify()
    assert report.broken is None
    assert report.present + report.erased == 30
    assert report.links == 30 + report.erased


def test_a_head_is_64_hexadecimal_digits() -> None:
    assert read_digest("ab" * 32) == b"\xab" * 32
    for wrong in ("", "ab", "zz" * 32, "ab" * 33):
        with pytest.raises(InvalidInput):
            read_digest(wrong)
