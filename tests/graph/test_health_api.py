"""What an operator sees of the process that answers."""

from __future__ import annotations

from typing import Any

from domain.access import Role

BREAKERS = "{ breakers { name state failures openedAt probeAt } }"


async def test_breakers_are_shown_to_those_who_watch(user: Any, sign_in: Any) -> None:
    assert (await user.send(BREAKERS)).code == "FORBIDDEN"
    advisor = await sign_in(Role.FINANCIAL_ADVISOR)
    found = (await advisor.send(BREAKERS)).data["breakers"]
    assert {each["name"] for each in found} == {
        "the language model",
        "the object store",
        "the cache",
    }
    assert all(
        each | {"name": ""}
        == {"name": "", "state": "CLOSED", "failures": 0, "openedAt": None, "probeAt": None}
        for each in found
    )
