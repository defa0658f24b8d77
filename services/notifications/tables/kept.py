"""Tables of notifications whose rows are only ever added."""

from shared.storage.disposal_rules import DISPOSAL_MAY
from shared.storage.kept_rows import Keeping

ROWS = Keeping("keep_rows", "a row of this table is never changed or removed")
KEEP_ROWS, kept, keep_rows = ROWS.definition, ROWS.kept, ROWS.keep_rows
# Of a case, and gone with its record when that is disposed of.
UNTIL_DISPOSAL = Keeping(
    "keep_until_disposal", "a row of this table is never changed", asks_first=DISPOSAL_MAY
)
