"""A person confirmed de-identified text: it joins the bundle."""

from hashlib import sha256

from sqlalchemy import insert

from services.panel.actions.bundles.remove_withdrawn_texts import remove_withdrawn_texts
from services.panel.domain.bundles.bundle import assemble
from services.panel.queries.bundles import parts_of
from services.panel.queries.cases import case_for_change
from services.panel.tables.bundles import bundle_part
from shared.contracts import CaseDocumentConfirmed, CaseMaterialConfirmed
from shared.storage import Transaction


def add_case_material(tx: Transaction, event: CaseMaterialConfirmed | CaseDocumentConfirmed) -> None:
    """Keep the part; the document joins the bundle when all its parts have come.

    Its words are not kept where it was withheld in a later version, which came first.
    """
    case = case_for_change(tx, event.case_reference)
    digest = sha256(event.text.encode()).hexdigest()
    tx.session.execute(insert(bundle_part).values(**event.model_dump(), digest=digest, arrived_at=tx.at))
    removed = remove_withdrawn_texts(tx, case_reference=case.reference, material_id=event.material_id)
    documents = assemble(parts_of(tx, case.reference))
    case.has_notification_text = any(document.kind == "notification" for document in documents)
    detail = {"kind": event.kind, "version": event.version, "part": event.part, "parts": event.parts}
    detail |= {"texts_removed": removed} if removed else {}
    tx.audit("add_case_material", case=case.reference, subject=event.material_id, detail=detail)
