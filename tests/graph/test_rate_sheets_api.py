"""Rate sheets over the API: published, looked at, and used where nobody has said a rate."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from graph.types.node import uuid_of

PUBLISH = """
mutation ($sheet: RateSheetInput!) {
  publishRateSheet(sheet: $sheet) {
    __typename
    ... on PublishRateSheetSuccess {
      created
      sheet {
        id name sample effectiveFrom publishedAt publishedBy product { purpose rateType }
        rows { number termFrom termTo scoreFrom scoreTo ltvFrom ltvTo rate points }
      }
    }
    ... on InvalidRateSheet { code message problems { row field message } }
  }
}
"""
ACTIVE = """
query ($product: RateProductInput!) { activeRateSheet(product: $product) { id name sample rows { rate } } }
"""
ASK = """
query ($input: AdviceInput!) {
  advice(input: $input) {
    id conversationId answer cached missingInformation assumptions carriedForward
    quote { annualRate termMonths payment }
    dataVersions { name version }
    grounding { passed }
  }
}
"""
REPLAY = """
query ($id: ID!) {
  replay(adviceId: $id) {
    outcome figures { key outcome recorded { value } } text { outcome rewritten }
  }
}
"""
SHEET = {
    "name": "Northern Bank cars",
    "product": {"purpose": "AUTO"},
    "effectiveFrom": "2026-11-01",
    "rows": [
        {"termFrom": 12, "termTo": 60, "scoreFrom": 700, "rate": "6.125", "points": "0.5"},
        {"termFrom": 12, "termTo": 60, "scoreFrom": 600, "scoreTo": 699, "rate": "9.875"},
    ],
}
LOAN = {"amount": "20000", "termMonths": 60, "purpose": "AUTO"}
QUESTION = "What would this loan cost me?"


async def publish(client: Any, **changes: Any) -> dict[str, Any]:
    answer = await client.send(PUBLISH, {"sheet": {**SHEET, **changes}})
    result: dict[str, Any] = answer.data["publishRateSheet"]
    return result


async def ask(client: Any, question: str = QUESTION, **more: Any) -> dict[str, Any]:
    answer = await client.send(ASK, {"input": {"question": question, **more}})
    advice: dict[str, Any] = answer.data["advice"]
    return advice


async def test_a_published_sheet_is_listed_active_and_found_by_its_id(
    user: Any, admin: Any
) -> None:
    me = (await admin.send("{ me { id } }")).data["me"]["id"]
    assert (await user.send(ACTIVE, {"product": {"purpose": "AUTO"}})).data["activeRateSheet"][
        "sample"
    ]
    result = await publish(admin)
    sheet = result["sheet"]
    assert result["created"]
    assert sheet["publishedBy"] == me
    assert sheet["product"] == {"purpose": "AUTO", "rateType": "FIXED"}
    assert sheet["rows"][0] == {
        "number": 1,
        "termFrom": 12,
        "termTo": 60,
        "scoreFrom": 700,
        "scoreTo": 850,
        "ltvFrom": None,
        "ltvTo": None,
        "rate": "6.125",
        "points": "0.5",
    }
    active = (await user.send(ACTIVE, {"product": {"purpose": "AUTO"}})).data["activeRateSheet"]
    assert active == {
        "id": sheet["id"],
        "name": "Northern Bank cars",
        "sample": False,
        "rows": [{"rate": "6.125"}, {"rate": "9.875"}],
    }
    listed = await user.send("{ rateSheets { nodes { id } pageInfo { hasNextPage } } }")
    assert listed.data["rateSheets"]["nodes"] == [{"id": sheet["id"]}]
    for each in (sheet, await sample(user, "MORTGAGE")):
        query = "query ($id: ID!) { node(id: $id) { id ... on RateSheet { name } } }"
        node = (await user.send(query, {"id": each["id"]})).data["node"]
        assert node == {"id": each["id"], "name": each["name"]}
    again = await publish(admin)
    assert (again["created"], again["sheet"]["id"]) == (False, sheet["id"])


async def sample(client: Any, purpose: str) -> dict[str, Any]:
    answer = await client.send(ACTIVE, {"product": {"purpose": purpose}})
    active: dict[str, Any] = answer.data["activeRateSheet"]
    assert active["sample"]
    assert "sample sheet, not market rates" in active["name"]
    return active


async def test_only_who_may_publish_publishes(user: Any, anyone: Any) -> None:
    refused = await user.send(PUBLISH, {"sheet": SHEET})
    assert refused.code == "FORBIDDEN"
    assert "admin:index:manage" in refused.error["message"]
    assert (await anyone.send(ACTIVE, {"product": {"purpose": "AUTO"}})).code == "UNAUTHENTICATED"


async def test_a_bad_sheet_is_refused_naming_its_rows(user: Any, admin: Any) -> None:
    first, second = SHEET["rows"]
    bad = [first, {**second, "termFrom": 61}, {**first, "scoreTo": 900, "points": "25"}]
    refused = await publish(admin, rows=bad)
    assert refused["__typename"] == "InvalidRateSheet"
    assert refused["code"] == "BAD_USER_INPUT"
    assert [(each["row"], each["field"]) for each in refused["problems"]] == [
        (2, "termTo"),
        (3, "scoreTo"),
        (3, "points"),
    ]
    assert refused["message"].startswith("row 2: termTo must not be less than termFrom; row 3: ")
    overlapping = await publish(admin, rows=[first, second, {**second, "rate": "9"}])
    assert [each["row"] for each in overlapping["problems"]] == [3]
    assert "it overlaps row 2" in overlapping["message"]
    unread = await admin.send(PUBLISH, {"sheet": {**SHEET, "rows": [{**first, "rate": "6,5"}]}})
    assert unread.code == "BAD_USER_INPUT"
    assert unread.error["extensions"]["argument"] == "sheet.rows[0].rate"
    listed = await user.send("{ rateSheets { nodes { id } } }")
    assert listed.data["rateSheets"]["nodes"] == []


async def test_an_unknown_rate_is_the_sheets_and_the_answer_says_so(user: Any, admin: Any) -> None:
    await publish(admin)
    advice = await ask(user, loan=LOAN, borrower={"creditScore": 720})
    # 20,000 at 6.125 % / 12 over 60 months
    assert advice["quote"] == {"annualRate": "6.125", "termMonths": 60, "payment": "387.82"}
    (taken,) = (each for each in advice["assumptions"] if "rate sheet" in each)
    assert taken == (
        "The rate of 6.125 % is taken from the rate sheet Northern Bank cars for auto loans at a fixed "
        "rate, in effect from November 1, 2026: row 1, for terms from 1 year to 5 years and credit scores "
        "from 700 to 850. It comes with points of 0.5 % of the loan ($100.00), paid at closing; they are "
        "counted only as part of fees that you give. It is not an offer."
    )
    assert taken in advice["answer"]
    assert "6.125 % (rate sheet of November 1, 2026)" in advice["answer"]
    assert advice["grounding"]["passed"]
    (version,) = (each for each in advice["dataVersions"] if each["name"] == "Northern Bank cars")
    assert version["version"].startswith("2026-11-01, published 20")


async def test_a_rate_from_the_sample_says_each_time_what_it_is(user: Any) -> None:
    advice = await ask(user, loan=LOAN, borrower={"creditScore": 720})
    (taken,) = (each for each in advice["assumptions"] if "rate sheet" in each)
    assert "(sample sheet, not market rates)" in taken
    assert f"{advice['quote']['annualRate']} % (sample sheet, not market rates)" in advice["answer"]
    assert advice["grounding"]["passed"]
    (version,) = advice["dataVersions"]
    assert "sample sheet, not market rates" in version["name"]
    assert version["version"].endswith(", sample")


async def test_what_decides_the_rate_is_asked_for_and_never_guessed(user: Any, admin: Any) -> None:
    await publish(admin)
    advice = await ask(user, loan=LOAN)
    assert advice["quote"] is None
    missing = advice["missingInformation"][0]
    assert missing == (
        "the annual interest rate, for the payment and the cost of the loan, or your credit score to take "
        "it from the rate sheet Northern Bank cars"
    )
    assert missing in advice["answer"]
    # its rates for such loans are among the figures, but none is taken
    assert [each["name"] for each in advice["dataVersions"]] == ["Northern Bank cars"]
    low = await ask(user, loan=LOAN, borrower={"creditScore": 599})
    assert low["quote"] is None
    assert low["missingInformation"][0].endswith(
        "(the rate sheet Northern Bank cars has none for this loan)"
    )


@pytest.mark.parametrize(
    ("question", "loan"),
    [
        (QUESTION, {**LOAN, "annualRate": "5"}),
        ("What would it cost at an interest rate of 5 %?", LOAN),
        ("What would it cost at a rate of 5 % or 6 %?", LOAN),
        (QUESTION, {**LOAN, "purpose": None}),
        (QUESTION, {**LOAN, "rateType": "ADJUSTABLE"}),
    ],
)
async def test_a_rate_that_was_said_or_a_loan_without_a_sheet_needs_none(
    user: Any, admin: Any, question: str, loan: dict[str, Any]
) -> None:
    await publish(admin)
    advice = await ask(user, question, loan=loan, borrower={"creditScore": 720})
    assert "rate sheet" not in advice["answer"]
    assert not any("rate sheet" in each for each in advice["assumptions"])


async def test_a_purpose_alone_is_no_loan_to_look_up(user: Any, admin: Any) -> None:
    await publish(admin, rows=[{"termFrom": 1, "termTo": 600, "rate": "7"}])
    advice = await ask(user, "What is a car loan?")
    assert advice["dataVersions"] == []
    assert "sheet" not in advice["answer"]


async def test_a_rate_is_looked_up_before_the_amount_is_known(user: Any, admin: Any) -> None:
    await publish(admin)
    loan = {"termMonths": 60, "purpose": "AUTO"}
    advice = await ask(user, loan=loan, borrower={"creditScore": 720})
    assert advice["missingInformation"][0].startswith("the amount of the loan")
    (taken,) = advice["assumptions"]
    assert "The rate of 6.125 %" in taken
    assert "points of 0.5 % of the loan, paid" in taken


async def test_a_later_sheet_changes_new_answers_and_leaves_recorded_ones(
    user: Any, admin: Any
) -> None:
    asked = {"loan": LOAN, "borrower": {"creditScore": 720}}
    sampled = await ask(user, **asked)
    await publish(admin)
    first = await ask(user, **asked)
    assert not first["cached"]
    assert first["quote"] != sampled["quote"]
    rows = [{**SHEET["rows"][0], "rate": "7"}]
    await publish(admin, rows=rows, effectiveFrom="2026-11-02")
    second = await ask(user, **asked)
    assert second["quote"]["annualRate"] == "7"
    assert (await ask(user, **asked))["cached"]
    await publish(admin, rows=rows, effectiveFrom="2190-01-01", name="Far away")
    assert (await ask(user, **asked))["cached"]
    for advice in (sampled, first, second):
        done = (await user.send(REPLAY, {"id": advice["id"]})).data["replay"]
        assert {each["outcome"] for each in done["figures"]} == {"SAME"}
        assert done["text"] == {"outcome": "SAME", "rewritten": advice["answer"]}


async def test_the_sheet_is_part_of_the_record(user: Any, admin: Any, sql_engine: Any) -> None:
    sheet = (await publish(admin))["sheet"]
    advice = await ask(user, loan=LOAN, borrower={"creditScore": 720})
    statement = text(
        "select record::jsonb #>> '{advice,pricing,sheet_id}' from advice where id = :id"
    )
    async with sql_engine.connect() as connection:
        found = await connection.execute(statement, {"id": uuid_of("Advice", advice["id"])})
    assert found.scalar_one() == str(uuid_of("RateSheet", sheet["id"]))


async def test_in_a_conversation_the_rate_is_looked_up_anew(user: Any, admin: Any) -> None:
    await publish(
        admin,
        rows=[*SHEET["rows"], {"termFrom": 61, "termTo": 84, "rate": "8"}],
    )
    asked = "What would a car loan of $20,000 over 60 months cost with a credit score of 720?"
    first = await ask(user, asked)
    assert first["quote"]["annualRate"] == "6.125"
    then = await ask(user, "And over 72 months?", conversationId=first["conversationId"])
    assert then["quote"]["annualRate"] == "8"
    assert not any("annual rate" in each for each in then["carriedForward"])
    told = await ask(user, "And at a rate of 5 %?", conversationId=first["conversationId"])
    assert (told["quote"]["annualRate"], told["quote"]["termMonths"]) == ("5", 72)
    assert "rate sheet" not in told["answer"]
    kept = await ask(user, "And over 48 months?", conversationId=first["conversationId"])
    assert "annual rate 5 %" in kept["carriedForward"]
