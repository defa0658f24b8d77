"""The office removes a document that should not be here: another child's, or sent by mistake."""

from services.notifications.actions.gathering.day_of import today
from services.notifications.actions.material.tell_of_text import tell_of_withheld
from services.notifications.domain.documents.stored_document import StoredDocument
from services.notifications.queries.documents import document_to_change
from services.notifications.queries.gathering import material_to_change
from services.notifications.tables.documents import document_content
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def discard_document(tx: Transaction, *, document_id: str, reason: str) -> StoredDocument:
    """Its content is erased for good, and its text unless the panel has been given it: then that is withheld
    from now on, and the panel told. That it came, who removed it and why stays. Raises Invalid.
    """
    check(tx.person, Permission.GATHER_INFORMATION)
    if not reason.strip():
        raise Invalid([Fault("reason", "Write why it is removed")])
    document = document_to_change(tx, document_id)
    document.discard(by=tx.person.name, at=tx.at, reason=reason.strip())
    _erase_text(tx, document)
    tx.session.execute(document_content.delete().where(document_content.c.document_id == document_id))
    detail = {"sha256": document.sha256}
    tx.audit("discard_document", case=document.case_reference, subject=document_id, detail=detail)
    return document


def _erase_text(tx: Transaction, document: StoredDocument) -> None:
    """What the panel was given must stay to be seen here: its text is kept, and withdrawn from the panel."""
    if not document.material_id:
        return
    material = material_to_change(tx, document.material_id)
    if not material.panel_knows:
        tx.session.delete(material)
        document.material_id = ""
        return
    if not material.told_as and material.withheld_on:
        material.original = ""
    material.reopen()
    material.withhold("office_decision", by=tx.person.name, on=today(tx), reason=document.discard_reason)
    tell_of_withheld(tx, material=material)
