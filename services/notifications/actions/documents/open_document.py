"""The office opens a document that somebody sent. Reading it is audited."""

from services.notifications.actions.documents.vault import Vault
from services.notifications.domain.documents.stored_document import StoredDocument
from services.notifications.queries.documents import document_to_change
from shared.people import Permission, check
from shared.storage import Transaction


def open_document(tx: Transaction, *, document_id: str, vault: Vault) -> tuple[StoredDocument, bytes]:
    """What it is and its content as it was sent. Raises DocumentDiscarded or DocumentNotReadable."""
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    document = document_to_change(tx, document_id)
    document.must_be_there()
    content = vault.content(tx, document_id)
    tx.audit("open_document", case=document.case_reference, subject=document_id, reading=True)
    return document, content
