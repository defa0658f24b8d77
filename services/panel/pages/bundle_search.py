"""A search inside one bundle. The words are posted, so that they stand in no address and in no log."""

from fastapi import Request, Response

from services.panel.pages.bundle import front_page
from services.panel.pages.case_sections import case_navigation
from services.panel.queries.bundle_reading import readable_case, search
from services.panel.queries.bundles import bundle_of
from services.panel.queries.relations import relations_to
from shared.errors import Fault
from shared.web import HtmlRouter, Posted, Tx, page

router = HtmlRouter()
LONGEST_SEARCH = 200  # characters


@router.post("/cases/{case_reference}/bundle/search", name="panel_bundle_search")
def find(request: Request, tx: Tx, posted: Posted, case_reference: str) -> Response:
    case, words = readable_case(tx, case_reference), posted.text("words")
    if not words or len(words) > LONGEST_SEARCH:
        wrong = f"Enter at most {LONGEST_SEARCH} characters" if words else "Enter the words to look for"
        return front_page(request, tx, case_reference, [Fault("words", wrong)], posted.texts())
    bundle = bundle_of(tx, case_reference)
    found = search(tx, bundle, words)
    tx.audit(
        "search_bundle", case=case_reference, reading=True, detail={"pages": [one.page for one in found]}
    )
    return page(
        request,
        "bundle_search.html",
        case=case,
        sections=case_navigation(request, tx.person, relations_to(tx, case_reference), case_reference),
        found=[(one, bundle.document(int(one.page.partition(".")[0]))) for one in found],
        values=posted,
        opened_at=tx.at,
        active="Cases",
    )
