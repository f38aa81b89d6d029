"""Rows about indexes as the domain knows them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from domain.indexing.version import Acknowledgement, IndexState, IndexVersion, NodeState


def version_from(row: Row[Any]) -> IndexVersion:
    """Return a row as an index version."""
    return IndexVersion(
        id=row.id,
        number=row.number,
        state=IndexState(row.state),
        artefact=row.artefact,
        encoder_fingerprint=row.encoder_fingerprint,
        index_type=row.index_type,
        passages=row.passages,
        bytes=row.bytes,
        reason=row.reason,
        gate=row.gate,
        created_at=row.created_at,
        ready_at=row.ready_at,
        activated_at=row.activated_at,
        rolled_back_at=row.rolled_back_at,
    )


def acknowledgement_from(row: Row[Any]) -> Acknowledgement:
    """Return a row as a node's word on a version."""
    return Acknowledgement(
        node=row.node,
        version_id=row.version_id,
        state=NodeState(row.state),
        error=row.error,
        at=row.at,
    )
