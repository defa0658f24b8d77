"""Private notes are destroyed some time after the review was closed: by policy, by itself, for good."""

from sqlalchemy import delete

from services.panel.domain.bundles.bundle_policies import bundle_policies
from services.panel.domain.london_days import london_day
from services.panel.queries.private_notes import case_whose_notes_end
from services.panel.tables.bundle_reading import private_note
from shared.storage import Transaction


def destroy_private_notes(tx: Transaction) -> bool:
    """Destroy those of one case whose time has come; True while there may be more. Counts are audited."""
    policies = bundle_policies(london_day(tx.at))
    case = case_whose_notes_end(tx, policies)
    if case is None:
        return False
    gone = tx.session.execute(
        delete(private_note).where(private_note.c.case_reference == case).returning(private_note.c.person_id)
    ).all()
    detail = {"notes": len(gone), "policy": policies.name, "policy_version": policies.version}
    tx.audit("destroy_private_notes", case=case, detail=detail)
    return True
