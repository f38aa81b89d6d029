"""Creating accounts."""

from __future__ import annotations

import re
import secrets

from domain.access import Role
from domain.accounts.user import User
from domain.errors import InvalidInput, NotFound
from domain.ports import PasswordHasher, UnitOfWorkFactory

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 256

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


def one_time_password() -> str:
    """Return a random password of about 100 bits, easy to copy."""
    return "-".join(secrets.token_hex(3) for _ in range(4))


async def create_user(
    email: str,
    role: Role,
    password: str,
    *,
    unit_of_work: UnitOfWorkFactory,
    passwords: PasswordHasher,
    one_time: bool = False,
) -> User:
    """Create an account.

    Raises `InvalidInput` for a bad address or a password shorter than 12 characters, `Conflict` if the
    address is taken.
    """
    if not _EMAIL.fullmatch(email) or len(email) > 320:
        raise InvalidInput("not an e-mail address", field="email")
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise InvalidInput(
            f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters", field="password"
        )
    password_hash = await passwords.hash(password)
    async with unit_of_work() as work:
        user = await work.accounts.add(
            email=email, role=role, password_hash=password_hash, one_time=one_time
        )
        await work.commit()
    return user


async def renew_one_time_password(
    email: str, password: str, *, unit_of_work: UnitOfWorkFactory, passwords: PasswordHasher
) -> None:
    """Give an account a new one-time password. Raises `NotFound` for an unknown address."""
    password_hash = await passwords.hash(password)
    async with unit_of_work() as work:
        user = await work.accounts.by_email(email)
        if user is None:
            raise NotFound("user", email)
        await work.accounts.set_password(user.id, password_hash, one_time=True)
        await work.commit()
