"""An answer done again: the same figures, passages and text, or a word on what differs."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from graph.types.node import uuid_of

TEXTS = [
    "An escrow account holds money for property taxes and insurance.",
    "A late charge may be assessed when a payment is past due by fifteen days.",
]
NEWER = "An escrow account for property taxes and insurance is analysed once a year."
ASK = "query ($input: AdviceInput!) { advice(input: $input) { id indexVersion answer } }"
INPUT = {
    "question": "I am a widow. An escrow account for property taxes and insurance?",
    "loan": {"amount": "200000", "annualRate": "6.5", "termMonths": 360},
}
REPLAY = """
query ($id: ID!) {
  replay(adviceId: $id) {
    outcome
    advice { id }
    proof { intact }
    figures { key outcome recorded { value } recomputed { value } }
    retrieval {
      outcome reason
      citedThenOnly { number passage { text } }
      citedNowOnly { number passage { text } }
    }
    text { outcome reason rewritten }
  }
}
"""


async def ask(client: Any) -> dict[str, Any]:
    advice: dict[str, Any] = (await client.send(ASK, {"input": INPUT})).data["advice"]
    return advice


async def replay(client: Any, advice: dict[str, Any]) -> dict[str, Any]:
    done: dict[str, Any] = (await client.send(REPLAY, {"id": advice["id"]})).data["replay"]
    return done


async def serve(activate: Any, services: Any, eventually: Any, texts: list[str]) -> int:
    version = await activate(texts)

    async def serves() -> bool:
        current = services.node.current
        return current is not None and current.number == version.number

    await eventually(serves)
    number: int = version.number
    return number


async def test_the_same_comes_out_even_after_another_index_serves(
    user: Any, activate: Any, services: Any, eventually: Any
) -> None:
    number = await serve(activate, services, eventually, TEXTS)
    advice = await ask(user)
    assert advice["indexVersion"] == number
    for more in ([], [NEWER]):
        if more:
            await serve(activate, services, eventually, more)
        done = await replay(user, advice)
        assert done["outcome"] == "SAME"
        assert done["advice"]["id"] == advice["id"]
        assert done["proof"]["intact"]
        assert {figure["outcome"] for figure in done["figures"]} == {"SAME"}
        payment = next(each for each in done["figures"] if each["key"] == "monthlyPayment")
        assert payment["recorded"] == payment["recomputed"] == {"value": "1264.14"}
        assert done["retrieval"]["outcome"] == "SAME"
        assert done["text"] == {
            "outcome": "SAME",
            "reason": None,
            "rewritten": advice["answer"],
        }
    assert (await ask(user))["answer"] != advice["answer"]


async def test_what_was_removed_is_named(
    user: Any, admin: Any, activate: Any, services: Any, eventually: Any
) -> None:
    await serve(activate, services, eventually, TEXTS)
    advice = await ask(user)
    documents = (await admin.send("{ documents { nodes { id title } } }")).data["documents"]
    (escrow,) = (each["id"] for each in documents["nodes"] if each["title"] == "escrow")
    remove = "mutation ($id: ID!) { removeDocument(id: $id) { __typename } }"
    await admin.send(remove, {"id": escrow})
    done = await replay(user, advice)
    assert done["outcome"] == done["retrieval"]["outcome"] == "DIFFERS"
    lost = done["retrieval"]["citedThenOnly"]
    assert [each["passage"]["text"] for each in lost] == [TEXTS[0]]
    # The record keeps its passages, so the text is the same all the same.
    assert done["text"]["outcome"] == "SAME"


async def test_an_index_version_that_is_gone_cannot_be_searched_again(
    user: Any, activate: Any, services: Any, eventually: Any, resources: Any
) -> None:
    await serve(activate, services, eventually, TEXTS)
    advice = await ask(user)
    old = services.node.current
    await serve(activate, services, eventually, [NEWER])
    await resources.artefacts.delete(old.manifest.artefact_name)
    for _ in range(2):  # before and after the row says that the files are gone
        done = await replay(user, advice)
        assert done["outcome"] == done["retrieval"]["outcome"] == "NOT_REPLAYED"
        assert done["retrieval"]["reason"] == f"index version {old.number} is no longer kept"
        assert {figure["outcome"] for figure in done["figures"]} == {"SAME"}
        async with resources.unit_of_work() as work:
            await work.indexes.forget_artefact(old.version_id)
            await work.commit()


async def test_without_an_index_then_there_is_none_to_search_now(user: Any) -> None:
    done = await replay(user, await ask(user))
    assert done["retrieval"]["outcome"] == "NOT_REPLAYED"
    assert done["retrieval"]["reason"] == "no index served then"
    assert done["text"]["outcome"] == "SAME"


async def change(sql_engine: Any, advice: dict[str, Any], old: str, new: str) -> None:
    async with sql_engine.begin() as connection:
        await connection.execute(
            text(
                "update advice set record = replace(record::text, :old, :new)::json where id = :id"
            ),
            {"old": old, "new": new, "id": uuid_of("Advice", advice["id"])},
        )


async def test_another_figure_is_shown_beside_the_recorded_one(user: Any, sql_engine: Any) -> None:
    advice = await ask(user)
    await change(sql_engine, advice, '"1264.14"', '"1264.140"')
    done = await replay(user, advice)
    assert done["outcome"] == "DIFFERS"
    assert not done["proof"]["intact"]
    differing = [each for each in done["figures"] if each["outcome"] == "DIFFERS"]
    assert [each["key"] for each in differing] == ["monthlyPayment"]
    await change(sql_engine, advice, '"key":"totalPaid"', '"key":"totalRepaid"')
    done = await replay(user, advice)
    differing = {each["key"]: each for each in done["figures"] if each["outcome"] == "DIFFERS"}
    assert set(differing) == {"monthlyPayment", "totalRepaid", "totalPaid"}
    assert differing["totalRepaid"]["recomputed"] is None
    assert differing["totalPaid"]["recorded"] is None


async def test_another_text_is_shown_and_another_writer_named(user: Any, sql_engine: Any) -> None:
    advice = await ask(user)
    await change(sql_engine, advice, "a month**", "each month**")
    done = await replay(user, advice)
    assert done["text"]["outcome"] == "DIFFERS"
    assert done["text"]["rewritten"] == advice["answer"]
    await change(sql_engine, advice, '"writer":"deterministic/', '"writer":"another/')
    done = await replay(user, advice)
    assert done["text"]["outcome"] == "NOT_REPLAYED"
    assert "another/" in done["text"]["reason"]


async def test_another_encoder_cannot_find_the_same(
    user: Any, activate: Any, services: Any, eventually: Any, sql_engine: Any
) -> None:
    await serve(activate, services, eventually, TEXTS)
    advice = await ask(user)
    await change(sql_engine, advice, '"words-64"', '"words-63"')
    done = await replay(user, advice)
    assert done["retrieval"]["outcome"] == "NOT_REPLAYED"
    assert done["retrieval"]["reason"] == "another encoder is in use now"
