"""The GraphQL schema."""

from functools import cache

import strawberry
from strawberry.schema.config import StrawberryConfig

from graph.execution import Admission, GuardedSchema
from graph.limits import Limits
from graph.mutations.accounts import AccountMutations
from graph.mutations.documents import DocumentMutations
from graph.mutations.golden import GoldenMutations
from graph.mutations.history import HistoryMutations
from graph.mutations.indexes import IndexMutations
from graph.mutations.jobs import JobMutations
from graph.mutations.rate_sheets import RateSheetMutations
from graph.mutations.schedules import ScheduleMutations
from graph.mutations.tasks import TaskMutations
from graph.queries.accounts import AccountQueries
from graph.queries.advice import AdviceQueries
from graph.queries.affordability import AffordabilityQueries
from graph.queries.breakers import BreakerQueries
from graph.queries.dead_letters import DeadLetterQueries
from graph.queries.documents import DocumentQueries
from graph.queries.golden import GoldenQueries
from graph.queries.history import HistoryQueries
from graph.queries.homeowning import HomeowningQueries
from graph.queries.indexes import IndexQueries
from graph.queries.jobs import JobQueries
from graph.queries.loans import LoanQueries
from graph.queries.node import NodeQueries
from graph.queries.offers import OfferQueries
from graph.queries.payoff import PayoffQueries
from graph.queries.rate_sheets import RateSheetQueries
from graph.queries.risk import RiskQueries
from graph.queries.rules import RuleQueries
from graph.queries.schedules import ScheduleQueries
from graph.subscriptions.advice import AdviceSubscriptions
from graph.subscriptions.health import HealthSubscriptions
from graph.subscriptions.indexes import IndexSubscriptions
from graph.subscriptions.jobs import JobSubscriptions
from graph.types.errors import EXCEPTION_HANDLERS
from graph.types.scalars import SCALARS


@strawberry.type(
    description="Loan advice that can be checked, for consumer loans in the United States, in US "
    "dollars; and what operators need to see."
)
class Query(
    AdviceQueries,
    HistoryQueries,
    LoanQueries,
    OfferQueries,
    PayoffQueries,
    AffordabilityQueries,
    HomeowningQueries,
    RuleQueries,
    RiskQueries,
    RateSheetQueries,
    DocumentQueries,
    JobQueries,
    DeadLetterQueries,
    ScheduleQueries,
    IndexQueries,
    GoldenQueries,
    BreakerQueries,
    AccountQueries,
    NodeQueries,
):
    """Everything that can be asked."""


@strawberry.type(description="What changes something. It must be sent by POST or over a socket.")
class Mutation(
    AccountMutations,
    HistoryMutations,
    RateSheetMutations,
    DocumentMutations,
    TaskMutations,
    JobMutations,
    ScheduleMutations,
    IndexMutations,
    GoldenMutations,
):
    """Everything that can be changed."""


@strawberry.type(description="What can be watched, over a socket (graphql-transport-ws).")
class Subscription(AdviceSubscriptions, JobSubscriptions, HealthSubscriptions, IndexSubscriptions):
    """Everything that can be watched."""


def build_schema(limits: Limits = Limits()) -> GuardedSchema:  # noqa: B008  # frozen
    """Return the schema, running operations within these limits."""
    schema = GuardedSchema(
        Query,
        Mutation,
        Subscription,
        config=StrawberryConfig(scalar_map=SCALARS),
        extensions=[Admission],
        exception_handlers=EXCEPTION_HANDLERS,
    )
    schema.describe_directives()
    schema.guard(limits)
    return schema


@cache
def print_schema() -> str:
    """Return the schema in the schema definition language, with a newline at its end."""
    return build_schema().as_str() + "\n"
