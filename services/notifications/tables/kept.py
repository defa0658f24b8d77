"""Tables of notifications whose rows are only ever added."""

from shared.storage.kept_rows import Keeping

ROWS = Keeping("keep_rows", "a row of this table is never changed or removed")
KEEP_ROWS, kept, keep_rows = ROWS.definition, ROWS.kept, ROWS.keep_rows
