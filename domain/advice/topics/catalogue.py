"""Every topic: how it is computed and how people ask about it, in the order in which figures are listed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from domain.advice.topics import (
    annual_percentage_rate,
    budget,
    changed,
    choice,
    consolidation,
    cost,
    equity,
    payoff,
    points,
    prepayment,
    qualifying,
    rate_change,
    rebate,
    refinancing,
    risk,
    short_loan,
    standing,
    term,
    verdict,
)
from domain.advice.topics.case import Case
from domain.advice.topics.finding import Finding, Topic

COMPUTE: tuple[Callable[[Case], Finding | None], ...] = (
    cost.cost,
    annual_percentage_rate.annual_percentage_rate,
    qualifying.qualifying,
    risk.risk,
    equity.equity,
    prepayment.prepayment,
    term.term,
    points.points,
    refinancing.refinancing,
    rate_change.rate_change,
    choice.choice,
    consolidation.consolidation,
    payoff.payoff,
    short_loan.short_loan,
    rebate.rebate,
    budget.budget,
    changed.changed,
    verdict.verdict,
)

ASKS: Mapping[Topic, tuple[str, ...]] = MappingProxyType(
    {
        Topic.COST: cost.ASKS,
        Topic.APR: annual_percentage_rate.ASKS,
        Topic.QUALIFYING: qualifying.ASKS,
        Topic.RISK: risk.ASKS,
        Topic.EQUITY: equity.ASKS,
        Topic.PREPAYMENT: prepayment.ASKS,
        Topic.TERM: term.ASKS,
        Topic.POINTS: points.ASKS,
        Topic.REFINANCING: refinancing.ASKS,
        Topic.RATE_CHANGE: rate_change.ASKS,
        Topic.VERDICT: verdict.ASKS,
        Topic.FORECAST: standing.FORECAST_ASKS,
        Topic.LENDER: standing.LENDER_ASKS,
    }
)
"""Example questions; one is compared with them by meaning, so what it is about needs no keyword."""

OTHER_ASKS = (
    "Can a lender ask whether I am married?",
    "Can they refuse me because of my age or my race?",
    "Why was I denied credit, and must they tell me why?",
    "Is this lender a scam?",
    "Should I consolidate my credit card debt?",
    "Should I cosign a loan?",
    "Is an interest-only mortgage a good idea?",
    "Are payday loans a bad idea?",
    "How do I dispute an error on my credit report?",
    "How do I raise my credit score?",
    "What is an escrow account?",
    "Do I have the right to cancel the contract?",
    "What happens if I stop paying or default?",
    "What help is there if I cannot pay?",
    "How does co-signing affect my credit?",
    "How does student loan forgiveness work?",
    "What is the difference between a home equity loan and a line of credit?",
    "Which of my debts should I pay first?",
    "Should I rent or buy?",
    "What does this term in my loan documents mean?",
    "What debt-to-income ratio do lenders want?",
    "Can I get a loan with bad credit?",
    "A debt collector keeps calling me: what can I do?",
)
"""Questions that no topic computes an answer to: one nearest to these is answered from its sources."""
