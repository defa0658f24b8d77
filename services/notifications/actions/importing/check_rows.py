"""The dry run: some rows are read with the mapping and checked as the form checks them."""

from typing import Any

from sqlalchemy import bindparam

from services.notifications.actions.importing.move_batch import move_batch
from services.notifications.domain.forms.notification_form import read_form
from services.notifications.domain.importing.batch import BatchStatus, ImportBatch, RowState
from services.notifications.domain.importing.cells import address
from services.notifications.domain.importing.mapping import Placement, place
from services.notifications.domain.importing.reading import (
    CellFault,
    RowReading,
    faults_on_cells,
    fingerprint,
    notices_on_cells,
    read_row,
)
from services.notifications.queries import importing as queries
from services.notifications.tables.importing import NOTICE, imported_row
from shared.errors import Invalid
from shared.storage import Transaction

CHUNK = 200
_SET = ("state", "given", "sources", "faults", "fingerprint", "reason")
_CHECKED = (
    imported_row.update()
    .where(
        imported_row.c.batch_id == bindparam("of"),
        imported_row.c.sheet == bindparam("on"),
        imported_row.c.row_number == bindparam("number"),
    )
    .values(
        {name: bindparam(name) for name in ("state", "given", "sources", "faults", "fingerprint", "reason")}
    )
)


def check_rows(tx: Transaction, batch: ImportBatch) -> None:
    """Check the next CHUNK rows; with none left the batch is checked. A row is checked once."""
    rows = queries.rows_in_state(tx, batch, RowState.UNREAD, CHUNK)
    if not rows:
        move_batch(tx, batch, BatchStatus.CHECKED)
        return
    placement = place(batch.chosen, queries.headings(tx, batch.batch_id, batch.sheet, batch.header_row))
    checked = [_checked(tx, batch, placement, row) for row in rows]
    _set_repeated_aside(tx, batch, checked)
    tx.session.execute(_CHECKED, checked)


def _checked(tx: Transaction, batch: ImportBatch, placement: Placement, row: Any) -> dict[str, Any]:
    reading = read_row(batch.chosen, placement, queries.cells_of(row))
    faults = faults_on_cells(reading, _faults_of_form(tx, batch, reading))
    return {
        "of": batch.batch_id,
        "on": batch.sheet,
        "number": row["row_number"],
        "state": RowState.FAULTY if faults else RowState.GOOD,
        "given": reading.given,
        "sources": reading.sources,
        "faults": [_kept(batch, row["row_number"], each) for each in [*faults, *notices_on_cells(reading)]],
        "fingerprint": fingerprint(reading.given),
        "reason": "",
    }


def _faults_of_form(tx: Transaction, batch: ImportBatch, reading: RowReading) -> list[Any]:
    try:
        read_form(reading.given, now=tx.at, demonstration=batch.demonstration)
    except Invalid as invalid:
        return list(invalid.faults)
    return []


def _kept(batch: ImportBatch, number: int, fault: CellFault) -> dict[str, str]:
    cell = address(batch.sheet, fault.column, number) if fault.column else ""
    kept = {"cell": cell, "question": fault.question, "message": fault.message}
    return kept | NOTICE if fault.notice else kept


def _set_repeated_aside(tx: Transaction, batch: ImportBatch, checked: list[dict[str, Any]]) -> None:
    """A row that is in already, or that stands twice in this sheet, is not imported once more."""
    good = [row for row in checked if row["state"] is RowState.GOOD]
    before = queries.came_before(tx, [row["fingerprint"] for row in good])
    seen = queries.rows_of_fingerprints(tx, batch, [row["fingerprint"] for row in good])
    for row in good:
        first = seen.setdefault(row["fingerprint"], row["number"])
        if row["fingerprint"] in before:
            row |= {"state": RowState.REPEATED, "reason": f"Came in before as {before[row['fingerprint']]}"}
        elif first != row["number"]:
            row |= {"state": RowState.REPEATED, "reason": f"The same as row {first} of this sheet"}
