"""Regulation X, 12 CFR Part 1024, Appendix E, I: the example of aggregate escrow analysis."""

from __future__ import annotations

from decimal import Decimal

from domain.loans.escrow import Disbursement, analyse

# School taxes of $360 on 20 September; county taxes of $500 on 25 July and $700 on 10 December;
# settlement on 15 May, first payment on 1 July, which so is month 1.
DISBURSEMENTS = [
    Disbursement(3, Decimal(360)),
    Disbursement(1, Decimal(500)),
    Disbursement(6, Decimal(700)),
]
ADJUSTED = [780, 410, 540, 310, 440, 570, 0, 130, 260, 390, 520, 650, 780]
"""Step 2, June to June: the lowest month is brought to zero."""
WITH_CUSHION = [1040, 670, 800, 570, 700, 830, 260, 390, 520, 650, 780, 910, 1040]
"""Step 3: a sixth of $1,560 is added."""


def test_step_2_the_adjusted_trial_balance() -> None:
    result = analyse(DISBURSEMENTS, with_cushion=False)
    assert result.monthly_payment == 130
    assert [result.starting_balance, *result.balances] == ADJUSTED


def test_step_3_the_trial_balance_with_cushion() -> None:
    result = analyse(DISBURSEMENTS)
    assert result.monthly_payment == 130
    assert result.cushion == 260
    assert [result.starting_balance, *result.balances] == WITH_CUSHION
