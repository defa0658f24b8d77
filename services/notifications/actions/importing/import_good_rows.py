"""The review is over: the good rows are to be imported; faulty ones wait for a mended file."""

from typing import Any

from services.notifications.actions.importing.move_batch import move_batch
from services.notifications.domain.importing.batch import BatchStatus, RowState
from services.notifications.queries.importing import batch_to_change, rows_by_state
from services.notifications.tables.importing import imported_row
from shared.errors import Fault, Invalid
from shared.people import Permission, Person, check
from shared.storage import Transaction


def import_good_rows(tx: Transaction, *, batch_id: str) -> None:
    """Begin to store them in the background, for this person. Sheets that were not chosen are not kept."""
    check(tx.person, Permission.IMPORT_NOTIFICATIONS)
    batch = batch_to_change(tx, batch_id)
    if not rows_by_state(tx, batch)[RowState.GOOD]:
        raise Invalid([Fault("", "No row can be imported as it stands")])
    move_batch(tx, batch, BatchStatus.STORING, acting=acting_for(tx.person))
    others = (imported_row.c.batch_id == batch_id, imported_row.c.sheet != batch.sheet)
    tx.session.execute(imported_row.delete().where(*others))


def acting_for(person: Person) -> dict[str, Any]:
    """A person as the background work remembers for whom it works."""
    roles = sorted(role.value for role in person.roles)
    return {"id": person.id, "name": person.name, "roles": roles, "organisation": person.organisation}
