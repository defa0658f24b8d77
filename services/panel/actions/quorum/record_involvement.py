"""Who and which units were involved is told as fingerprints: members who stand too near are found at once."""

from sqlalchemy.dialects.postgresql import insert

from services.panel.actions.quorum.record_found_interests import record_found_interests
from services.panel.queries.found_interests import involvement_version, lock_comparison, too_near
from services.panel.tables.interests import case_involvement
from shared.contracts import CaseInvolvementRecorded
from shared.storage import Transaction


def record_involvement(tx: Transaction, event: CaseInvolvementRecorded) -> None:
    """Keep the newest version and compare it with the members; an older one changes nothing."""
    lock_comparison(tx)
    reference = event.case_reference
    if event.version <= involvement_version(tx, reference):
        return
    told = {"version": event.version, "people": list(event.people), "units": list(event.units)}
    keep = insert(case_involvement).values(case_reference=reference, recorded_at=tx.at, **told)
    tx.session.execute(
        keep.on_conflict_do_update(index_elements=["case_reference"], set_={**told, "recorded_at": tx.at})
    )
    record_found_interests(tx, too_near(tx, cases=[reference]))
    tx.audit("record_involvement", case=reference, detail={"version": event.version})
