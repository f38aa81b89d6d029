"""The mathematics of consumer loans in US dollars: pure, synchronous, exact.

Amounts come in and go out as `Decimal` dollars, rates as `Decimal` percent. Inside, a computation
runs on whole cents and exact fractions, and rounds only where a lender would.
"""
