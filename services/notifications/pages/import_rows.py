"""The rows of an import: lists of them, each answer with its cell, and what is to be mended as a file."""

import io

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import RowMapping

from services.notifications.domain.importing.batch import ROW_STATE_NAMES, ImportBatch, RowState
from services.notifications.domain.importing.cells import address, column_number
from services.notifications.domain.importing.choosing import choices
from services.notifications.queries import importing as queries
from shared.disclosure.spreadsheets import CsvWriter, neutral
from shared.errors import NotFound
from shared.people import Permission, check
from shared.web import HtmlRouter, Tx, page, url_for

router = HtmlRouter()
_MOST = 20_000


@router.get("/import/{batch}/rows", name="import_rows")
def rows(
    request: Request, tx: Tx, batch: str, state: str = RowState.FAULTY, number: int = 1, noticed: str = ""
) -> Response:
    """Rows that stand in one state; with ``noticed`` only those with a cell to be looked at."""
    check(tx.person, Permission.IMPORT_NOTIFICATIONS)
    found = queries.batch_of(tx, batch)
    wanted = _state(state)
    counted = queries.noticed_by_state if noticed else queries.rows_by_state
    every = counted(tx, found)[wanted]
    pages = max(1, -(-every // queries.ROWS_A_PAGE))
    shown = min(max(1, number), pages)
    tx.audit("view_import_rows", subject=batch, reading=True, detail={"state": wanted.value, "page": shown})
    return page(
        request,
        "import_rows.html",
        batch=found,
        state=wanted,
        state_name=ROW_STATE_NAMES[wanted],
        every=every,
        rows=queries.page_of_rows(tx, found, (wanted,), shown, noticed=bool(noticed)),
        noticed=bool(noticed),
        number=shown,
        pages=pages,
    )


@router.get("/import/{batch}/rows/{number}", name="import_row")
def row(request: Request, tx: Tx, batch: str, number: int) -> Response:
    """One row: what stood in each cell, what it was taken for, and the case it became."""
    check(tx.person, Permission.IMPORT_NOTIFICATIONS)
    found = queries.batch_of(tx, batch)
    kept = queries.one_row(tx, found, number)
    tx.audit("view_import_row", case=kept["case_reference"], subject=batch, reading=True)
    return page(
        request,
        "import_row.html",
        batch=found,
        row=kept,
        state_name=ROW_STATE_NAMES[RowState(kept["state"])],
        cells=_cells(tx, found, kept),
        added=_added(kept),
    )


@router.get("/import/of/{reference}", name="import_of_case")
def of_case(request: Request, tx: Tx, reference: str) -> Response:
    """The row that a case came from."""
    check(tx.person, Permission.IMPORT_NOTIFICATIONS)
    batch_id, number = queries.row_of_case(tx, reference)
    return RedirectResponse(url_for(request, "import_row", batch=batch_id, number=number), 303)


@router.get("/import/{batch}/to-mend.csv", name="rows_to_mend")
def to_mend(request: Request, tx: Tx, batch: str) -> Response:
    """The faulty rows as they stood, with what is wrong first: to be mended and brought again."""
    check(tx.person, Permission.IMPORT_NOTIFICATIONS)
    found = queries.batch_of(tx, batch)
    tx.audit("download_rows_to_mend", subject=batch, reading=True)
    name = f'attachment; filename="rows-to-mend-{batch[:8]}.csv"'
    text = _as_csv(tx, found)
    return Response(text, media_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})


def _as_csv(tx: Tx, batch: ImportBatch) -> str:
    headings = queries.headings(tx, batch.batch_id, batch.sheet, batch.header_row)
    out = io.StringIO()
    writer = CsvWriter(out, lineterminator="\r\n")
    writer.writerow(["What to mend", "Row in the file", *(neutral(text) for text in headings.values())])
    for each in queries.rows_in_state(tx, batch, RowState.FAULTY, _MOST):
        cells = queries.cells_of(each)
        wrong = "; ".join(_fault(fault) for fault in each["faults"])
        texts = [cells[letters].text if letters in cells else "" for letters in headings]
        writer.writerow([neutral(wrong), each["row_number"], *(neutral(text) for text in texts)])
    return "\ufeff" + out.getvalue()


def _fault(fault: dict[str, str]) -> str:
    return f"{fault['cell']}: {fault['message']}" if fault["cell"] else fault["message"]


def _cells(tx: Tx, batch: ImportBatch, row: RowMapping) -> list[dict[str, object]]:
    """Every cell in its order: its address, heading, text, question, answer and what is wrong with it."""
    headings = queries.headings(tx, batch.batch_id, batch.sheet, batch.header_row)
    said = row["faults"] or ()
    wrong = {each["cell"]: each["message"] for each in said if "notice" not in each}
    noticed = {each["cell"]: each["message"] for each in said if "notice" in each}
    labels = dict(choices())
    questions: dict[str, list[str]] = {}
    for question, letters in (row["sources"] or {}).items():
        questions.setdefault(letters, []).append(question)
    cells = queries.cells_of(row)
    return [
        {
            "address": (where := address(batch.sheet, letters, row["row_number"])),
            "heading": headings.get(letters, ""),
            "cell": cells[letters],
            "questions": [labels.get(each, each) for each in questions.get(letters, ())],
            "answers": [_answer(row, each) for each in questions.get(letters, ())],
            "fault": wrong.get(where, ""),
            "notice": noticed.get(where, ""),
        }
        for letters in sorted(cells, key=column_number)
    ]


def _added(row: RowMapping) -> list[tuple[str, str]]:
    """Answers that no filled cell gave: what the mapping says of every row, or of a blank."""
    labels, cells = dict(choices()), row["cells"]
    sources = row["sources"] or {}
    filled = {key.partition(":")[0] for key, letters in sources.items() if letters in cells}
    given = row["given"] or {}
    return [(labels[name], _answer(row, name)) for name in given if name in labels and name not in filled]


def _answer(row: RowMapping, question: str) -> str:
    value = (row["given"] or {}).get(question.partition(":")[0], "")
    text = "; ".join(value) if isinstance(value, list) else str(value)
    return "Not known" if text == "not_known" else text


def _state(text: str) -> RowState:
    if text not in {each.value for each in RowState}:
        raise NotFound("There is no such list of rows.")
    return RowState(text)
