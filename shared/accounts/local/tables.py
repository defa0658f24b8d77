"""Local accounts: who they are, what they prove it with, links to enrol, and failures to sign in."""

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, ForeignKey, Integer, Table, Text, false
from sqlalchemy.dialects.postgresql import JSONB

from shared.accounts.tables import metadata
from shared.storage import Instant

# ``sealed_secret``: AES-256-GCM; ``last_step``: of the last code that was used, so that none is used twice.
local_account = Table(
    "local_account",
    metadata,
    Column("name", Text, primary_key=True),
    Column("person_name", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("roles", JSONB, nullable=False),
    Column("password_hash", Text, nullable=False, server_default=""),
    Column("sealed_secret", Text, nullable=False, server_default=""),
    Column("last_step", BigInteger, nullable=False, server_default="0"),
    Column("ended", Boolean, nullable=False, server_default=false()),
    Column("added_at", Instant, nullable=False),
    Column("added_by", Text, nullable=False),
)

local_recovery_code = Table(
    "local_recovery_code",
    metadata,
    Column("code_hash", Text, primary_key=True),
    Column("name", Text, ForeignKey("local_account.name"), nullable=False, index=True),
    Column("used_at", Instant),
)

# A link to choose a password: of a new account, or of one whose reset two people agreed on.
local_enrolment = Table(
    "local_enrolment",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("name", Text, ForeignKey("local_account.name"), nullable=False, index=True),
    Column("sealed_secret", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

# One person asks, another agrees, and neither is whose account it is.
local_reset = Table(
    "local_reset",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, ForeignKey("local_account.name"), nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("agreed_by", Text),
    Column("agreed_at", Instant),
    CheckConstraint("agreed_by <> asked_by AND agreed_by <> name AND asked_by <> name", name="two_others"),
)

# ``key_hash``: keyed digest of an account's name, an address, or both; so no address is kept.
local_failure = Table(
    "local_failure",
    metadata,
    Column("key_hash", Text, primary_key=True),
    Column("times", Integer, nullable=False),
    Column("last_at", Instant),
    Column("until", Instant),
    Column("known_until", Instant),
)
