"""Users, their refresh tokens, and the keys that sign access tokens."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, LargeBinary, Table, Text

from persistence.tables.metadata import Moment, identifier, metadata, written_at

# `email_key` is the address without regard to letter case, by Unicode's rule rather than a locale's.
users = Table(
    "users",
    metadata,
    identifier(),
    Column("email", Text, nullable=False),
    Column("email_key", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("one_time_password", Boolean, nullable=False),
    Column("disabled", Boolean, nullable=False, server_default="false"),
    written_at(),
)

# One row a sign-in. A family is revoked here, so that a token exchanged at the same moment is, too.
token_families = Table(
    "token_families",
    metadata,
    identifier(),
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("revoked_at", Moment),
    written_at(),
)

refresh_tokens = Table(
    "refresh_tokens",
    metadata,
    identifier(),
    Column(
        "family_id", ForeignKey("token_families.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("secret_hash", LargeBinary, nullable=False, unique=True),
    Column("expires_at", Moment, nullable=False, index=True),
    Column("used_at", Moment),
    written_at(),
)

signing_keys = Table(
    "signing_keys",
    metadata,
    Column("kid", Text, primary_key=True),
    Column("private_pem", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
)
