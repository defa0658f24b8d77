"""A spreadsheet comes in: its rows are kept as they stood, the file is not."""

from services.notifications.domain.importing.batch import BatchStatus, RowState, shown_name
from services.notifications.domain.importing.cells import Cell
from services.notifications.queries.importing import same_file
from services.notifications.spreadsheets import Sheet, Spreadsheet
from services.notifications.tables.importing import import_batch, imported_row
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction

_ROW = imported_row.insert()
_SAME = "This very file has come in before. Open that import in the list below"


def take_spreadsheet(
    tx: Transaction, *, batch_id: str, file_name: str, file_hash: str, found: Spreadsheet
) -> None:
    """Keep every sheet, until one is chosen. A file that came in before and was not undone is refused."""
    check(tx.person, Permission.IMPORT_NOTIFICATIONS)
    before = same_file(tx, file_hash)
    if before:
        raise Invalid([Fault("file", _SAME)])
    tx.session.execute(import_batch.insert(), _batch(tx, batch_id, file_name, file_hash, found))
    rows = [row for sheet in found.sheets for row in _rows(batch_id, sheet)]
    tx.session.execute(_ROW, rows)
    tx.audit("take_spreadsheet", subject=batch_id, detail={"rows": len(rows), "kind": found.kind})


def _batch(
    tx: Transaction, batch_id: str, file_name: str, file_hash: str, found: Spreadsheet
) -> dict[str, object]:
    return {
        "batch_id": batch_id,
        "file_name": shown_name(file_name),
        "file_hash": file_hash,
        "file_kind": found.kind,
        "remarks": found.remarks,
        "sheets": [_about(sheet) for sheet in found.sheets],
        "status": BatchStatus.READ,
        "status_since": tx.at,
        "uploaded_at": tx.at,
        "uploaded_by": tx.person.name,
    }


def _about(sheet: Sheet) -> dict[str, object]:
    return {
        "name": sheet.name,
        "hidden": sheet.hidden,
        "rows": len(sheet.rows),
        "columns": sheet.columns,
        "merged": sheet.merged,
        "removed": sheet.removed,
    }


def _rows(batch_id: str, sheet: Sheet) -> list[dict[str, object]]:
    return [
        {
            "batch_id": batch_id,
            "sheet": sheet.name,
            "row_number": number,
            "cells": {letters: _kept(cell) for letters, cell in cells.items()},
            "state": RowState.UNREAD,
        }
        for number, cells in sorted(sheet.rows.items())
    ]


def _kept(cell: Cell) -> list[str | int]:
    return [cell.kind.value, cell.text, cell.removed]
