"""The enumerations of risk as the schema shows them, each value explained."""

from domain.risk.assessment import Part
from domain.risk.basel import Exposure
from domain.risk.parameters import Basis
from domain.risk.reasons import Factor
from domain.risk.stress import STRESSES, StressId
from graph.types.enums import describe

describe(
    Basis,
    "AssumptionBasis",
    "Where an assumption comes from.",
    {
        "PUBLISHED": "The source states the figure.",
        "DERIVED": "It follows from figures that the source states.",
        "ASSUMED": "This product chose it.",
    },
)
describe(
    Factor,
    "ReasonFactor",
    "What weighs against a loan, in the words of Regulation B's sample form C-1 where it has them.",
    {factor.name: f"{factor.value}." for factor in Factor},
)
describe(
    StressId,
    "StressName",
    "A change for the worse, one at a time.",
    {stress.id.name: f"{stress.title}." for stress in STRESSES},
)
describe(
    Part,
    "AssessmentPart",
    "What an assessment of the risk consists of.",
    {
        "SIMULATION": "The chance of missing a payment.",
        "STRESSES": "What named changes for the worse would do.",
        "EXPECTED_LOSS": "What a lender would expect to lose.",
        "LOAN_TO_VALUE": "The loan as a share of the property's value.",
    },
)
describe(
    Exposure,
    "RetailExposure",
    "The kinds of retail exposure that Basel II knows.",
    {
        "RESIDENTIAL_MORTGAGE": "A loan secured by a home; correlation 15 %.",
        "QUALIFYING_REVOLVING": "A small unsecured revolving line, such as a credit card; 4 %.",
        "OTHER_RETAIL": "Any other loan to a person; 3 to 16 %, falling with the chance of default.",
    },
)
