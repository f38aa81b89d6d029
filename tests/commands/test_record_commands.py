"""`apfa audit`, `apfa user export` and `apfa user erase`, as an operator runs them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from domain.access import Role
from domain.advice.advice import Advice
from domain.advice.grounding.report import report
from domain.advice.recording.repository import NewRecord
from domain.advice.request import AdviceRequest
from domain.identifiers import new_id
from graph.types.node import read_global_id
from persistence.bootstrap import Resources

EMAIL = "ann@example.com"
Run = Callable[..., Awaitable[tuple[int, str]]]


@pytest.fixture
def run(on_engines: Any) -> Run:
    """Run `apfa`, and return its exit code and what it said."""

    async def run(*arguments: str) -> tuple[int, str]:
        said = await on_engines(*arguments)
        return said.code, said.out or said.err

    return run


def answer(question: str) -> Advice:
    return Advice(
        id=new_id(),
        conversation_id=new_id(),
        request=AdviceRequest(question),
        used=AdviceRequest(question),
        read=(),
        carried=(),
        searched=question,
        assessment=None,
        rules=(),
        answer="Yes.",
        in_scope=True,
        figures=(),
        citations=(),
        missing_information=(),
        assumptions=(),
        index_version=None,
        encoder_fingerprint="fp",
        data_versions=(),
        writer="w",
        grounding=report([]),
        timings=(),
        created_at=datetime.now(UTC),
    )


@pytest.fixture
async def recorded(resources: Resources) -> list[Advice]:
    """Three answers of one user, two of another."""
    answers = [answer(f"Question {n}? 🏠") for n in range(5)]
    async with resources.unit_of_work() as work:
        ann = await work.accounts.add(
            email=EMAIL, role=Role.USER, password_hash="x", one_time=False
        )
        users = [ann.id] * 3 + [new_id()] * 2
        await work.advice.add(
            [NewRecord(each, user, None) for each, user in zip(answers, users, strict=True)]
        )
        await work.commit()
    return answers


async def test_the_chain_is_proven_before_and_after_erasing_and_broken_things_are_named(
    run: Run, recorded: list[Advice], sql_engine: Any
) -> None:
    code, shown = await run("audit", "verify")
    assert code == 0, shown
    assert "5 links proven: 5 records present, 0 erased" in shown
    _, head = await run("audit", "head")
    position, link = head.split()
    assert position == "5"
    assert f"head {link}" in shown

    code, shown = await run("user", "erase", EMAIL, "--yes")
    assert (code, shown) == (0, "3 answers erased\n")
    code, shown = await run("user", "erase", EMAIL, "--yes")
    assert (code, shown) == (0, "0 answers erased\n")
    code, shown = await run("audit", "verify", "--head", link)
    assert code == 0, shown
    assert "8 links proven: 2 records present, 3 erased" in shown
    assert "the link noted earlier is link 5" in shown

    async with sql_engine.begin() as connection:
        await connection.exec_driver_sql("update advice set in_scope = false")
    code, shown = await run("audit", "verify", "--json")
    report = json.loads(shown)
    assert code == 1
    assert not report["intact"]
    assert report["broken"]["position"] == 4
    assert report["broken"]["record"] == str(recorded[3].id)
    assert report["links"] == 3
    code, shown = await run("audit", "verify")
    assert code == 1
    assert "broken at link 4" in shown


async def test_a_head_that_nobody_has_is_told(run: Run, recorded: list[Advice]) -> None:
    code, shown = await run("audit", "verify", "--head", "ab" * 32)
    assert code == 1
    assert "no link is abab" in shown
    code, shown = await run("audit", "verify", "--head", "ab")
    assert code == 1
    assert "64 hexadecimal digits" in shown


async def test_an_empty_chain_has_no_head(run: Run) -> None:
    assert await run("audit", "head") == (0, "no answer is on record yet\n")
    code, shown = await run("audit", "head", "--json")
    assert (code, json.loads(shown)) == (0, {"position": 0, "head": None})
    code, shown = await run("audit", "verify", "--json")
    assert (code, json.loads(shown)["head"]) == (0, None)


async def test_a_persons_answers_are_written_out_with_what_proves_them(
    run: Run, recorded: list[Advice], tmp_path: Path
) -> None:
    code, shown = await run("user", "export", EMAIL)
    assert code == 0, shown
    records = [json.loads(line) for line in shown.splitlines()]
    ids = {read_global_id(each["id"]) for each in records}
    assert ids == {("Advice", each.id) for each in recorded[:3]}
    for each in records:
        sealed = bytes.fromhex(each["salt"]) + each["content"].encode()
        assert hashlib.sha256(sealed).hexdigest() == each["proof"]["commitment"]
        assert "🏠" in each["content"]
    file = tmp_path / "ann.jsonl"
    assert await run("user", "export", EMAIL, "--output", str(file)) == (0, "")
    assert file.read_text(encoding="utf-8") == shown
    code, shown = await run("user", "export", "nobody@example.com")
    assert code == 1
    assert "nobody@example.com" in shown


async def test_without_a_yes_nothing_is_erased(run: Run, recorded: list[Advice]) -> None:
    code, shown = await run("user", "erase", EMAIL)
    assert code != 0, shown
    _, shown = await run("user", "export", EMAIL)
    assert len(shown.splitlines()) == 3
