"""De-identified material of a case was confirmed by a person: its text is kept, to be themed."""

from services.theming.actions.texts.keep_text import keep_text
from shared.contracts import CaseDocumentConfirmed, CaseMaterialConfirmed
from shared.storage import Transaction


def keep_case_material(tx: Transaction, event: CaseMaterialConfirmed | CaseDocumentConfirmed) -> None:
    keep_text(
        tx,
        case=event.case_reference,
        material_id=event.material_id,
        version=event.version,
        part=event.part,
        parts=event.parts,
        kind=event.kind,
        title=event.title,
        text=event.text,
    )
