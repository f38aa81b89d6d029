"""The account that commands on the machine itself act for: whoever may run them owns the data anyway."""

from __future__ import annotations

import secrets
from datetime import timedelta

from domain.access import ROLE_PERMISSIONS, Principal, Role
from domain.accounts.management import create_user
from domain.accounts.user import User
from domain.errors import Conflict, Unavailable
from domain.ports import Clock, PasswordHasher, UnitOfWorkFactory

OPERATOR = "operator@localhost"


async def local_operator(
    *, unit_of_work: UnitOfWorkFactory, passwords: PasswordHasher, clock: Clock
) -> Principal:
    """Return the operator as a principal."""
    user = await operator_account(unit_of_work=unit_of_work, passwords=passwords)
    return Principal(
        user_id=user.id,
        role=user.role,
        permissions=ROLE_PERMISSIONS[user.role],
        token_id="local",  # noqa: S106  # a name, not a secret
        expires_at=clock.now() + timedelta(days=1),
    )


async def operator_account(*, unit_of_work: UnitOfWorkFactory, passwords: PasswordHasher) -> User:
    """Return the operator's account, made on first use with a password nobody knows.

    Raises `Unavailable` if it was disabled.
    """
    async with unit_of_work() as work:
        user = await work.accounts.by_email(OPERATOR)
    if user is None:
        try:
            user = await create_user(
                OPERATOR,
                Role.SUPER_ADMIN,
                secrets.token_urlsafe(48),
                unit_of_work=unit_of_work,
                passwords=passwords,
            )
        except Conflict:  # another command was faster
            async with unit_of_work() as work:
                user = await work.accounts.by_email(OPERATOR)
    if user is None or user.disabled:
        raise Unavailable(f"the account {OPERATOR} is disabled")
    return user
