"""Pages that read no case data, and why; reading any other page is audited, whoever wrote it."""

READS_NO_CASE_DATA = {
    "quorum_rules": "who must be present, in general",
    "make_quorum_rules": "an empty form",
    "plan_meeting": "an empty form",
    "panels": "the panels there are",
    "add_panel": "an empty form",
    "change_panel": "a panel's name and kind",
    "seat_member": "an empty form",
    "end_seat": "a member's seat",
    "change_seat": "a member's seat",
    "member_units": "where a member works",
}
