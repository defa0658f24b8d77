"""Which sheet, which row has the headings, and what each column is: chosen, seen, and saved for next time."""

from dataclasses import dataclass

from fastapi import Request, Response

from services.notifications.actions.importing.save_mapping import save_mapping
from services.notifications.actions.importing.start_check import start_check
from services.notifications.domain.importing.batch import ImportBatch, SheetInFile
from services.notifications.domain.importing.cells import Row, column_letters, column_number
from services.notifications.domain.importing.choosing import choices, chosen_mapping
from services.notifications.domain.importing.mapping import ImportMapping, Placement, place
from services.notifications.queries import importing as queries
from services.notifications.spreadsheets.sheets import MOST_ROWS
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.web import HtmlRouter, Posted, PostedForm, Tx, page, redirect
from shared.web.site import site_of

router = HtmlRouter()
SEEN_ROWS = 4
MOST_SHOWN = 60


@dataclass(frozen=True)
class Chosen:
    """What is chosen so far. ``headings`` by column letters; ``placed`` as the mapping lays it."""

    sheet: SheetInFile
    header_row: int
    mapping: ImportMapping
    headings: dict[str, str]
    placed: Placement


@router.get("/import/{batch}/columns", name="import_columns")
def columns(
    request: Request, tx: Tx, batch: str, sheet: str = "", header_row: str = "", mapping: str = ""
) -> Response:
    check(tx.person, Permission.IMPORT_NOTIFICATIONS)
    found = queries.batch_of(tx, batch)
    chosen, faults = _chosen(tx, found, sheet, header_row, mapping)
    return _columns_page(request, tx, found, chosen, faults)


@router.post("/import/{batch}/columns", name="check_import")
def check_columns(request: Request, tx: Tx, posted: Posted, batch: str) -> Response:
    """Check every row with these columns; with a name, save them for the next spreadsheet."""
    check(tx.person, Permission.IMPORT_NOTIFICATIONS)
    found = queries.batch_of(tx, batch)
    given = (posted.text(name) for name in ("sheet", "header_row", "mapping"))
    chosen, faults = _chosen(tx, found, *given)
    if faults:
        return _columns_page(request, tx, found, chosen, faults, posted)
    try:
        _start(request, tx, posted, batch, chosen)
    except Invalid as invalid:
        return _columns_page(request, tx, found, chosen, list(invalid.faults), posted)
    return redirect(request, "import_batch", batch=batch)


def _start(request: Request, tx: Tx, posted: PostedForm, batch: str, chosen: Chosen) -> None:
    settings = site_of(request).settings
    keys = {letters: posted.text(f"column.{letters}") for letters in chosen.headings}
    blank = posted.text("blank_means_not_known") == "yes"
    mapping = chosen_mapping(chosen.mapping, chosen.headings, keys, blank_means_not_known=blank)
    if posted.text("save_as"):
        mapping = save_mapping(tx, mapping=mapping, name=posted.text("save_as")[:100])
    start_check(
        tx,
        batch_id=batch,
        sheet=chosen.sheet.name,
        header_row=chosen.header_row,
        mapping=mapping,
        panel_code=settings.panel_code,
        demonstration=settings.demo,
    )


def _chosen(
    tx: Tx, batch: ImportBatch, sheet: str, header_row: str, mapping_id: str
) -> tuple[Chosen, list[Fault]]:
    """What was asked for, or the most likely: the fullest visible sheet and the mapping that fits best."""
    faults = []
    known = {each.name: each for each in batch.sheets}
    if sheet and sheet not in known:
        faults.append(Fault("sheet", "Choose one of the sheets of the file"))
    chosen_sheet = known.get(sheet) or known.get(batch.sheet) or _fullest(batch)
    if header_row and not (
        header_row.isascii() and header_row.isdigit() and 0 < int(header_row) <= MOST_ROWS
    ):
        faults.append(Fault("header_row", f"Write the number of a row, from 1 to {MOST_ROWS:,}"))
        header_row = ""
    number = int(header_row) if header_row else batch.header_row or 1
    headings = queries.headings(tx, batch.batch_id, chosen_sheet.name, number)
    mapping = _mapping(tx, batch, mapping_id, headings)
    return Chosen(chosen_sheet, number, mapping, headings, place(mapping, headings)), faults


def _is_row(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < int(text[:9]) <= MOST_ROWS


def _fullest(batch: ImportBatch) -> SheetInFile:
    seen = [each for each in batch.sheets if not each.hidden] or list(batch.sheets)
    return max(seen, key=lambda each: each.rows * each.columns)


def _mapping(tx: Tx, batch: ImportBatch, mapping_id: str, headings: dict[str, str]) -> ImportMapping:
    every = {each.id: each for each in queries.mappings(tx)}
    if mapping_id in every:
        return every[mapping_id]
    if batch.mapping and not mapping_id:
        return batch.mapping
    return max(every.values(), key=lambda each: len(place(each, headings).columns))


def _columns_page(
    request: Request,
    tx: Tx,
    batch: ImportBatch,
    chosen: Chosen,
    faults: list[Fault],
    posted: PostedForm | None = None,
) -> Response:
    if not chosen.headings and not faults:
        faults = [Fault("header_row", "Nothing is written in this row of this sheet")]
    blank = "yes" if chosen.mapping.blank_means_not_known else ""
    mapped = {f"column.{letters}": each.key for letters, each in chosen.placed.columns.items()}
    seen = queries.first_rows(tx, batch.batch_id, chosen.sheet.name, chosen.header_row + SEEN_ROWS)
    tx.audit("view_import", subject=batch.batch_id, reading=True)
    return page(
        request,
        "import_columns.html",
        status_code=422 if posted is not None and faults else 200,
        batch=batch,
        picked=chosen,
        mappings=queries.mappings(tx),
        choices=list(choices()),
        examples=_examples(chosen, seen),
        nameless=_nameless(chosen, seen),
        values=posted if posted is not None else {"blank_means_not_known": blank, **mapped},
        faults=faults,
    )


def _examples(chosen: Chosen, seen: dict[int, Row]) -> dict[str, str]:
    """What stands in the first rows of each column, by its letters."""
    below = [cells for number, cells in seen.items() if number > chosen.header_row]
    return {
        letters: "; ".join(dict.fromkeys(row[letters].text[:MOST_SHOWN] for row in below if letters in row))
        for letters in chosen.headings
    }


def _nameless(chosen: Chosen, seen: dict[int, Row]) -> list[str]:
    """Columns with answers and no heading: they cannot be mapped."""
    below = [cells for number, cells in seen.items() if number > chosen.header_row]
    filled = {column_number(letters) for cells in below for letters in cells}
    return [column_letters(each) for each in sorted(filled) if column_letters(each) not in chosen.headings]
