"""A person confirmed de-identified text: it joins the bundle."""

from hashlib import sha256

from sqlalchemy import insert

from services.panel.domain.bundles.bundle import assemble
from services.panel.queries.bundles import parts_of
from services.panel.queries.cases import case_for_change
from services.panel.tables.bundles import bundle_part
from shared.contracts import CaseDocumentConfirmed, CaseMaterialConfirmed
from shared.storage import Transaction


def add_case_material(tx: Transaction, event: CaseMaterialConfirmed | CaseDocumentConfirmed) -> None:
    """Keep the part; the document joins the bundle when all its parts have come."""
    case = case_for_change(tx, event.case_reference)
    digest = sha256(event.text.encode()).hexdigest()
    tx.session.execute(insert(bundle_part).values(**event.model_dump(), digest=digest, arrived_at=tx.at))
    documents = assemble(parts_of(tx, case.reference))
    case.has_notification_text = any(document.kind == "notification" for document in documents)
    detail = {"kind": event.kind, "version": event.version, "part": event.part, "parts": event.parts}
    tx.audit("add_case_material", case=case.reference, subject=event.material_id, detail=detail)
