"""Follow-up questions: what was known before counts on, and is shown."""

from __future__ import annotations

from typing import Any

ASK = """
query ($input: AdviceInput!) {
  advice(input: $input) {
    conversationId answer readFromQuestion carriedForward
    quote { amount annualRate termMonths payment }
    risk { simulation { missed } reasons { text } notComputed { part missing } }
    rules { rule outcome effectiveFrom source }
    dataVersions { name version }
  }
}
"""
REPLAY = "query ($id: ID!) { replay(adviceId: $id) { outcome } }"


async def ask(client: Any, question: str, **more: Any) -> dict[str, Any]:
    answer = await client.send(ASK, {"input": {"question": question, **more}})
    advice: dict[str, Any] = answer.data["advice"]
    return advice


async def test_a_follow_up_changes_one_figure_and_keeps_the_others(user: Any) -> None:
    first = await ask(user, "What is the payment on a $300,000 mortgage at 6.5% over 30 years?")
    assert first["quote"]["payment"] == "1896.20"
    assert first["readFromQuestion"] == ["amount $300,000.00", "annual rate 6.5 %", "term 30 years"]
    assert first["carriedForward"] == []
    then = await ask(user, "And over 15 years?", conversationId=first["conversationId"])
    assert then["quote"] == {
        "amount": "300000.00",
        "annualRate": "6.5",
        "termMonths": 180,
        "payment": "2613.32",
    }
    assert then["readFromQuestion"] == ["term 15 years"]
    assert set(then["carriedForward"]) == {
        "amount $300,000.00",
        "annual rate 6.5 %",
        "purpose mortgage",
    }
    assert "**Carried over from before**" in then["answer"]


async def test_another_conversation_knows_nothing_of_it(user: Any) -> None:
    await ask(user, "What is the payment on a $300,000 mortgage at 6.5% over 30 years?")
    other = await ask(user, "And over 15 years?")
    assert other["quote"] is None
    assert other["carriedForward"] == []


async def test_an_answer_has_its_risk_its_reasons_and_the_rules_with_their_dates(user: Any) -> None:
    advice = await ask(
        user,
        "Can I afford this?",
        loan={
            "purpose": "MORTGAGE",
            "amount": "300000",
            "annualRate": "6.5",
            "termMonths": 360,
            "propertyValue": "320000",
            "otherCosts": "500",
            "startDate": "2026-06-01",
        },
        borrower={
            "grossMonthlyIncome": "5000",
            "monthlyDebts": "600",
            "reserves": "1000",
            "creditScore": 700,
        },
    )
    # Not even a month as planned pays for itself.
    assert advice["risk"]["simulation"]["missed"] == "100.00"
    reasons = [each["text"] for each in advice["risk"]["reasons"]]
    assert 1 <= len(reasons) <= 4
    # (1,896.20 + 500 + 600) / 5,000
    assert any("total debt ratio 59.92 % against 41 %" in reason for reason in reasons), reasons
    outcomes = {each["rule"]: each for each in advice["rules"]}
    assert outcomes["fha-ratios"]["outcome"] == "FAIL"
    assert outcomes["conforming-limit"]["outcome"] == "PASS"
    assert all(each["source"] and each["effectiveFrom"] for each in advice["rules"])
    names = {each["name"] for each in advice["dataVersions"]}
    # the sheet that the rate was held against
    assert names == {*outcomes, "Mortgage sample sheet, not market rates"}
    assert reasons[0] in advice["answer"]


async def test_without_what_it_needs_the_risk_says_what_is_missing(user: Any) -> None:
    loan = {"amount": "20000", "annualRate": "7", "termMonths": 60}
    risk = (await ask(user, "What would I pay?", loan=loan))["risk"]
    assert risk["simulation"] is None
    assert {
        "part": "SIMULATION",
        "missing": ["grossMonthlyIncome", "monthlyDebts", "reserves"],
    } in (risk["notComputed"])
