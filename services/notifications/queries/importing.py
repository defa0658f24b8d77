"""Reads of imports: batches, their rows, saved mappings. What a row holds is identifying."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, RowMapping, Select, and_, func, or_, select

from services.notifications.domain.importing.batch import (
    AT_WORK,
    BatchStatus,
    ImportBatch,
    RowState,
    SheetInFile,
)
from services.notifications.domain.importing.cells import Cell, CellKind
from services.notifications.domain.importing.cells import Row as CellRow
from services.notifications.domain.importing.mapping import ImportMapping, read_mapping, shipped
from services.notifications.domain.notification import ChildDeathNotification
from services.notifications.tables.importing import NOTICE, import_batch, import_mapping, imported_row
from services.notifications.tables.notification import notification
from shared.errors import NotFound
from shared.people import SYSTEM, Permission, Person, Role, check
from shared.storage import Transaction
from shared.storage.kernel_tables import audit_entry

ROWS_A_PAGE = 50
BATCHES_SHOWN = 50
_MOST_ROWS = 2_000_000_000  # no sheet has as many, and no number column could hold more
_IN = (RowState.STORED, RowState.KEPT)
_NOTICED = imported_row.c.faults.contains([NOTICE])
_GONE = (BatchStatus.DISCARDED, BatchStatus.UNDONE)


def batches(tx: Transaction) -> list[ImportBatch]:
    """The latest imports, the newest first."""
    _may_read(tx)
    wanted = select(import_batch).order_by(import_batch.c.uploaded_at.desc()).limit(BATCHES_SHOWN)
    return [_batch(row) for row in tx.session.execute(wanted)]


def batch_of(tx: Transaction, batch_id: str) -> ImportBatch:
    """One import. Raises NotFound."""
    return _one(tx, select(import_batch).where(import_batch.c.batch_id == batch_id))


def batch_to_change(tx: Transaction, batch_id: str) -> ImportBatch:
    """One import, locked until the transaction ends. Raises NotFound."""
    return _one(tx, select(import_batch).where(import_batch.c.batch_id == batch_id).with_for_update())


def batch_at_work(tx: Transaction) -> ImportBatch | None:
    """The import that has waited longest for its background work and that nobody else works on."""
    _may_read(tx)
    waiting = select(import_batch).where(import_batch.c.status.in_(AT_WORK))
    row = tx.session.execute(
        waiting.order_by(import_batch.c.status_since).limit(1).with_for_update(skip_locked=True)
    ).first()
    return _batch(row) if row else None


def same_file(tx: Transaction, file_hash: str) -> ImportBatch | None:
    """The import that this very file came with before, unless that was undone or discarded."""
    _may_read(tx)
    same = (import_batch.c.file_hash == file_hash, import_batch.c.status.not_in(_GONE))
    row = tx.session.execute(select(import_batch).where(*same).limit(1)).first()
    return _batch(row) if row else None


def first_rows(tx: Transaction, batch_id: str, sheet: str, number: int) -> dict[int, CellRow]:
    """The first filled rows of a sheet, by row number."""
    _may_read(tx)
    rows = _rows_of(batch_id).where(imported_row.c.sheet == sheet).limit(number)
    return {row["row_number"]: cells_of(row) for row in tx.session.execute(rows).mappings()}


def headings(tx: Transaction, batch_id: str, sheet: str, header_row: int) -> dict[str, str]:
    """The headings of a sheet by column letters; {} if nothing stands in that row."""
    _may_read(tx)
    here = (imported_row.c.sheet == sheet, imported_row.c.row_number == header_row)
    row = tx.session.execute(_rows_of(batch_id).where(*here)).mappings().first()
    return {letters: cell.text for letters, cell in cells_of(row).items() if cell.text} if row else {}


def rows_in_state(
    tx: Transaction, batch: ImportBatch, state: RowState, limit: int, after: int = 0
) -> list[RowMapping]:
    """Rows below the header in a state, in their order, after row number ``after``."""
    _may_read(tx)
    wanted = _below_header(batch).where(imported_row.c.state == state, imported_row.c.row_number > after)
    return list(tx.session.execute(wanted.limit(limit)).mappings())


def page_of_rows(
    tx: Transaction, batch: ImportBatch, states: Collection[RowState], page: int, *, noticed: bool = False
) -> list[RowMapping]:
    """ROWS_A_PAGE rows below the header in these states; ``page`` from 1. ``noticed``: only with a notice."""
    _may_read(tx)
    wanted = _below_header(batch).where(imported_row.c.state.in_(states))
    wanted = wanted.where(_NOTICED) if noticed else wanted
    skipped = (page - 1) * ROWS_A_PAGE
    return list(tx.session.execute(wanted.limit(ROWS_A_PAGE).offset(skipped)).mappings())


def one_row(tx: Transaction, batch: ImportBatch, number: int) -> RowMapping:
    """One row of the sheet that was chosen. Raises NotFound."""
    _may_read(tx)
    wanted = _below_header(batch).where(imported_row.c.row_number == min(number, _MOST_ROWS))
    found = tx.session.execute(wanted).mappings().first()
    if found is None:
        raise NotFound("The sheet has no such row.")
    return found


def rows_by_state(tx: Transaction, batch: ImportBatch) -> Mapping[RowState, int]:
    """How many rows below the header stand in each state; 0 where none does."""
    _may_read(tx)
    here = _here(batch)
    counted = select(imported_row.c.state, func.count()).where(*here).group_by(imported_row.c.state)
    found = Counter({RowState(state): number for state, number in tx.session.execute(counted)})
    return {state: found[state] for state in RowState}


def noticed_by_state(tx: Transaction, batch: ImportBatch) -> Mapping[RowState, int]:
    """As ``rows_by_state``, of the rows with a cell to be looked at: a word that is in no list."""
    _may_read(tx)
    here = (*_here(batch), _NOTICED)
    counted = select(imported_row.c.state, func.count()).where(*here).group_by(imported_row.c.state)
    return Counter({RowState(state): number for state, number in tx.session.execute(counted)})


def row_of_case(tx: Transaction, reference: str) -> tuple[str, int]:
    """The import and the row number that a case came from. Raises NotFound."""
    _may_read(tx)
    wanted = select(imported_row.c.batch_id, imported_row.c.row_number)
    row = tx.session.execute(wanted.where(imported_row.c.case_reference == reference)).first()
    if row is None:
        raise NotFound("No import brought a case with this reference.")
    return str(row[0]), int(row[1])


def came_before(tx: Transaction, prints: Sequence[str]) -> dict[str, str]:
    """Of these fingerprints, those of rows that are in already, with the case that each became."""
    _may_read(tx)
    found = select(imported_row.c.fingerprint, imported_row.c.case_reference).where(
        imported_row.c.fingerprint.in_(prints), imported_row.c.state.in_(_IN)
    )
    return {row[0]: row[1] for row in tx.session.execute(found)}


def rows_of_fingerprints(tx: Transaction, batch: ImportBatch, prints: Sequence[str]) -> dict[str, int]:
    """The first good row of the batch with each of these fingerprints."""
    _may_read(tx)
    columns = imported_row.c
    same = (columns.fingerprint.in_(prints), columns.state == RowState.GOOD, *_here(batch))
    found = select(columns.fingerprint, func.min(columns.row_number)).where(*same)
    return {row[0]: row[1] for row in tx.session.execute(found.group_by(columns.fingerprint))}


def to_withdraw(tx: Transaction, references: Sequence[str]) -> dict[str, ChildDeathNotification]:
    """The notifications that an import brought, locked, by reference."""
    _may_read(tx)
    wanted = select(ChildDeathNotification).where(notification.c.case_reference.in_(references))
    locked = wanted.order_by(notification.c.case_reference).with_for_update()
    return {each.case_reference: each for each in tx.session.scalars(locked)}


def touched_since(tx: Transaction, stored: Mapping[str, datetime]) -> frozenset[str]:
    """Of these cases, those in which somebody has done something since they were stored.

    Looking at one is not doing; what the program does by itself is not either.
    """
    _may_read(tx)
    columns = audit_entry.c
    if not stored:
        return frozenset()
    since = or_(*(and_(columns.case_reference == case, columns.at > at) for case, at in stored.items()))
    done = (columns.reading.is_(False), columns.person_id != SYSTEM.id, since)
    return frozenset(tx.session.scalars(select(columns.case_reference).where(*done).distinct()))


def mappings(tx: Transaction) -> list[ImportMapping]:
    """The shipped mappings, then the newest version of each that the office saved."""
    _may_read(tx)
    newest = select(import_mapping).order_by(import_mapping.c.mapping_id, import_mapping.c.version)
    saved = {row.mapping_id: read_mapping(row.definition) for row in tx.session.execute(newest)}
    return [*shipped(), *saved.values()]


def latest_version(tx: Transaction, mapping_id: str) -> int:
    """The newest version that was saved under an id; 0 if there is none."""
    _may_read(tx)
    newest = select(func.max(import_mapping.c.version)).where(import_mapping.c.mapping_id == mapping_id)
    return tx.session.scalar(newest) or 0


def cells_of(row: RowMapping) -> CellRow:
    """The cells of a kept row."""
    return {
        letters: Cell(CellKind(kind), text, removed)
        for letters, (kind, text, removed) in row["cells"].items()
    }


def _rows_of(batch_id: str) -> Select[Any]:
    return (
        select(imported_row)
        .where(imported_row.c.batch_id == batch_id)
        .order_by(imported_row.c.sheet, imported_row.c.row_number)
    )


def _here(batch: ImportBatch) -> tuple[ColumnElement[bool], ...]:
    columns = imported_row.c
    return (
        columns.batch_id == batch.batch_id,
        columns.sheet == batch.sheet,
        columns.row_number > batch.header_row,
    )


def _below_header(batch: ImportBatch) -> Select[Any]:
    return select(imported_row).where(*_here(batch)).order_by(imported_row.c.row_number)


def _one(tx: Transaction, wanted: Select[Any]) -> ImportBatch:
    _may_read(tx)
    row = tx.session.execute(wanted).first()
    if row is None:
        raise NotFound("There is no such import.")
    return _batch(row)


def _batch(row: Row[Any]) -> ImportBatch:
    values = dict(row._mapping)
    values.pop("file_hash")
    acting = values["acting"]
    return ImportBatch(
        **{
            **values,
            "remarks": tuple(values["remarks"]),
            "sheets": tuple(SheetInFile(**each) for each in values["sheets"]),
            "status": BatchStatus(values["status"]),
            "header_row": values["header_row"] or 0,
            "mapping": read_mapping(values["mapping"]) if values["mapping"] else None,
            "acting": _person(acting) if acting else None,
        }
    )


def _person(written: Mapping[str, Any]) -> Person:
    roles = frozenset(Role(role) for role in written["roles"])
    return Person(written["id"], written["name"], roles, written["organisation"])


def _may_read(tx: Transaction) -> None:
    """The background work reads for itself which import waits; for the rest it acts for a person."""
    if tx.person != SYSTEM:
        check(tx.person, Permission.IMPORT_NOTIFICATIONS)
