"""What the letters of consumer credit stand for, spelled out so that a question is understood."""

from __future__ import annotations

import re

ABBREVIATIONS = {
    "ACH": "automated clearing house",
    "APR": "annual percentage rate",
    "APY": "annual percentage yield",
    "ARM": "adjustable-rate mortgage",
    "ATM": "automated teller machine",
    "ATR": "ability to repay",
    "AVM": "automated valuation model",
    "BNPL": "buy now, pay later",
    "CFPB": "Consumer Financial Protection Bureau",
    "CLTV": "combined loan-to-value ratio",
    "COE": "Certificate of Eligibility",
    "DSCR": "debt service coverage ratio",
    "DTI": "debt-to-income ratio",
    "ECOA": "Equal Credit Opportunity Act",
    "EFT": "electronic fund transfer",
    "FCRA": "Fair Credit Reporting Act",
    "FDCPA": "Fair Debt Collection Practices Act",
    "FHA": "Federal Housing Administration",
    "GFE": "good faith estimate",
    "HECM": "home equity conversion mortgage",
    "HELOC": "home equity line of credit",
    "HMDA": "Home Mortgage Disclosure Act",
    "HOEPA": "Home Ownership and Equity Protection Act",
    "HPML": "higher-priced mortgage loan",
    "LE": "Loan Estimate",
    "LTV": "loan-to-value ratio",
    "MCA": "merchant cash advance",
    "MIP": "mortgage insurance premium",
    "MLA": "Military Lending Act",
    "NFIP": "National Flood Insurance Program",
    "NSF": "insufficient funds",
    "PAL": "payday alternative loan",
    "PIN": "personal identification number",
    "PITI": "principal, interest, taxes and insurance",
    "PMI": "private mortgage insurance",
    "PSLF": "Public Service Loan Forgiveness",
    "QM": "qualified mortgage",
    "QWR": "qualified written request",
    "RESPA": "Real Estate Settlement Procedures Act",
    "SBA": "Small Business Administration",
    "SCRA": "Servicemembers Civil Relief Act",
    "TILA": "Truth in Lending Act",
    "TRID": "Loan Estimate and Closing Disclosure",
    "USDA": "Department of Agriculture",
    "VA": "Department of Veterans Affairs",
}
"""Those that mean one thing to borrowers and lenders; CD (a deposit, or a Closing Disclosure) is not one."""

_ALSO_WORDS = frozenset({"ARM", "COE", "LE", "PAL", "PIN", "VA"})
"""Words or names in small letters, and so read as abbreviations in capitals only."""

_WORD = re.compile(r"\b[A-Za-z]{2,5}\b")


def spelled_out(question: str) -> str:
    """Return the question with what each abbreviation stands for behind it, in brackets, the first time.

    "When can I stop paying PMI?" becomes "When can I stop paying PMI (private mortgage insurance)?".
    """
    said: set[str] = set()

    def meaning(found: re.Match[str]) -> str:
        word = found[0]
        name = word if word.upper() in _ALSO_WORDS else word.upper()
        words = ABBREVIATIONS.get(name)
        if words is None or name in said or words.lower() in question.lower():
            return word
        said.add(name)
        return f"{word} ({words})"

    return _WORD.sub(meaning, question)
