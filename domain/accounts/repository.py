"""What is asked of the place where accounts are kept."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.access import Role
from domain.accounts.user import RefreshToken, SigningKey, User


class AccountRepository(Protocol):
    """Users, refresh tokens and signing keys."""

    async def add(self, *, email: str, role: Role, password_hash: str, one_time: bool) -> User:
        """Create a user. Raises `Conflict` if the address is taken (letter case aside)."""

    async def by_email(self, email: str) -> User | None:
        """Return the user with this address, letter case aside."""

    async def get(self, user_id: UUID) -> User | None:
        """Return a user."""

    async def users(self) -> list[User]:
        """Return all users, oldest first."""

    async def set_password(self, user_id: UUID, password_hash: str, *, one_time: bool) -> None:
        """Change a user's password."""

    async def add_refresh_token(self, token: RefreshToken) -> None:
        """Keep a refresh token."""

    async def refresh_token(self, secret_hash: bytes) -> RefreshToken | None:
        """Return a refresh token and hold it against other transactions until this one ends."""

    async def use_refresh_token(self, token_id: UUID) -> None:
        """Note that a refresh token was exchanged."""

    async def revoke_family(self, family_id: UUID) -> None:
        """Revoke all refresh tokens that descend from one sign-in."""

    async def family_revoked(self, family_id: UUID) -> bool:
        """Whether a family was revoked (or never was)."""

    async def signing_keys(self) -> list[SigningKey]:
        """Return the signing keys, newest first."""

    async def add_signing_key(self, key: SigningKey) -> None:
        """Keep a signing key."""

    async def delete_expired_tokens(self, before: datetime) -> int:
        """Delete refresh tokens that ended before this; return how many."""
