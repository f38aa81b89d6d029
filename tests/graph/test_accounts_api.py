"""Signing in, staying signed in, signing out."""

from __future__ import annotations

import asyncio
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domain.access import Role
from domain.accounts.management import create_user
from domain.accounts.sessions import sign_in
from domain.clock import SystemClock
from graph.auth.tokens import AccessTokens
from graph.context import Services
from persistence.bootstrap import Resources

SIGN_IN = """
mutation ($email: String!, $password: String!) {
  signIn(email: $email, password: $password) {
    ... on SignInSuccess { accessToken refreshToken expiresAt user { id email role permissions } }
    ... on Failure { code message }
  }
}
"""
REFRESH = """
mutation ($token: String!) {
  refreshToken(refreshToken: $token) {
    __typename
    ... on SignInSuccess { accessToken refreshToken }
    ... on Failure { code message }
  }
}
"""
ME = "{ me { id email role permissions mustChangePassword createdAt } }"
ADVISOR = {"email": "ada@example.com", "password": "an advisor's password"}


@pytest.fixture
async def session(anyone: Any, resources: Resources) -> dict[str, Any]:
    await create_user(
        ADVISOR["email"],
        Role.FINANCIAL_ADVISOR,
        ADVISOR["password"],
        unit_of_work=resources.unit_of_work,
        passwords=resources.passwords,
    )
    answer = await anyone.send(SIGN_IN, ADVISOR)
    signed_in: dict[str, Any] = answer.data["signIn"]
    return signed_in


async def test_a_session_opens_what_the_role_may_see(anyone: Any, session: dict[str, Any]) -> None:
    anyone.token = session["accessToken"]
    me = (await anyone.send(ME)).data["me"]
    assert me["email"] == ADVISOR["email"]
    assert me["role"] == "FINANCIAL_ADVISOR"
    assert me["permissions"] == ["admin:metrics:view", "advice:generate", "advice:view_history"]
    assert not me["mustChangePassword"]
    found = await anyone.send("query ($id: ID!) { node(id: $id) { id } }", {"id": me["id"]})
    assert found.data["node"] == {"id": me["id"]}


async def test_wrong_credentials_are_a_member_of_the_result(anyone: Any, session: Any) -> None:
    for email, password in [
        (ADVISOR["email"], "not this one"),
        ("nobody@example.com", ADVISOR["password"]),
        ("", ""),
        ("\N{SNOWMAN}", "x" * 5_000),
    ]:
        answer = await anyone.send(SIGN_IN, {"email": email, "password": password})
        failure = answer.data["signIn"]
        assert failure["code"] == "UNAUTHENTICATED"
        assert failure["message"] == "the address or the password is wrong"


async def test_the_token_is_what_the_key_set_proves(anyone: Any, session: dict[str, Any]) -> None:
    keys = (await anyone.http.get("/.well-known/jwks.json")).json()
    token = session["accessToken"]
    header = jwt.get_unverified_header(token)
    assert header["typ"] == "at+jwt"
    assert header["alg"] == "EdDSA"
    key = next(key for key in jwt.PyJWKSet.from_dict(keys).keys if key.key_id == header["kid"])
    claims = jwt.decode(token, key.key, ["EdDSA"], audience="apfa-api", issuer="apfa")
    assert set(claims) == {"iss", "aud", "exp", "nbf", "iat", "jti", "sub", "role", "fam"}
    assert claims["exp"] - claims["iat"] == 20 * 60
    assert "d" not in keys["keys"][0]  # the private half stays here


async def test_a_refresh_token_works_once_and_its_reuse_ends_the_session(
    anyone: Any, session: dict[str, Any]
) -> None:
    first = {"token": session["refreshToken"]}
    renewed = (await anyone.send(REFRESH, first)).data["refreshToken"]
    assert renewed["__typename"] == "SignInSuccess"
    reused = (await anyone.send(REFRESH, first)).data["refreshToken"]
    assert reused["code"] == "UNAUTHENTICATED"
    later = (await anyone.send(REFRESH, {"token": renewed["refreshToken"]})).data["refreshToken"]
    assert later["code"] == "UNAUTHENTICATED"


async def test_signing_out_ends_the_access_token_at_once(
    anyone: Any, session: dict[str, Any]
) -> None:
    anyone.token = session["accessToken"]
    assert (await anyone.send(ME)).data["me"]
    out = await anyone.send("mutation { signOut { ... on SignOutSuccess { signedOut } } }")
    assert out.data["signOut"]["signedOut"]
    assert (await anyone.send(ME)).code == "UNAUTHENTICATED"


async def test_an_expired_token_says_so_and_does_not_bar_the_way_back(
    anyone: Any, session: dict[str, Any], clock: Any
) -> None:
    clock.ahead = 20 * 60
    anyone.token = session["accessToken"]
    assert "expired" in (await anyone.send(ME)).error["message"]
    renewed = (await anyone.send(REFRESH, {"token": session["refreshToken"]})).data["refreshToken"]
    anyone.token = renewed["accessToken"]
    assert (await anyone.send(ME)).data["me"]["email"] == ADVISOR["email"]


async def test_bad_credentials_are_an_error_not_a_fault(anyone: Any) -> None:
    for credentials in (
        "Bearer",
        "Bearer x",
        "Bearer a.b.c",
        "Basic YTpi",
        "nonsense",
        "Bearer eyJhbGciOiJub25lIn0.e30.",
        "Bearer " + "x" * 8_000,
    ):
        answer = await anyone.send(ME, authorization=credentials)
        assert answer.status == 200
        assert answer.code == "UNAUTHENTICATED"


async def test_another_installations_token_is_refused(
    anyone: Any, session: dict[str, Any], services: Services
) -> None:
    claims = jwt.decode(session["accessToken"], options={"verify_signature": False})
    kid = services.tokens.jwks()["keys"][0]["kid"]
    headers = {"kid": kid, "typ": "at+jwt"}
    forged = jwt.encode(claims, Ed25519PrivateKey.generate(), "EdDSA", headers)
    anyone.token = forged
    assert (await anyone.send(ME)).code == "UNAUTHENTICATED"


async def test_two_processes_that_start_at_once_accept_each_others_tokens(
    resources: Resources,
) -> None:
    store, clock = resources.unit_of_work, SystemClock()
    one, other = await asyncio.gather(
        *(AccessTokens.start(unit_of_work=store, clock=clock) for _ in range(2))
    )
    passwords = resources.passwords
    await create_user(
        "t@example.com", Role.USER, "twelve characters", unit_of_work=store, passwords=passwords
    )
    session = await sign_in(
        "t@example.com", "twelve characters", unit_of_work=store, passwords=passwords, clock=clock
    )
    for signer, reader in [(one, other), (other, one)]:
        token, _ = signer.issue(session)
        assert (await reader.read(token)).user_id == session.user.id
