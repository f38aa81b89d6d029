"""Committed events, from Redis while it has them and from Postgres where it has not."""

from __future__ import annotations

from persistence.events.feed import RedisEventFeed

__all__ = ["RedisEventFeed"]
