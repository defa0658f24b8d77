"""A member's private notes on the pages of a bundle: their own, and nobody else's, ever."""

from collections.abc import Sequence

from fastapi import Request, Response

from services.panel.actions.bundles.keep_private_note import keep_private_note
from services.panel.domain.bundles.bundle_policies import bundle_policies
from services.panel.domain.bundles.private_notes import LONGEST_NOTE, BecameOfNote
from services.panel.domain.bundles.reader_pages import where_page_is
from services.panel.domain.london_days import london_day
from services.panel.domain.refusals import NoteChangedMeanwhile
from services.panel.pages.bundle import to_page
from services.panel.pages.case_sections import case_navigation
from services.panel.queries.bundle_reading import my_notes, readable_case
from services.panel.queries.bundles import bundle_of
from services.panel.queries.relations import relations_to
from shared.errors import Fault, Invalid, NotFound
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, PostedForm, Tx, page

router = HtmlRouter()
SAID: dict[BecameOfNote, str] = {
    BecameOfNote.KEPT: "Your note is kept. Nobody else can read it.",
    BecameOfNote.REMOVED: "Your note was deleted.",
    BecameOfNote.NOTHING: "Nothing was kept: you wrote no note.",
}


@router.get("/cases/{case_reference}/bundle/notes", name="panel_bundle_notes")
def notes(request: Request, tx: Tx, case_reference: str) -> Response:
    case, mine = readable_case(tx, case_reference), my_notes(tx, case_reference)
    pages = [one.id for one in bundle_of(tx, case_reference).pages]
    tx.audit("read_private_notes", case=case_reference, reading=True)
    return page(
        request,
        "bundle_notes.html",
        case=case,
        sections=case_navigation(request, tx.person, relations_to(tx, case_reference), case_reference),
        notes=sorted(mine.values(), key=lambda note: _place(note.page)),
        pages=set(pages),
        days=bundle_policies(london_day(tx.at)).notes_kept_days,
        active="Cases",
    )


@router.get("/cases/{case_reference}/bundle/pages/{page_id}/note", name="panel_bundle_note")
def note(request: Request, tx: Tx, case_reference: str, page_id: str) -> Response:
    return _page(request, tx, case_reference, page_id)


@router.post("/cases/{case_reference}/bundle/pages/{page_id}/note", name="panel_keep_note")
def keep(request: Request, tx: Tx, posted: Posted, case_reference: str, page_id: str) -> Response:
    written, version = posted.text("note"), posted.text("version")
    number = int(version) if version.isdecimal() and len(version) < 7 else 0
    given = {"case_reference": case_reference, "page": page_id, "text": written, "version": number}
    try:
        became = keep_private_note(tx, **given)  # type: ignore[arg-type]
    except NoteChangedMeanwhile as refusal:
        fault = Fault("note", "This note was changed in another window. Put both together, and keep it again")
        values = {"note": written, "version": str(refusal.saved_version)}
        return _page(request, tx, case_reference, page_id, values, [fault], refusal.saved)
    except Invalid as refusal:
        return _page(request, tx, case_reference, page_id, posted, refusal.faults)
    return to_page(request, case_reference, page_id, SAID[became])


def _page(
    request: Request,
    tx: Transaction,
    case_reference: str,
    page_id: str,
    values: PostedForm | dict[str, str] | None = None,
    faults: Sequence[Fault] = (),
    saved: str | None = None,
) -> Response:
    case, mine = readable_case(tx, case_reference), my_notes(tx, case_reference)
    found = bundle_of(tx, case_reference)
    if where_page_is(found, page_id) != page_id and page_id not in mine:
        raise NotFound("There is no such page in this bundle.")
    tx.audit("read_private_notes", case=case_reference, reading=True)
    note = mine.get(page_id)
    stored = {"note": note.text, "version": str(note.version)} if note else {"version": "0"}
    return page(
        request,
        "bundle_note.html",
        422 if faults else 200,
        case=case,
        page_id=page_id,
        pieces=next((each.pieces for each in found.pages if each.id == page_id), ()),
        days=bundle_policies(london_day(tx.at)).notes_kept_days,
        longest=LONGEST_NOTE,
        values=values or stored,
        faults=faults,
        saved=saved,
        active="Cases",
    )


def _place(page_id: str) -> tuple[int, ...]:
    return tuple(int(part) for part in page_id.split("."))
