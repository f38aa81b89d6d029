"""The real PostgreSQL and Valkey that serve one data directory when no outside service is named."""

from persistence.engines.failure import EngineFailed
from persistence.engines.local import EngineAddresses, ensure_running, local_engines

__all__ = ["EngineAddresses", "EngineFailed", "ensure_running", "local_engines"]
