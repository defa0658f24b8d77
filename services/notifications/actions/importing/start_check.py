"""Sheet, header row and columns are chosen: every row is checked, and nothing is stored yet."""

from services.notifications.domain.importing.batch import BatchStatus, RowState, refuse_step
from services.notifications.domain.importing.mapping import ImportMapping, as_written, place, unanswered
from services.notifications.queries.importing import batch_to_change, headings
from services.notifications.tables.importing import import_batch, imported_row
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def start_check(
    tx: Transaction,
    *,
    batch_id: str,
    sheet: str,
    header_row: int,
    mapping: ImportMapping,
    panel_code: str,
    demonstration: bool,
) -> None:
    """Begin the dry run. Invalid where the sheet, its header or the columns cannot be what they should."""
    check(tx.person, Permission.IMPORT_NOTIFICATIONS)
    batch = batch_to_change(tx, batch_id)
    refuse_step(batch.status, BatchStatus.CHECKING)
    found = headings(tx, batch_id, sheet, header_row)
    if not found:
        raise Invalid([Fault("header_row", "Nothing is written in this row of this sheet")])
    placed = place(mapping, found)
    missing = unanswered(mapping, [each.key for each in placed.columns.values()])
    if missing:
        raise Invalid([Fault("columns", f"No column answers {name}, which is needed") for name in missing])
    tx.session.execute(
        import_batch.update()
        .where(import_batch.c.batch_id == batch_id)
        .values(
            status=BatchStatus.CHECKING,
            status_since=tx.at,
            sheet=sheet,
            header_row=header_row,
            mapping=as_written(mapping),
            panel_code=panel_code,
            demonstration=demonstration,
        )
    )
    rows = imported_row.update().where(imported_row.c.batch_id == batch_id)
    tx.session.execute(rows.values(state=RowState.UNREAD, given=None, faults=None, fingerprint="", reason=""))
    tx.audit("start_check", subject=batch_id, detail={"mapping": mapping.id, "version": mapping.version})
