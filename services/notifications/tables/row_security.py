"""What the application's role may do with the tables of notifications."""

from services.notifications.tables import metadata
from shared.storage.kernel_rules import OF_READING, ONLY_ADDED_TO, ONLY_READ
from shared.storage.row_security import RowSecurity

ROW_SECURITY = RowSecurity(
    without_rule=dict.fromkeys(metadata.tables, ""),
    only_added_to=ONLY_ADDED_TO | OF_READING,
    only_read=ONLY_READ,
)
