"""What the application's role may do with the tables of theming."""

from services.theming.tables import metadata
from shared.storage.kernel_rules import ONLY_ADDED_TO
from shared.storage.row_security import RowSecurity

ROW_SECURITY = RowSecurity(
    without_rule=dict.fromkeys(metadata.tables, ""),
    only_added_to=ONLY_ADDED_TO
    | {
        "case_fact_version",
        "statistics_question",
        "signal_step",
        "signal_evidence",
        "signal_extract",
        "report_file",
        "pack_gathering",
        "pack_text",
        "pack_round",
        "pack_file",
    },
)
