from datetime import UTC, datetime
from itertools import pairwise
from uuid import uuid4

import pytest

from domain.access import OPERATIONS, ROLE_PERMISSIONS, Access, Permission, Principal, Role
from domain.errors import Forbidden


def principal(role: Role) -> Principal:
    return Principal(uuid4(), role, ROLE_PERMISSIONS[role], "t", datetime.now(UTC))


def test_each_role_has_all_that_the_one_before_it_has() -> None:
    for lower, higher in pairwise(Role):
        assert ROLE_PERMISSIONS[lower] < ROLE_PERMISSIONS[higher]


def test_a_user_may_ask_but_not_manage() -> None:
    user = principal(Role.USER)
    assert user.may(OPERATIONS["advice"])
    assert not user.may(OPERATIONS["rebuildIndex"])
    with pytest.raises(Forbidden, match="admin:index:manage"):
        user.require(Permission.INDEX_MANAGE)


def test_only_signing_in_is_open_to_everyone() -> None:
    assert {name for name, need in OPERATIONS.items() if need is Access.ANYONE} == {
        "signIn",
        "refreshToken",
    }
