"""What the application's role may do with the tables of panel."""

from services.panel.tables import metadata
from shared.storage.kernel_rules import OF_READING, ONLY_ADDED_TO, ONLY_READ
from shared.storage.row_security import RowSecurity

ROW_SECURITY = RowSecurity(
    without_rule=dict.fromkeys(metadata.tables, ""),
    only_added_to=ONLY_ADDED_TO
    | OF_READING
    | {
        "status_change",
        "review_decision",
        "review_finalising",
        "acting_chair",
        "meeting_step",
        "quorum_rule_set",
        "room_movement",
        "action_feedback",
        "family_answer",
        "action_record",
        "register_correction",
        "bundle_download",
        "early_release",
    },
    only_read=ONLY_READ,
)
