"""The shapes in which the API takes questions and gives answers, for answers made in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from domain.accounts.user import User
    from domain.advice.advice import Advice
    from domain.advice.recording.record import KeptRecord
    from domain.advice.request import AdviceRequest
    from domain.indexing.golden import GoldenQuestion
    from domain.indexing.version import IndexVersion
    from domain.jobs.job import Job, JobProgress
    from domain.jobs.schedule_keeping import Keeping
    from domain.jobs.selection import Changed
    from domain.jobs.task import Task
    from domain.jobs.worker import Process
    from domain.rate_sheets.sheet import FiledSheet
    from domain.retrieval.library import Retrieval
    from domain.retrieval.passage import Passage
    from jobs.timetable import Schedule


def advice_input(request: AdviceRequest, conversation: UUID | None = None) -> dict[str, Any]:
    """Return a request as the variable of type `AdviceInput`."""
    loan, borrower = request.loan, request.borrower
    shape: dict[str, Any] = {"question": request.question}
    if conversation is not None:
        from graph.types.node import global_id

        shape["conversationId"] = global_id("Conversation", conversation)
    if loan is not None:
        shape["loan"] = {
            "amount": _text(loan.amount),
            "annualRate": _text(loan.annual_rate),
            "termMonths": loan.term_months,
            "propertyValue": _text(loan.property_value),
            "startDate": _text(loan.start_date),
            "purpose": _text(loan.purpose),
            "fees": _text(loan.fees),
            "downPayment": _text(loan.down_payment),
            "extraMonthlyPayment": _text(loan.extra_monthly_payment),
            "rateType": _text(loan.rate_type),
            "otherCosts": _text(loan.other_costs),
        }
    if borrower is not None:
        shape["borrower"] = {
            "grossMonthlyIncome": _text(borrower.gross_monthly_income),
            "monthlyDebts": _text(borrower.monthly_debts),
            "reserves": _text(borrower.reserves),
            "creditScore": borrower.credit_score,
            "householdSize": borrower.household_size,
            "occupancy": _text(borrower.occupancy),
        }
    return shape


def advice_shape(advice: Advice) -> dict[str, Any]:
    """Return a recorded answer as the API would."""
    from graph.types.node import global_id

    return {
        "id": global_id("Advice", advice.id),
        "conversationId": global_id("Conversation", advice.conversation_id),
        "question": advice.request.question,
        "answer": advice.answer,
        "inScope": advice.in_scope,
        "indexVersion": advice.index_version,
        "writer": advice.writer,
        "figures": [
            {
                "key": figure.key,
                "label": figure.label,
                "value": str(figure.value),
                "unit": figure.unit.value,
            }
            for figure in advice.figures
        ],
        "citations": [
            {
                "number": citation.number,
                "score": citation.score,
                "passage": _passage_shape(citation.passage),
            }
            for citation in advice.citations
        ],
        "missingInformation": list(advice.missing_information),
        "assumptions": list(advice.assumptions),
        "unreadInQuestion": list(advice.unread),
        "timings": [
            {"stage": time.stage, "milliseconds": time.milliseconds} for time in advice.timings
        ],
    }


def search_shape(found: Retrieval) -> dict[str, Any]:
    """Return what a search found as the API would."""
    return {
        "indexVersion": found.version,
        "hits": [
            {
                "score": hit.score,
                "similarity": hit.vector_score,
                "lexicalScore": hit.lexical_score,
                "passage": _passage_shape(hit.passage),
            }
            for hit in found.hits
        ],
    }


def version_shape(version: IndexVersion) -> dict[str, Any]:
    """Return an index version as the API would."""
    from graph.types.node import global_id

    return {
        "id": global_id("IndexVersion", version.id),
        "number": version.number,
        "state": version.state,
        "artefact": version.artefact,
        "encoderFingerprint": version.encoder_fingerprint,
        "indexType": version.index_type,
        "passages": version.passages,
        "sizeBytes": version.bytes,
        "reason": version.reason,
        "createdAt": version.created_at,
        "readyAt": version.ready_at,
        "activatedAt": version.activated_at,
        "rolledBackAt": version.rolled_back_at,
    }


def golden_shape(question: GoldenQuestion) -> dict[str, Any]:
    """Return a golden question as the API would."""
    from graph.types.node import global_id

    draft = question.draft
    return {
        "id": global_id("GoldenQuestion", question.id),
        "question": draft.question,
        "references": list(draft.references),
        "textHashes": [each.hex() for each in draft.text_hashes],
        "source": draft.source,
        "addedBy": None if draft.added_by is None else global_id("User", draft.added_by),
        "createdAt": question.created_at,
    }


def job_shape(job: Job) -> dict[str, Any]:
    """Return a job as the API would."""
    from graph.types.node import global_id

    return {
        "id": global_id("Job", job.id),
        "kind": job.kind,
        "state": job.state,
        "stage": job.stage,
        "indexVersion": job.index_version,
        "error": job.error,
        "createdAt": job.created_at,
        "finishedAt": job.finished_at,
    }


def progress_shape(progress: JobProgress) -> dict[str, Any]:
    """Return how far a job has come as the API would."""
    return {
        "total": progress.total,
        "done": progress.done,
        "failed": progress.failed,
        "tasks": progress.tasks,
        "tasksDone": progress.tasks_done,
        "tasksSucceeded": progress.tasks_succeeded,
        "tasksFailed": progress.tasks_failed,
        "rate": progress.rate,
        "secondsLeft": progress.seconds_left,
        "errors": list(progress.errors),
    }


def task_shape(task: Task) -> dict[str, Any]:
    """Return a task as the API would."""
    from graph.types.node import global_id

    return {
        "id": global_id("Task", task.id),
        "name": task.name,
        "queue": task.queue.name,
        "state": task.state,
        "attempt": task.attempt,
        "failures": task.failures,
        "error": task.error,
    }


def dead_letter_shape(task: Task) -> dict[str, Any]:
    """Return a task that used up its retries as the API would."""
    return {
        "task": task_shape(task),
        "arguments": dict(task.arguments),
        "firstFailedAt": task.first_failed_at or task.finished_at,
        "lastFailedAt": task.finished_at,
    }


def changed_shape(changed: Changed) -> dict[str, Any]:
    """Return what came of a change to many tasks as the API would."""
    from graph.types.node import global_id

    return {
        "count": len(changed.tasks),
        "ids": [global_id("Task", each) for each in sorted(task.id for task in changed.tasks)],
        "left": changed.left,
        "skipped": [global_id("Task", each) for each in changed.skipped],
    }


def schedule_shape(
    schedule: Schedule, kept: Keeping, task: Task | None, now: datetime
) -> dict[str, Any]:
    """Return a schedule as the API would; `task` is what it started last."""
    last = None
    if kept.last is not None and task is not None:
        outcome = task.state if task.state.is_terminal else None
        last = {"at": kept.last.at, "task": task_shape(task), "outcome": outcome}
    return {
        "name": schedule.name,
        "cron": schedule.cron,
        "timeZone": schedule.zone.key,
        "enabled": kept.enabled,
        "next": schedule.following(now) if kept.enabled else None,
        "last": last,
    }


def swap_shape(version: IndexVersion, task: Task) -> dict[str, Any]:
    """Return a swap that is on its way as the API would."""
    return {"version": version_shape(version), "task": task_shape(task)}


def rate_sheet_shape(filed: FiledSheet) -> dict[str, Any]:
    """Return a rate sheet as the API would."""
    from graph.types.node import global_id

    sheet, by = filed.sheet, filed.published_by
    return {
        "id": global_id("RateSheet", filed.id),
        "name": sheet.name,
        "product": {"purpose": sheet.product.purpose, "rateType": sheet.product.rate_type},
        "effectiveFrom": sheet.effective_from,
        "sample": filed.sample,
        "publishedAt": filed.published_at,
        "publishedBy": None if by is None else global_id("User", by),
        "rows": [
            {
                "number": number,
                "termFrom": row.term_from,
                "termTo": row.term_to,
                "scoreFrom": row.score_from,
                "scoreTo": row.score_to,
                "ltvFrom": _text(row.ltv_from),
                "ltvTo": _text(row.ltv_to),
                "rate": str(row.rate),
                "points": str(row.points),
            }
            for number, row in enumerate(sheet.rows, start=1)
        ],
    }


def record_shape(record: KeptRecord) -> dict[str, Any]:
    """Return all that is kept of an answer as the API would."""
    from graph.types.node import global_id

    link, rating = record.link, record.rating
    return {
        "id": global_id("Advice", record.id),
        "content": record.content,
        "salt": record.salt.hex(),
        "proof": None
        if link is None
        else {
            "position": link.position,
            "link": link.digest.hex(),
            "commitment": link.entry.commitment.hex(),
            "intact": record.intact,
        },
        "rating": None
        if rating is None
        else {
            "rating": rating.rating,
            "comment": rating.comment,
            "ratedAt": rating.rated_at.isoformat(),
        },
    }


def user_shape(user: User) -> dict[str, Any]:
    """Return an account as the API would, and whether it is disabled."""
    from graph.types.node import global_id

    return {
        "id": global_id("User", user.id),
        "email": user.email,
        "role": user.role,
        "mustChangePassword": user.one_time_password,
        "disabled": user.disabled,
        "createdAt": user.created_at,
    }


def process_shape(process: Process) -> dict[str, Any]:
    """Return a process and its last heartbeat."""
    return {
        "name": process.name,
        "kind": process.kind,
        "host": process.host,
        "pid": process.pid,
        "queues": [queue.name for queue in process.queues],
        "busy": process.busy,
        "address": process.address,
        "seenAt": process.seen_at,
    }


def _passage_shape(passage: Passage) -> dict[str, str]:
    return {
        "title": passage.title,
        "reference": passage.reference,
        "source": passage.source,
        "text": passage.text,
    }


def _text(value: object | None) -> str | None:
    return None if value is None else str(value)
