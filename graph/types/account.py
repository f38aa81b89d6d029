"""Accounts and sessions."""

from datetime import datetime
from typing import Annotated

import strawberry

from domain import access
from domain.accounts import user as domain
from graph.types import enums  # noqa: F401  # declares the enumerations used below
from graph.types.errors import AuthenticationFailed
from graph.types.node import Node, global_id


@strawberry.type(description="An account.")
class User(Node):
    """An account."""

    email: str = strawberry.field(description="The address it signs in with.")
    role: access.Role = strawberry.field(description="What its owner is to the service.")
    permissions: list[str] = strawberry.field(
        description="What its owner may do, by the names that `@requires` uses."
    )
    must_change_password: bool = strawberry.field(
        description="Whether it still has the one-time password it was created with."
    )
    created_at: datetime = strawberry.field(description="When it was created.")

    @staticmethod
    def of(user: domain.User) -> "User":
        """Return an account as its owner sees it."""
        return User(
            id=global_id("User", user.id),
            email=user.email,
            role=user.role,
            permissions=sorted(p.value for p in access.ROLE_PERMISSIONS[user.role]),
            must_change_password=user.one_time_password,
            created_at=user.created_at,
        )


@strawberry.type(description="A session, begun or continued.")
class SignInSuccess:
    """A session, begun or continued."""

    access_token: str = strawberry.field(
        description="Send it with each request as `Authorization: Bearer <token>`, and as "
        "`Authorization` in the payload of a socket's `connection_init`."
    )
    expires_at: datetime = strawberry.field(description="When the access token ends.")
    refresh_token: str = strawberry.field(
        description="Exchange it once, by `refreshToken`, for new tokens. Keep it secret."
    )
    user: User = strawberry.field(description="Who signed in.")


@strawberry.type(description="The session was ended.")
class SignOutSuccess:
    """The session was ended."""

    signed_out: bool = strawberry.field(
        description="Always true: no token of the session is accepted any more."
    )


SignInResult = Annotated[
    SignInSuccess | AuthenticationFailed,
    strawberry.union("SignInResult", description="What came of signing in."),
]
RefreshTokenResult = Annotated[
    SignInSuccess | AuthenticationFailed,
    strawberry.union("RefreshTokenResult", description="What came of continuing a session."),
]
SignOutResult = Annotated[
    SignOutSuccess, strawberry.union("SignOutResult", description="What came of signing out.")
]
