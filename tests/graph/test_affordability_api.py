"""Affordability, mortgage insurance, escrow, renting or buying, as clients use them."""

from __future__ import annotations

from typing import Any

AFFORDABILITY = """
query ($input: AffordabilityInput!) {
  affordability(input: $input) {
    limit
    largest { ...Home }
    inMind { ...Home }
  }
}
fragment Home on HomeAffordability {
  price amount payment propertyTax insurance dues mortgageInsurance housingPayment
  frontRatio backRatio loanToValue combinedLoanToValue fits
}
"""
HOUSEHOLD = {
    "grossMonthlyIncome": "6000",
    "monthlyDebts": "400",
    "annualRate": "6.5",
    "termMonths": 360,
}
INSURANCE = """
query ($input: MortgageInsuranceInput!) {
  mortgageInsurance(input: $input) {
    required monthlyPremium numberOfPremiums totalPremiums
    byRequest { payment day premiums } automatic { payment day premiums }
    final { payment day premiums }
  }
}
"""
INSURED = {
    "amount": "162000",
    "annualRate": "3.875",
    "termMonths": 360,
    "originalValue": "180000",
    "annualPercent": "0.61",
}
ESCROW = """
query ($input: EscrowInput!) {
  escrow(input: $input) {
    monthlyPayment startingBalance cushion balances
    standing { kind amount mustRefund mayDemand }
  }
}
"""
# Regulation X, 12 CFR Part 1024, Appendix E: school taxes in September, county taxes in July and December.
BILLS = [
    {"month": 3, "amount": "360"},
    {"month": 1, "amount": "500"},
    {"month": 6, "amount": "700"},
]
RENT_OR_BUY = """
query ($input: RentOrBuyInput!) {
  rentOrBuy(input: $input) {
    breakEvenYear
    years { year homeValue balance owner renter }
  }
}
"""
HOME = {
    "price": "300000",
    "downPayment": "60000",
    "annualRate": "0",
    "termMonths": 240,
    "rent": "1500",
    "investmentReturn": "0",
}


async def test_what_an_income_bears(user: Any) -> None:
    # 28 % of $6,000 are $1,680, and with $400 of debts 34.67 %.
    found = (await user.send(AFFORDABILITY, {"input": HOUSEHOLD})).data["affordability"]
    largest = found["largest"]
    assert (found["limit"], found["inMind"]) == ("FRONT", None)
    assert (largest["payment"], largest["housingPayment"]) == ("1680.00", "1680.00")
    assert (largest["frontRatio"], largest["backRatio"]) == ("28.00", "34.67")
    assert (largest["loanToValue"], largest["fits"]) == ("100.00", True)
    indebted = {**HOUSEHOLD, "monthlyDebts": "1000"}
    found = (await user.send(AFFORDABILITY, {"input": indebted})).data["affordability"]
    assert (found["limit"], found["largest"]["payment"]) == ("BACK", "1160.00")


async def test_a_home_in_mind_is_broken_down(user: Any) -> None:
    request = {
        **HOUSEHOLD,
        "downPayment": "60000",
        "price": "300000",
        "otherLiens": "15000",
        "costs": {
            "propertyTax": "1",
            "insuranceYearly": "1200",
            "dues": "35.50",
            "mortgageInsurance": "0.5",
        },
    }
    home = (await user.send(AFFORDABILITY, {"input": request})).data["affordability"]["inMind"]
    assert home == {
        "price": "300000.00",
        "amount": "240000.00",
        "payment": "1516.96",
        "propertyTax": "250.00",
        "insurance": "100.00",
        "dues": "35.50",
        "mortgageInsurance": "0.00",
        "housingPayment": "1902.46",
        "frontRatio": "31.71",
        "backRatio": "38.37",
        "loanToValue": "80.00",
        "combinedLoanToValue": "85.00",
        "fits": False,
    }


async def test_nothing_can_be_afforded_and_nothing_breaks(user: Any) -> None:
    poor = {**HOUSEHOLD, "grossMonthlyIncome": "1000", "monthlyDebts": "900"}
    found = (await user.send(AFFORDABILITY, {"input": poor})).data["affordability"]
    assert found["limit"] == "BACK"
    assert (found["largest"]["amount"], found["largest"]["loanToValue"]) == ("0.00", None)
    rich = {**HOUSEHOLD, "grossMonthlyIncome": "999999999999.99", "downPayment": "1000000000"}
    found = (await user.send(AFFORDABILITY, {"input": rich})).data["affordability"]
    assert (found["limit"], found["largest"]["amount"]) == ("AMOUNT", "1000000000.00")


async def test_when_mortgage_insurance_ends(user: Any) -> None:
    # $82.35 a month is the premium of CFPB's sample H-25(B).
    request = {**INSURED, "firstPayment": "2024-06-01"}
    found = (await user.send(INSURANCE, {"input": request})).data["mortgageInsurance"]
    assert found["required"]
    assert found["monthlyPremium"] == "82.35"
    # 12 USC 4902(c): the 180th of 360 payments falls due on 1 May 2039, and it ends the month after.
    assert (found["final"]["payment"], found["final"]["day"]) == (180, "2039-06-01")
    assert found["byRequest"]["payment"] < found["automatic"]["payment"] == 80
    assert found["automatic"]["day"] == "2031-01-01"
    assert found["numberOfPremiums"] == 80
    assert found["totalPremiums"] == found["automatic"]["premiums"] == "6588.00"


async def test_without_a_first_payment_the_ends_have_no_day(user: Any) -> None:
    found = (await user.send(INSURANCE, {"input": INSURED})).data["mortgageInsurance"]
    assert {found[end]["day"] for end in ("byRequest", "automatic", "final")} == {None}
    small = {**INSURED, "originalValue": "202500"}
    found = (await user.send(INSURANCE, {"input": small})).data["mortgageInsurance"]
    assert (found["required"], found["byRequest"]["payment"]) == (False, 0)
    assert found["totalPremiums"] == "0.00"


async def test_the_published_escrow_analysis(user: Any) -> None:
    found = (await user.send(ESCROW, {"input": {"disbursements": BILLS}})).data["escrow"]
    assert (found["monthlyPayment"], found["cushion"]) == ("130.00", "260.00")
    assert found["startingBalance"] == "1040.00"
    cushioned = [670, 800, 570, 700, 830, 260, 390, 520, 650, 780, 910, 1040]
    assert found["balances"] == [f"{dollars}.00" for dollars in cushioned]
    assert found["standing"] is None
    bare = {"disbursements": BILLS, "withCushion": False}
    found = (await user.send(ESCROW, {"input": bare})).data["escrow"]
    assert (found["startingBalance"], found["balances"][5]) == ("780.00", "0.00")


async def test_how_an_escrow_account_stands(user: Any) -> None:
    for balance, standing in (
        ("1040", ["EVEN", "0.00", False, False]),
        ("1090", ["SURPLUS", "50.00", True, False]),
        ("911", ["SHORTAGE", "129.00", False, True]),
        ("-130", ["DEFICIENCY", "130.00", False, False]),
    ):
        request = {"disbursements": BILLS, "balance": balance}
        found = (await user.send(ESCROW, {"input": request})).data["escrow"]["standing"]
        assert list(found.values()) == standing


async def test_renting_and_buying_the_first_year_by_hand(user: Any) -> None:
    # Owning costs $1,000 of principal, $300 of tax, $100 of dues and $250 of upkeep a month.
    request = {
        **HOME,
        "closingCosts": "9000",
        "costs": {"propertyTax": "1.2", "dues": "100"},
        "maintenance": "1",
        "sellingCosts": "6",
        "rentersInsurance": "20",
        "years": 1,
    }
    found = (await user.send(RENT_OR_BUY, {"input": request})).data["rentOrBuy"]
    assert found["breakEvenYear"] is None
    assert found["years"] == [
        {
            "year": 1,
            "homeValue": "300000.00",
            "balance": "228000.00",
            "owner": "54000.00",
            "renter": "70560.00",
        }
    ]


async def test_a_dear_rent_makes_buying_pay_and_a_value_may_fall(user: Any) -> None:
    dear = {**HOME, "rent": "5000"}
    found = (await user.send(RENT_OR_BUY, {"input": dear})).data["rentOrBuy"]
    assert (found["breakEvenYear"], len(found["years"])) == (1, 30)
    falling = {**HOME, "appreciation": "-10", "years": 2}
    found = (await user.send(RENT_OR_BUY, {"input": falling})).data["rentOrBuy"]
    assert found["years"][1]["homeValue"] == "243000.00"


async def test_the_largest_figures_are_answered(user: Any) -> None:
    extreme = {
        **HOME,
        "price": "1000000000",
        "downPayment": "0",
        "annualRate": "100",
        "termMonths": 600,
        "appreciation": "100",
        "rentIncrease": "100",
        "investmentReturn": "100",
        "years": 50,
    }
    found = (await user.send(RENT_OR_BUY, {"input": extreme})).data["rentOrBuy"]
    assert len(found["years"]) == 50


def wrong(query: str, base: dict[str, Any], *cases: tuple[str, Any]) -> list[tuple[Any, ...]]:
    return [(query, base, field, value) for field, value in cases]


WRONG = [
    *wrong(
        AFFORDABILITY,
        HOUSEHOLD,
        ("grossMonthlyIncome", "0"),
        ("grossMonthlyIncome", "$6,000"),
        ("monthlyDebts", "-1"),
        ("annualRate", "101"),
        ("annualRate", 6.5),
        ("termMonths", 0),
        ("downPayment", "-0.01"),
        ("costs.propertyTax", "101"),
        ("costs.insurance", "-1"),
        ("costs.insuranceYearly", "-1"),
        ("costs.dues", "-1"),
        ("costs.mortgageInsurance", "1e9"),
        ("frontLimit", "101"),
        ("backLimit", "-1"),
        ("price", "0"),
        ("price", "1000000000.01"),
        ("otherLiens", "-1"),
        ("downPayment", "1000000000.01"),
        ("costs.dues", "1000000000.01"),
    ),
    *wrong(
        INSURANCE,
        INSURED,
        ("amount", "0"),
        ("annualRate", "6,5"),
        ("termMonths", 601),
        ("originalValue", "0"),
        ("annualPercent", "101"),
        ("firstPayment", "9999-01-01"),
        ("firstPayment", "tomorrow"),
    ),
    *wrong(
        ESCROW,
        {"disbursements": BILLS},
        ("disbursements", []),
        ("disbursements", [{"month": 1, "amount": "1"}] * 101),
        ("balance", "1.234"),
    ),
    *wrong(
        RENT_OR_BUY,
        HOME,
        ("price", "0"),
        ("downPayment", "300000"),
        ("downPayment", "-1"),
        ("annualRate", "101"),
        ("termMonths", 0),
        ("closingCosts", "-1"),
        ("costs.dues", "-1"),
        ("maintenance", "101"),
        ("sellingCosts", "101"),
        ("appreciation", "-101"),
        ("appreciation", -2.5),
        ("rent", "-1"),
        ("rentIncrease", "-1"),
        ("rentersInsurance", "-1"),
        ("investmentReturn", "101"),
        ("years", 0),
        ("years", 51),
    ),
]


async def test_a_wrong_value_is_named_by_its_path(user: Any) -> None:
    for query, base, field, value in WRONG:
        name, _, inner = field.partition(".")
        request = {**base, name: {inner: value} if inner else value}
        answer = await user.send(query, {"input": request})
        assert answer.code == "BAD_USER_INPUT", (field, value)
        assert answer.error["extensions"]["argument"] == f"input.{field}"


async def test_a_wrong_bill_is_named_by_its_place(user: Any) -> None:
    for change in ({"month": 13}, {"amount": "-1"}):
        bills = [BILLS[0], {**BILLS[1], **change}]
        answer = await user.send(ESCROW, {"input": {"disbursements": bills}})
        (field,) = change
        assert answer.code == "BAD_USER_INPUT"
        assert answer.error["extensions"]["argument"] == f"input.disbursements[1].{field}"


async def test_nobody_unknown_may_calculate(anyone: Any) -> None:
    for query, base in (
        (AFFORDABILITY, HOUSEHOLD),
        (INSURANCE, INSURED),
        (ESCROW, {"disbursements": BILLS}),
        (RENT_OR_BUY, HOME),
    ):
        assert (await anyone.send(query, {"input": base})).code == "UNAUTHENTICATED"
