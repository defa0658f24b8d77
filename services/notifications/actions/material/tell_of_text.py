"""What the panel is told of a text: its de-identified words in parts, or that it is withheld and why."""

from services.notifications.domain.gathering.refusals import CaseNotAccepted
from services.notifications.domain.material.case_material import CaseMaterial, in_parts
from services.notifications.domain.notification import Status
from services.notifications.domain.redaction import Redacted
from services.notifications.queries.gathering import notification_of_request
from shared.contracts import CaseDocumentConfirmed, CaseDocumentWithheld, CaseMaterialConfirmed
from shared.storage import Transaction


def tell_of_text(tx: Transaction, *, material: CaseMaterial, result: Redacted) -> None:
    """Publish the confirmed text in parts. Raises CaseNotAccepted: the panel does not know the case."""
    _must_be_accepted(tx, material)
    parts = in_parts(result.text)
    for number, text in enumerate(parts, start=1):
        tx.publish(_told(material, result, text, number, len(parts)))


def tell_of_withheld(tx: Transaction, *, material: CaseMaterial) -> None:
    """Publish that it is withheld. Raises CaseNotAccepted."""
    _must_be_accepted(tx, material)
    tx.publish(
        CaseDocumentWithheld(
            case_reference=material.case_reference,
            material_id=material.material_id,
            kind=material.kind,
            source_role=material.source_role,
            version=material.version,
            because=material.withheld_because,
            withheld_on=material.withheld_on,
        )
    )


def _must_be_accepted(tx: Transaction, material: CaseMaterial) -> None:
    if notification_of_request(tx, material.case_reference).status is not Status.ACCEPTED:
        raise CaseNotAccepted()


def _told(
    material: CaseMaterial, result: Redacted, text: str, part: int, parts: int
) -> CaseMaterialConfirmed | CaseDocumentConfirmed:
    told = {
        "case_reference": material.case_reference,
        "material_id": material.material_id,
        "title": material.title,
        "kind": material.kind,
        "source_role": material.source_role,
        "text": text,
        "version": material.version,
        "part": part,
        "parts": parts,
        "confirmed_on": material.confirmed_on,
        "redactions": result.counts(),
    }
    if not material.is_document:
        return CaseMaterialConfirmed.model_validate(told)
    pages = {"pages": material.pages, "withheld_pages": tuple(material.unreadable_pages)}
    return CaseDocumentConfirmed.model_validate(told | pages)
