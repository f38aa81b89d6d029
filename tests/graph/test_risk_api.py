"""Risk as clients ask for it: chances, stresses, losses, reasons and what they all rest on."""

from __future__ import annotations

from typing import Any

import pytest

RISK = """
query ($input: RiskInput!) {
  simulateRisk(input: $input) {
    simulation {
      missed low high firstYear byYear { year missed } depletion { percent month }
      months paths seed version
    }
    stresses {
      name title payment housingPayment frontRatio backRatio leftOver monthsOfReserves lasts
    }
    expectedLoss { pd lgd exposure loss }
    loanToValue
    reasons { factor figure unit measured threshold source text }
    assumptions { name value unit basis source }
    notComputed { part missing }
  }
}
"""
# The sample loan of the Loan Estimate, H-24(B): $162,000 at 3.875 % are $761.78 a month.
LOAN = {
    "amount": "162000",
    "annualRate": "3.875",
    "termMonths": 360,
    "propertyValue": "180000",
    "otherCosts": "300",
    "grossMonthlyIncome": "6000",
    "monthlyDebts": "400",
    "reserves": "9000",
    "takeHome": "4700",
    "livingCosts": "1800",
}
RATE_CHANGES = {
    "fixedMonths": 60,
    "changeEvery": 12,
    "index": "4",
    "margin": "2.75",
    "firstCap": "2",
    "periodicCap": "2",
    "lifetimeCap": "5",
    "floor": "2.75",
}
CAPITAL = """
query ($input: CapitalRequirementInput!) {
  capitalRequirement(input: $input) {
    correlation requirement riskWeight riskWeightedAssets capital
  }
}
"""
EXPOSURE = {"pd": "1", "lgd": "45", "exposure": "100000", "kind": "RESIDENTIAL_MORTGAGE"}


async def assessed(user: Any, **changes: Any) -> dict[str, Any]:
    answer = await user.send(RISK, {"input": {**LOAN, **changes}})
    found: dict[str, Any] = answer.data["simulateRisk"]
    return found


async def test_the_documented_household(user: Any) -> None:
    # docs/risk.md: $8,000 gross, $640 of debts, $2,240 for housing, $15,000 in reserves.
    loan = {"amount": "80640.00", "annualRate": "0", "termMonths": 36, "otherCosts": "0"}
    household = {"grossMonthlyIncome": "8000", "monthlyDebts": "640", "reserves": "15000"}
    answer = await user.send(RISK, {"input": {**loan, **household, "horizonMonths": 360}})
    simulation = answer.data["simulateRisk"]["simulation"]
    assert simulation["firstYear"] == simulation["byYear"][0]["missed"] == "1.15"
    assert (simulation["months"], len(simulation["byYear"])) == (36, 3)
    assert float(simulation["low"]) < float(simulation["missed"]) < float(simulation["high"])
    assert [each["percent"] for each in simulation["depletion"]] == [5, 10, 25, 50]
    assert (simulation["paths"], simulation["seed"], simulation["version"]) == (
        10_000,
        20_261_123,
        "1",
    )


async def test_named_stresses(user: Any) -> None:
    found = {each["name"]: each for each in (await assessed(user))["stresses"]}
    planned, dearer, lost = (found[name] for name in ("AS_PLANNED", "RATE_UP_2", "INCOME_LOST"))
    assert (planned["payment"], planned["housingPayment"]) == ("761.78", "1061.78")
    assert (planned["frontRatio"], planned["backRatio"]) == ("17.70", "24.36")
    assert (planned["leftOver"], planned["lasts"]) == ("1438.22", None)
    assert planned["monthsOfReserves"] == "8.4"
    assert dearer["payment"] == "958.29"
    assert (lost["leftOver"], lost["lasts"]) == ("-1381.78", 6)
    assert len(found) == 7


async def test_a_lenders_expected_loss(user: Any) -> None:
    # A forced sale brings 73 % x 90 % of the value: 65.7 % of $162,000 leave 34.30 % unpaid.
    found = await assessed(user, propertyValue="162000")
    loss = found["expectedLoss"]
    assert (loss["lgd"], loss["exposure"]) == ("34.30", "162000.00")
    assert loss["pd"] == found["simulation"]["firstYear"]
    assert float(loss["loss"]) == pytest.approx(float(loss["pd"]) * 34.30 * 16.2, abs=0.01)
    assert found["loanToValue"] == "100.00"


async def test_every_assumption_has_its_source(user: Any) -> None:
    changes = {"takeHome": None, "livingCosts": None, "otherCosts": None}
    assumptions = (await assessed(user, **changes))["assumptions"]
    names = [each["name"] for each in assumptions]
    assert len(names) == len(set(names))
    assert {"job_loss", "take_home", "living_costs", "other_costs", "sale_discount"} <= set(names)
    assert all(each["source"] and each["unit"] for each in assumptions)
    stated = {each["name"] for each in (await assessed(user))["assumptions"]}
    assert not stated & {"take_home", "living_costs", "other_costs"}


async def test_a_sound_loan_has_no_reasons_and_a_heavy_one_has(user: Any) -> None:
    assert (await assessed(user))["reasons"] == []
    heavy = await assessed(user, grossMonthlyIncome="2000", reserves="500")
    reasons = {each["factor"]: each for each in heavy["reasons"]}
    debts = reasons["EXCESSIVE_OBLIGATIONS"]
    assert (debts["figure"], debts["unit"]) == ("TOTAL_DEBT_RATIO", "PERCENT")
    assert (debts["measured"], debts["threshold"]) == ("73.09", "43")
    assert "HUD Mortgagee Letter 2014-02" in debts["source"]
    assert "73.09 % against 43 %" in debts["text"]
    assert reasons["INSUFFICIENT_RESERVES"]["measured"] == "0.4"


async def test_what_was_not_given_is_said_by_name(user: Any) -> None:
    found = await assessed(user, propertyValue=None)
    assert found["expectedLoss"] is found["loanToValue"] is None
    assert found["notComputed"] == [
        {"part": "EXPECTED_LOSS", "missing": ["propertyValue"]},
        {"part": "LOAN_TO_VALUE", "missing": ["propertyValue"]},
    ]
    assert found["simulation"]["missed"]
    assert (await assessed(user))["notComputed"] == []


async def test_an_adjustable_rate(user: Any) -> None:
    # While the rate is fixed both are the same loan; then it rises from 3.875 % toward 6.75 %.
    fixed = await assessed(user, horizonMonths=120, reserves="2000")
    moving = await assessed(user, horizonMonths=120, reserves="2000", rateChanges=RATE_CHANGES)
    years = [
        [float(each["missed"]) for each in found["simulation"]["byYear"]]
        for found in (fixed, moving)
    ]
    assert years[0][:5] == years[1][:5]
    assert years[0][-1] < years[1][-1]


async def test_the_same_question_gets_the_same_figures(user: Any) -> None:
    assert await assessed(user) == await assessed(user)


async def test_the_largest_figures_are_answered(user: Any) -> None:
    extreme = await assessed(
        user,
        amount="1000000000",
        grossMonthlyIncome="0.01",
        reserves="1000000000",
        monthlyDebts="1000000000",
        livingCosts="1000000000",
        takeHome="0.01",
    )
    assert extreme["simulation"]["missed"] == "100.00"
    tiny = await assessed(
        user,
        amount="0.01",
        annualRate="0",
        propertyValue="0.01",
        otherCosts="0",
        monthlyDebts="0",
        livingCosts="0.01",
        takeHome="0",
        reserves="1000000000",
    )
    assert tiny["stresses"][0]["lasts"] == 360


WRONG = [
    ("amount", "0"),
    ("annualRate", "6.5 %"),
    ("termMonths", 601),
    ("propertyValue", "0"),
    ("otherCosts", "-1"),
    ("grossMonthlyIncome", "0"),
    ("monthlyDebts", "-1"),
    ("reserves", "-1"),
    ("reserves", None),
    ("reserves", "1000000000.01"),
    ("takeHome", "-1"),
    ("livingCosts", "-1"),
    ("horizonMonths", 0),
    ("horizonMonths", 361),
    ("rateChanges.fixedMonths", 0),
    ("rateChanges.changeEvery", 601),
    ("rateChanges.index", "101"),
    ("rateChanges.margin", "-1"),
    ("rateChanges.firstCap", "x"),
    ("rateChanges.periodicCap", "101"),
    ("rateChanges.lifetimeCap", "101"),
    ("rateChanges.floor", "101"),
]


async def test_a_wrong_value_is_named_by_its_path(user: Any) -> None:
    for field, value in WRONG:
        name, _, inner = field.partition(".")
        request = {**LOAN, name: {**RATE_CHANGES, inner: value} if inner else value}
        answer = await user.send(RISK, {"input": request})
        assert answer.code == "BAD_USER_INPUT", (field, value)
        assert answer.error["extensions"]["argument"] == f"input.{field}"


async def test_published_risk_weights(user: Any) -> None:
    # Basel II, Annex 5, for a chance of default of 1 %.
    for kind, lgd, weight in (
        ("RESIDENTIAL_MORTGAGE", "45", "56.40"),
        ("RESIDENTIAL_MORTGAGE", "25", "31.33"),
        ("OTHER_RETAIL", "45", "45.77"),
        ("QUALIFYING_REVOLVING", "45", "17.22"),
    ):
        request = {**EXPOSURE, "kind": kind, "lgd": lgd}
        found = (await user.send(CAPITAL, {"input": request})).data["capitalRequirement"]
        assert found["riskWeight"] == weight
        assert float(found["capital"]) == pytest.approx(
            float(found["riskWeightedAssets"]) / 12.5, abs=0.01
        )


async def test_a_wrong_exposure_is_named_by_its_path(user: Any) -> None:
    for field, value in (
        ("pd", "100"),
        ("pd", "-1"),
        ("lgd", "101"),
        ("exposure", "-1"),
        ("kind", "CORPORATE"),
    ):
        answer = await user.send(CAPITAL, {"input": {**EXPOSURE, field: value}})
        assert answer.code == "BAD_USER_INPUT"
        assert answer.error["extensions"]["argument"] == f"input.{field}"


async def test_nobody_unknown_may_ask(anyone: Any) -> None:
    assert (await anyone.send(RISK, {"input": LOAN})).code == "UNAUTHENTICATED"
    assert (await anyone.send(CAPITAL, {"input": EXPOSURE})).code == "UNAUTHENTICATED"
