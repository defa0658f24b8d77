"""Something was received that the panel is not given: the bundle says so in its place."""

from hashlib import sha256

from sqlalchemy import insert

from services.panel.actions.bundles.remove_withdrawn_texts import remove_withdrawn_texts
from services.panel.domain.bundles.bundle import DOCUMENT_KINDS
from services.panel.queries.cases import case_for_change
from services.panel.tables.bundles import bundle_part
from shared.contracts import CaseDocumentWithheld
from shared.storage import Transaction


def withhold_case_document(tx: Transaction, event: CaseDocumentWithheld) -> None:
    """Keep its place and why it is withheld; a document confirmed later under the same id goes there.

    The texts that came before it are removed: it may be withheld because it was about another child.
    """
    case = case_for_change(tx, event.case_reference)
    tx.session.execute(
        insert(bundle_part).values(
            case_reference=case.reference,
            material_id=event.material_id,
            version=event.version,
            part=1,
            parts=1,
            title=DOCUMENT_KINDS[event.kind],
            kind=event.kind,
            source_role=event.source_role,
            text="",
            digest=sha256(b"").hexdigest(),
            confirmed_on=event.withheld_on,
            redactions={},
            withheld_because=event.because,
            arrived_at=tx.at,
        )
    )
    removed = remove_withdrawn_texts(tx, case_reference=case.reference, material_id=event.material_id)
    detail = {
        "kind": event.kind,
        "version": event.version,
        "because": event.because,
        "texts_removed": removed,
    }
    tx.audit("withhold_case_document", case=case.reference, subject=event.material_id, detail=detail)
