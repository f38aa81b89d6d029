from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.risk.basel import Exposure, basel_capital

D = Decimal

ANNEX_5 = """
0.03   4.15   2.30   4.45   8.41   0.98   1.85
0.05   6.23   3.46   6.63  12.52   1.51   2.86
0.10  10.69   5.94  11.16  21.08   2.71   5.12
0.25  21.30  11.83  21.15  39.96   5.76  10.88
0.40  29.94  16.64  28.42  53.69   8.41  15.88
0.50  35.08  19.49  32.36  61.13  10.04  18.97
0.75  46.46  25.81  40.10  75.74  13.80  26.06
1.00  56.40  31.33  45.77  86.46  17.22  32.53
1.30  67.00  37.22  50.80  95.95  21.02  39.70
1.50  73.45  40.80  53.37 100.81  23.40  44.19
2.00  87.94  48.85  57.99 109.53  28.92  54.63
2.50 100.64  55.91  60.90 115.03  33.98  64.18
3.00 111.99  62.22  62.79 118.61  38.66  73.03
4.00 131.63  73.13  65.01 122.80  47.16  89.08
5.00 148.22  82.35  66.42 125.45  54.75 103.41
6.00 162.52  90.29  67.73 127.94  61.61 116.37
10.00 204.41 113.56  75.54 142.69  83.89 158.47
15.00 235.72 130.96  88.60 167.36 103.89 196.23
20.00 253.12 140.62 100.28 189.41 117.99 222.86
"""
"""Basel II (June 2006), Annex 5, illustrative IRB risk weights for UL: PD, then residential mortgages at
an LGD of 45 and 25 %, other retail and qualifying revolving exposures each at 45 and 85 %."""
COLUMNS = [
    (Exposure.RESIDENTIAL_MORTGAGE, 45),
    (Exposure.RESIDENTIAL_MORTGAGE, 25),
    (Exposure.OTHER_RETAIL, 45),
    (Exposure.OTHER_RETAIL, 85),
    (Exposure.QUALIFYING_REVOLVING, 45),
    (Exposure.QUALIFYING_REVOLVING, 85),
]


@pytest.mark.parametrize("row", ANNEX_5.strip().splitlines())
def test_illustrative_risk_weights_of_annex_5(row: str) -> None:
    pd, *weights = (D(each) for each in row.split())
    computed = [
        basel_capital(pd=pd, lgd=D(lgd), exposure=D(100), kind=kind).risk_weight
        for kind, lgd in COLUMNS
    ]
    # 108 of the 114 agree to the last digit; six were printed 0.01 off the exact value (2.3051 as 2.30).
    assert all(
        abs(ours - printed) <= D("0.01") for ours, printed in zip(computed, weights, strict=True)
    )


def test_almost_all_of_annex_5_agrees_to_the_last_digit() -> None:
    agree = 0
    for row in ANNEX_5.strip().splitlines():
        pd, *weights = (D(each) for each in row.split())
        for (kind, lgd), printed in zip(COLUMNS, weights, strict=True):
            result = basel_capital(pd=pd, lgd=D(lgd), exposure=D(100), kind=kind)
            agree += result.risk_weight == printed
    assert agree == 108


def test_dollars_follow_from_the_requirement() -> None:
    result = basel_capital(
        pd=D(1), lgd=D(45), exposure=D(200_000), kind=Exposure.RESIDENTIAL_MORTGAGE
    )
    assert (result.correlation, result.risk_weight) == (D(15), D("56.40"))
    assert float(result.risk_weighted) == pytest.approx(200_000 * 0.5640, abs=20)
    assert float(result.capital * D("12.5")) == pytest.approx(float(result.risk_weighted), abs=0.1)


def test_no_loan_is_safer_than_three_basis_points() -> None:
    kind = Exposure.OTHER_RETAIL
    least = basel_capital(pd=D("0.03"), lgd=D(45), exposure=D(1), kind=kind)
    assert basel_capital(pd=D(0), lgd=D(45), exposure=D(1), kind=kind) == least


@given(lgd=st.integers(0, 100), more=st.integers(0, 100))
def test_a_larger_loss_needs_more_capital(lgd: int, more: int) -> None:
    weights = [
        basel_capital(
            pd=D(2), lgd=D(min(each, 100)), exposure=D(1), kind=Exposure.QUALIFYING_REVOLVING
        ).risk_weight
        for each in (lgd, lgd + more)
    ]
    assert weights[0] <= weights[1]


@pytest.mark.parametrize(
    ("field", "pd", "lgd", "exposure"),
    [
        ("pd", "101", "1", "1"),
        ("pd", "100", "1", "1"),
        ("lgd", "1", "-1", "1"),
        ("exposure", "1", "1", "0.001"),
    ],
)
def test_unusable_inputs_name_their_field(field: str, pd: str, lgd: str, exposure: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        basel_capital(pd=D(pd), lgd=D(lgd), exposure=D(exposure), kind=Exposure.OTHER_RETAIL)
    assert caught.value.field == field
