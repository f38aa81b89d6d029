"""`apfa ask --conversation` goes on with what was said before."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from graph.types.node import read_global_id

LOAN = ("--amount", "200000", "--rate", "6.5", "--months", "360")


async def test_a_question_goes_on_with_a_conversation_by_its_id(
    on_engines: Callable[..., Awaitable[Any]],
) -> None:
    first = (await on_engines("ask", "What will it cost?", *LOAN, "--json")).json()
    conversation = first["conversationId"]
    assert read_global_id(conversation)[0] == "Conversation"

    said = await on_engines("ask", "And over 15 years?", "--conversation", conversation, "--json")
    then = said.json()
    assert then["conversationId"] == conversation
    figures = {figure["key"]: figure["value"] for figure in then["figures"]}
    assert figures["monthlyPayment"] == "1742.21"
    assert figures["paymentBefore"] == "1264.14"
    assert figures["paymentChange"] == "478.07"
