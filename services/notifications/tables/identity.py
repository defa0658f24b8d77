"""By what a child is found again, who may be the same child, what was merged, linked and traced."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    bindparam,
    cast,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from services.notifications.tables.metadata import metadata
from services.notifications.tables.notification import notification
from shared.storage import Instant

_CASE = "notification.case_reference"

# What a child is looked up by, beside child_identity. A row is missing, or has an older version, for
# notifications that were stored before the rules were: they are caught up with in the background.
child_recognition = Table(
    "child_recognition",
    metadata,
    Column("case_reference", Text, ForeignKey(_CASE), primary_key=True),
    Column("aliases", Text, nullable=False),
    Column("other_postcode", Text, nullable=False),
    Column("rules_version", Text, nullable=False, index=True),
    Column("kept_at", Instant, nullable=False),
    # Two that come at the same moment do not see each other: each is compared once more a little later.
    Column("compared_again_at", Instant),
)
Index(
    "ix_child_recognition_to_compare",
    child_recognition.c.kept_at,
    postgresql_where=child_recognition.c.compared_again_at.is_(None),
)

# The keys of a child, a row each: a search is a few look-ups in this index, however many children there are.
child_lookup_key = Table(
    "child_lookup_key",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("case_reference", Text, primary_key=True, index=True),
)

# All keys of a child in one statement, however many they are.
KEEP_LOOKUP_KEYS = child_lookup_key.insert().from_select(
    ["key", "case_reference"],
    select(func.unnest(bindparam("kept", type_=ARRAY(BigInteger))), cast(bindparam("reference"), Text)),
)

# A pair that may be one child, with the comparison as it was made. ``decision``: "" while nobody has decided.
possible_duplicate = Table(
    "possible_duplicate",
    metadata,
    Column("case_reference", Text, ForeignKey(_CASE), primary_key=True),
    Column("other_reference", Text, ForeignKey(_CASE), primary_key=True),
    Column("score", Integer, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("agreements", JSONB, nullable=False),
    Column("rules_version", Text, nullable=False),
    Column("found_at", Instant, nullable=False),
    Column("decision", Text, nullable=False, server_default=""),
    Column("decided_at", Instant),
    Column("decided_by", Text, nullable=False, server_default=""),
    Column("reason", Text, nullable=False, server_default=""),
)
Index("ix_possible_duplicate_other_reference", possible_duplicate.c.other_reference)

# Every merge, also those taken back.
notification_merge = Table(
    "notification_merge",
    metadata,
    Column("merge_id", Text, primary_key=True),
    Column("case_reference", Text, ForeignKey(_CASE), nullable=False, index=True),
    Column("into_reference", Text, ForeignKey(_CASE), nullable=False, index=True),
    Column("status_before", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("merged_at", Instant, nullable=False, index=True),
    Column("merged_by", Text, nullable=False),
    Column("undone_at", Instant),
    Column("undone_by", Text, nullable=False, server_default=""),
    Column("undone_reason", Text, nullable=False, server_default=""),
)

# Two children who belong together and stay two cases.
child_link = Table(
    "child_link",
    metadata,
    Column("link_id", Text, primary_key=True),
    Column("one_reference", Text, ForeignKey(_CASE), nullable=False, index=True),
    Column("other_reference", Text, ForeignKey(_CASE), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("linked_at", Instant, nullable=False),
    Column("linked_by", Text, nullable=False),
    Column("ended_at", Instant),
    Column("ended_by", Text, nullable=False, server_default=""),
    Column("ended_reason", Text, nullable=False, server_default=""),
)

# What the manager decided about deaths that share something: of exactly these cases. Rows are only added.
cluster_decision = Table(
    "cluster_decision",
    metadata,
    Column("number", BigInteger, Identity(), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("cases", JSONB, nullable=False),
    Column("decision", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("decided_at", Instant, nullable=False),
    Column("decided_by", Text, nullable=False),
)

# What was decided about scope, by which rule and version; ``overridden``: against what the rule says.
scope_decision = Table(
    "scope_decision",
    metadata,
    Column("decision_id", Text, primary_key=True),
    Column("case_reference", Text, ForeignKey(_CASE), nullable=False, index=True),
    Column("outcome", Text, nullable=False),
    Column("rule_id", Text, nullable=False),
    Column("rule_version", Text, nullable=False),
    Column("rule_answer", Text, nullable=False),
    Column("rule_says", Text, nullable=False),
    Column("citation", Text, nullable=False),
    Column("overridden", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    # "" where none is due; otherwise a code of JOINT_AGENCY_ANSWERS, with its day where it has begun.
    Column("joint_agency_response", Text, nullable=False, server_default=""),
    Column("joint_agency_on", Date),
    Column("decided_at", Instant, nullable=False),
    Column("decided_by", Text, nullable=False),
)

# An NHS number that a person confirmed from the Personal Demographics Service, or took back.
identity_trace = Table(
    "identity_trace",
    metadata,
    Column("trace_id", Text, primary_key=True),
    Column("case_reference", Text, ForeignKey(_CASE), nullable=False, index=True),
    Column("nhs_number", Text, nullable=False),
    Column("number_before", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("confirmed_at", Instant, nullable=False),
    Column("confirmed_by", Text, nullable=False),
    Column("undone_at", Instant),
    Column("undone_by", Text, nullable=False, server_default=""),
    Column("undone_reason", Text, nullable=False, server_default=""),
)

# Who was merged into a case is asked on every page of it.
Index(
    "ix_notification_merged_into",
    notification.c.merged_into,
    postgresql_where=notification.c.merged_into != "",
)
