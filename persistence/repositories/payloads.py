"""What events say: snapshots of rows as JSON, with the public names of their fields."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from domain.indexing.version import IndexVersion
from domain.jobs.job import Job
from domain.jobs.task import Task


def task_payload(task: Task) -> dict[str, Any]:
    """Return a task without its arguments, which may be a thousand ids."""
    return {
        "id": str(task.id),
        "name": task.name,
        "queue": task.queue,
        "state": task.state,
        "attempt": task.attempt,
        "failures": task.failures,
        "worker": task.worker,
        "jobId": _text(task.job_id),
        "units": task.units,
        "unitsDone": task.units_done,
        "error": task.error,
        "createdAt": _moment(task.created_at),
        "startedAt": _moment(task.started_at),
        "finishedAt": _moment(task.finished_at),
        "revokeRequested": task.revoke_requested,
        "firstFailedAt": _moment(task.first_failed_at),
    }


def job_payload(job: Job) -> dict[str, Any]:
    """Return a job's row; how far it has come is counted when it is asked for."""
    return {
        "id": str(job.id),
        "kind": job.kind,
        "state": job.state,
        "stage": job.stage,
        "sealed": job.sealed,
        "createdBy": _text(job.created_by),
        "indexVersion": job.index_version,
        "error": job.error,
        "createdAt": _moment(job.created_at),
        "finishedAt": _moment(job.finished_at),
    }


def version_payload(version: IndexVersion) -> dict[str, Any]:
    """Return an index version without its gate's measurements."""
    return {
        "id": str(version.id),
        "number": version.number,
        "state": version.state,
        "artefact": version.artefact,
        "encoderFingerprint": version.encoder_fingerprint,
        "indexType": version.index_type,
        "passages": version.passages,
        "bytes": version.bytes,
        "reason": version.reason,
        "createdAt": _moment(version.created_at),
        "readyAt": _moment(version.ready_at),
        "activatedAt": _moment(version.activated_at),
        "rolledBackAt": _moment(version.rolled_back_at),
    }


def _text(identifier: UUID | None) -> str | None:
    return str(identifier) if identifier else None


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
