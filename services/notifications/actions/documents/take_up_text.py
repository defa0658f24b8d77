"""What can be read of a document becomes one of the case's texts, to be read and confirmed like any other.

A document of which nothing can be read is withheld, and the panel is told so until somebody describes it.
"""

from collections.abc import Iterable

from services.notifications.actions.documents.vault import Vault
from services.notifications.actions.material.keep_case_text import CaseText, keep_case_text
from services.notifications.domain.documents.read_pages import brought_forward
from services.notifications.domain.documents.refusals import TextAlreadyTaken
from services.notifications.domain.documents.stored_document import StoredDocument
from services.notifications.domain.forms.field_kinds import tidy
from services.notifications.domain.material.case_material import CaseMaterial
from services.notifications.domain.material.material_kinds import document_title, usual_kind
from services.notifications.domain.notification import Status
from services.notifications.queries.documents import document_to_change, documents_of
from services.notifications.queries.gathering import material_to_change, notification_of_request
from services.notifications.queries.notifications import notification_to_change
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction

LONGEST = 50_000


def take_up_text(tx: Transaction, *, case: str, texts: Iterable[tuple[StoredDocument, str]]) -> None:
    """Each document with the text read from it, "" for none; nothing before the case is accepted."""
    if notification_of_request(tx, case).status is not Status.ACCEPTED:
        return
    for document, text in texts:
        if not document.material_id:
            _keep(tx, case, document, text)


def take_up_waiting_texts(tx: Transaction, *, case: str, vault: Vault) -> None:
    """What was sent before the case was accepted."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    waiting = [each for each in documents_of(tx, [case]) if not each.discarded_at]
    take_up_text(tx, case=case, texts=[(each, _text_in(tx, each, vault)) for each in waiting])


def take_up_one_text(tx: Transaction, *, document_id: str, case: str, vault: Vault) -> CaseMaterial:
    """For a document of a notification that was merged into ``case``. Raises TextAlreadyTaken."""
    check(tx.person, Permission.CONFIRM_REDACTION)
    document = document_to_change(tx, document_id)
    document.must_be_there()
    if document.material_id:
        raise TextAlreadyTaken()
    notification_to_change(tx, case)
    return _keep(tx, case, document, _text_in(tx, document, vault))


def describe_document(tx: Transaction, *, document_id: str, case: str, words: str) -> CaseMaterial:
    """A person writes what is on a picture or a scan that no text could be read from. Raises Invalid."""
    check(tx.person, Permission.CONFIRM_REDACTION)
    document = document_to_change(tx, document_id)
    document.must_be_there()
    if document.material_id and not _nothing_was_read(tx, document):
        raise TextAlreadyTaken()
    if not words.strip() or len(words) > LONGEST:
        raise Invalid([Fault("words", f"Write what it shows, in at most {LONGEST:,} characters")])
    notification_to_change(tx, case)
    return _keep(tx, case, document, tidy(words), described=True)


def _nothing_was_read(tx: Transaction, document: StoredDocument) -> bool:
    return not material_to_change(tx, document.material_id).original


def _text_in(tx: Transaction, document: StoredDocument, vault: Vault) -> str:
    return vault.text(tx, document.document_id) if document.has_text else ""


def _keep(
    tx: Transaction, case: str, document: StoredDocument, text: str, *, described: bool = False
) -> CaseMaterial:
    text, noted = brought_forward(text)
    unreadable = noted if document.unreadable_pages is None else tuple(document.unreadable_pages)
    kind = usual_kind(document.source_role)
    kept = CaseText(
        case=case,
        kind=kind,
        title=document_title(kind, document.source_role),
        role=document.source_role,
        original=text,
        made_from=f"document {document.document_id}",
        source_id=document.source_id,
        pages=document.pages,
        unreadable=() if described else unreadable,
        pictured=tuple(document.picture_pages or ()),
    )
    material = keep_case_text(tx, text=kept)
    if described:
        material.unreadable_pages = []
        material.title = document_title(material.kind, material.source_role, described=True)
    document.material_id = material.material_id
    subject, detail = material.material_id, {"document": document.document_id}
    tx.audit("take_up_document", case=case, subject=subject, detail=detail)
    return material
