import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from domain.access import Role
from domain.accounts.user import RefreshToken, SigningKey, User
from domain.errors import Conflict
from domain.identifiers import new_id
from domain.ports import UnitOfWork, UnitOfWorkFactory

HOUR = timedelta(hours=1)


async def add_user(work: UnitOfWork, email: str = "Ann@Example.org") -> User:
    return await work.accounts.add(
        email=email, role=Role.ADMIN, password_hash="hash", one_time=True
    )


def token(user: User, *, family: UUID | None = None, secret: bytes = b"1" * 32) -> RefreshToken:
    expires = datetime.now(UTC) + HOUR
    return RefreshToken(new_id(), family or new_id(), user.id, secret, expires, False, False)


async def test_a_user_is_found_whatever_the_letters_case(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        user = await add_user(work, "Straße@Example.org")
        assert await work.accounts.by_email("STRASSE@example.ORG") == user
        assert await work.accounts.get(user.id) == user
        assert await work.accounts.by_email("other@example.org") is None
        assert await work.accounts.get(new_id()) is None
    assert user.email == "Straße@Example.org"
    assert user.one_time_password
    assert not user.disabled


async def test_an_address_is_taken_once(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        await add_user(work)
        with pytest.raises(Conflict):
            await add_user(work, "ann@example.ORG")
        await work.commit()  # the refusal did not spoil the transaction
    async with unit_of_work() as work:
        assert len(await work.accounts.users()) == 1


async def test_of_two_who_take_an_address_at_once_one_gets_it(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async def take() -> bool:
        async with unit_of_work() as work:
            try:
                await add_user(work)
            except Conflict:
                return False
            await asyncio.sleep(0.02)
            await work.commit()
            return True

    assert sorted(await asyncio.gather(take(), take(), take())) == [False, False, True]


async def test_a_password_is_changed(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        user = await add_user(work)
        await work.accounts.set_password(user.id, "other", one_time=False)
        changed = await work.accounts.get(user.id)
    assert changed is not None
    assert (changed.password_hash, changed.one_time_password) == ("other", False)


async def test_a_refresh_token_is_kept_used_and_revoked_with_its_family(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        first = token(await add_user(work))
        await work.accounts.add_refresh_token(first)
        assert await work.accounts.refresh_token(first.secret_hash) == first
        await work.accounts.use_refresh_token(first.id)
        used = await work.accounts.refresh_token(first.secret_hash)
        assert used is not None
        assert used.used
        assert not await work.accounts.family_revoked(first.family_id)
        await work.accounts.revoke_family(first.family_id)
        revoked = await work.accounts.refresh_token(first.secret_hash)
        assert revoked is not None
        assert revoked.revoked
        assert await work.accounts.family_revoked(first.family_id)
        assert await work.accounts.family_revoked(new_id())
        assert await work.accounts.refresh_token(b"unknown") is None


async def test_a_token_that_is_exchanged_while_its_family_is_revoked_is_revoked_too(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        user = await add_user(work)
        old = token(user)
        await work.accounts.add_refresh_token(old)
        await work.commit()
    new = token(user, family=old.family_id, secret=b"2" * 32)

    async def revoke() -> None:
        async with unit_of_work() as other:
            await other.accounts.revoke_family(old.family_id)
            await other.commit()

    async with unit_of_work() as work:
        # Given an exchange that has read the old token, when somebody revokes the family meanwhile
        assert await work.accounts.refresh_token(old.secret_hash) == old
        revoking = asyncio.create_task(revoke())
        await asyncio.sleep(0.05)
        await work.accounts.use_refresh_token(old.id)
        await work.accounts.add_refresh_token(new)
        await work.commit()
    await revoking
    async with unit_of_work() as work:
        kept = await work.accounts.refresh_token(new.secret_hash)
        assert kept is not None
        assert kept.revoked


async def test_a_token_is_exchanged_by_one_at_a_time(unit_of_work: UnitOfWorkFactory) -> None:
    async with unit_of_work() as work:
        first = token(await add_user(work))
        await work.accounts.add_refresh_token(first)
        await work.commit()

    async def exchange() -> bool:
        async with unit_of_work() as work:
            found = await work.accounts.refresh_token(first.secret_hash)
            assert found is not None
            await asyncio.sleep(0.02)
            await work.accounts.use_refresh_token(first.id)
            await work.commit()
            return not found.used

    assert sorted(await asyncio.gather(*(exchange() for _ in range(3)))) == [False, False, True]


async def test_expired_tokens_are_deleted_and_their_families_end(
    unit_of_work: UnitOfWorkFactory,
) -> None:
    async with unit_of_work() as work:
        user = await add_user(work)
        first = token(user)
        await work.accounts.add_refresh_token(first)
        assert await work.accounts.delete_expired_tokens(first.expires_at) == 0
        assert await work.accounts.delete_expired_tokens(first.expires_at + HOUR) == 1
        assert await work.accounts.refresh_token(first.secret_hash) is None
        assert await work.accounts.family_revoked(first.family_id)


async def test_signing_keys_come_newest_first(unit_of_work: UnitOfWorkFactory) -> None:
    now = datetime.now(UTC)
    keys = [SigningKey(f"k{age}", "pem", now - age * HOUR) for age in range(3)]
    async with unit_of_work() as work:
        for key in reversed(keys):
            await work.accounts.add_signing_key(key)
        assert await work.accounts.signing_keys() == keys
