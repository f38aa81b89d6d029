from __future__ import annotations

from pathlib import Path

import pytest

from domain.risk.assessment import DEFAULT_WITHIN, NO_OTHER_COSTS
from domain.risk.expected_loss import ASSUMPTIONS
from domain.risk.household import LIVING_COSTS, TAKE_HOME
from domain.risk.parameters import DEFAULT_PARAMETERS, Assumption
from domain.risk.standards import STANDARDS
from domain.risk.stress import STRESSES

DOCUMENT = (Path(__file__).parents[3] / "docs" / "risk.md").read_text("utf-8")
ALL = (
    *DEFAULT_PARAMETERS.assumptions,
    TAKE_HOME,
    LIVING_COSTS,
    NO_OTHER_COSTS,
    DEFAULT_WITHIN,
    *ASSUMPTIONS,
    *(standard.threshold for standard in STANDARDS),
)


@pytest.mark.parametrize("assumption", ALL, ids=lambda each: each.name)
def test_the_document_states_every_assumption(assumption: Assumption) -> None:
    row = (
        f"| `{assumption.name}` | {assumption.value} {assumption.unit} | {assumption.basis.value} "
        f"| {assumption.source} |"
    )
    assert row in DOCUMENT.splitlines()


def test_the_document_names_every_stress() -> None:
    assert all(f"| `{each.id}` | {each.title} |" in DOCUMENT for each in STRESSES)
