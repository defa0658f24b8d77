"""Tables of the panel whose rows are only ever added."""

from shared.storage.disposal_rules import DISPOSAL_MAY
from shared.storage.kept_rows import Keeping

HISTORY = Keeping(
    "keep_history", "the history of a case is never changed or removed", asks_first=DISPOSAL_MAY
)
keep_rows = HISTORY.keep_rows
