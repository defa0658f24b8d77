"""What is made ready of the open statistics, so that who asks for them does not wait.

Nothing here says anything that was not known without it, and nothing names a case: all can be emptied at any
time, and is made again. ``settled_pattern`` holds which cells of a table go, a bit for each, by a digest of
the table's counts: neither its counts nor what it counts, so that it can stay when what is counted changes.
``ready_counts`` holds a year's table by one dimension as ``case_facts`` has it at this moment, hidden cells
too, and is overwritten with the year: it is read like ``case_facts``, only to be protected.
"""

from sqlalchemy import CheckConstraint, Column, Date, Integer, LargeBinary, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from services.theming.tables.metadata import metadata
from shared.storage import Instant

settled_pattern = Table(
    "settled_pattern",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("hidden", LargeBinary, nullable=False),
    Column("settled_on", Date, nullable=False, index=True),
    CheckConstraint("octet_length(digest) = 32", name="sha256"),
)

# What a financial year's cases are like, in one text, at a version of the data (``queries/data_version.py``).
# ``rules``: of the program that looked, since while a new version is put in place two of them work here.
ready_year = Table(
    "ready_year",
    metadata,
    Column("rules", Text, primary_key=True),
    Column("basis", Text, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("data_version", Text, nullable=False),
    Column("cases_are", Text, nullable=False),
    Column("changed_at", Instant, nullable=False),
)

# ``counts``: null until they are there, which may be never if the process that began has died.
ready_counts = Table(
    "ready_counts",
    metadata,
    Column("rules", Text, primary_key=True),
    Column("basis", Text, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("dim", Text, primary_key=True),
    Column("cases_are", Text, nullable=False),
    Column("begun_at", Instant, nullable=False),
    Column("counts", JSONB(none_as_null=True)),
)
