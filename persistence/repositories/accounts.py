"""Accounts in Postgres."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, exists, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.access import Role
from domain.accounts.user import RefreshToken, SigningKey, User
from domain.errors import Conflict
from domain.identifiers import new_id
from persistence.tables import refresh_tokens, signing_keys, token_families, users


class SqlAccountRepository:
    """Keeps `domain.accounts.repository.AccountRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, *, email: str, role: Role, password_hash: str, one_time: bool) -> User:
        """Create a user. Raises `Conflict` if the address is taken (letter case aside)."""
        statement = (
            upsert(users)
            .values(
                id=new_id(),
                email=email,
                email_key=email.casefold(),
                role=role,
                password_hash=password_hash,
                one_time_password=one_time,
            )
            .on_conflict_do_nothing(index_elements=[users.c.email_key])
            .returning(users)
        )
        row = (await self._connection.execute(statement)).one_or_none()
        if row is None:
            raise Conflict("there is an account with this e-mail address")
        return _user(row)

    async def by_email(self, email: str) -> User | None:
        """Return the user with this address, letter case aside."""
        statement = select(users).where(users.c.email_key == email.casefold())
        row = (await self._connection.execute(statement)).one_or_none()
        return _user(row) if row else None

    async def get(self, user_id: UUID) -> User | None:
        """Return a user."""
        row = (
            await self._connection.execute(select(users).where(users.c.id == user_id))
        ).one_or_none()
        return _user(row) if row else None

    async def users(self) -> list[User]:
        """Return all users, oldest first."""
        rows = await self._connection.execute(select(users).order_by(users.c.id))
        return [_user(row) for row in rows]

    async def set_password(self, user_id: UUID, password_hash: str, *, one_time: bool) -> None:
        """Change a user's password."""
        await self._connection.execute(
            update(users)
            .where(users.c.id == user_id)
            .values(password_hash=password_hash, one_time_password=one_time)
        )

    async def add_refresh_token(self, token: RefreshToken) -> None:
        """Keep a refresh token."""
        await self._connection.execute(
            upsert(token_families)
            .values(id=token.family_id, user_id=token.user_id)
            .on_conflict_do_nothing()
        )
        await self._connection.execute(
            insert(refresh_tokens).values(
                id=token.id,
                family_id=token.family_id,
                secret_hash=token.secret_hash,
                expires_at=token.expires_at,
            )
        )

    async def refresh_token(self, secret_hash: bytes) -> RefreshToken | None:
        """Return a refresh token and hold it against other transactions until this one ends."""
        statement = (
            select(refresh_tokens, token_families.c.user_id, token_families.c.revoked_at)
            .join(token_families)
            .where(refresh_tokens.c.secret_hash == secret_hash)
            .with_for_update()
        )
        row = (await self._connection.execute(statement)).one_or_none()
        return _refresh_token(row) if row else None

    async def use_refresh_token(self, token_id: UUID) -> None:
        """Note that a refresh token was exchanged."""
        await self._connection.execute(
            update(refresh_tokens)
            .where(refresh_tokens.c.id == token_id, refresh_tokens.c.used_at.is_(None))
            .values(used_at=func.now())
        )

    async def revoke_family(self, family_id: UUID) -> None:
        """Revoke all refresh tokens that descend from one sign-in."""
        await self._connection.execute(
            update(token_families)
            .where(token_families.c.id == family_id, token_families.c.revoked_at.is_(None))
            .values(revoked_at=func.now())
        )

    async def family_revoked(self, family_id: UUID) -> bool:
        """Whether a family was revoked (or never was)."""
        holds = select(token_families.c.id).where(
            token_families.c.id == family_id, token_families.c.revoked_at.is_(None)
        )
        return (await self._connection.execute(holds)).one_or_none() is None

    async def signing_keys(self) -> list[SigningKey]:
        """Return the signing keys, newest first."""
        rows = await self._connection.execute(
            select(signing_keys).order_by(signing_keys.c.created_at.desc(), signing_keys.c.kid)
        )
        return [SigningKey(row.kid, row.private_pem, row.created_at) for row in rows]

    async def add_signing_key(self, key: SigningKey) -> None:
        """Keep a signing key."""
        await self._connection.execute(
            insert(signing_keys).values(
                kid=key.kid, private_pem=key.private_pem, created_at=key.created_at
            )
        )

    async def delete_expired_tokens(self, before: datetime) -> int:
        """Delete refresh tokens that ended before this; return how many.

        Families that are left without any go with them.
        """
        deleted = await self._connection.execute(
            delete(refresh_tokens).where(refresh_tokens.c.expires_at < before)
        )
        left = select(refresh_tokens.c.id).where(refresh_tokens.c.family_id == token_families.c.id)
        await self._connection.execute(
            delete(token_families).where(token_families.c.created_at < before, ~exists(left))
        )
        return deleted.rowcount


def _user(row: Row[Any]) -> User:
    return User(
        id=row.id,
        email=row.email,
        role=Role(row.role),
        password_hash=row.password_hash,
        one_time_password=row.one_time_password,
        disabled=row.disabled,
        created_at=row.created_at,
    )


def _refresh_token(row: Row[Any]) -> RefreshToken:
    return RefreshToken(
        id=row.id,
        family_id=row.family_id,
        user_id=row.user_id,
        secret_hash=row.secret_hash,
        expires_at=row.expires_at,
        used=row.used_at is not None,
        revoked=row.revoked_at is not None,
    )
