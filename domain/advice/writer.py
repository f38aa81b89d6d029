"""The deterministic writer: the same figures and passages always give the same text."""

from __future__ import annotations

from collections.abc import Sequence

from domain.advice.advice import DISCLAIMER, Citation, Figure
from domain.advice.excerpt import excerpt
from domain.advice.figures import Computed
from domain.advice.request import AdviceRequest
from domain.advice.show import show_figure, show_percent
from domain.loans.amortization import LoanQuote
from domain.money import show_money

WRITER = "deterministic/1"

OUT_OF_SCOPE = (
    "This is not something I can answer from what I know: nothing in the documents I hold bears on "
    "it, and it gives no loan figures to compute with. Ask about a loan, its cost, or a borrower's "
    "rights, or give an amount, a rate and a term."
)


NO_INDEX = (
    "No document has been indexed yet, so there is nothing I could cite. Loan figures are computed all "
    "the same: give an amount, a rate and a term."
)


def write(
    request: AdviceRequest,
    computed: Computed,
    citations: Sequence[Citation],
    *,
    has_index: bool = True,
) -> str:
    """Return the answer as Markdown: the answer first, then figures, sources, and what is missing."""
    parts = [
        _lead(request, computed, citations, has_index=has_index),
        _table(computed.figures),
        _sources(request.question, citations, skip_first=not computed.figures),
        _list("To say more I would need", computed.missing),
        _list("Assumed here", computed.assumptions),
        f"*{DISCLAIMER}*",
    ]
    return "\n\n".join(part for part in parts if part)


def _lead(
    request: AdviceRequest, computed: Computed, citations: Sequence[Citation], *, has_index: bool
) -> str:
    if computed.quote is not None:
        return _lead_with_figures(computed.quote, computed.figures)
    if citations:
        first = citations[0]
        return f"{excerpt(first.passage.text, request.question)} [{first.number}]"
    if computed.figures:
        return "Here is what can be computed from the figures you gave."
    return OUT_OF_SCOPE if has_index else NO_INDEX


def _lead_with_figures(loan: LoanQuote, figures: Sequence[Figure]) -> str:
    terms = loan.terms
    sentences = [
        (
            f"A loan of {show_money(terms.amount)} at {show_percent(terms.annual_rate)} over "
            f"{terms.term_months} months costs **{show_money(loan.payment)} a month**."
        ),
        (
            f"Over its whole life you would pay {show_money(loan.total_interest)} in interest, "
            f"{show_money(loan.total_paid)} in all."
        ),
    ]
    by_key = {figure.key: figure for figure in figures}
    if "debtToIncome" in by_key:
        share = show_figure(by_key["debtToIncome"])
        sentences.append(f"With your other debts it would take {share} of your gross income.")
    if "loanToValue" in by_key:
        share = show_figure(by_key["loanToValue"])
        sentences.append(f"It would finance {share} of the property's value.")
    return " ".join(sentences)


def _table(figures: Sequence[Figure]) -> str:
    if not figures:
        return ""
    rows = [f"| {figure.label} | {show_figure(figure)} |" for figure in figures]
    return "\n".join(["| Figure | Value |", "|---|---:|", *rows])


def _sources(question: str, citations: Sequence[Citation], *, skip_first: bool) -> str:
    """Quote the passages; where the first one already is the lead, from the second on."""
    quoted = citations[1:] if skip_first else citations
    if not quoted:
        return ""
    lines = [
        f"- {_name(citation)}: “{excerpt(citation.passage.text, question)}” [{citation.number}]"
        for citation in quoted
    ]
    return "\n".join(["**What the sources say**", "", *lines])


def _name(citation: Citation) -> str:
    """Name a source as one would say it: its title, the heading it stands under, its citation."""
    passage = citation.passage
    heading = passage.heading_path[-1] if passage.heading_path else ""
    parts = [passage.title]
    if heading and heading != passage.title:
        parts.append(f"“{heading}”")
    if passage.reference:
        parts.append(f"({passage.reference})")
    return " ".join(parts)


def _list(heading: str, items: Sequence[str]) -> str:
    return "\n".join([f"**{heading}**", "", *(f"- {item}" for item in items)]) if items else ""
