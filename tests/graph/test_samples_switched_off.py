"""`APFA_SAMPLE_RATES=false`: no answer rests on made-up rates."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from graph.app import running
from graph.context import Services
from graph.settings import GraphSettings
from jobs.settings import JobSettings

ASK = "query ($input: AdviceInput!) { advice(input: $input) { answer missingInformation } }"
INPUT = {
    "question": "What would this loan cost me?",
    "loan": {"amount": "20000", "termMonths": 60, "purpose": "AUTO"},
    "borrower": {"creditScore": 720},
}


@pytest.fixture
async def services(app: Any, resources: Any, clock: Any, encoder: Any) -> AsyncIterator[Services]:
    async with running(
        app,
        settings=GraphSettings(sample_rates=False),
        jobs=JobSettings(),
        resources=resources,
        encoder=encoder,
        clock=clock,
    ) as services:
        yield services


async def test_without_samples_the_rate_is_asked_for(user: Any) -> None:
    active = "{ activeRateSheet(product: {purpose: AUTO}) { id } }"
    assert (await user.send(active)).data["activeRateSheet"] is None
    advice = (await user.send(ASK, {"input": INPUT})).data["advice"]
    missing = advice["missingInformation"][0]
    assert missing == "the annual interest rate, for the payment and the cost of the loan"
    assert "sheet" not in advice["answer"]
