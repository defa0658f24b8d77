"""Who may see a restricted case, and how every table here belongs to a case."""

from services.panel.tables import metadata
from services.panel.tables.actions import owner_link
from services.panel.tables.cases import review_case
from shared.auditing.reading.tables import add_unusual_reading
from shared.restrictions.tables import add_restrictions
from shared.storage.case_scope import CaseScope, by, every, listing, mentioning, scope_cases, through

add_restrictions(metadata)
add_unusual_reading(metadata)
_OF_CASE = by("case_reference")

SCOPE = CaseScope(
    metadata,
    root=review_case.c.reference,
    special={
        "audit_entry": every(by("case_reference"), mentioning("subject", "detail")),
        "dead_letter": mentioning("key", "envelope"),
        "bundle_download": listing("cases"),
        "shared_learning": listing("cases"),
        # An expert who was invited for that case alone. Approved minutes are narrowed where they are read.
        "meeting_seat": listing("only_cases"),
        "message": every(
            through("about", owner_link, "id", _OF_CASE),
            through("about", metadata.tables["break_glass"], "id", _OF_CASE),
        ),
    },
)
scope_cases("panel", SCOPE)
