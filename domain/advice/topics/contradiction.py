"""What an answer asks where the numbers of its question contradict each other."""

from __future__ import annotations

from domain.advice.topics.finding import Finding, Topic


def asked_back(conflict: str) -> Finding:
    """Ask which numbers are meant; nothing is computed until that is known."""
    return Finding(
        Topic.CHOICE,
        answer=(
            f"**These numbers do not go together**: {conflict}. I have computed nothing, because any figure "
            "would rest on a guess. Say which numbers are meant, and ask again."
        ),
        missing=("which of these numbers are meant",),
        foremost=True,
    )
