"""Access tokens: JSON Web Tokens signed with EdDSA, short-lived, checked without the database."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import jwt
from jwt.types import Options

from domain.access import Role
from domain.accounts.sessions import Session
from domain.errors import Unauthenticated
from domain.identifiers import new_id
from domain.ports import Clock, UnitOfWorkFactory
from graph.auth.keys import KeyPair, ensure_key, load_keys

LIFETIME = timedelta(minutes=20)
ISSUER = "apfa"
AUDIENCE = "apfa-api"
TYPE = "at+jwt"
ALGORITHM = "EdDSA"
REQUIRED = ["iss", "aud", "exp", "nbf", "iat", "jti", "sub", "role", "fam"]

CHECKS: Options = {
    "require": REQUIRED,
    "verify_exp": False,  # times are checked below, by the server's own clock
    "verify_nbf": False,
    "verify_iat": False,
}

RELOAD_SECONDS = 1.0
"""At most this often an unknown key makes a process look for new ones."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What a valid token says. `family_id` names the sign-in it comes from."""

    user_id: UUID
    role: Role
    family_id: UUID
    token_id: str
    expires_at: datetime


class AccessTokens:
    """Signs and reads access tokens. Open one with `AccessTokens.start`."""

    def __init__(
        self, keys: list[KeyPair], *, unit_of_work: UnitOfWorkFactory, clock: Clock
    ) -> None:
        self._keys = keys
        self._unit_of_work = unit_of_work
        self._clock = clock
        self._reloaded_at = float("-inf")

    @classmethod
    async def start(cls, *, unit_of_work: UnitOfWorkFactory, clock: Clock) -> AccessTokens:
        """Load the signing keys, making the first one on a new installation."""
        keys = await ensure_key(unit_of_work, clock)
        return cls(keys, unit_of_work=unit_of_work, clock=clock)

    def issue(self, session: Session) -> tuple[str, datetime]:
        """Return a token for a session and the moment it ends."""
        now = self._clock.now()
        expires_at = now + LIFETIME
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": str(session.user.id),
            "role": session.user.role.value,
            "fam": str(session.family_id),
            "jti": new_id().hex,
            "iat": now,
            "nbf": now,
            "exp": expires_at,
        }
        key = self._keys[0]
        headers = {"kid": key.kid, "typ": TYPE}
        return jwt.encode(claims, key.private, algorithm=ALGORITHM, headers=headers), expires_at

    async def read(self, token: str) -> Claims:
        """Return what a token says. Raises `Unauthenticated` unless it is one of ours and in force."""
        try:
            header = jwt.get_unverified_header(token)
            key = await self._key(header.get("kid"))
            if header.get("typ") != TYPE or key is None:
                raise Unauthenticated("the access token was not issued here")
            return _claims(
                jwt.decode(
                    token,
                    key.public,
                    algorithms=[ALGORITHM],
                    audience=AUDIENCE,
                    issuer=ISSUER,
                    options=CHECKS,
                ),
                self._clock.now(),
            )
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise Unauthenticated("the access token cannot be read") from error

    def jwks(self) -> dict[str, Any]:
        """Return the public keys as a JWK Set (RFC 7517)."""
        return {"keys": [key.jwk for key in self._keys]}

    async def _key(self, kid: object) -> KeyPair | None:
        found = next((key for key in self._keys if key.kid == kid), None)
        if found is None and time.monotonic() - self._reloaded_at > RELOAD_SECONDS:
            self._reloaded_at = time.monotonic()
            self._keys = await load_keys(self._unit_of_work)
            found = next((key for key in self._keys if key.kid == kid), None)
        return found


def _claims(payload: dict[str, Any], now: datetime) -> Claims:
    """Check the times by the server's own clock, the one that issued them."""
    expires_at = datetime.fromtimestamp(payload["exp"], UTC)
    if expires_at <= now:
        raise Unauthenticated("the access token has expired: refresh it or sign in again")
    if datetime.fromtimestamp(payload["nbf"], UTC) > now:
        raise Unauthenticated("the access token is not valid yet")
    return Claims(
        user_id=UUID(payload["sub"]),
        role=Role(payload["role"]),
        family_id=UUID(payload["fam"]),
        token_id=payload["jti"],
        expires_at=expires_at,
    )
