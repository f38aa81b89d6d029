"""Hashes of passwords by Argon2id (RFC 9106)."""

from __future__ import annotations

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


class ArgonPasswordHasher:
    """Keeps `domain.ports.PasswordHasher`, in threads, and only so many at once as memory is given for.

    By default with the OWASP Password Storage Cheat Sheet's 19 MiB, two passes and one lane: 20-30 ms.
    """

    def __init__(
        self,
        *,
        memory_kib: int = 19 * 1024,
        passes: int = 2,
        lanes: int = 1,
        at_once: int = 4,
    ) -> None:
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=lanes)
        self._turns = asyncio.Semaphore(at_once)

    async def hash(self, password: str) -> str:
        """Return a hash that `verify` accepts for this password alone."""
        async with self._turns:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def verify(self, password_hash: str, password: str) -> bool:
        """Whether the password is the hashed one; False, too, for what is no hash."""
        async with self._turns:
            try:
                return await asyncio.to_thread(self._hasher.verify, password_hash, password)
            except (VerificationError, InvalidHashError):
                return False
