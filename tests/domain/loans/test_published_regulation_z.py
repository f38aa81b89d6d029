"""Payments, balances and rates that Regulation Z prints: its commentary and its sample forms.

12 CFR Part 1026: Supplement I (official interpretations), Appendix H. The commentary to 1026.43 rounds
to whole dollars and computes from unrounded payments; a real schedule, in whole cents, may be a
dollar or two away after many years.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.loans.adjustable import AdjustableTerms, Caps, path_of_index, worst_case
from domain.loans.amortization import LoanTerms, level_payment, quote, schedule
from domain.loans.apr import apr_of_level_periods
from domain.loans.disclosure import ClosingCosts, disclose
from domain.loans.mortgage_insurance import insurance_end
from domain.loans.walk import Fixed, Leg, Level, Plan, instalments
from tests.domain.loans.textbook import textbook_between

D = Decimal

# --- comment 17(c)(1)-10: discounted adjustable rates ---------------------------------

COMPOSITE_RATES = [
    # $100,000 for 30 years at 9 % for a year, then index 10 % + 2 points: caps, payments, APR
    ("v.A", Caps(D(10), D(10), D(20)), [(12, "804.62"), (348, "1025.31")], "11.63"),
    ("v.B", Caps(D(2), D(2), D(20)), [(12, "804.62"), (12, "950.09"), (336, "1024.34")], "11.53"),
]


@pytest.mark.parametrize(
    ("caps", "payments", "percent"),
    [row[1:] for row in COMPOSITE_RATES],
    ids=[row[0] for row in COMPOSITE_RATES],
)
def test_composite_rates_of_discounted_loans(
    caps: Caps, payments: list[tuple[int, str]], percent: str
) -> None:
    terms = AdjustableTerms(D(100_000), D(9), 360, 12, 12, D(2), caps)
    path = path_of_index(terms, [D(10)])
    assert [(step.count, step.payment) for step in path.steps] == [
        (count, D(payment)) for count, payment in payments
    ]
    assert _apr(D(100_000), [row.payment for row in path.schedule]) == D(percent)


def test_composite_rate_with_a_payment_cap() -> None:
    # v.C: 9 % for a year, then 12 %, but payments rise by 7.5 % a year at most: five levels.
    capped = ["864.97", "929.84", "999.58"]
    legs = [Leg(12, D(9), Level(360)), *(Leg(12, D(12), Fixed(D(each))) for each in capped)]
    rows = instalments(Plan(D(100_000), (*legs, Leg(312, D(12), Level(312)))))
    assert [rows[at].payment for at in (0, 12, 24, 36, 48)] == [
        D(each) for each in ("804.62", *capped, "1070.04")
    ]
    assert _apr(D(100_000), [row.payment for row in rows]) == D("11.64")
    assert rows[12].balance > rows[11].balance  # the payment does not cover the interest


def test_composite_rate_of_a_step_rate_loan() -> None:
    # Comment 22(a)(1)-4, "step rates": 24 payments of $210.71, 24 of $220.25 and 12 of $222.59 on
    # $10,000 are 10.75 %.
    payments = [D("210.71")] * 24 + [D("220.25")] * 24 + [D("222.59")] * 12
    assert _apr(D(10_000), payments) == D("10.75")


# --- comments to 1026.43: ability to repay, qualified mortgages ------------------------

LEVEL_PAYMENTS = [
    # comment, amount, rate, months, payment in whole dollars
    ("43(c)(5)(i)-5.i", 200_000, "7", 360, 1331),
    ("43(c)(5)(i)-5.ii", 200_000, "6", 360, 1199),
    ("43(c)(5)(i)-5.ii", 200_000, "7.5", 360, 1398),
    ("43(c)(5)(ii)(B)-2.i", 200_000, "7", 300, 1414),
    ("43(c)(5)(ii)(B)-2.ii", 200_000, "7.5", 300, 1478),
    ("43(c)(5)(ii)(C)-3.i", 229_251, "8", 333, 1716),
    ("43(c)(5)(ii)(C)-3.ii", 207_662, "7.5", 324, 1497),
    ("43(d)(5)(i)-5.v", 193_948, "7.5", 336, 1383),
    ("43(d)(5)(i)-7.v", 200_000, "7", 336, 1359),
    ("43(d)(5)(i)-10.v", 229_219, "8", 300, 1769),
    ("43(e)(2)(iv)-5.i", 188_218, "9", 312, 1564),
    ("43(e)(2)(iv)-5.ii", 200_000, "9", 360, 1609),
    ("43(e)(2)(iv)-7.iii", 186_109, "8", 300, 1436),
    ("43(e)(2)(iv)-7.iii", 200_000, "8", 360, 1468),
    ("43(e)(2)(iv)-7, step rate", 187_868, "7.5", 300, 1388),
]


@pytest.mark.parametrize(
    ("amount", "rate", "months", "payment"), [row[1:] for row in LEVEL_PAYMENTS]
)
def test_payments_for_ability_to_repay(amount: int, rate: str, months: int, payment: int) -> None:
    assert round(level_payment(LoanTerms(D(amount), D(rate), months))) == payment


BALANCES = [
    # comment, annual rate of $200,000 over 30 years, payments made, balance in whole dollars
    ("43(d)(5)(i)-5.iv", "5", 24, 193_948),
    ("43(e)(2)(iv)-7.iii", "6", 60, 186_109),
]


@pytest.mark.parametrize(("rate", "paid", "balance"), [row[1:] for row in BALANCES])
def test_balances(rate: str, paid: int, balance: int) -> None:
    rows = schedule(LoanTerms(D(200_000), D(rate), 360))
    assert round(rows[paid - 1].balance) == balance


BALLOONS = [
    # comment, annual rate of $200,000 amortised over 30 years, payments, the last of them
    ("43(c)(5)(ii)(A)-4.i", "6", 36, 193_367),
    ("43(c)(5)(ii)(A)-4.iii", "6", 72, 183_995),
    ("43(c)(5)(ii)(A)-5", "7", 120, 172_955),
    ("43(f)(1)(ii)-1", "6", 60, 187_308),
]


@pytest.mark.parametrize(("rate", "payments", "balloon"), [row[1:] for row in BALLOONS])
def test_balloon_payments(rate: str, payments: int, balloon: int) -> None:
    rows = instalments(Plan(D(200_000), (Leg(payments, D(rate), Level(360)),)))
    assert rows[-1].payment == pytest.approx(D(balloon), abs=D("1.50"))


def test_a_step_rate_mortgage() -> None:
    # 43(c)(5)(i)-5.iii and 43(e)(2)(iv)-7: 6.5 %, 7 % from year 3, 7.5 % from year 6.
    steps = [
        Leg(24, D("6.5"), Level(360)),
        Leg(36, D(7), Level(336)),
        Leg(300, D("7.5"), Level(300)),
    ]
    rows = instalments(Plan(D(200_000), tuple(steps)))
    assert [round(rows[at].payment) for at in (0, 24, 60)] == [1264, 1328, 1388]
    assert round(rows[59].balance) == 187_868


def test_the_fastest_rise_of_a_discounted_rate() -> None:
    # 43(e)(2)(iv)-5.i and -7.ii: 5 % for three years, then 2 points a year up to 9 %.
    caps = Caps(D(2), D(2), D(4))
    path = worst_case(AdjustableTerms(D(200_000), D(5), 360, 36, 12, D(3), caps))
    last = path.steps[-1]
    assert (last.first_payment, last.annual_rate) == (49, 9)
    assert (round(last.balance), round(last.payment)) == (188_218, 1564)


def test_an_adjustable_rate_with_interest_only_payments() -> None:
    # 43(c)(5)(ii)(B)-2.ii: 5 % for three years, then index 4.5 % + 3 points, 2 points a year at most;
    # interest only for five years.
    caps = Caps(D(2), D(2), D(20))
    terms = AdjustableTerms(D(200_000), D(5), 360, 36, 12, D(3), caps, interest_only_months=60)
    path = path_of_index(terms, [D("4.5")])
    assert [(step.first_payment, round(step.payment)) for step in path.steps] == [
        (1, 833),
        (37, 1167),
        (49, 1250),
        (61, 1478),
    ]


def test_a_graduated_payment_mortgage_grows_at_first() -> None:
    # 43(b)(7)-3.ii: at 7.5 %, payments of $943, $1,061 and $1,193 in the first three years lead to
    # $207,662 after 36; those figures are rounded, so the balance can be off by a few dollars.
    legs = [Leg(12, D("7.5"), Fixed(D(payment))) for payment in (943, 1061, 1193)]
    rows = instalments(Plan(D(200_000), (*legs, Leg(324, D("7.5"), Level(324)))))
    assert rows[35].balance == pytest.approx(D(207_662), abs=10)
    assert max(row.balance for row in rows) == rows[35].balance
    assert round(rows[36].payment) == 1497


def test_an_adjustable_rate_with_negative_amortisation() -> None:
    # 43(b)(7)-3.i: minimum payments of $690, $742, $797; 1.5 % for the first month, then 10.5 %:
    # $229,251 after 27 payments. With rounded minimum payments within ten dollars.
    legs = [
        Leg(1, D("1.5"), Fixed(D("690.24"))),
        Leg(11, D("10.5"), Fixed(D("690.24"))),
        Leg(12, D("10.5"), Fixed(D("742.01"))),
        Leg(3, D("10.5"), Fixed(D("797.66"))),
        Leg(333, D(8), Level(333)),
    ]
    rows = instalments(Plan(D(200_000), tuple(legs)))
    assert rows[26].balance == pytest.approx(D(229_251), abs=10)
    assert round(rows[27].payment) == 1716


# --- Appendix H, sample H-14: a variable-rate mortgage ----------------------------------

H14 = [
    # year, index, interest rate, monthly payment, balance at the end of the year
    (1982, "14.41", "17.41", "145.90", "9989.37"),
    (1983, "9.78", "15.41", "129.81", "9969.66"),
    (1984, "12.17", "15.17", "127.91", "9945.51"),
    (1985, "7.66", "13.17", "112.43", "9903.70"),
    (1986, "6.36", "12.41", "106.73", "9848.94"),
    (1987, "6.71", "12.41", "106.73", "9786.98"),
    (1988, "7.52", "12.41", "106.73", "9716.88"),
    (1989, "7.97", "12.41", "106.73", "9637.56"),
    (1990, "8.06", "12.41", "106.73", "9547.83"),
    (1991, "6.40", "12.41", "106.73", "9446.29"),
]
"""$10,000 for 30 years, margin 3, caps of 2 points a year and 5 for life.

The form goes on to 1996 with the same rate and payment; from 1992 its balances are 14 to 52 cents
above those that its own payment leaves, and are left out.
"""


def test_ten_years_of_sample_h_14() -> None:
    caps = Caps(D(2), D(2), D(5), lifetime_down=D(5))
    terms = AdjustableTerms(D(10_000), D("17.41"), 360, 12, 12, D(3), caps)
    index = [D(row[1]) for row in H14[1:]]
    path = path_of_index(terms, index)
    rates = {
        payment: step.annual_rate
        for step in path.steps
        for payment in range(step.first_payment, step.first_payment + step.count)
    }
    for place, (_, _, rate, payment, balance) in enumerate(H14):
        december = path.schedule[12 * place + 11]
        assert rates[december.number] == D(rate)
        assert december.payment == D(payment)
        assert december.balance == D(balance)


def test_the_worst_case_of_sample_h_14() -> None:
    # 12.41 % may become 17.41 %: from $106.03 to $145.34 in the fourth year.
    caps = Caps(D(2), D(2), D(5))
    path = worst_case(AdjustableTerms(D(10_000), D("12.41"), 360, 12, 12, D(3), caps))
    worst = path.highest_payment
    assert path.steps[0].payment == D("106.03")
    assert (worst.year, worst.annual_rate, worst.payment) == (4, D("17.41"), D("145.34"))


# --- Appendix H, samples H-24(B) and H-25(B): one loan estimated and closed ---------------

SAMPLE = LoanTerms(D(162_000), D("3.875"), 360)
SALE_PRICE = D(180_000)
PREMIUM = D("82.35")


def test_the_loan_estimate_h_24_b() -> None:
    # Page 3: in five years $56,582 paid, of which $15,773 principal; TIP 69.45 %. Page 2: loan costs
    # (section D) $5,672, prepaid interest $262. Page 1: mortgage insurance in years 1 to 7.
    rows = schedule(SAMPLE)
    end = insurance_end(rows, original_value=SALE_PRICE)
    costs = ClosingCosts(loan_costs=D(5672), prepaid_interest=D(262))
    result = disclose(rows, costs=costs, premiums=(PREMIUM,) * end.last_premium)
    assert round(result.five_year_total) == 56_582
    assert round(result.five_year_principal) == 15_773
    assert result.total_interest_percentage == D("69.45")
    assert (end.automatic + 11) // 12 == 7


def test_the_closing_disclosure_h_25_b() -> None:
    # Page 5: TIP 69.46 %, APR 4.174 %, finance charge $118,830.27, total of payments $285,803.36,
    # amount financed $162,000.00; prepaid interest $279.04, loan costs $4,694.05.
    rows = schedule(SAMPLE)
    end = insurance_end(rows, original_value=SALE_PRICE)
    premiums = (PREMIUM,) * end.last_premium
    costs = ClosingCosts(loan_costs=D("4694.05"), prepaid_interest=D("279.04"))
    assert disclose(rows, costs=costs, premiums=premiums).total_interest_percentage == D("69.46")

    result = disclose(rows, costs=ClosingCosts(), premiums=premiums)
    assert result.amount_financed == 162_000
    assert result.apr.disclosed == D("4.174")

    # The form adds up 360 payments before rounding; the real ones come to $1.43 more.
    interest = textbook_between(
        amount=SAMPLE.amount, annual_rate=SAMPLE.annual_rate, payments=360, first=1, last=360
    ).interest
    assert interest + sum(premiums) == D("118830.27")
    assert SAMPLE.amount + interest + sum(premiums) + costs.loan_costs + costs.prepaid_interest == (
        D("285803.36")
    )
    assert result.finance_charge == pytest.approx(D("118830.27"), abs=D("1.50"))
    assert quote(SAMPLE).total_interest == pytest.approx(interest, abs=D("1.50"))


def _apr(amount: Decimal, payments: list[Decimal]) -> Decimal:
    return round(apr_of_level_periods(amount, payments, per_year=12).rate, 2)
