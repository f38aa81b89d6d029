"""Choosing a loan over GraphQL: offers, refinancing, points, adjustable rates."""

from __future__ import annotations

from typing import Any

CAPS = {"first": "2", "periodic": "2", "lifetime": "5"}
ADJUSTMENT = {"fixedMonths": 60, "changeEvery": 12, "margin": "2.5", "caps": CAPS}
FIXED = {"name": "fixed", "amount": "300000", "annualRate": "6.5", "termMonths": 360}
POINTS = {
    **FIXED,
    "name": "points",
    "annualRate": "6.25",
    "fees": [{"name": "One point", "amount": "3000"}],
}
ADJUSTABLE = {
    **FIXED,
    "name": "5/1",
    "annualRate": "5.5",
    "adjustment": ADJUSTMENT,
    "index": "4",
}

COMPARE = """
query ($offers: [LoanOfferInput!]!, $months: Int!) {
  compareLoans(offers: $offers, horizonMonths: $months) {
    horizonMonths
    offers {
      name payment highestPayment apr totalInterestPercentage closingCosts
      paid interest principal insurance balance cost
    }
    cheapest { name } lowestApr { name } lowestPayment { name }
  }
}
"""


async def test_offers_side_by_side(user: Any) -> None:
    variables = {"offers": [FIXED, POINTS, ADJUSTABLE], "months": 36}
    table = (await user.send(COMPARE, variables)).data["compareLoans"]
    fixed, points, adjustable = table["offers"]
    assert (fixed["payment"], fixed["highestPayment"]) == ("1896.20", "1896.20")
    assert (fixed["apr"], fixed["closingCosts"]) == ("6.500", "0.00")
    assert float(points["apr"]) > 6.25
    assert points["closingCosts"] == "3000.00"
    assert float(adjustable["highestPayment"]) > float(adjustable["payment"])
    assert (table["cheapest"]["name"], table["lowestPayment"]["name"]) == ("5/1", "5/1")
    for row in table["offers"]:
        parts = [float(row[part]) for part in ("interest", "principal", "insurance")]
        assert round(sum(parts), 2) == float(row["paid"])

    for months, name in [(12, "fixed"), (360, "points")]:
        variables = {"offers": [FIXED, POINTS], "months": months}
        table = (await user.send(COMPARE, variables)).data["compareLoans"]
        assert table["cheapest"]["name"] == name
        assert table["lowestApr"]["name"] == "points"


async def test_ten_offers_at_most_and_each_named_by_its_place(user: Any) -> None:
    def adjusted(**changes: Any) -> dict[str, Any]:
        return {**ADJUSTABLE, "adjustment": {**ADJUSTMENT, **changes}}

    for offers, months, argument in [
        ([], 12, "offers"),
        ([FIXED] * 11, 12, "offers"),
        ([FIXED], 0, "horizonMonths"),
        ([FIXED], 601, "horizonMonths"),
        ([FIXED, {**FIXED, "amount": "0"}], 12, "offers[1].amount"),
        ([{**FIXED, "termMonths": 0}], 12, "offers[0].termMonths"),
        ([{**FIXED, "annualRate": "101"}], 12, "offers[0].annualRate"),
        ([{**FIXED, "name": ""}], 12, "offers[0].name"),
        ([{**FIXED, "index": "-1"}], 12, "offers[0].index"),
        ([{**FIXED, "prepaidInterest": "-1"}], 12, "offers[0].prepaidInterest"),
        ([{**FIXED, "fees": [{"name": "a", "amount": "300000"}]}], 12, "offers[0].fees"),
        ([{**FIXED, "fees": [{"name": "a", "amount": "-1"}]}], 12, "offers[0].fees[0].amount"),
        (
            [{**FIXED, "mortgageInsurance": {"premium": "-1", "payments": 1}}],
            12,
            "offers[0].mortgageInsurance.premium",
        ),
        ([adjusted(fixedMonths=0)], 12, "offers[0].adjustment.fixedMonths"),
        ([adjusted(changeEvery=0)], 12, "offers[0].adjustment.changeEvery"),
        ([adjusted(margin="-1")], 12, "offers[0].adjustment.margin"),
        ([adjusted(interestOnlyMonths=360)], 12, "offers[0].adjustment.interestOnlyMonths"),
        ([adjusted(caps={**CAPS, "first": "-1"})], 12, "offers[0].adjustment.caps.first"),
    ]:
        answer = await user.send(COMPARE, {"offers": offers, "months": months})
        assert answer.code == "BAD_USER_INPUT", argument
        assert answer.error["extensions"]["argument"] == argument


REFINANCE = """
query ($before: LoanTermsInput!, $after: LoanTermsInput!, $cost: Money!, $cashOut: Money! = "0") {
  refinance(before: $before, after: $after, cost: $cost, cashOut: $cashOut) {
    cost monthlySaving simpleMonths trueMonths lifetimeSaving before { payment } after { payment }
  }
}
"""
OLD = {"amount": "310000", "annualRate": "7.5", "termMonths": 324}
NEW = {"amount": "310000", "annualRate": "6.25", "termMonths": 360}


async def test_the_refinancing_of_the_shipped_article(user: Any) -> None:
    # refinancing-and-break-even: $325.55 less a month, month 20, lifetime saving about $30,564.
    variables = {"before": OLD, "after": NEW, "cost": "6200"}
    found = (await user.send(REFINANCE, variables)).data["refinance"]
    assert (found["monthlySaving"], found["simpleMonths"]) == ("325.55", 20)
    assert abs(float(found["lifetimeSaving"]) - 30_564) < 3
    saving = float(found["before"]["payment"]) - float(found["after"]["payment"])
    assert round(saving, 2) == 325.55


async def test_a_refinancing_that_cannot_be_is_named(user: Any) -> None:
    good = {"before": OLD, "after": NEW, "cost": "6200"}
    for change, argument in [
        ({"before": {**OLD, "amount": "0"}}, "before.amount"),
        ({"before": {**OLD, "annualRate": "101"}}, "before.annualRate"),
        ({"after": {**NEW, "termMonths": 601}}, "after.termMonths"),
        ({"after": {**NEW, "amount": "1000"}}, "after"),
        ({"cost": "-1"}, "cost"),
        ({"cashOut": "-1"}, "cashOut"),
    ]:
        answer = await user.send(REFINANCE, {**good, **change})
        assert answer.code == "BAD_USER_INPUT", change
        assert answer.error["extensions"]["argument"] == argument, change


BREAK_EVEN = """
query ($input: PointsInput!) {
  pointsBreakEven(input: $input) { cost monthlySaving simpleMonths trueMonths lifetimeSaving }
}
"""
POINT = {
    "amount": "300000",
    "termMonths": 360,
    "rateWithout": "6.75",
    "rateWith": "6.5",
    "points": "1",
}


async def test_the_points_of_the_shipped_article(user: Any) -> None:
    # discount-points-break-even: month 61, or 48 months when what is owed counts too.
    found = (await user.send(BREAK_EVEN, {"input": POINT})).data["pointsBreakEven"]
    assert (found["cost"], found["monthlySaving"]) == ("3000.00", "49.59")
    assert (found["simpleMonths"], found["trueMonths"]) == (61, 48)


async def test_points_that_make_no_sense_are_named(user: Any) -> None:
    for change, argument in [
        ({"amount": "0"}, "input.amount"),
        ({"termMonths": 0}, "input.termMonths"),
        ({"rateWithout": "101"}, "input.rateWithout"),
        ({"rateWith": "-1"}, "input.rateWith"),
        ({"points": "101"}, "input.points"),
    ]:
        answer = await user.send(BREAK_EVEN, {"input": {**POINT, **change}})
        assert answer.code == "BAD_USER_INPUT", change
        assert answer.error["extensions"]["argument"] == argument, change


RATE = """
query ($loan: LoanTermsInput!, $adjustment: RateAdjustmentInput!, $index: [Percent!]!, $start: Date) {
  adjustableRate(loan: $loan, adjustment: $adjustment, startDate: $start) {
    ceiling lowest changes
    worst { totalInterest totalPaid steps { year annualRate } highestPayment { year annualRate payment } }
    best { steps { annualRate } }
    path(index: $index) {
      steps { firstPayment count annualRate payment }
      schedule(first: 1, after: 11) { number dueDate balance }
    }
  }
}
"""
LOAN = {"amount": "10000", "annualRate": "17.41", "termMonths": 360}
YEARLY = {
    "fixedMonths": 12,
    "changeEvery": 12,
    "margin": "3",
    "caps": {**CAPS, "lifetimeDown": "5"},
}


async def test_the_first_years_of_sample_h_14(user: Any) -> None:
    # Regulation Z, Appendix H-14: the payment falls with the index from $145.90 to $106.73.
    index = ["9.78", "12.17", "7.66", "6.36"]
    variables = {"loan": LOAN, "adjustment": YEARLY, "index": index, "start": "1982-01-01"}
    found = (await user.send(RATE, variables)).data["adjustableRate"]
    steps = found["path"]["steps"]
    assert [step["payment"] for step in steps] == ["145.90", "129.81", "127.91", "112.43", "106.73"]
    assert [step["annualRate"] for step in steps][-1] == "12.41"
    assert found["path"]["schedule"] == [
        {"number": 12, "dueDate": "1983-01-01", "balance": "9989.37"}
    ]
    assert (found["ceiling"], found["lowest"], found["changes"]) == ("22.41", "12.41", 29)
    assert found["best"]["steps"][-1]["annualRate"] == "12.41"


async def test_the_sample_loan_of_the_charm_booklet(user: Any) -> None:
    # "adjusts every year starting in year 6, can go as high as 8 % in year 8"
    variables = {
        "loan": {"amount": "216000", "annualRate": "3", "termMonths": 360},
        "adjustment": {
            **ADJUSTMENT,
            "margin": "2.25",
            "caps": {**CAPS, "floor": "2.25"},
        },
        "index": ["1"],
    }
    found = (await user.send(RATE, variables)).data["adjustableRate"]
    assert [(step["year"], step["annualRate"]) for step in found["worst"]["steps"]] == [
        (1, "3"),
        (6, "5"),
        (7, "7"),
        (8, "8"),
    ]
    assert found["worst"]["highestPayment"]["year"] == 8
    assert (found["ceiling"], found["lowest"]) == ("8", "2.25")
    paid = float(found["worst"]["totalPaid"]) - float(found["worst"]["totalInterest"])
    assert round(paid, 2) == 216_000


async def test_an_adjustable_rate_that_cannot_be_is_named(user: Any) -> None:
    good = {"loan": LOAN, "adjustment": YEARLY, "index": ["5"]}
    for change, argument in [
        ({"loan": {**LOAN, "amount": "0"}}, "loan.amount"),
        ({"loan": {**LOAN, "termMonths": 0}}, "loan.termMonths"),
        ({"adjustment": {**YEARLY, "fixedMonths": 0}}, "adjustment.fixedMonths"),
        ({"adjustment": {**YEARLY, "changeEvery": 0}}, "adjustment.changeEvery"),
        ({"adjustment": {**YEARLY, "margin": "101"}}, "adjustment.margin"),
        (
            {"adjustment": {**YEARLY, "caps": {**CAPS, "floor": "101"}}},
            "adjustment.caps.floor",
        ),
        (
            {"adjustment": {**YEARLY, "interestOnlyMonths": 360}},
            "adjustment.interestOnlyMonths",
        ),
        ({"index": []}, "index"),
        ({"index": ["5"] * 601}, "index"),
        ({"index": ["-1"]}, "index[0]"),
        ({"start": "9999-12-31"}, "startDate"),
    ]:
        answer = await user.send(RATE, {**good, **change})
        first = answer.body["errors"][0]["extensions"]
        assert (first["code"], first["argument"]) == ("BAD_USER_INPUT", argument), change
