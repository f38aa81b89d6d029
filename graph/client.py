"""A small client of the GraphQL API, for the commands that speak to a running server."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any

from domain.errors import Unauthenticated, Unavailable

SIGN_IN = """
mutation ($email: String!, $password: String!) {
  signIn(email: $email, password: $password) {
    ... on SignInSuccess { accessToken }
    ... on Failure { message }
  }
}
"""
TIMEOUT_SECONDS = 60.0
PAUSE_SECONDS = 0.1


class Client:
    """Speaks to the API at one address."""

    def __init__(self, address: str, token: str | None = None) -> None:
        self._address = address
        self._token = token

    def wait_until_ready(self, seconds: float) -> None:
        """Return when the API says it is ready. Raises `Unavailable` after so many seconds."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                with self._open("/health/ready", None):
                    return
            except (urllib.error.URLError, TimeoutError, ConnectionError):
                time.sleep(PAUSE_SECONDS)
        raise Unavailable(f"{self._address} is not ready after {seconds:.0f} seconds")

    def sign_in(self, email: str, password: str) -> None:
        """Act as this user from now on. Raises `Unauthenticated`."""
        answer = self.execute(SIGN_IN, {"email": email, "password": password})["signIn"]
        if "accessToken" not in answer:
            raise Unauthenticated(answer["message"])
        self._token = answer["accessToken"]

    def execute(self, document: str, variables: Mapping[str, Any]) -> Any:
        """Return the `data` of an operation. Raises `Unavailable` with the first error's message."""
        body = json.dumps({"query": document, "variables": variables}).encode()
        try:
            with self._open("/graphql", body) as response:
                answer = json.load(response)
        except urllib.error.HTTPError as error:
            with error:
                answer = json.load(error)
        if answer.get("errors"):
            raise Unavailable(answer["errors"][0]["message"])
        return answer["data"]

    def _open(self, path: str, body: bytes | None) -> Any:
        request = urllib.request.Request(self._address + path, body)  # noqa: S310  # http, built here
        if body is not None:
            request.add_header("content-type", "application/json")
        if self._token is not None:
            request.add_header("authorization", f"Bearer {self._token}")
        return urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS)  # noqa: S310
