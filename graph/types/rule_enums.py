"""The enumerations of program rules as the schema shows them, each value explained."""

from domain.loans.rules.facts import Lien, Region, Underwriting
from domain.loans.rules.fees import VaPurpose
from domain.loans.rules.result import Figure, Outcome, Unit
from graph.types.enums import describe

describe(
    Lien,
    "LienPosition",
    "Which claim on the property comes first.",
    {"FIRST": "It is paid before all others.", "SUBORDINATE": "Another is paid before it."},
)
describe(
    Region,
    "ResidualIncomeRegion",
    "The four regions of VA's table of residual income, 38 CFR 36.4340(e).",
    {
        "NORTHEAST": "CT, MA, ME, NH, NJ, NY, PA, RI, VT.",
        "MIDWEST": "IA, IL, IN, KS, MI, MN, MO, ND, NE, OH, SD, WI.",
        "SOUTH": "AL, AR, DC, DE, FL, GA, KY, LA, MD, MS, NC, OK, PR, SC, TN, TX, VA, WV.",
        "WEST": "AK, AZ, CA, CO, HI, ID, MT, NM, NV, OR, UT, WA, WY.",
    },
)
describe(
    Underwriting,
    "UnderwritingMethod",
    "Who decides on the loan.",
    {"MANUAL": "A person.", "AUTOMATED": "The program's automated system."},
)
describe(
    VaPurpose,
    "VaLoanPurpose",
    "What a VA loan is for; each has a funding fee of its own.",
    {
        "PURCHASE": "Buying or building a home.",
        "CASH_OUT": "A refinance that takes cash out.",
        "RATE_REDUCTION": "A refinance of a VA loan that lowers the rate.",
        "ASSUMPTION": "Taking over somebody's VA loan.",
    },
)
describe(
    Outcome,
    "RuleOutcome",
    "Whether a loan keeps a rule.",
    {
        "PASS": "It does: it is within the limit, not higher-priced, not high-cost.",
        "FAIL": "It does not.",
        "NOT_APPLICABLE": "The rule does not cover it; `explanation` says why.",
        "UNKNOWN": "Facts are missing, which `missing` names, or figures for the day, which `outside` "
        "tells.",
    },
)
describe(
    Figure,
    "MeasuredFigure",
    "What a rule or a standard measured.",
    {
        "SPREAD": "How far the annual percentage rate lies above the average prime offer rate.",
        "POINTS_AND_FEES": "Points and fees as 12 CFR 1026.32(b) counts them.",
        "PENALTY_MONTHS": "For how long a prepayment penalty may be charged.",
        "PENALTY_PERCENT": "How large a prepayment penalty may be.",
        "AMOUNT": "The loan amount.",
        "HOUSING_RATIO": "The housing payment as a share of gross income.",
        "TOTAL_DEBT_RATIO": "All debt payments as a share of gross income.",
        "RESIDUAL_INCOME": "What is left of a month after taxes, housing, upkeep and debts.",
        "CREDIT_SCORE": "The credit score.",
        "LOAN_TO_VALUE": "The loan as a share of the property's value.",
        "RESERVES": "For how many housing payments the reserves suffice.",
        "LEFT_OVER": "What is left of a usual month after everything is paid.",
    },
)
describe(
    Unit,
    "MeasuredUnit",
    "In what a figure is measured.",
    {
        "DOLLARS": "US dollars.",
        "PERCENT": "Percent.",
        "POINTS": "Percentage points.",
        "MONTHS": "Months.",
        "SCORE": "Points of a credit score.",
    },
)
