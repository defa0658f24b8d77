"""What changed in a bundle since who is looking last read it, paragraph by paragraph."""

from fastapi import Request, Response

from services.panel.domain.bundles.bundle import BundleDocument
from services.panel.domain.bundles.bundle_changes import (
    ParagraphChange,
    Reading,
    paragraph_changes,
    reading_of,
)
from services.panel.pages.case_sections import case_navigation
from services.panel.queries.bundle_reading import read_before, readable_case
from services.panel.queries.bundles import bundle_outline, text_of_version
from services.panel.queries.relations import relations_to
from shared.storage import Transaction
from shared.web import HtmlRouter, Tx, page

router = HtmlRouter()


@router.get("/cases/{case_reference}/bundle/changes", name="panel_bundle_changes")
def changes(request: Request, tx: Tx, case_reference: str) -> Response:
    case, before = readable_case(tx, case_reference), read_before(tx, case_reference)
    documents = bundle_outline(tx, case_reference).documents
    of = {one.number: reading_of(one, before) for one in documents}
    changed = [
        (one, _changes(tx, case_reference, one, before.versions[one.material_id]))
        for one in documents
        if of[one.number] is Reading.CHANGED
    ]
    shown = {"documents": [one.number for one, _ in changed]}
    tx.audit("read_bundle_changes", case=case_reference, reading=True, detail=shown)
    return page(
        request,
        "bundle_changes.html",
        case=case,
        sections=case_navigation(request, tx.person, relations_to(tx, case_reference), case_reference),
        added=[one for one in documents if of[one.number] is Reading.NEW],
        changed=changed,
        read_before=before.versions,
        first_opened_at=before.first_opened_at,
        opened_at=tx.at,
        active="Cases",
    )


def _changes(tx: Transaction, case: str, one: BundleDocument, read: int) -> list[ParagraphChange]:
    """What came instead of what was read; nothing of what is or was withheld is looked at again."""
    if one.withheld or read in one.removed:
        return []
    texts = (text_of_version(tx, case, one.material_id, version) for version in (read, one.version))
    return paragraph_changes(*texts)
