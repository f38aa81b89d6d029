"""The keys that sign access tokens: kept in the database, the same for every process."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from domain.accounts.user import SigningKey
from domain.ports import Clock, UnitOfWorkFactory


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A signing key ready for use; `jwk` is its public half as RFC 8037 writes it."""

    kid: str
    private: Ed25519PrivateKey
    public: Ed25519PublicKey
    jwk: dict[str, Any]


async def load_keys(unit_of_work: UnitOfWorkFactory) -> list[KeyPair]:
    """Return the keys, newest first."""
    async with unit_of_work() as work:
        stored = await work.accounts.signing_keys()
    return [_open(key) for key in stored]


async def ensure_key(unit_of_work: UnitOfWorkFactory, clock: Clock) -> list[KeyPair]:
    """Return the keys, newest first, making the first one if there is none.

    Two processes that start at once may each make one; both are then listed, and each process accepts
    what the other signs.
    """
    keys = await load_keys(unit_of_work)
    if keys:
        return keys
    async with unit_of_work() as work:
        await work.accounts.add_signing_key(_generate(clock))
        await work.commit()
    return await load_keys(unit_of_work)


def _generate(clock: Clock) -> SigningKey:
    private = Ed25519PrivateKey.generate()
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return SigningKey(_thumbprint(_coordinates(private.public_key())), pem, clock.now())


def _open(key: SigningKey) -> KeyPair:
    private = load_pem_private_key(key.private_pem.encode(), password=None)
    if not isinstance(private, Ed25519PrivateKey):
        raise TypeError(f"signing key {key.kid} is not an Ed25519 key")
    public = private.public_key()
    jwk = {**_coordinates(public), "kid": key.kid, "use": "sig", "alg": "EdDSA"}
    return KeyPair(key.kid, private, public, jwk)


def _coordinates(public: Ed25519PublicKey) -> dict[str, str]:
    raw = public.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {"crv": "Ed25519", "kty": "OKP", "x": _base64(raw)}


def _thumbprint(coordinates: dict[str, str]) -> str:
    """Name a key by RFC 7638: the SHA-256 of its members in order, without white space."""
    canonical = json.dumps(coordinates, separators=(",", ":"), sort_keys=True)
    return _base64(hashlib.sha256(canonical.encode()).digest())


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
