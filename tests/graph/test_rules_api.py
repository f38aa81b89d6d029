"""Program rules as clients ask for them: dated, sourced, and silent where no figures are held."""

from __future__ import annotations

from typing import Any

PROGRAM_RULES = """
query ($input: ProgramRulesInput!, $asOf: Date) {
  programRules(input: $input, asOf: $asOf) {
    asOf housingPayment creditScoreBand missing
    answers {
      rule title citation datedBy outcome explanation figure unit measured threshold
      effectiveFrom source missing outside { first last explanation }
    }
  }
}
"""
RULES = """
query ($asOf: Date) {
  rules(asOf: $asOf) {
    rule title citation datedBy checked
    version { effectiveFrom effectiveTo source note figures { path value } }
    outside { first last explanation }
  }
}
"""
DAY = "2026-06-01"
# HUD Mortgagee Letter 2014-02: without compensating factors 31 % of income for housing, 43 % for all debts.
BUDGET = {
    "grossMonthlyIncome": "10000",
    "housingPayment": "3100",
    "monthlyDebts": "1200",
    "compensatingFactors": 0,
    "creditScore": 640,
}


async def answers(user: Any, request: dict[str, Any], on: str = DAY) -> dict[str, Any]:
    answer = await user.send(PROGRAM_RULES, {"input": request, "asOf": on})
    found = answer.data["programRules"]
    assert found["asOf"] == on
    return {each["rule"]: each for each in found["answers"]}


async def test_published_ratios_of_fha(user: Any) -> None:
    kept = (await answers(user, BUDGET))["fha-ratios"]
    assert kept["outcome"] == "PASS"
    missed = (await answers(user, {**BUDGET, "housingPayment": "3101"}))["fha-ratios"]
    assert (missed["outcome"], missed["figure"], missed["unit"]) == (
        "FAIL",
        "HOUSING_RATIO",
        "PERCENT",
    )
    assert (missed["measured"], missed["threshold"]) == ("31.01", "31")
    assert missed["effectiveFrom"] == "2014-04-21"
    assert "HUD Mortgagee Letter 2014-02" in missed["source"]
    assert missed["title"] == "FHA: qualifying ratios for manual underwriting"
    found = await user.send(PROGRAM_RULES, {"input": BUDGET, "asOf": DAY})
    assert found.data["programRules"]["creditScoreBand"] == "near-prime"
    assert missed["datedBy"] == "the day on which the FHA case number is assigned"


async def test_the_day_decides_which_figures_apply(user: Any) -> None:
    # USDA took 34 % from August 5, 2024 and 29 % again from November 4, 2025.
    for on, outcome in (
        ("2024-08-04", "FAIL"),
        ("2024-08-05", "PASS"),
        ("2025-11-03", "PASS"),
        ("2025-11-04", "FAIL"),
    ):
        found = await answers(user, {**BUDGET, "housingPayment": "3400"}, on)
        assert found["usda-housing-ratio"]["outcome"] == outcome


async def test_a_day_outside_the_data_says_so(user: Any) -> None:
    request = {"amount": "300000", "apr": "7", "apor": "6"}
    found = (await answers(user, request, "2027-01-01"))["general-qm-price"]
    assert (found["outcome"], found["threshold"], found["source"]) == ("UNKNOWN", None, None)
    assert found["outside"]["first"] == "2021-03-01"
    assert found["outside"]["last"] == "2026-12-31"
    assert "no figures are held for 2027-01-01" in found["explanation"]
    for on in ("0001-01-01", "9999-12-31"):
        assert await answers(user, request, on)


async def test_what_is_missing_is_named(user: Any) -> None:
    answer = await user.send(PROGRAM_RULES, {"input": {}, "asOf": DAY})
    found = answer.data["programRules"]
    (price,) = (each for each in found["answers"] if each["rule"] == "general-qm-price")
    assert (price["outcome"], price["missing"]) == ("UNKNOWN", ["apr", "apor", "amount"])
    assert found["missing"][:3] == ["apr", "apor", "amount"]
    assert len(found["missing"]) == len(set(found["missing"]))


async def test_rate_term_and_costs_give_the_housing_payment(user: Any) -> None:
    # The sample loan of the Loan Estimate, H-24(B), is $761.78 a month.
    loan = {"amount": "162000", "annualRate": "3.875", "termMonths": 360}
    request = {
        **loan,
        "otherCosts": "318.22",
        "grossMonthlyIncome": "3000",
        "monthlyDebts": "0",
        "underwriting": "MANUAL",
    }
    answer = await user.send(PROGRAM_RULES, {"input": request, "asOf": DAY})
    found = answer.data["programRules"]
    assert found["housingPayment"] == "1080.00"
    (debts,) = (each for each in found["answers"] if each["rule"] == "fannie-mae-debt-ratio")
    assert (debts["outcome"], debts["measured"], debts["threshold"]) == ("PASS", "36.00", "36")
    bare = await user.send(PROGRAM_RULES, {"input": loan, "asOf": DAY})
    assert bare.data["programRules"]["housingPayment"] is None


async def test_the_table_of_residual_income(user: Any) -> None:
    # VA Pamphlet 26-7, chapter 4: $1,003 for four in the Midwest and a loan of $80,000 or more.
    request = {"amount": "80000", "householdSize": 4, "region": "MIDWEST"}
    for left, outcome in (("1003", "PASS"), ("1002.99", "FAIL"), ("-50", "FAIL")):
        found = await answers(user, {**request, "residualIncome": left})
        assert found["va-residual-income"]["outcome"] == outcome
        assert found["va-residual-income"]["threshold"] == "1003"


FEES = """
query ($input: ProgramFeesInput!, $asOf: Date) {
  programFees(input: $input, asOf: $asOf) {
    rule title upfrontPercent upfront annualPercent annualMonths effectiveFrom source missing
    outside { first last explanation }
  }
}
"""


async def fees(user: Any, on: str = DAY, **known: Any) -> dict[str, Any]:
    request = {"amount": "200000", **known}
    answer = await user.send(FEES, {"input": request, "asOf": on})
    return {each["rule"]: each for each in answer.data["programFees"]}


async def test_what_programs_charge(user: Any) -> None:
    # HUD Mortgagee Letter 2023-05: 1.75 % and, above 95 %, 0.55 % for as long as the loan runs.
    va = {"purpose": "PURCHASE", "downPercent": "0", "firstUse": False}
    found = await fees(user, propertyValue="207000", termMonths=360, va=va)
    fha = found["fha-mip"]
    assert (fha["upfrontPercent"], fha["upfront"]) == ("1.75", "3500.00")
    assert (fha["annualPercent"], fha["annualMonths"]) == ("0.55", None)
    # 38 USC 3729(b): 3.3 % for a later use without a down payment.
    assert found["va-funding-fee"]["upfront"] == "6600.00"
    assert found["usda-fees"]["upfront"] == "2000.00"
    assert all(each["source"] and each["title"] for each in found.values())


async def test_charges_that_cannot_be_computed_say_why(user: Any) -> None:
    found = await fees(user)
    assert found["fha-mip"]["missing"] == ["propertyValue", "termMonths"]
    assert found["va-funding-fee"]["missing"] == ["va"]
    assert found["va-funding-fee"]["upfront"] is None
    old = await fees(user, "1990-01-01", propertyValue="1", termMonths=1)
    assert old["fha-mip"]["outside"]["first"] > "1990"


async def test_a_wrong_loan_is_named_by_its_path(user: Any) -> None:
    for change, field in (
        ({"amount": "0"}, "amount"),
        ({"propertyValue": "0"}, "propertyValue"),
        ({"termMonths": 601}, "termMonths"),
        ({"va": {"purpose": "PURCHASE", "downPercent": "101"}}, "va.downPercent"),
        ({"va": {"purpose": "LEISURE"}}, "va.purpose"),
    ):
        request = {"amount": "1", "propertyValue": "1", "termMonths": 1, **change}
        answer = await user.send(FEES, {"input": request, "asOf": DAY})
        assert answer.code == "BAD_USER_INPUT"
        assert answer.error["extensions"]["argument"] == f"input.{field}"


async def test_today_is_meant_if_no_day_is_given(user: Any, clock: Any) -> None:
    answer = await user.send(PROGRAM_RULES, {"input": {}})
    assert answer.data["programRules"]["asOf"] == str(clock.now().date())


async def test_every_rule_shows_its_figures_and_sources(user: Any) -> None:
    rules = {each["rule"]: each for each in (await user.send(RULES, {"asOf": DAY})).data["rules"]}
    assert len(rules) == 21
    ratios = rules["fha-ratios"]
    figures = {each["path"]: each["value"] for each in ratios["version"]["figures"]}
    assert (figures["base.front"], figures["base.back"]) == ("31", "43")
    assert ratios["version"]["effectiveTo"] is None
    assert ratios["checked"]
    assert all(each["citation"] and each["version"]["source"] for each in rules.values())


async def test_rules_of_another_century_are_not_held(user: Any) -> None:
    for each in (await user.send(RULES, {"asOf": "1990-01-01"})).data["rules"]:
        assert each["version"] is None
        assert each["outside"]["first"] > "1990"
    assert (await user.send("{ rules { rule } }")).data["rules"]


WRONG = [
    ("amount", "0"),
    ("annualRate", "101"),
    ("termMonths", 0),
    ("otherCosts", "-1"),
    ("otherCosts", "1000000000.01"),
    ("housingPayment", "-1"),
    ("totalLoanAmount", "0"),
    ("apr", "-1"),
    ("apor", "x"),
    ("lien", "THIRD"),
    ("principalDwelling", "yes"),
    ("manufacturedHome", 1),
    ("personalProperty", 1),
    ("pointsAndFees", "-1"),
    ("prepaymentPenaltyMonths", -1),
    ("prepaymentPenaltyPercent", "101"),
    ("units", 5),
    ("areaLimit", "0"),
    ("specialArea", 1),
    ("propertyValue", "0"),
    ("grossMonthlyIncome", "0"),
    ("monthlyDebts", "-1"),
    ("residualIncome", "1.234"),
    ("householdSize", 0),
    ("region", "northeast"),
    ("creditScore", 299),
    ("underwriting", "BOTH"),
    ("compensatingFactors", 21),
    ("noDiscretionaryDebt", 1),
    ("eligibilityMatrix", 1),
]


async def test_a_wrong_value_is_named_by_its_path(user: Any) -> None:
    loan = {"amount": "1000", "annualRate": "5", "termMonths": 360}
    for field, value in WRONG:
        answer = await user.send(PROGRAM_RULES, {"input": {**loan, field: value}, "asOf": DAY})
        assert answer.code == "BAD_USER_INPUT", (field, value)
        assert answer.error["extensions"]["argument"] == f"input.{field}"


async def test_a_wrong_day_is_named(user: Any) -> None:
    for query, variables in ((PROGRAM_RULES, {"input": {}}), (RULES, {})):
        answer = await user.send(query, {**variables, "asOf": "2026-02-30"})
        assert answer.code == "BAD_USER_INPUT"
        assert answer.error["extensions"]["argument"] == "asOf"


async def test_nobody_unknown_may_ask(anyone: Any) -> None:
    assert (await anyone.send(PROGRAM_RULES, {"input": {}})).code == "UNAUTHENTICATED"
    assert (await anyone.send(FEES, {"input": {"amount": "1"}})).code == "UNAUTHENTICATED"
    assert (await anyone.send("{ rules { rule } }")).code == "UNAUTHENTICATED"
