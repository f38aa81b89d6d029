"""The shipped articles hold what they promise: sources, no repetition, and sums that come out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

import pytest

from domain.corpus.articles import Article, articles, parse

ARTICLES = articles()
AGENCIES = "CFPB|FTC|HUD|VA|USDA|FHFA|IRS|NCUA|SBA|Federal Reserve|Department of Education"
CITATION = re.compile(
    r"\d+ CFR \d+(\.\d+|( Appendix [A-Z]{1,2}))?"
    r"|\d+ U\.S\.C\. \d+[a-z]*(-\d+[a-z]?)?"
    r"|Pub\. L\. \d+-\d+"
    r"|HUD Handbook \d+\.\d"
    rf"|({AGENCIES}), \S.+"
)
LOAN = r"\$(?P<loan>[\d,]+(?:\.\d\d)?) at (?P<rate>[\d.]+)% over (?P<months>\d+) months"
PAYMENT = re.compile(LOAN + r" is \$(?P<payment>[\d,]+\.\d\d) a month")
BALANCE = re.compile(
    rf"[Aa]fter (?P<paid>\d+) payments on {LOAN}, \$(?P<left>[\d,]+\.\d\d) is still"
)


def each_article() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.slug)


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def payment(loan: Decimal, rate: Decimal, months: int) -> Decimal:
    monthly = rate / 1200
    return cents(loan * monthly / (1 - (1 + monthly) ** -months))


def repay(loan: Decimal, rate: Decimal, paid: Decimal) -> Iterator[tuple[Decimal, Decimal]]:
    """The interest of each month and the balance after it, until nothing is owed."""
    while loan > 0:
        interest = cents(loan * rate / 1200)
        loan = max(loan + interest - paid, Decimal(0))
        yield interest, loan


def balance(loan: Decimal, rate: Decimal, months: int, made: int) -> Decimal:
    steps = repay(loan, rate, payment(loan, rate, months))
    return [next(steps)[1] for _ in range(made)][-1]


def prose(article: Article) -> str:
    lines = [line for line in article.body.splitlines() if not line.startswith("#")]
    return " ".join(" ".join(lines).split())


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9$%.,]*[a-z0-9%]", text.lower())


def shingles(article: Article) -> set[tuple[str, ...]]:
    tokens = words(prose(article))
    return set(zip(*(tokens[start:] for start in range(8)), strict=False))


def sentences(article: Article) -> set[str]:
    found = re.split(r"(?<=[.?!])\s+(?=[A-Z$])", prose(article))
    return {sentence for sentence in found if len(words(sentence)) >= 8}


def test_the_library_is_sorted_and_large_enough() -> None:
    slugs = [article.slug for article in ARTICLES]
    assert slugs == sorted(set(slugs))
    assert len(slugs) >= 27
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) for slug in slugs)


def test_titles_are_unique() -> None:
    assert len({article.title.casefold() for article in ARTICLES}) == len(ARTICLES)


@each_article()
def test_the_front_matter_is_complete(article: Article) -> None:
    assert article.body.splitlines()[0] == f"# {article.title}"
    assert dt.date(2026, 1, 1) <= article.date <= dt.date(2026, 12, 31)
    assert len(article.tags) >= 2
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", tag) for tag in article.tags)
    strange = [source for source in article.sources if not CITATION.fullmatch(source)]
    assert strange == []
    assert len(set(article.sources)) == len(article.sources)


@each_article()
def test_the_body_is_a_full_article_in_short_sections(article: Article) -> None:
    assert 300 <= len(prose(article).split()) <= 750
    sections = re.split(r"^## ", article.body, flags=re.MULTILINE)[1:]
    assert len(sections) >= 5
    for section in sections:
        heading, _, text = section.partition("\n")
        assert 15 <= len(text.split()) <= 110, heading


def test_no_two_articles_repeat_each_other() -> None:
    known = {article.slug: shingles(article) for article in ARTICLES}
    for (one, first), (other, second) in combinations(known.items(), 2):
        shared = len(first & second) / min(len(first), len(second))
        assert shared <= 0.02, f"{one} and {other} share {shared:.1%} of their phrases"


def test_no_sentence_is_written_twice() -> None:
    seen: dict[str, str] = {}
    for article in ARTICLES:
        for sentence in sentences(article):
            assert sentence not in seen, f"{seen.get(sentence)} and {article.slug}: {sentence}"
            seen[sentence] = article.slug


@each_article()
def test_every_quoted_payment_and_balance_comes_out(article: Article) -> None:
    text = prose(article)
    for found in PAYMENT.finditer(text):
        due = payment(number(found["loan"]), number(found["rate"]), int(found["months"]))
        assert due == number(found["payment"]), found[0]
    for found in BALANCE.finditer(text):
        loan, rate, months = number(found["loan"]), number(found["rate"]), int(found["months"])
        assert balance(loan, rate, months, int(found["paid"])) == number(found["left"]), found[0]


def test_a_loan_is_always_quoted_in_the_form_that_is_checked() -> None:
    quoted = sum(len(PAYMENT.findall(prose(article))) for article in ARTICLES)
    assert quoted >= 30
    for article in ARTICLES:
        loose = BALANCE.sub("", PAYMENT.sub("", prose(article)))
        assert re.search(LOAN, loose) is None, article.slug


def yearly_rate(received: str, paid: str, months: int) -> Decimal:
    """The rate in percent at which equal payments repay what was received (an APR)."""
    low, high = Decimal(0), Decimal(100)
    for _ in range(40):
        middle = (low + high) / 2
        monthly = middle / 1200
        worth = Decimal(paid) * (1 - (1 + monthly) ** -months) / monthly
        low, high = (middle, high) if worth > Decimal(received) else (low, middle)
    return low


def run(loan: str, rate: str, paid: str) -> tuple[int, Decimal]:
    """How many months it takes to repay, and the interest on the way."""
    steps = [interest for interest, _ in repay(Decimal(loan), Decimal(rate), Decimal(paid))]
    return len(steps), sum(steps, Decimal(0))


def pay_off(order: str) -> tuple[int, Decimal, int]:
    """Months, interest and the month of the first success for the three debts of the example."""
    rates, minimums = [24, 12, 7], [Decimal(200), Decimal(50), Decimal(250)]
    owed = [Decimal(8000), Decimal(1500), Decimal(7000)]
    interest, month, first = Decimal(0), 0, 0
    while any(owed):
        month += 1
        charges = [cents(due * rate / 1200) for due, rate in zip(owed, rates, strict=True)]
        interest += sum(charges)
        owed = [due + charge for due, charge in zip(owed, charges, strict=True)]
        paid = [min(due, least) for due, least in zip(owed, minimums, strict=True)]
        owed = [due - part for due, part in zip(owed, paid, strict=True)]
        left = 700 - sum(paid)
        for debt in sorted(range(3), key=lambda d: -rates[d] if order == "rate" else owed[d]):
            extra = min(left, owed[debt])
            owed[debt], left = owed[debt] - extra, left - extra
        if not first and 0 in owed:
            first = month
    return month, interest, first


def months_until(loan: str, rate: str, months: int, target: int) -> int:
    paid = payment(Decimal(loan), Decimal(rate), months)
    steps = enumerate(repay(Decimal(loan), Decimal(rate), paid), start=1)
    return next(month for month, (_, left) in steps if left <= target)


def derived() -> Iterator[tuple[str, str]]:
    """Figures that are not plain payments: an article, and words it must contain."""
    yield "apr-versus-interest-rate", f"about {yearly_rate('294000', '1896.20', 360):.2f}%"
    yield "apr-versus-interest-rate", f"about {yearly_rate('5700', '282.44', 24):.2f}%"
    yield "personal-loans", f"about {yearly_rate('9500', '332.14', 36):.2f}%"
    yield "personal-loans", f"costs ${60 * Decimal('222.44') - 36 * Decimal('332.14'):,} more"
    first, second = (months_until("360000", "6.75", 360, mark) for mark in (320_000, 312_000))
    yield "loan-to-value-and-pmi", f"the 80% mark, with payment {first}"
    yield "loan-to-value-and-pmi", f"the 78% mark, with payment {second}"
    yield "loan-to-value-and-pmi", f"saves {second - first} months of premiums"
    yield "debt-to-income-ratio", f"$2,470 ÷ $6,500 = {2470 / 6500:.1%}"
    yield "debt-to-income-ratio", f"$2,210 ÷ $6,500 = {2210 / 6500:.1%}"
    yield "co-signing-a-loan", f"from {1300 / 5200:.1%} to about {(1300 + 364.98) / 5200:.1%}"
    yield from derived_for_mortgages()
    for order, style in (("rate", "avalanche"), ("size", "snowball")):
        months, interest, first = pay_off(order)
        sentence = rf"[Ww]ith the {style} .*?{months} months .*?about \${interest:,.0f}"
        text = prose(next(one for one in ARTICLES if one.slug == "debt-payoff-order"))
        found = re.search(sentence, text)
        yield "debt-payoff-order", found[0] if found else sentence
        yield "debt-payoff-order", f"in month {first}"
    yield "payday-loans-and-loan-scams", f"= {75 / 500 * 365 / 14:.0%}"


def derived_for_mortgages() -> Iterator[tuple[str, str]]:
    slug = "discount-points-break-even"
    low, high = (payment(Decimal(300000), Decimal(rate), 360) for rate in ("6.5", "6.75"))
    yield slug, f"$3,000 ÷ ${high - low} = {3000 / (high - low):.1f}"
    gaps = [
        balance(Decimal(300000), Decimal("6.75"), 360, month)
        - balance(Decimal(300000), Decimal("6.5"), 360, month)
        for month in (47, 48, 60)
    ]
    yield slug, f"${gaps[2]} lower at 6.5%"
    assert 47 * (high - low) + gaps[0] < 3000 < 48 * (high - low) + gaps[1]
    slug = "extra-payments-and-prepayment"
    _, full = run("250000", "6", "1498.88")
    for extra in ("1698.88", "1598.88"):
        months, interest = run("250000", "6", extra)
        yield slug, f"in {months} months"
        yield slug, f"about ${full - interest:,.0f}"
    after = balance(Decimal(250000), Decimal(6), 360, 12)
    long, much = run(str(after), "6", "1498.88")
    short, less = run(str(after - 10000), "6", "1498.88")
    yield slug, f"in month {short + 12}, {long - short} months early"
    yield slug, f"about ${much - less:,.0f} of interest"
    yield slug, f"from $1,498.88 to ${payment(after - 10000, Decimal(6), 348):,}"
    slug = "refinancing-and-break-even"
    old, same, new = Decimal("2234.27") * 324, Decimal("1983.01") * 324, Decimal("1908.72") * 360
    yield slug, f"$6,200 ÷ $325.55 = {6200 / Decimal('325.55'):.2f}"
    yield slug, f"saving is about ${old - new - 6200:,.0f}"
    yield slug, f"about ${old - same - 6200:,.0f} less"
    yield "fixed-versus-adjustable-rate", f"in about {Decimal('10184.40') / Decimal('240.07'):.0f}"
    left = balance(Decimal(300000), Decimal("5.5"), 360, 60)
    for step, rate in enumerate(("7.5", "8.5", "9.5")):
        left = balance(left, Decimal(rate), 300 - 6 * step, 6)
    yield "arm-rate-caps", f"The balance is then ${left:,} with 282 payments left"
    factor = (1 - (1 + Decimal("7.5") / 1200) ** -360) / (Decimal("7.5") / 1200)
    yield "how-much-house-can-i-afford", f"it supports about ${1550 * factor:,.0f}"
    yield "closing-costs", f"= ${cents(Decimal('18200') / 365)}"
    yield "closing-costs", f"about ${cents(Decimal('182000') / 365)}"
    yield "closing-costs", f"= ${70000 + 5800 + Decimal('3948.63') - 7000:,}"


@pytest.mark.parametrize(("slug", "words_of_it"), list(derived()))
def test_every_derived_figure_comes_out(slug: str, words_of_it: str) -> None:
    assert words_of_it in prose(next(article for article in ARTICLES if article.slug == slug))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("# No front matter\n", "between two lines"),
        ('+++\ntitle = "A"\n', "between two lines"),
        ("+++\ntitle = A\n+++\n", "Invalid value"),
        ('+++\ntitle = "A"\n+++\n', "unknown fields: date, sources, tags"),
        ('+++\ntitle = " "\ndate = 2026-11-23\ntags = ["a"]\nsources = ["b"]\n+++\n', "title"),
        ('+++\ntitle = "A"\ndate = "soon"\ntags = ["a"]\nsources = ["b"]\n+++\n', "TOML date"),
        ('+++\ntitle = "A"\ndate = 2026-11-23\ntags = []\nsources = ["b"]\n+++\n', "tags"),
        ('+++\ntitle = "A"\ndate = 2026-11-23\ntags = ["a"]\nsources = [1]\n+++\n', "sources"),
    ],
)
def test_bad_front_matter_is_refused_with_the_name_of_the_file(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint) as refused:
        parse("broken.md", text)
    assert str(refused.value).startswith("broken.md: ")


def test_a_good_file_becomes_an_article() -> None:
    head = 'title = "A loan"\ndate = 2026-11-23\ntags = ["a", "b"]\nsources = ["12 CFR 1026.22"]'
    assert parse("a-loan.md", f"+++\n{head}\n+++\n\n# A loan\n\nText.\n") == Article(
        slug="a-loan",
        title="A loan",
        date=dt.date(2026, 11, 23),
        tags=("a", "b"),
        sources=("12 CFR 1026.22",),
        body="# A loan\n\nText.",
    )
