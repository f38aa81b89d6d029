"""Who may do what: the two tables that every way in asks, and nothing else decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.errors import Forbidden


class Role(StrEnum):
    """What a person is to the service; each role has all permissions of the one before it."""

    USER = "USER"
    FINANCIAL_ADVISOR = "FINANCIAL_ADVISOR"
    ADMIN = "ADMIN"
    SUPER_ADMIN = "SUPER_ADMIN"


class Permission(StrEnum):
    """One right; the value is its public name, as tokens and the schema show it."""

    ADVICE_GENERATE = "advice:generate"
    ADVICE_HISTORY = "advice:view_history"
    METRICS_VIEW = "admin:metrics:view"
    TASKS_VIEW = "admin:tasks:view"
    TASKS_MANAGE = "admin:tasks:manage"
    INDEX_MANAGE = "admin:index:manage"
    USERS_MANAGE = "admin:users:manage"
    AUDIT_VIEW = "admin:audit:view"


_USER = frozenset({Permission.ADVICE_GENERATE, Permission.ADVICE_HISTORY})
_ADVISOR = _USER | {Permission.METRICS_VIEW}
_ADMIN = _ADVISOR | {Permission.TASKS_VIEW, Permission.TASKS_MANAGE, Permission.INDEX_MANAGE}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.USER: _USER,
    Role.FINANCIAL_ADVISOR: _ADVISOR,
    Role.ADMIN: _ADMIN,
    Role.SUPER_ADMIN: frozenset(Permission),
}


class Access(StrEnum):
    """Needs that are not a permission: open to everyone, or to whoever is signed in."""

    ANYONE = "anyone"
    SIGNED_IN = "signed in"


Need = Permission | Access

OPERATIONS: dict[str, Need] = {
    # accounts
    "signIn": Access.ANYONE,
    "refreshToken": Access.ANYONE,
    "signOut": Access.SIGNED_IN,
    "me": Access.SIGNED_IN,
    # what an id stands for has the need of its own kind of thing
    "node": Access.SIGNED_IN,
    # advice, calculators, search
    "advice": Permission.ADVICE_GENERATE,
    "adviceStream": Permission.ADVICE_GENERATE,
    "adviceHistory": Permission.ADVICE_HISTORY,
    "conversation": Permission.ADVICE_HISTORY,
    "conversations": Permission.ADVICE_HISTORY,
    "replay": Permission.ADVICE_HISTORY,
    "rateAdvice": Permission.ADVICE_HISTORY,
    "exportMyData": Permission.ADVICE_HISTORY,
    "eraseMyAdvice": Permission.ADVICE_HISTORY,
    "loanQuote": Permission.ADVICE_GENERATE,
    "solveLoan": Permission.ADVICE_GENERATE,
    "aprOf": Permission.ADVICE_GENERATE,
    "aprOfLoan": Permission.ADVICE_GENERATE,
    "compareLoans": Permission.ADVICE_GENERATE,
    "refinance": Permission.ADVICE_GENERATE,
    "pointsBreakEven": Permission.ADVICE_GENERATE,
    "adjustableRate": Permission.ADVICE_GENERATE,
    "prepayment": Permission.ADVICE_GENERATE,
    "payoffOrder": Permission.ADVICE_GENERATE,
    "affordability": Permission.ADVICE_GENERATE,
    "rentOrBuy": Permission.ADVICE_GENERATE,
    "mortgageInsurance": Permission.ADVICE_GENERATE,
    "escrow": Permission.ADVICE_GENERATE,
    "programRules": Permission.ADVICE_GENERATE,
    "programFees": Permission.ADVICE_GENERATE,
    "rules": Permission.ADVICE_GENERATE,
    "simulateRisk": Permission.ADVICE_GENERATE,
    "capitalRequirement": Permission.ADVICE_GENERATE,
    "searchPassages": Permission.ADVICE_GENERATE,
    "rateSheets": Permission.ADVICE_GENERATE,
    "activeRateSheet": Permission.ADVICE_GENERATE,
    "publishRateSheet": Permission.INDEX_MANAGE,
    # documents: one's own; the use cases ask for INDEX_MANAGE where a document is public
    "document": Permission.ADVICE_GENERATE,
    "documents": Permission.ADVICE_GENERATE,
    "addDocuments": Permission.ADVICE_GENERATE,
    "removeDocument": Permission.ADVICE_GENERATE,
    "createUpload": Permission.ADVICE_GENERATE,
    "upload": Permission.ADVICE_GENERATE,
    # jobs
    "task": Permission.TASKS_VIEW,
    "tasks": Permission.TASKS_VIEW,
    "taskConnection": Permission.TASKS_VIEW,
    "job": Permission.TASKS_VIEW,
    "jobs": Permission.TASKS_VIEW,
    "workers": Permission.TASKS_VIEW,
    "queues": Permission.TASKS_VIEW,
    "taskUpdated": Permission.TASKS_VIEW,
    "batchProgress": Permission.TASKS_VIEW,
    "deadLetters": Permission.TASKS_VIEW,
    "schedules": Permission.TASKS_VIEW,
    "workerHealth": Permission.TASKS_VIEW,
    "queueStats": Permission.METRICS_VIEW,
    "triggerEmbeddingJob": Permission.TASKS_MANAGE,
    "pauseJob": Permission.TASKS_MANAGE,
    "resumeJob": Permission.TASKS_MANAGE,
    "revokeJob": Permission.TASKS_MANAGE,
    "retryJob": Permission.TASKS_MANAGE,
    "revokeTask": Permission.TASKS_MANAGE,
    "revokeTasks": Permission.TASKS_MANAGE,
    "retryTask": Permission.TASKS_MANAGE,
    "requeueDeadLetters": Permission.TASKS_MANAGE,
    "discardDeadLetters": Permission.TASKS_MANAGE,
    "enableSchedule": Permission.TASKS_MANAGE,
    "disableSchedule": Permission.TASKS_MANAGE,
    "runSchedule": Permission.TASKS_MANAGE,
    # indexes
    "indexes": Permission.INDEX_MANAGE,
    "activeIndex": Permission.INDEX_MANAGE,
    "rebuildIndex": Permission.INDEX_MANAGE,
    "activateIndex": Permission.INDEX_MANAGE,
    "rollbackIndex": Permission.INDEX_MANAGE,
    "indexSwapped": Permission.INDEX_MANAGE,
    "goldenQuestions": Permission.INDEX_MANAGE,
    "addGoldenQuestion": Permission.INDEX_MANAGE,
    "removeGoldenQuestion": Permission.INDEX_MANAGE,
    "migrationReadiness": Permission.METRICS_VIEW,
    # health
    "breakers": Permission.METRICS_VIEW,
}
"""What each root field of the schema needs; a field that is missing here is refused to everyone."""


@dataclass(frozen=True, slots=True)
class Principal:
    """The caller, as far as authorisation is concerned; `expires_at` is when its credentials end."""

    user_id: UUID
    role: Role
    permissions: frozenset[Permission]
    token_id: str
    expires_at: datetime

    def may(self, need: Permission | Access) -> bool:
        """Whether this caller has what an operation needs."""
        return isinstance(need, Access) or need in self.permissions

    def require(self, need: Permission) -> None:
        """Raise `Forbidden`, naming the missing permission, unless this caller has it."""
        if need not in self.permissions:
            raise Forbidden(f"this needs the permission {need}")
