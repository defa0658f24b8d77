"""The text of a document becomes one of the case's texts, to be read and confirmed like any other."""

from collections.abc import Iterable
from uuid import uuid4

from services.notifications.actions.documents.vault import Vault
from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.domain.documents.refusals import TextAlreadyTaken
from services.notifications.domain.documents.stored_document import StoredDocument
from services.notifications.domain.forms.field_kinds import tidy
from services.notifications.domain.material.case_material import CaseMaterial
from services.notifications.domain.notification import Status
from services.notifications.queries.documents import document_to_change, documents_of
from services.notifications.queries.gathering import notification_of_request
from services.notifications.queries.notifications import notification_to_change
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.reference_lists import ROLES
from shared.storage import Transaction

LONGEST = 50_000


def take_up_text(tx: Transaction, *, case: str, texts: Iterable[tuple[StoredDocument, str]]) -> None:
    """Each document with the text read from it, if there is one; nothing before the case is accepted."""
    if notification_of_request(tx, case).status is not Status.ACCEPTED:
        return
    for document, text in texts:
        if text and not document.material_id:
            _add(tx, case, document, text, "Document")


def take_up_waiting_texts(tx: Transaction, *, case: str, vault: Vault) -> None:
    """What was sent before the case was accepted."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    waiting = [each for each in documents_of(tx, [case]) if each.has_text and not each.discarded_at]
    take_up_text(tx, case=case, texts=[(each, vault.text(tx, each.document_id)) for each in waiting])


def take_up_one_text(tx: Transaction, *, document_id: str, case: str, vault: Vault) -> CaseMaterial:
    """For a document of a notification that was merged into ``case``. Raises TextAlreadyTaken."""
    check(tx.person, Permission.CONFIRM_REDACTION)
    document = _without_text(tx, document_id)
    notification_to_change(tx, case)
    return _add(tx, case, document, vault.text(tx, document_id), "Document")


def describe_document(tx: Transaction, *, document_id: str, case: str, words: str) -> CaseMaterial:
    """A person writes what is on a picture or a scan that no text could be read from. Raises Invalid."""
    check(tx.person, Permission.CONFIRM_REDACTION)
    document = _without_text(tx, document_id)
    if not words.strip() or len(words) > LONGEST:
        raise Invalid([Fault("words", f"Write what it shows, in at most {LONGEST:,} characters")])
    notification_to_change(tx, case)
    return _add(tx, case, document, tidy(words), "Document, described by the office")


def _without_text(tx: Transaction, document_id: str) -> StoredDocument:
    document = document_to_change(tx, document_id)
    document.must_be_there()
    if document.material_id:
        raise TextAlreadyTaken()
    return document


def _add(tx: Transaction, case: str, document: StoredDocument, text: str, what: str) -> CaseMaterial:
    material = CaseMaterial(
        material_id=uuid4().hex,
        case_reference=case,
        source_id=document.source_id,
        source_role=document.source_role,
        kind="reporting_form",
        title=f"{what}: {ROLES.label(document.source_role).lower()}",
        original=text,
        received_on=today(tx),
    )
    tx.session.add(material)
    document.material_id = material.material_id
    subject, detail = material.material_id, {"document": document.document_id}
    tx.audit("take_up_document", case=case, subject=subject, detail=detail)
    return material
