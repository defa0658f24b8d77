"""Importing a spreadsheet: bring it, see what is wrong with it, import what is right, take it back."""

import hashlib
from collections.abc import Callable
from uuid import uuid4

from fastapi import Request, Response
from sqlalchemy import RowMapping
from starlette.datastructures import UploadFile

from services.notifications.actions.importing.discard_import import discard_import
from services.notifications.actions.importing.import_good_rows import import_good_rows
from services.notifications.actions.importing.take_spreadsheet import take_spreadsheet
from services.notifications.actions.importing.undo_import import undo_import
from services.notifications.domain.importing.batch import (
    BATCH_STATUS_NAMES,
    ROW_STATE_NAMES,
    BatchStatus,
    ImportBatch,
    RowState,
)
from services.notifications.queries import importing as queries
from services.notifications.spreadsheets import NotReadable, open_spreadsheet
from services.notifications.spreadsheets.sheets import MOST_BYTES, MOST_ROWS
from shared.errors import Fault, Invalid, NotFound
from shared.people import Permission, check
from shared.web import HtmlRouter, Posted, PostedForm, Tx, page, redirect

router = HtmlRouter()
SECONDS_BETWEEN_LOOKS = 4
# What of each kind of row is shown at which status, the most important first.
SHOWN: dict[BatchStatus, tuple[RowState, ...]] = {
    BatchStatus.CHECKED: (RowState.FAULTY, RowState.REPEATED, RowState.GOOD),
    BatchStatus.STORED: (RowState.STORED, RowState.FAULTY, RowState.REPEATED),
    BatchStatus.UNDONE: (RowState.KEPT, RowState.WITHDRAWN, RowState.FAULTY, RowState.REPEATED),
}
DONE_STATES = {
    BatchStatus.CHECKING: (RowState.GOOD, RowState.FAULTY, RowState.REPEATED),
    BatchStatus.STORING: (RowState.STORED,),
    BatchStatus.UNDOING: (RowState.WITHDRAWN, RowState.KEPT),
}
LEFT_STATES = {
    BatchStatus.CHECKING: RowState.UNREAD,
    BatchStatus.STORING: RowState.GOOD,
    BatchStatus.UNDOING: RowState.STORED,
}


@router.get("/import", name="imports")
def imports(request: Request, tx: Tx) -> Response:
    return _imports_page(request, tx)


@router.post("/import", name="take_spreadsheet")
def take(request: Request, tx: Tx, posted: Posted) -> Response:
    check(tx.person, Permission.IMPORT_NOTIFICATIONS)
    batch_id = uuid4().hex
    try:
        name, content = _uploaded(posted)
        found = open_spreadsheet(content)
        file_hash = hashlib.sha256(content).hexdigest()
        take_spreadsheet(tx, batch_id=batch_id, file_name=name, file_hash=file_hash, found=found)
    except NotReadable as unreadable:
        return _imports_page(request, tx, [Fault("file", str(unreadable))])
    except Invalid as invalid:
        return _imports_page(request, tx, list(invalid.faults))
    return redirect(request, "import_columns", batch=batch_id)


@router.post("/import/find", name="find_import_of_case")
def find(request: Request, tx: Tx, posted: Posted) -> Response:
    """The row that a case came from, by its reference."""
    check(tx.person, Permission.IMPORT_NOTIFICATIONS)
    try:
        batch_id, number = queries.row_of_case(tx, posted.text("case_reference").upper())
    except NotFound as unknown:
        return _imports_page(request, tx, [Fault("case_reference", unknown.detail)], posted.texts())
    return redirect(request, "import_row", batch=batch_id, number=number)


@router.get("/import/{batch}", name="import_batch")
def one_import(request: Request, tx: Tx, batch: str) -> Response:
    return _batch_page(request, tx, batch)


@router.post("/import/{batch}/store", name="import_good_rows")
def store(request: Request, tx: Tx, posted: Posted, batch: str) -> Response:
    return _step(request, tx, posted, batch, lambda: import_good_rows(tx, batch_id=batch))


@router.post("/import/{batch}/undo", name="undo_import")
def undo(request: Request, tx: Tx, posted: Posted, batch: str) -> Response:
    reason = posted.text("undo_reason")
    return _step(request, tx, posted, batch, lambda: undo_import(tx, batch_id=batch, reason=reason))


@router.post("/import/{batch}/discard", name="discard_import")
def discard(request: Request, tx: Tx, posted: Posted, batch: str) -> Response:
    discard_import(tx, batch_id=batch)
    return redirect(request, "imports", flash="Discarded. Nothing of the file is kept.")


def _step(request: Request, tx: Tx, posted: PostedForm, batch_id: str, step: Callable[[], None]) -> Response:
    try:
        step()
    except Invalid as invalid:
        return _batch_page(request, tx, batch_id, list(invalid.faults), posted.texts())
    return redirect(request, "import_batch", batch=batch_id)


def _imports_page(
    request: Request, tx: Tx, faults: list[Fault] | None = None, values: dict[str, str] | None = None
) -> Response:
    check(tx.person, Permission.IMPORT_NOTIFICATIONS)
    return page(
        request,
        "imports.html",
        status_code=422 if faults else 200,
        batches=queries.batches(tx),
        status_names=BATCH_STATUS_NAMES,
        mappings=queries.mappings(tx),
        most_rows=MOST_ROWS,
        most_megabytes=MOST_BYTES // 1_000_000,
        values=values or {},
        faults=faults or [],
    )


def _batch_page(
    request: Request,
    tx: Tx,
    batch_id: str,
    faults: list[Fault] | None = None,
    values: dict[str, str] | None = None,
) -> Response:
    check(tx.person, Permission.IMPORT_NOTIFICATIONS)
    batch = queries.batch_of(tx, batch_id)
    if batch.status is BatchStatus.READ:
        return redirect(request, "import_columns", batch=batch_id)
    counts = queries.rows_by_state(tx, batch)
    lists = {state: _first(tx, batch, state) for state in SHOWN.get(batch.status, ()) if counts[state]}
    if lists:
        tx.audit("view_import", subject=batch_id, reading=True)
    answer = page(
        request,
        "import_batch.html",
        status_code=422 if faults else 200,
        batch=batch,
        status=BATCH_STATUS_NAMES[batch.status],
        counts=counts,
        done=sum(counts[state] for state in DONE_STATES.get(batch.status, ())),
        left=counts[LEFT_STATES[batch.status]] if batch.at_work else 0,
        lists=lists,
        noticed=queries.noticed_by_state(tx, batch)[RowState.GOOD],
        state_names=ROW_STATE_NAMES,
        values=values or {},
        faults=faults or [],
    )
    if batch.at_work:  # a page that has to be loaded again works with no program in it
        answer.headers["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
    return answer


def _first(tx: Tx, batch: ImportBatch, state: RowState) -> list[RowMapping]:
    return list(queries.page_of_rows(tx, batch, (state,), 1))[:10]


def _uploaded(posted: PostedForm) -> tuple[str, bytes]:
    """The name and the content of the file. Raises Invalid where none was chosen."""
    file = posted.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise Invalid([Fault("file", "Choose a spreadsheet")])
    return file.filename, file.file.read(MOST_BYTES + 1)
