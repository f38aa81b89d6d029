"""An index version and the states of its life."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class IndexState(StrEnum):
    """BUILDING → VERIFYING → READY → ACTIVE → RETIRED, or REJECTED with the reason."""

    BUILDING = "BUILDING"
    VERIFYING = "VERIFYING"
    READY = "READY"
    ACTIVE = "ACTIVE"
    RETIRED = "RETIRED"
    REJECTED = "REJECTED"


@dataclass(frozen=True, slots=True)
class IndexVersion:
    """An index version's row; `artefact` is the content-derived name its files are kept under.

    `reason` says why it was rejected, or why it was taken back at `rolled_back_at`.
    """

    id: UUID
    number: int
    state: IndexState
    artefact: str | None
    encoder_fingerprint: str
    index_type: str | None
    passages: int
    bytes: int
    reason: str | None
    gate: Mapping[str, Any] | None
    created_at: datetime
    ready_at: datetime | None
    activated_at: datetime | None
    rolled_back_at: datetime | None = None


class NodeState(StrEnum):
    """What an API node has done with a version."""

    STAGED = "STAGED"
    ACTIVE = "ACTIVE"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """One node's word on one version."""

    node: str
    version_id: UUID
    state: NodeState
    error: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Rollout:
    """How far a version has reached the nodes: "`active` of `nodes`"."""

    nodes: int
    staged: int
    active: int
    failed: int
