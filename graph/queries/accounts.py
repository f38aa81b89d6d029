"""Oneself."""

import strawberry

from domain.errors import Unauthenticated
from graph.context import Info
from graph.permissions import root_field
from graph.types.account import User


@strawberry.type
class AccountQueries:
    """Queries about accounts."""

    @root_field("Your own account.")
    async def me(self, info: Info) -> User:
        """Return the caller's account."""
        async with info.context.unit_of_work() as work:
            user = await work.accounts.get(info.context.principal.user_id)
        if user is None:
            raise Unauthenticated("the account is gone")
        return User.of(user)
