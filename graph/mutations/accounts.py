"""Signing in and out."""

from typing import Annotated

import strawberry

from domain.accounts import sessions
from graph.context import Context, Info
from graph.permissions import root_field
from graph.types.account import (
    RefreshTokenResult,
    SignInResult,
    SignInSuccess,
    SignOutResult,
    SignOutSuccess,
    User,
)


@strawberry.type
class AccountMutations:
    """Signing in and out."""

    @root_field("Begin a session.")
    async def sign_in(
        self,
        info: Info,
        email: Annotated[str, strawberry.argument(description="The account's address.")],
        password: Annotated[str, strawberry.argument(description="Its password.")],
    ) -> SignInResult:
        """Begin a session."""
        services = info.context.services
        session = await sessions.sign_in(
            email,
            password,
            unit_of_work=services.unit_of_work,
            passwords=services.passwords,
            clock=services.clock,
        )
        return _success(info.context, session)

    @root_field(
        "Continue a session with new tokens. A refresh token works once; used again, it ends the "
        "session, because somebody else may have it."
    )
    async def refresh_token(
        self,
        info: Info,
        refresh_token: Annotated[
            str, strawberry.argument(description="The refresh token given out last.")
        ],
    ) -> RefreshTokenResult:
        """Continue a session."""
        services = info.context.services
        session = await sessions.refresh_session(
            refresh_token, unit_of_work=services.unit_of_work, clock=services.clock
        )
        return _success(info.context, session)

    @root_field("End the session: none of its tokens is accepted any more.")
    async def sign_out(self, info: Info) -> SignOutResult:
        """End the session."""
        services = info.context.services
        family_id = info.context.caller.family_id
        await sessions.sign_out(family_id, unit_of_work=services.unit_of_work)
        services.authenticator.forget(family_id)
        return SignOutSuccess(signed_out=True)


def _success(context: Context, session: sessions.Session) -> SignInSuccess:
    token, expires_at = context.services.tokens.issue(session)
    return SignInSuccess(
        access_token=token,
        expires_at=expires_at,
        refresh_token=session.refresh_secret,
        user=User.of(session.user),
    )
