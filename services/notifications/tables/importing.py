"""Spreadsheets on their way in: batches, their rows as they stood, and saved mappings of columns."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import JSONB

from services.notifications.tables.metadata import metadata
from shared.storage import Instant

# One uploaded spreadsheet. The file is not kept; what was read of it is, row by row.
import_batch = Table(
    "import_batch",
    metadata,
    Column("batch_id", Text, primary_key=True),
    Column("file_name", Text, nullable=False),
    Column("file_hash", Text, nullable=False, index=True),
    Column("file_kind", Text, nullable=False),
    Column("remarks", JSONB, nullable=False),
    Column("sheets", JSONB, nullable=False),
    Column("status", Text, nullable=False, index=True),
    Column("status_since", Instant, nullable=False),
    Column("uploaded_at", Instant, nullable=False),
    Column("uploaded_by", Text, nullable=False),
    Column("sheet", Text, nullable=False, server_default=""),
    Column("header_row", Integer),
    # The mapping as it was when it was chosen: a later version of it does not change what was read with it.
    Column("mapping", JSONB),
    # For whom the background step stores or withdraws rows, and for which panel.
    Column("acting", JSONB),
    Column("panel_code", Text, nullable=False, server_default=""),
    Column("demonstration", Boolean, nullable=False, server_default=text("false")),
    Column("undo_reason", Text, nullable=False, server_default=""),
)

# Among the faults of a row this marks what is only to be looked at, and keeps no row from coming in.
NOTICE = {"notice": "yes"}

# A row of a spreadsheet: the text of each cell, what it says in the form's words, and what became of it.
imported_row = Table(
    "imported_row",
    metadata,
    Column("batch_id", Text, ForeignKey("import_batch.batch_id"), primary_key=True),
    Column("sheet", Text, primary_key=True),
    Column("row_number", Integer, primary_key=True),
    Column("cells", JSONB, nullable=False),
    Column("state", Text, nullable=False),
    Column("given", JSONB),
    Column("sources", JSONB),
    Column("faults", JSONB),
    Column("fingerprint", Text, nullable=False, server_default=""),
    Column("case_reference", Text, ForeignKey("notification.case_reference"), index=True),
    Column("state_at", Instant),
    Column("reason", Text, nullable=False, server_default=""),
)
Index("ix_imported_row_state", imported_row.c.batch_id, imported_row.c.state, imported_row.c.row_number)
Index("ix_imported_row_fingerprint", imported_row.c.fingerprint)

# A mapping that the office saved; those that are shipped are data of the program.
import_mapping = Table(
    "import_mapping",
    metadata,
    Column("mapping_id", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("saved_on", Date, nullable=False),
    Column("saved_by", Text, nullable=False),
    Column("definition", JSONB, nullable=False),
)
