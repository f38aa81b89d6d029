"""From credentials to a caller, and whether a caller may still go on."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass
from uuid import UUID

from domain.access import ROLE_PERMISSIONS, Principal, Role
from domain.errors import Unauthenticated
from domain.ports import Clock, UnitOfWorkFactory
from graph.auth.tokens import AccessTokens

STANDING_SECONDS = 5.0
"""How long what the database said of a session is believed: a disabled user is out within this time."""

MOST_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: the principal, and the sign-in that its token comes from."""

    principal: Principal
    family_id: UUID


@dataclass(frozen=True, slots=True)
class _Standing:
    role: Role | None
    checked_at: float


class Authenticator:
    """Knows callers by their access tokens."""

    def __init__(
        self, tokens: AccessTokens, *, unit_of_work: UnitOfWorkFactory, clock: Clock
    ) -> None:
        self._tokens = tokens
        self._unit_of_work = unit_of_work
        self._clock = clock
        self._standings: OrderedDict[UUID, _Standing] = OrderedDict()

    async def identify(self, credentials: str) -> Caller:
        """Return the caller that `Bearer …` names. Raises `Unauthenticated`, saying what is wrong."""
        scheme, _, token = credentials.strip().partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise Unauthenticated("send an access token as: Authorization: Bearer <token>")
        claims = await self._tokens.read(token.strip())
        role = await self._standing(claims.user_id, claims.family_id)
        principal = Principal(
            user_id=claims.user_id,
            role=role,
            permissions=ROLE_PERMISSIONS[role],
            token_id=claims.token_id,
            expires_at=claims.expires_at,
        )
        return Caller(principal, claims.family_id)

    async def confirm(self, caller: Caller) -> Principal:
        """Return the caller's principal with its present role.

        Raises `Unauthenticated` if the token ended, the session was signed out or the user disabled.
        """
        principal = caller.principal
        if principal.expires_at <= self._clock.now():
            raise Unauthenticated("the access token has expired: refresh it or sign in again")
        role = await self._standing(principal.user_id, caller.family_id)
        if role is principal.role:
            return principal
        return Principal(
            user_id=principal.user_id,
            role=role,
            permissions=ROLE_PERMISSIONS[role],
            token_id=principal.token_id,
            expires_at=principal.expires_at,
        )

    def forget(self, family_id: UUID) -> None:
        """Ask the database anew the next time this session is seen."""
        self._standings.pop(family_id, None)

    async def _standing(self, user_id: UUID, family_id: UUID) -> Role:
        known = self._standings.get(family_id)
        if known is None or time.monotonic() - known.checked_at > STANDING_SECONDS:
            known = await self._look_up(user_id, family_id)
            self._standings[family_id] = known
            self._standings.move_to_end(family_id)
            if len(self._standings) > MOST_REMEMBERED:
                self._standings.popitem(last=False)
        if known.role is None:
            raise Unauthenticated("the session has ended: sign in again")
        return known.role

    async def _look_up(self, user_id: UUID, family_id: UUID) -> _Standing:
        now = time.monotonic()
        async with self._unit_of_work() as work:
            user = await work.accounts.get(user_id)
            revoked = await work.accounts.family_revoked(family_id)
        gone = user is None or user.disabled or revoked
        return _Standing(None if gone or user is None else user.role, now)
