"""Signing in and staying signed in.

Refresh tokens come in families, one for each sign-in. A token is exchanged once; if it comes a second time
it was stolen or copied, and the whole family ends (RFC 9700, 4.14.2).
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from domain.accounts.user import RefreshToken, User
from domain.errors import Unauthenticated
from domain.identifiers import new_id
from domain.ports import Clock, PasswordHasher, UnitOfWork, UnitOfWorkFactory

REFRESH_LIFETIME = timedelta(days=30)

_WRONG = "the address or the password is wrong"
_ENDED = "the session has ended: sign in again"


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in user with the secret that keeps the session going; the secret is shown only here."""

    user: User
    family_id: UUID
    refresh_secret: str


async def sign_in(
    email: str,
    password: str,
    *,
    unit_of_work: UnitOfWorkFactory,
    passwords: PasswordHasher,
    clock: Clock,
) -> Session:
    """Start a session. Raises `Unauthenticated`, not saying whether address or password was wrong."""
    async with unit_of_work() as work:
        user = await work.accounts.by_email(email)
    # An unknown address costs the same time as a wrong password, so it cannot be told from one.
    stored = user.password_hash if user else await passwords.hash(secrets.token_hex(16))
    matches = await passwords.verify(stored, password)
    if user is None or user.disabled or not matches:
        raise Unauthenticated(_WRONG)
    return await open_session(user, unit_of_work=unit_of_work, clock=clock)


async def open_session(user: User, *, unit_of_work: UnitOfWorkFactory, clock: Clock) -> Session:
    """Start a session for a user whose identity is beyond doubt."""
    async with unit_of_work() as work:
        session = await _issue(work, user, new_id(), clock)
        await work.commit()
    return session


async def refresh_session(
    refresh_secret: str, *, unit_of_work: UnitOfWorkFactory, clock: Clock
) -> Session:
    """Exchange a refresh secret for a new one. Raises `Unauthenticated`; reuse ends the family."""
    async with unit_of_work() as work:
        token = await work.accounts.refresh_token(_hash(refresh_secret))
        if token is None or token.revoked or token.expires_at <= clock.now():
            raise Unauthenticated(_ENDED)
        if token.used:
            await work.accounts.revoke_family(token.family_id)
            await work.commit()
            raise Unauthenticated(_ENDED)
        user = await work.accounts.get(token.user_id)
        if user is None or user.disabled:
            raise Unauthenticated(_ENDED)
        await work.accounts.use_refresh_token(token.id)
        session = await _issue(work, user, token.family_id, clock)
        await work.commit()
    return session


async def sign_out(family_id: UUID, *, unit_of_work: UnitOfWorkFactory) -> None:
    """End a session: none of its tokens is accepted any more."""
    async with unit_of_work() as work:
        await work.accounts.revoke_family(family_id)
        await work.commit()


async def _issue(work: UnitOfWork, user: User, family_id: UUID, clock: Clock) -> Session:
    secret = secrets.token_urlsafe(32)
    await work.accounts.add_refresh_token(
        RefreshToken(
            id=new_id(),
            family_id=family_id,
            user_id=user.id,
            secret_hash=_hash(secret),
            expires_at=clock.now() + REFRESH_LIFETIME,
            used=False,
            revoked=False,
        )
    )
    return Session(user, family_id, secret)


def _hash(secret: str) -> bytes:
    """A secret of 256 random bits needs no slow hash: it cannot be guessed."""
    return hashlib.sha256(secret.encode()).digest()
