"""The domain's enumerations as the schema shows them, each value explained."""

from collections.abc import Mapping
from enum import Enum, StrEnum

import strawberry

from domain.access import Role
from domain.advice.advice import Unit
from domain.advice.feedback.rating import Rating
from domain.advice.grounding.claims import Kind
from domain.advice.grounding.report import Reason
from domain.advice.recording.replay import Outcome
from domain.advice.request import LoanPurpose, Occupancy, RateType
from domain.advice.writing.degradation import Degradation
from domain.documents.document import DocumentStatus, TextFormat, Visibility
from domain.documents.upload import UploadState
from domain.indexing.golden import GoldenSource
from domain.indexing.readiness import Trigger
from domain.indexing.urgency import Advice
from domain.indexing.version import IndexState, NodeState
from domain.jobs.job import JobKind, JobStage, JobState
from domain.jobs.task import Queue, TaskState
from domain.jobs.worker import ProcessKind
from domain.loans.frequency import Frequency
from domain.loans.strategies import Strategy
from domain.loans.unit_periods import Unit as PeriodUnit
from domain.loans.unknown import Unknown


class ErrorCode(StrEnum):
    """What kind of failure it is: clients branch on it."""

    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    BAD_USER_INPUT = "BAD_USER_INPUT"
    NOT_FOUND = "NOT_FOUND"
    CONFLICT = "CONFLICT"
    RATE_LIMITED = "RATE_LIMITED"
    TOO_COMPLEX = "TOO_COMPLEX"
    UNAVAILABLE = "UNAVAILABLE"
    INTERNAL = "INTERNAL"


def describe(kind: type[Enum], name: str, description: str, values: Mapping[str, str]) -> None:
    """Declare an enumeration. Raises `KeyError` at import for a value that is not explained."""
    strawberry.enum(kind, name=name, description=description)
    for value in kind.__strawberry_definition__.values:  # type: ignore[attr-defined]  # set above
        value.description = values[value.name]


describe(
    ErrorCode,
    "ErrorCode",
    "What kind of failure it is. Failures among a mutation's results carry it as `code`, entries of "
    "`errors` as `extensions.code`.",
    {
        "UNAUTHENTICATED": "Nobody is signed in, or the credentials do not (or no longer) hold.",
        "FORBIDDEN": "The caller lacks a permission.",
        "BAD_USER_INPUT": "What was sent cannot be used; `extensions.argument` says where.",
        "NOT_FOUND": "There is no such thing, or the caller may not see it.",
        "CONFLICT": "The request is sound but does not fit the present state.",
        "RATE_LIMITED": "Too many requests; wait.",
        "TOO_COMPLEX": "The operation asks for too much at once.",
        "UNAVAILABLE": "Something that is needed is not there now; try again later.",
        "INTERNAL": "A fault of the server; quote the request id.",
    },
)
describe(
    Role,
    "Role",
    "What a user is to the service; each role may do what the one before it may.",
    {
        "USER": "Asks for advice.",
        "FINANCIAL_ADVISOR": "Also sees how the service fares.",
        "ADMIN": "Also manages tasks, public documents and the index.",
        "SUPER_ADMIN": "May do everything, with users and the audit log.",
    },
)
describe(
    LoanPurpose,
    "LoanPurpose",
    "What the money is for.",
    {
        "MORTGAGE": "A home, bought or refinanced.",
        "AUTO": "A vehicle.",
        "STUDENT": "Education.",
        "PERSONAL": "Anything else of a person's.",
        "BUSINESS": "A business.",
    },
)
describe(
    Unit,
    "FigureUnit",
    "What a figure is counted in.",
    {
        "MONEY": "US dollars.",
        "PERCENT": "Percent.",
        "MONTHS": "Months.",
        "COUNT": "Anything else that is counted.",
        "PAYMENTS": "Payments.",
    },
)
describe(
    Rating,
    "Rating",
    "Whether an answer helped.",
    {
        "HELPFUL": "It answered the question, and its sources bear it out.",
        "NOT_HELPFUL": "It did not; the comment may say why.",
    },
)
describe(
    Outcome,
    "ReplayOutcome",
    "What doing a part of an answer again came to.",
    {
        "SAME": "The same came out.",
        "DIFFERS": "Something else came out.",
        "NOT_REPLAYED": "It could not be done again; `reason` says why.",
    },
)
describe(
    Visibility,
    "Visibility",
    "Who may see a document and be answered from it.",
    {
        "PUBLIC": "Everyone. Adding one needs `admin:index:manage`.",
        "PRIVATE": "Its owner alone.",
    },
)
describe(
    TextFormat,
    "TextFormat",
    "How a document's text is cut into passages.",
    {
        "PLAIN": "Prose, cut at paragraphs and sentences.",
        "MARKDOWN": "Markdown, cut by its headings.",
        "RECORD": "A record, kept whole.",
    },
)
describe(
    DocumentStatus,
    "DocumentStatus",
    "How far a document has come on its way into answers.",
    {
        "RECEIVED": "It is kept; a worker will cut it into passages.",
        "PROCESSED": "It is cut into passages; their vectors are being computed.",
        "SEARCHABLE": "Answers may cite it.",
        "FAILED": "It could not be processed; `error` says why.",
        "REPLACED": "Another took its place, which answers instead of it as soon as that can be searched.",
        "REMOVED": "It was taken out.",
    },
)
describe(
    UploadState,
    "UploadState",
    "Where an uploaded file stands.",
    {
        "RECEIVING": "It was announced; its bytes are to be sent to `url` before `expiresAt`.",
        "PROCESSING": "It was received; a worker reads it.",
        "DONE": "It was read, and its documents are kept; `job` says how far they have come.",
        "FAILED": "It could not be read (on); `error` says why, `stored` what was kept before that.",
    },
)
describe(
    Queue,
    "Queue",
    "Where a task waits.",
    {
        "EMBEDDING": "Cutting and embedding documents; priority 9.",
        "INDEXING": "Building and swapping index versions; priority 7.",
        "MAINTENANCE": "Upkeep; priority 5.",
    },
)
describe(
    TaskState,
    "TaskState",
    "Where a task stands.",
    {
        "PENDING": "It waits for a worker.",
        "STARTED": "A worker runs it.",
        "RETRY": "An attempt failed; it will run again.",
        "SUCCESS": "It is done.",
        "FAILURE": "It failed in a way that repeating cannot mend, or was discarded when dead.",
        "REVOKED": "Somebody stopped it.",
        "DEAD": "It failed and used up its retries.",
    },
)
describe(
    JobKind,
    "JobKind",
    "What a job was started for.",
    {
        "INGEST": "Public documents were added.",
        "PRIVATE_INGEST": "Private documents were added; no shared index changes.",
        "UPLOAD": "A file of public documents was uploaded.",
        "PRIVATE_UPLOAD": "A file of private documents was uploaded; no shared index changes.",
        "EMBEDDING": "Everything not yet embedded is.",
        "REBUILD": "A new index version is built from what is embedded.",
    },
)
describe(
    JobStage,
    "JobStage",
    "The stages of a job, in order.",
    {
        "EMBED": "Cutting documents and computing vectors.",
        "BUILD": "Building and verifying an index version.",
        "SWAP": "Putting it in place of the active one.",
        "DONE": "Nothing is left to do.",
    },
)
describe(
    JobState,
    "JobState",
    "Where a job stands.",
    {
        "RUNNING": "Some of its tasks have yet to end.",
        "PAUSED": "No task of it is begun until it is resumed; what runs comes to its end.",
        "SUCCEEDED": "All of it is done.",
        "FAILED": "One of its tasks gave up; `error` says why.",
        "REVOKED": "Somebody stopped it, or its tasks.",
    },
)
describe(
    ProcessKind,
    "ProcessKind",
    "What a process of the installation does.",
    {
        "API": "Answers requests.",
        "WORKER": "Runs tasks.",
        "SCHEDULER": "Starts what is due.",
    },
)
describe(
    IndexState,
    "IndexState",
    "Where an index version stands: BUILDING, VERIFYING, READY, ACTIVE, RETIRED; or REJECTED.",
    {
        "BUILDING": "It is being built.",
        "VERIFYING": "The gate is checking it.",
        "READY": "It may be activated.",
        "ACTIVE": "Searches use it.",
        "RETIRED": "It served before; a rollback may bring it back.",
        "REJECTED": "It will never serve; `reason` says why.",
    },
)
describe(
    NodeState,
    "NodeState",
    "What an API node has done with an index version.",
    {
        "STAGED": "It has it open and warm, and does not search it.",
        "ACTIVE": "It searches it.",
        "FAILED": "It could not open it; it tries again from time to time.",
    },
)
describe(
    GoldenSource,
    "GoldenSource",
    "Where a golden question comes from.",
    {
        "SEED": "It ships with the articles.",
        "RATED": "It was asked, and the answer was rated helpful.",
        "OPERATOR": "An operator added it.",
    },
)
describe(
    Advice,
    "MigrationAdvice",
    "What to do about the size of the index.",
    {
        "NONE": "Nothing.",
        "PLAN": "Plan the move to a larger index: urgency is 70 or more.",
        "ACT": "Move: urgency is above 90.",
    },
)
describe(
    Trigger,
    "MigrationTrigger",
    "What else may call for a larger home.",
    {
        "USERS": "Accounts.",
        "REQUESTS_PER_SECOND": "Operations a second, of all nodes together.",
        "SEARCH_P95_MS": "The 95th percentile of the time of a search, in milliseconds.",
        "DATABASE_POOL_PERCENT": "Connections to Postgres in use, in percent of those there may be.",
    },
)
describe(
    RateType,
    "RateType",
    "Whether a rate stays as it is.",
    {"FIXED": "It stays for the whole term.", "ADJUSTABLE": "It follows an index."},
)
describe(
    Occupancy,
    "Occupancy",
    "How a property will be used.",
    {
        "PRIMARY": "The borrower lives there.",
        "SECOND_HOME": "The borrower stays there part of the year.",
        "INVESTMENT": "It is let to others.",
    },
)
describe(
    Kind,
    "NumberKind",
    "What a number in a text counts; numbers of different kinds never match.",
    {
        "MONEY": "US dollars.",
        "PERCENT": "Percentages, points, basis points and shares.",
        "MONTHS": "Months and years.",
        "DAYS": "Days, weeks and hours.",
        "COUNT": "Anything else that is counted.",
        "MULTIPLE": "So many times as much.",
        "ORDINAL": "A position: the 5th.",
        "RATIO": "One number to another: 5/1.",
        "DATE": "A date or a part of one.",
        "SECTION": "A citation of law, a form, a chapter.",
    },
)
describe(
    Frequency,
    "PaymentFrequency",
    "How often a payment falls due.",
    {
        "WEEKLY": "Every week: 52 a year.",
        "BIWEEKLY": "Every two weeks: 26 a year.",
        "SEMIMONTHLY": "Twice a month: 24 a year.",
        "FOUR_WEEKLY": "Every four weeks: 13 a year.",
        "MONTHLY": "Every month.",
        "BIMONTHLY": "Every two months: 6 a year.",
        "QUARTERLY": "Every three months: 4 a year.",
        "SEMIANNUAL": "Every six months: 2 a year.",
        "ANNUAL": "Every year.",
    },
)
describe(
    Unknown,
    "LoanUnknown",
    "Which figure of a level-payment loan was sought.",
    {
        "AMOUNT": "What is borrowed.",
        "RATE": "The nominal rate a year.",
        "TERM": "The number of payments.",
        "PAYMENT": "The payment.",
    },
)
describe(
    PeriodUnit,
    "UnitPeriodKind",
    "What a unit-period is a multiple of (Regulation Z, Appendix J).",
    {
        "DAY": "Days; a week is seven.",
        "SEMIMONTH": "Half months of 15 days.",
        "MONTH": "Months, all of them equal; a year is twelve.",
    },
)
describe(
    Strategy,
    "PayoffStrategy",
    "Which debt gets what the minimum payments leave of the budget.",
    {
        "AVALANCHE": "The one with the highest rate: costs the least interest.",
        "SNOWBALL": "The one with the smallest balance: ends a first debt the soonest.",
        "AS_GIVEN": "The first of the list that is not paid off.",
    },
)
describe(
    Degradation,
    "AdviceDegradation",
    "What kept the language model's text from being the answer.",
    {
        "NOT_GROUNDED": "It did not pass the grounding check, nor did its second attempt.",
        "TIMED_OUT": "It did not come in time.",
        "UNREACHABLE": "The model could not be reached, or refused.",
        "RESTING": "The model has failed repeatedly and is not asked for a while.",
        "BUDGET_SPENT": "It would have been too long.",
        "UNUSABLE": "Nothing came, or nothing that could be read.",
    },
)
describe(
    Reason,
    "GroundingReason",
    "Why a sentence is not sent.",
    {
        "UNGROUNDED_NUMBER": "It has a number that rests on nothing.",
        "UNKNOWN_CITATION": "It cites what is not there.",
        "UNSUPPORTED_CITATION": "What it cites does not speak of it.",
        "ALTERED_QUOTATION": "It quotes what no source says in these words.",
        "UNSAFE_MARKUP": "It has images, HTML, links to other places, or hidden signs.",
        "PROMISE": "It promises approval or success, or claims to be an offer or advice in law.",
        "UNREADABLE": "It is in a language that the check cannot read.",
        "WITHHELD": "It repeats the model's instructions.",
    },
)
