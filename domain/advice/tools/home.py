"""Tools for a home: what an income bears, mortgage insurance, escrow, renting or buying."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.advice.tools.arguments import Count, Dollars, Months, Percent, Years
from domain.advice.tools.loan import said
from domain.advice.tools.tool import Computation, Tool, money, months, percent, some
from domain.loans.affordability import (
    USUAL_BACK_LIMIT,
    USUAL_FRONT_LIMIT,
    Borrower,
    HousingCosts,
)
from domain.loans.escrow import Disbursement, review
from domain.loans.home_budget import DebtLimits, Financing, HomeBudget, home_budgets
from domain.loans.mortgage_insurance import insurance_plan
from domain.loans.rent_or_buy import Tenancy, purchase_of, rent_or_buy
from domain.loans.terms import LoanTerms
from domain.money import ZERO


@dataclass(frozen=True, slots=True)
class Means:
    """An income and how a home would be paid for; taxes and insurance in percent of its value a year."""

    gross_monthly_income: Dollars
    monthly_debts: Dollars
    annual_rate: Percent
    term_months: Months
    down_payment: Dollars = ZERO
    price: Dollars | None = None
    property_tax: Percent = ZERO
    home_insurance: Percent = ZERO
    dues: Dollars = ZERO
    front_limit: Percent = USUAL_FRONT_LIMIT
    back_limit: Percent = USUAL_BACK_LIMIT


def _affordability(given: Means, on: date) -> Computation:
    del on
    found = home_budgets(
        Borrower(given.gross_monthly_income, given.monthly_debts),
        Financing(
            given.annual_rate,
            given.term_months,
            given.down_payment,
            costs=HousingCosts(
                property_tax=given.property_tax, insurance=given.home_insurance, dues=given.dues
            ),
        ),
        DebtLimits(given.front_limit, given.back_limit),
        price=given.price,
    )
    basis = f"limits of {given.front_limit} % for housing and {given.back_limit} % for all debts"
    figures = [
        money("largestLoan", "Largest loan", found.largest.amount, basis),
        money("largestPrice", "Highest price", found.largest.property_value, basis),
        money("housingPayment", "Monthly housing payment", found.largest.housing_payment, basis),
    ]
    home = found.in_mind
    if home is not None:
        figures += [
            money(
                "homePayment", "Monthly housing payment of that home", home.housing_payment, basis
            ),
            percent("homeHousingRatio", "Housing ratio of that home", home.front_ratio, basis),
            percent("homeDebtRatio", "Debt-to-income ratio with that home", home.back_ratio, basis),
        ]
    return Computation(tuple(figures), () if home is None else (_fit(home),))


def _fit(home: HomeBudget) -> str:
    return f"The home {'keeps' if home.fits else 'does not keep'} within both limits."


@dataclass(frozen=True, slots=True)
class Insured:
    """A loan on a home, and its mortgage insurance premium in percent of the loan a year."""

    amount: Dollars
    annual_rate: Percent
    term_months: Months
    original_value: Dollars
    annual_percent: Percent


def _insurance(given: Insured, on: date) -> Computation:
    del on
    terms = LoanTerms(given.amount, given.annual_rate, given.term_months)
    plan = insurance_plan(
        terms, original_value=given.original_value, annual_percent=given.annual_percent
    )
    if not plan.required:
        return Computation(notes=("Lenders do not ask for mortgage insurance on this loan.",))
    basis = f"schedule of {said(terms)}, 12 U.S.C. 4901 and 4902"
    return Computation(
        (
            money("premium", "Monthly premium", plan.premium, basis),
            months("byRequest", "Until it can end on request", plan.by_request.payment, basis),
            months("automatic", "Until it must end", plan.automatic.payment, basis),
            money("premiums", "Total of premiums", plan.total, basis),
        )
    )


@dataclass(frozen=True, slots=True)
class Bill:
    """What is paid out in a month of the account's year, 1 to 12."""

    month: Count
    amount: Dollars


@dataclass(frozen=True, slots=True)
class Bills:
    """A year's bills and, if it is known, what the account holds."""

    bills: list[Bill]
    balance: Dollars | None = None


def _escrow(given: Bills, on: date) -> Computation:
    del on
    found = review(
        [Disbursement(bill.month, bill.amount) for bill in given.bills], balance=given.balance
    )
    basis = "the largest that 12 CFR 1024.17 allows"
    standing = found.standing
    figures = some(
        money("escrowPayment", "Monthly escrow payment", found.analysis.monthly_payment, basis),
        money("escrowCushion", "Cushion", found.analysis.cushion, basis),
        money("escrowStart", "Starting balance", found.analysis.starting_balance, basis),
        None
        if standing is None
        else money(
            "escrowDifference",
            f"Escrow {standing.standing.value}",
            standing.amount,
            "balance beside the target",
        ),
    )
    return Computation(figures)


@dataclass(frozen=True, slots=True)
class Choice:
    """A home and the rent of one like it; yearly rates in percent."""

    price: Dollars
    down_payment: Dollars
    annual_rate: Percent
    term_months: Months
    rent: Dollars
    years: Years
    closing_costs: Dollars = ZERO
    property_tax: Percent = ZERO
    maintenance: Percent = ZERO
    appreciation: Percent = ZERO
    rent_increase: Percent = ZERO
    investment_return: Percent = ZERO


def _rent_or_buy(given: Choice, on: date) -> Computation:
    del on
    purchase = purchase_of(
        price=given.price,
        down_payment=given.down_payment,
        annual_rate=given.annual_rate,
        term_months=given.term_months,
        closing_costs=given.closing_costs,
        costs=HousingCosts(property_tax=given.property_tax),
        maintenance=given.maintenance,
        appreciation=given.appreciation,
    )
    found = rent_or_buy(
        purchase,
        Tenancy(given.rent, given.rent_increase),
        years=given.years,
        investment_return=given.investment_return,
    )
    last, ahead = found.years[-1], found.break_even_year
    basis = f"{said(purchase.loan)}, beside renting, after {given.years} years"
    return Computation(
        some(
            money("owner", "Left if bought and sold again", last.owner, basis),
            money("renter", "Left if rented and the rest invested", last.renter, basis),
            None if ahead is None else months("ahead", "Buying is ahead from", 12 * ahead, basis),
        ),
        () if ahead is not None else ("Buying is not ahead within that time.",),
    )


HOME_TOOLS = (
    Tool("affordability", "The largest loan and price an income bears.", Means, _affordability),
    Tool("mortgage_insurance", "What PMI costs and when it ends.", Insured, _insurance),
    Tool("escrow", "What an escrow account may require.", Bills, _escrow),
    Tool("rent_or_buy", "Renting beside buying.", Choice, _rent_or_buy),
)
