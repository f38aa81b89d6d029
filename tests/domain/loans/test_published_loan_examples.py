"""Figures that others published: the one kind of example that can contradict our own formula."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.loans.amortization import LoanTerms, by_year, level_payment, quote, schedule


def _terms(amount: str, rate: str, months: int) -> LoanTerms:
    return LoanTerms(Decimal(amount), Decimal(rate), months)


@pytest.mark.parametrize(
    ("amount", "rate", "months", "payment"),
    [
        # Mortgage payment tables in general circulation.
        ("200000", "6.5", 360, "1264.14"),
        ("100000", "6", 360, "599.55"),
        ("165000", "4.5", 360, "836.03"),
        # CFPB, Regulation Z Appendix H, sample form H-24(B): fixed-rate Loan Estimate.
        ("162000", "3.875", 360, "761.78"),
        # Microsoft, documentation of the Excel function PMT, first example.
        ("10000", "8", 10, "1037.03"),
        # Theory-of-interest course tables (Math 352) on a public document site.
        ("150000", "3.625", 360, "684.08"),
        ("130000", "3.8", 180, "948.62"),
        # amortizationtable.org, table for $231,000 over 25 years.
        ("231000", "0.25", 300, "794.39"),
        ("231000", "3", 300, "1095.43"),
        ("231000", "3.9", 300, "1206.58"),
    ],
)
def test_level_payments(amount: str, rate: str, months: int, payment: str) -> None:
    assert level_payment(_terms(amount, rate, months)) == Decimal(payment)


def test_principal_paid_off_in_five_years_in_the_cfpb_sample_loan_estimate() -> None:
    # H-24(B), page 3, "In 5 years": $15,773 principal you will have paid off.
    after_five_years = schedule(_terms("162000", "3.875", 360))[59]
    assert round(Decimal(162000) - after_five_years.balance) == 15773


def test_first_instalments_in_the_excel_documentation() -> None:
    # Microsoft, IPMT: 10 % on 8,000 over 3 years, first month's interest 66.67.
    assert schedule(_terms("8000", "10", 36))[0].interest == Decimal("66.67")
    # Microsoft, PPMT: 10 % on 2,000 over 2 years, first month's principal 75.62.
    assert schedule(_terms("2000", "10", 24))[0].principal == Decimal("75.62")


def test_the_second_year_in_the_excel_documentation() -> None:
    # Microsoft, CUMIPMT and CUMPRINC: 9 % on 125,000 over 30 years, payments 13 to 24. Excel sums
    # unrounded parts, a real schedule rounded ones: half a cent each in twelve payments at most.
    second_year = by_year(schedule(_terms("125000", "9", 360)))[1]
    assert second_year.interest == pytest.approx(Decimal("11135.23"), abs=Decimal("0.06"))
    assert second_year.principal == pytest.approx(Decimal("934.11"), abs=Decimal("0.06"))


def test_a_whole_schedule_to_the_cent_with_its_last_payment() -> None:
    # A textbook exercise, "Customized loan amortization table": $1,000 at 9 % over six months.
    result = quote(_terms("1000", "9", 6))

    assert result.payment == Decimal("171.07")
    assert result.final_payment == Decimal("171.06")
    assert [(str(i.interest), str(i.principal), str(i.balance)) for i in result.schedule] == [
        ("7.50", "163.57", "836.43"),
        ("6.27", "164.80", "671.63"),
        ("5.04", "166.03", "505.60"),
        ("3.79", "167.28", "338.32"),
        ("2.54", "168.53", "169.79"),
        ("1.27", "169.79", "0.00"),
    ]
