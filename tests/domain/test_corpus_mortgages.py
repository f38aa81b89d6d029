"""The mortgage articles' figures that are not plain payments come out when computed anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

import pytest

from domain.corpus.articles import articles

PROSE = {article.slug: " ".join(article.body.split()) for article in articles()}


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def payment(loan: str, rate: str, months: int) -> Decimal:
    monthly = Decimal(rate) / 1200
    return cents(Decimal(loan) * monthly / (1 - (1 + monthly) ** -months))


def repay(loan: str, rate: str, paid: Decimal) -> tuple[int, Decimal]:
    """How many months it takes to repay, and the interest on the way."""
    owed, months, interest = Decimal(loan), 0, Decimal(0)
    while owed > 0:
        charge = cents(owed * Decimal(rate) / 1200)
        owed, months, interest = owed + charge - paid, months + 1, interest + charge
    return months, interest


def scheduled_interest(loan: str, rate: str, months: int) -> Decimal:
    return payment(loan, rate, months) * months - Decimal(loan)


def government_loans() -> Iterator[tuple[str, str]]:
    base = 300000 * Decimal("0.965")
    premium = base * Decimal("0.0175")
    yield "fha-loans", f"the base loan is ${base:,.0f}"
    yield "fha-loans", f"premium of ${premium:,.2f} brings it to ${base + premium:,.2f}"
    yield "fha-loans", f"starts at roughly ${base * Decimal('0.0055') / 12:,.0f} a month"
    slug = "va-loans-and-residual-income"
    housing = payment("326880", "6", 360) + 430
    yield slug, f"${320000 * Decimal('1.0215'):,.0f} at 6%"
    yield slug, f"${7200 - housing - 1250 - 210 - 620:,} is left"
    yield slug, f"${housing + 620:,} ÷ $7,200 = {(housing + 620) / 7200:.1%}"
    yield slug, f"here ${1003 * Decimal('1.2'):,.2f}"
    slug = "usda-rural-home-loans"
    yield slug, f"which makes the loan ${220000 * Decimal('1.01'):,.0f}"
    yield slug, f"about ${cents(222200 * Decimal('0.0035') / 12)} a month"


def choices_between_loans() -> Iterator[tuple[str, str]]:
    slug = "conforming-and-jumbo-loans"
    one = payment("900000", "6.75", 360)
    two = payment("832750", "6.5", 360) + payment("67250", "8.75", 240)
    yield slug, f"together ${two:,}"
    yield slug, f"costs ${two - one} more at first"
    gap = payment("340000", "6.875", 360) - payment("340000", "6.5", 360)
    yield "rate-locks", f"would cost ${gap} every month"
    slug = "mortgage-buydowns"
    first, second, full = (payment("360000", rate, 360) for rate in ("4.75", "5.75", "6.75"))
    yield slug, f"${full - first} a month for the first year and ${full - second} for the second"
    fund = 12 * (2 * full - first - second)
    yield slug, f"${12 * (full - first):,} + ${12 * (full - second):,} = ${fund:,}"
    yield slug, f"${360000 - fund:,} at 6.75%"
    yield slug, f"which is ${full - payment(str(360000 - fund), '6.75', 360)} less for good"
    slug = "assumable-mortgages"
    pair = payment("260000", "3.25", 300) + payment("90000", "8.5", 240)
    yield slug, f"the two together cost ${pair:,}"
    yield slug, f"Assuming saves ${payment('350000', '6.5', 360) - pair} a month"
    slug = "cash-out-refinance-versus-second-lien"
    pair = payment("220000", "3.5", 300) + payment("60000", "8.5", 180)
    yield slug, f"Together that is ${pair:,}"
    yield slug, f"which is ${payment('280000', '6.75', 360) - pair} less"
    yield slug, f"÷ 280 = {(220 * Decimal('3.5') + 60 * Decimal('8.5')) / 280:.2f}%"
    kept = scheduled_interest("220000", "3.5", 300) + scheduled_interest("60000", "8.5", 180)
    yield slug, f"about ${kept:,.0f} on the pair"
    yield slug, f"about ${scheduled_interest('280000', '6.75', 360):,.0f} on the cash-out"
    slug = "second-homes-and-rental-property-loans"
    gap = payment("240000", "7.25", 360) - payment("240000", "6.5", 360)
    yield slug, f"The occupancy costs ${gap} monthly"


def later_payments() -> Iterator[tuple[str, str]]:
    slug = "interest-only-and-balloon-loans"
    interest = cents(Decimal(400000) * 7 / 1200)
    jump = payment("400000", "7", 240) - interest
    yield slug, f"the interest is ${interest:,} a month"
    yield slug, f"That is ${jump}, or about {jump / interest:.0%}, more"
    yield (
        slug,
        f"${payment('400000', '7', 240) - payment('400000', '7', 360)} more than the regular",
    )
    debt = 120000 * (1 + Decimal("7.5") / 1200) ** 120
    yield "reverse-mortgages", f"the debt is about ${debt:,.0f} after ten years"
    slug = "manufactured-home-loans"
    yield slug, f"interest of about ${scheduled_interest('90000', '9.5', 240):,.0f} in all"
    yield slug, f"about ${scheduled_interest('90000', '7', 240):,.0f} of interest"
    slug = "biweekly-mortgage-payments"
    due = payment("300000", "6.5", 360)
    raised = due + cents(due / 12)
    months, interest = repay("300000", "6.5", raised)
    yield slug, f"26 halves come to ${13 * due:,} a year, against ${12 * due:,}"
    yield slug, f"paying ${raised:,} each month repays the loan in {months} months, about "
    yield slug, f"saves roughly ${repay('300000', '6.5', due)[1] - interest:,.0f} of interest"


def shorter_and_lower() -> Iterator[tuple[str, str]]:
    slug = "recasting-versus-refinancing"
    old, recast = payment("370000", "6.875", 336), payment("310000", "6.875", 336)
    months, interest = repay("310000", "6.875", old)
    saved = recast - payment("310000", "6.25", 336)
    yield slug, f"which is ${old - recast} less"
    yield slug, f"the loan ends in {months} months"
    full = repay("310000", "6.875", recast)[1]
    yield slug, f"about ${interest:,.0f}, compared with about ${full:,.0f}"
    yield slug, f"$6,500 ÷ ${saved} = {6500 / saved:.1f}"
    slug = "fifteen-versus-thirty-year-mortgage"
    long, short = payment("265000", "6.5", 360), payment("265000", "5.875", 180)
    months, interest = repay("265000", "6.5", short)
    yield slug, f"asks for ${short - long} more each month"
    cost = scheduled_interest("265000", "6.5", 360), scheduled_interest("265000", "5.875", 180)
    yield slug, f"about ${cost[0]:,.0f} in interest and the 15-year loan about ${cost[1]:,.0f}"
    yield slug, f"The gap of roughly ${cost[0] - cost[1]:,.0f}"
    yield slug, f"having paid in about ${84 * (short - long):,.0f} more"
    yield slug, f"gone in {months} months, {months - 180} months later"
    yield slug, f"interest is about ${interest:,.0f}"
    slug = "loan-modification-short-sale-deed-in-lieu"
    before, after = payment("230000", "7", 300), payment("239600", "6.5", 480)
    yield slug, f"That is ${before - after} less"
    yield slug, f"come to ${480 * after:,.0f} instead of ${300 * before:,.0f}"


def servicing() -> Iterator[tuple[str, str]]:
    slug = "mortgage-payoff-and-lien-release"
    day = cents(184000 * Decimal("0.065") / 365)
    yield slug, f"÷ 365 = ${day}"
    yield slug, f"${day} = ${18 * day}, and the payoff is ${184000 + 18 * day:,}"
    slug = "why-did-my-mortgage-payment-go-up"
    before, after = 5400 + 2100, 6300 + 2700
    missing = after - before + (after - before) // 6
    bill = Decimal(after) / 12 + cents(Decimal(missing) / 12)
    yield slug, f"from ${before:,} to ${after:,}, so the deposit goes from ${before // 12}"
    yield slug, f"which makes a shortage of ${missing:,}"
    yield slug, f"${missing:,} ÷ 12 = ${cents(Decimal(missing) / 12)}"
    yield slug, f"becomes ${bill}, or ${bill - before // 12} more than before"
    slug = "force-placed-insurance"
    first, reminder = dt.date(2026, 3, 1), dt.date(2026, 4, 6)
    for day_of in (first + dt.timedelta(30), first + dt.timedelta(45), reminder + dt.timedelta(15)):
        yield slug, f"{day_of:%B} {day_of.day}"
    slug = "construction-loans"
    yield slug, f"9 ÷ 12 = ${160000 * Decimal('0.08') * 9 / 12:,.0f}"
    yield slug, f"three months would add about ${320000 * Decimal('0.08') * 3 / 12:,.0f}"


FIGURES = [
    *government_loans(),
    *choices_between_loans(),
    *later_payments(),
    *shorter_and_lower(),
    *servicing(),
]


@pytest.mark.parametrize(("slug", "words_of_it"), FIGURES)
def test_every_derived_mortgage_figure_comes_out(slug: str, words_of_it: str) -> None:
    assert words_of_it in PROSE[slug]
