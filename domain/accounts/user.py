"""People who may sign in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.access import Role


@dataclass(frozen=True, slots=True)
class User:
    """An account. `one_time_password` is true until its first password has been changed."""

    id: UUID
    email: str
    role: Role
    password_hash: str
    one_time_password: bool
    disabled: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """One link of a family of refresh tokens; only the SHA-256 of the secret is kept."""

    id: UUID
    family_id: UUID
    user_id: UUID
    secret_hash: bytes
    expires_at: datetime
    used: bool
    revoked: bool


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key that signs access tokens; `private_pem` is PKCS 8, unencrypted, and never leaves the server."""

    kid: str
    private_pem: str
    created_at: datetime
