"""Tables of the accounts database."""

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from shared.storage import Instant, service_metadata

metadata = service_metadata()

# One row for each time somebody signed in. ``key_hash``: SHA-256 (hex) of what their browser holds, so that
# who reads the table can be nobody. ``handle`` names the row on pages and opens nothing. ``person`` is who
# they were then: id, name, roles, organisation. ``issuer``, ``subject``, ``provider_session`` ("sid") and
# ``id_token`` are the provider's, "" for who came another way; the token goes when the session ends.
web_session = Table(
    "web_session",
    metadata,
    Column("key_hash", Text, primary_key=True),
    Column("handle", Text, nullable=False, unique=True),
    Column("person_id", Text, nullable=False),
    Column("person", JSONB, nullable=False),
    Column("invented", Boolean, nullable=False),
    Column("browser", Text, nullable=False),
    Column("since", Instant, nullable=False),
    Column("seen", Instant, nullable=False),
    Column("proven_at", Instant, nullable=False),
    Column("proven_how", Text, nullable=False),
    Column("issuer", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("provider_session", Text, nullable=False),
    Column("id_token", Text, nullable=False),
    Column("ended_at", Instant),
    Column("ended_why", Text, nullable=False, server_default=""),
)
Index(
    "ix_web_session_open_of_person",
    web_session.c.person_id,
    postgresql_where=web_session.c.ended_at.is_(None),
)
Index(
    "ix_web_session_open_of_provider",
    web_session.c.issuer,
    web_session.c.subject,
    postgresql_where=web_session.c.ended_at.is_(None),
)

# Sign-ins that failed, counted: however often somebody tries, an hour, a way and a reason are one row.
failed_sign_in = Table(
    "failed_sign_in",
    metadata,
    Column("hour", Instant, primary_key=True),
    Column("way", Text, primary_key=True),
    Column("reason", Text, primary_key=True),
    Column("times", Integer, nullable=False),
    Column("last_at", Instant, nullable=False),
)

# Logout tokens of the provider that were acted on, by SHA-256 (hex) of issuer and "jti", until nobody could
# use them again anyway.
used_logout_token = Table(
    "used_logout_token",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("until", Instant, nullable=False),
)
