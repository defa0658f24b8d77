"""The office has asked for a record that its holder deletes early, or finds that it is not needed."""

from sqlalchemy.dialects.postgresql import insert

from services.notifications.domain.gathering.short_lived_records import OUTCOMES, SHORT_LIVED_RECORDS
from services.notifications.queries.notifications import notification_to_change
from services.notifications.tables.facts import short_lived_settled
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def settle_short_lived(tx: Transaction, *, case: str, record: str, outcome: str) -> None:
    """Keep the outcome, in place of an earlier one. Raises Invalid naming every fault."""
    check(tx.person, Permission.GATHER_INFORMATION)
    faults = [] if outcome in OUTCOMES else [Fault("outcome", "Choose what was done about it")]
    if record not in {one.id for one in SHORT_LIVED_RECORDS}:
        faults.append(Fault("record", "Choose one of the records"))
    if faults:
        raise Invalid(faults)
    notification_to_change(tx, case)
    kept = {"outcome": outcome, "settled_at": tx.at, "settled_by": tx.person.name}
    saving = insert(short_lived_settled).values(case_reference=case, record=record, **kept)
    tx.session.execute(saving.on_conflict_do_update(index_elements=["case_reference", "record"], set_=kept))
    tx.audit("settle_short_lived", case=case, subject=record, detail={"outcome": outcome})
