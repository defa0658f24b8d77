"""Documents about a case: what the office was sent, opened here alone, and what becomes of each."""

from typing import Any

from fastapi import Request, Response

from services.notifications.actions.documents.discard_document import discard_document
from services.notifications.actions.documents.keep_documents import keep_documents
from services.notifications.actions.documents.open_document import open_document
from services.notifications.actions.documents.take_up_text import describe_document, take_up_one_text
from services.notifications.actions.documents.vault import vault_of
from services.notifications.domain.documents.kinds import KINDS
from services.notifications.domain.documents.origin import Origin
from services.notifications.domain.documents.stored_document import CAME_THROUGH
from services.notifications.pages.case_sections import case_navigation
from services.notifications.pages.document_files import offered, sent_files
from services.notifications.queries import documents as kept
from services.notifications.queries import notifications as queries
from services.notifications.queries.gathering import materials_of
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.reference_lists import ROLES
from shared.web import HtmlRouter, Posted, PostedForm, Tx, page, redirect
from shared.web.site import site_of

router = HtmlRouter()


@router.get("/cases/{reference}/documents", name="case_documents")
def documents(request: Request, tx: Tx, reference: str) -> Response:
    return _documents_page(request, tx, reference)


@router.post("/cases/{reference}/documents", name="add_documents")
def add(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    """A letter or a picture that reached the office another way."""
    queries.notification_to_change(tx, reference)
    role = posted.text("role")
    files = sent_files(posted)
    if role not in ROLES or not files:
        faults = [] if role in ROLES else [Fault("role", "Choose the role of the person it came from")]
        faults += [] if files else [Fault("documents", "Choose a file")]
        return _documents_page(request, tx, reference, posted.texts(), faults)
    origin = Origin(case=reference, through="office", role=role)
    try:
        keep_documents(tx, files=files, origin=origin, vault=vault_of(site_of(request).settings))
    except Invalid as invalid:
        return _documents_page(request, tx, reference, posted.texts(), invalid.faults)
    return redirect(request, "case_documents", flash="Kept.", reference=reference)


@router.get("/documents/{document_id}/file", name="document_file")
def file(request: Request, tx: Tx, document_id: str) -> Response:
    """The document as it was sent, always as a file to keep and under a name that names nobody."""
    vault = vault_of(site_of(request).settings)
    document, content = open_document(tx, document_id=document_id, vault=vault)
    named = f'attachment; filename="{document.file_name}"'
    media_type = KINDS[document.kind].media_type
    return Response(content, media_type=media_type, headers={"Content-Disposition": named})


@router.post("/cases/{reference}/documents/{document_id}/take-up", name="take_up_document")
def take_up(request: Request, tx: Tx, posted: Posted, reference: str, document_id: str) -> Response:
    """The text of a document that came with a notification merged into this case."""
    vault = vault_of(site_of(request).settings)
    made = take_up_one_text(tx, document_id=document_id, case=reference, vault=vault)
    said = "Kept. Read it and confirm it."
    return redirect(request, "confirm_material", flash=said, material_id=made.material_id)


@router.post("/cases/{reference}/documents/{document_id}/describe", name="describe_document")
def describe(request: Request, tx: Tx, posted: Posted, reference: str, document_id: str) -> Response:
    try:
        made = describe_document(
            tx, document_id=document_id, case=reference, words=posted.text(f"words-{document_id}")
        )
    except Invalid as invalid:
        return _again(request, tx, reference, document_id, posted, invalid)
    said = "Kept. Read it and confirm it."
    return redirect(request, "confirm_material", flash=said, material_id=made.material_id)


@router.post("/cases/{reference}/documents/{document_id}/discard", name="discard_document")
def discard(request: Request, tx: Tx, posted: Posted, reference: str, document_id: str) -> Response:
    try:
        discard_document(tx, document_id=document_id, reason=posted.text(f"reason-{document_id}"))
    except Invalid as invalid:
        return _again(request, tx, reference, document_id, posted, invalid)
    said = "Removed. Its content is erased; that it came, and why it was removed, is kept."
    return redirect(request, "case_documents", flash=said, reference=reference)


def _again(
    request: Request, tx: Tx, reference: str, document_id: str, posted: PostedForm, said: Invalid
) -> Response:
    """The page again: the fault stands at the one document it is about."""
    faults = [Fault(f"{fault.field}-{document_id}", fault.message) for fault in said.faults]
    return _documents_page(request, tx, reference, posted.texts(), faults)


def _documents_page(
    request: Request, tx: Tx, reference: str, values: Any = None, faults: Any = ()
) -> Response:
    check(tx.person, Permission.GATHER_INFORMATION)
    notification = queries.notification_of(tx, reference)
    found = kept.documents_of(tx, [reference, *queries.merged_into(tx, reference)])
    texts = {one.material_id: one for one in materials_of(tx, reference)}
    tx.audit("view_documents", case=reference, reading=True)
    return page(
        request,
        "documents.html",
        status_code=422 if faults else 200,
        reference=reference,
        status=notification.status.value,
        sections=case_navigation(request, tx.person, reference),
        documents=found,
        nothing_read=[key for key, one in texts.items() if not one.original and not one.told_as],
        told=[key for key, one in texts.items() if one.told_as],
        came_through=CAME_THROUGH,
        role_name=ROLES.label,
        roles=[(term.code, term.label) for term in ROLES],
        values=values or {},
        faults=faults,
        **offered(request),
    )
