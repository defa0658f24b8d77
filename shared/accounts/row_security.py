"""What the application's role may do with the tables of the accounts database."""

from shared.accounts.local import tables as local_tables  # noqa: F401  (they add themselves)
from shared.accounts.tables import metadata
from shared.storage.kernel_rules import ONLY_ADDED_TO
from shared.storage.row_security import RowSecurity

ROW_SECURITY = RowSecurity(
    without_rule=dict.fromkeys(metadata.tables, "who is signed in, and nothing about a child"),
    only_added_to=ONLY_ADDED_TO,
)
