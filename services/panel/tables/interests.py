"""Who was involved in a case, as fingerprints, and the members who were found to stand too near to it."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY

from services.panel.domain.quorum.found_interests import FoundInterest, Ground
from services.panel.tables import metadata
from services.panel.tables.meetings import mappers, words
from shared.storage import Instant

# No foreign key to the case: the event may come before the one that opens it.
case_involvement = Table(
    "case_involvement",
    metadata,
    Column("case_reference", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("people", ARRAY(Text), nullable=False),
    Column("units", ARRAY(Text), nullable=False),
    Column("recorded_at", Instant, nullable=False),
)
Index("ix_case_involvement_people", case_involvement.c.people, postgresql_using="gin")
Index("ix_case_involvement_units", case_involvement.c.units, postgresql_using="gin")

# Where a member works besides the organisation of the seat: wards, departments, practices.
member_unit = Table(
    "member_unit",
    metadata,
    Column("person_id", Text, primary_key=True),
    Column("unit", Text, primary_key=True),
    Column("recorded_by", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
)

# ``written`` is the name that the fingerprints were made from, ``made_with`` the mark of key and word list.
member_fingerprint = Table(
    "member_fingerprint",
    metadata,
    Column("person_id", Text, primary_key=True),
    Column("ground", words(Ground, "ground_known"), primary_key=True),
    Column("written", Text, primary_key=True),
    Column("made_with", Text, nullable=False),
    Column("fingerprints", ARRAY(Text), nullable=False),
)

found_interest = Table(
    "found_interest",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person_id", Text, nullable=False),
    Column("person_name", Text, nullable=False),
    Column("case_reference", Text, nullable=False),
    Column("ground", words(Ground, "ground_known"), nullable=False),
    Column("found_at", Instant, nullable=False),
    Column("settled_at", Instant),
    Column("settled_by", Text),
    Column("settled_as", Text),
    Column("settled_because", Text),
    CheckConstraint("settled_as IN ('declared', 'cleared')", name="settled_as_known"),
    CheckConstraint("(settled_at IS NULL) = (settled_as IS NULL)", name="settled_whole"),
)
# Found once for a person, case and ground: what a person cleared is not found again by the next comparison.
Index(
    "uq_found_interest",
    found_interest.c.case_reference,
    found_interest.c.person_id,
    found_interest.c.ground,
    unique=True,
)
Index("ix_found_interest_person", found_interest.c.person_id)

mappers.map_imperatively(FoundInterest, found_interest)
