"""The figures in the articles on cars, students, cards, business loans and rights come out."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

import pytest

from domain.corpus.articles import articles

PROSE = {article.slug: " ".join(article.body.split()) for article in articles()}
TIMES, MINUS = "\N{MULTIPLICATION SIGN}", "\N{MINUS SIGN}"
Found = Iterator[tuple[str, str]]


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def payment(loan: str, rate: str, months: int) -> Decimal:
    monthly = Decimal(rate) / 1200
    return cents(Decimal(loan) * monthly / (1 - (1 + monthly) ** -months))


def total(loan: str, rate: str, months: int) -> Decimal:
    return payment(loan, rate, months) * months


def interest(loan: str, rate: str, months: int) -> Decimal:
    return total(loan, rate, months) - Decimal(loan)


def left_after(loan: str, rate: str, months: int, made: int) -> Decimal:
    due, owed = payment(loan, rate, months), Decimal(loan)
    for _ in range(made):
        owed += cents(owed * Decimal(rate) / 1200) - due
    return owed


def pay_off(loan: str, rate: str, paid: str) -> tuple[int, Decimal]:
    """How many months a fixed payment takes, and the interest on the way."""
    owed, charged, months = Decimal(loan), Decimal(0), 0
    while owed > 0:
        charge = cents(owed * Decimal(rate) / 1200)
        owed, charged, months = owed + charge - Decimal(paid), charged + charge, months + 1
    return months, charged


def apr(received: str, payments: Sequence[Decimal]) -> Decimal:
    """The yearly rate in percent at which monthly payments are worth what was received."""
    low, high = Decimal(0), Decimal(500)
    for _ in range(50):
        middle = (low + high) / 2
        growth = 1 + middle / 1200
        worth = sum(paid / growth**month for month, paid in enumerate(payments, start=1))
        low, high = (middle, high) if worth > Decimal(received) else (low, middle)
    return low


def leasing() -> Found:
    slug = "leasing-versus-buying-a-car"
    depreciation, rent = cents(Decimal(34_000 - 20_000) / 36), (34_000 + 20_000) * Decimal("0.0025")
    lease = 36 * (depreciation + rent)
    equity = 20_000 - left_after("34000", "6", 60, 36)
    bought = 36 * payment("34000", "6", 60) - equity
    yield slug, f"$14,000 ÷ 36 = ${depreciation}"
    yield slug, f"$54,000 {TIMES} 0.0025 = ${rent:.2f}"
    yield slug, f"${depreciation + rent:.2f} a month before tax, or ${lease:,.2f} over the lease"
    yield slug, f"you keep ${equity:,}"
    yield slug, f"cost ${bought:,}, about ${lease - bought:.0f} less"
    yield (
        slug,
        f"{3 * 3000:,} extra miles after three years; at 25 cents each, that is ${9000 // 4:,}",
    )


def cars() -> Found:
    slug = "refinancing-a-car-loan"
    old, owed = payment("24000", "11", 72), str(left_after("24000", "11", 72, 18))
    lower, longer = old - payment(owed, "7", 54), total(owed, "7", 72)
    yield slug, f"${lower} less each month and ${54 * lower:,} less in all"
    yield slug, f"add up to ${longer:,}, while the rest of the old loan costs ${54 * old:,}"
    yield (
        slug,
        f"shrinks to ${54 * old - longer}, and you make payments for {72 - 54} months longer",
    )
    yield slug, f"$75 ÷ ${lower} is about {['no', 'one', 'two'][round(75 / lower)]} months"
    slug = "car-repossession-and-deficiency"
    yield slug, f"$16,500 + $1,050 {MINUS} $9,800 = ${16_500 + 1_050 - 9_800:,}"
    slug = "gap-and-service-contracts"
    insured = 19_000 - 500
    yield slug, f"the insurer pays ${insured:,}. That leaves ${24_500 - insured:,}"
    yield slug, f"or ${24_500 - 19_000:,} if not"
    yield slug, f"a $2,400 contract costs ${total('2400', '8', 72):,}"
    slug = "buy-here-pay-here-and-title-loans"
    dear, fair = total("9000", "22", 48), total("9000", "11", 48)
    yield slug, f"for ${dear:,} in all"
    yield slug, f"and ${fair:,} in all. The gap is ${dear - fair:,}"
    yield slug, f"25% {TIMES} 365 ÷ 30 = {0.25 * 365 / 30:.0%}"
    yield slug, f"four fees, ${4 * 250:,} in all"


def students() -> Found:
    slug = "student-loan-borrowing-limits"
    yield slug, f"${4 * 20_500:,} of the $100,000"
    yield slug, f"only ${100_000 - 4 * 20_500:,} is left"
    yield slug, f"half of $7,500, which is ${7_500 // 2:,}"
    yield "parent-plus-loans", f"about ${interest('65000', '9', 240):,.0f} of interest"
    yield "parent-plus-loans", f"up to ${9_500 - 5_500:,} extra"
    yield "parent-plus-loans", f"and ${12_500 - 7_500:,} in later ones"
    yield from public_service()
    slug = "student-loan-consolidation"
    average = (12_000 * 5.5 + 20_000 * 7.05) / 32_000
    yield slug, f"the average is {average}%, which becomes {math.ceil(average * 8) / 8}%"
    saved = interest("32000", "6.5", 180) - interest("32000", "6.5", 120)
    yield slug, f"saving ${saved:,} of interest"
    slug = "student-loan-default-and-rehabilitation"
    yearly = (36_000 - 24_000) * 15 // 100
    yield slug, f"15% of $12,000 is ${yearly:,}, or ${yearly // 12} a month"
    slug = "student-loan-cosigner-release-and-refinancing"
    lower = payment("42000", "9.5", 120) - payment("42000", "6.5", 120)
    stretched = total("42000", "6.5", 180)
    yield slug, f"saves ${lower} a month and ${120 * lower:,} in ten years"
    yield slug, f"the payments total ${stretched:,}, more than the old loan"
    assert stretched > total("42000", "9.5", 120)


def public_service() -> Found:
    """The plan waives interest that a payment leaves unpaid and matches principal up to $50."""
    slug = "public-service-loan-forgiveness"
    paid, owed = Decimal(48_000) * 4 / 100 / 12, Decimal(60_000)
    first = owed * Decimal("6.5") / 1200
    for _ in range(120):
        own = max(paid - owed * Decimal("6.5") / 1200, Decimal(0))
        owed -= max(own, min(Decimal(50), paid))
    yield slug, f"4% of income, or ${paid:.0f} a month"
    yield slug, f"120 payments of ${paid:.0f} would come to ${120 * paid:,.0f}"
    yield slug, f"the first month's interest of ${first:.0f}"
    yield slug, f"the balance would be ${owed:,.0f}"


def cards() -> Found:
    slug = "credit-card-interest-and-grace-periods"
    yield (
        slug,
        f"$2,000 {TIMES} 24% ÷ 365 {TIMES} 30 = ${cents(Decimal(2000) * 24 / 100 / 365 * 30)}",
    )
    months, charged = pay_off("5000", "24", "150")
    yield slug, f"takes {months} months to clear at $150 a month and costs about ${charged:,.0f}"
    months, charged = pay_off("5000", "24", "250")
    yield slug, f"At $250 a month it takes {months} months and about ${charged:,.0f}"
    slug = "balance-transfers"
    moved = 6_000 * 104 // 100
    months, charged = pay_off("6000", "24", "416")
    yield slug, f"you owe ${moved:,}. With 0% for 15 months, paying ${moved // 15} a month"
    yield slug, f"takes {months} months and costs ${charged:,} in interest"
    yield slug, f"saves ${charged - (moved - 6_000)}"
    yield slug, f"leaves ${moved - 15 * 250:,} after 15 months"
    assert moved % 15 == 0


def small_loans() -> Found:
    slug = "debt-consolidation"
    average = (5_000 * 25 + 4_000 * 21 + 3_000 * 18) / 12_000
    due, cost = payment("12000", "13", 48), interest("12000", "13", 48)
    months, charged = pay_off("12000", "21.92", str(due))
    yield slug, f"the average is {average:.2f}% on $12,000"
    yield slug, f"for ${cost:,} of interest"
    yield slug, f"would take {months} months and about ${charged:,.0f}"
    yield slug, f"roughly ${charged - cost:,.0f} and {months - 48} months"
    yield slug, f"the interest grows to ${interest('12000', '13', 84):,}"
    yield slug, f"pays out ${12_000 * 95 // 100:,}, too little"
    yield slug, f"its APR is about {apr('11400', [due] * 48):.2f}%"
    yield "buy-now-pay-later", f"or ${total('1200', '24', 12):,} in all"
    yield "buy-now-pay-later", f"7 ÷ 50 {TIMES} 365 ÷ 14 = {7 / 50 * 365 / 14:.0%}"
    slug = "credit-union-small-loans"
    yearly = apr("980", [payment("1000", "28", 6)] * 6)
    yield slug, f"for ${interest('1000', '28', 6)} of interest"
    yield slug, f"would be about {yearly:.2f}%"
    yield slug, f"and ${interest('1000', '28', 12)} of interest"
    yield slug, f"you pay ${6 * 400 * 15 // 100} in fees"
    yield slug, f"after ${total('400', '28', 6)} you are done"


def business() -> Found:
    yield "sba-7a-and-504-loans", f"it would cover ${250_000 * 75 // 100:,}"
    slug = "personal-guarantees-and-merchant-cash-advances"
    owed = 50_000 * 135 // 100
    yield slug, f"you must pay back ${owed:,}"
    yield slug, f"ends after {owed // 450} business days"
    yield slug, f"The cost is ${owed - 50_000:,}"
    yield slug, f"takes about {owed / (60_000 * 0.12):.1f} months"
    yield slug, f"it takes about {owed / (40_000 * 0.12):.1f} months"
    slug = "factor-rate-versus-apr"
    year, half = [cents(Decimal(52_000) / 12)] * 12, [cents(Decimal(52_000) / 6)] * 6
    yield slug, f"$40,000 {TIMES} 1.30 = ${40_000 * 130 // 100:,}"
    yield slug, f"of ${year[0]:,}, that $52,000 has an APR of about {apr('40000', year):.2f}%"
    yield slug, f"or ${total('40000', '30', 12):,} in all"
    yield slug, f"${half[0]:,}, the same factor has an APR of about {apr('40000', half):.2f}%"
    yield slug, f"rises to about {apr('38800', year):.2f}%"
    yield slug, f"six-month version to about {apr('38800', half):.2f}%"
    yield slug, f"2 {TIMES} 30% ÷ 13 {TIMES} 12 = {2 * 0.30 / 13 * 12:.1%}"
    early = apr("40000", [*year[:5], 52_000 - 5 * year[0]])
    yield slug, f"raises the APR to about {early:.2f}%"


def rights() -> Found:
    last = dt.date(2026, 6, 1) + dt.timedelta(days=30)
    yield "debt-validation-and-old-debts", f"through {last:%B} {last.day}, {last.year}"
    slug = "debt-settlement-and-credit-counseling"
    months, charged = pay_off("20000", "24", str(payment("20000", "8", 60)))
    yield slug, f"or ${total('20000', '8', 60):,} in all"
    yield slug, f"would take {months} months and about ${charged:,.0f}"
    fee, tax = 20_000 * 22 // 100, 10_000 * 22 // 100
    yield slug, f"or ${fee:,}. You pay ${10_000 + fee:,}"
    yield slug, f"that is ${tax:,}. The real saving is ${20_000 - 10_000 - fee - tax:,}"
    yield "bankruptcy-and-loans", f"the other ${18_000 - 11_000:,} joins"
    yield "bankruptcy-and-loans", f"${9_000 // 60} a month over 60 months"
    slug = "building-credit-from-nothing"
    yield slug, f"$90 is {90 / 300:.0%} of the limit, and $27 is {27 / 300:.0%}"
    yield slug, f"you pay ${total('600', '12', 12)} and receive $600"
    yield slug, f"costs you ${interest('600', '12', 12)}"
    more = payment("25000", "10", 60) - payment("25000", "7", 60)
    yield "risk-based-pricing-notices", f"is ${more} a month, or ${60 * more:,} over the loan"


GROUPS = (leasing, cars, students, cards, small_loans, business, rights)


@pytest.mark.parametrize(("slug", "words"), [pair for group in GROUPS for pair in group()])
def test_every_figure_of_the_consumer_articles_comes_out(slug: str, words: str) -> None:
    assert words in PROSE[slug]
