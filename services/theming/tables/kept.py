"""Tables of theming whose rows are only ever added."""

from shared.storage.disposal_rules import DISPOSAL_MAY
from shared.storage.kept_rows import Keeping

# In the schema that serves, by name: tables made by a rebuild move there and keep their triggers.
ROWS = Keeping("public.keep_rows", "a row of this table is never changed or removed", asks_first=DISPOSAL_MAY)
KEEP_ROWS, kept, keep_rows = ROWS.definition, ROWS.kept, ROWS.keep_rows
