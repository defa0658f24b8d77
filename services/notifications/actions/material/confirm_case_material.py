"""A person confirms that a text identifies nobody, and the panel is given it."""

from services.notifications.actions.family.give_question_to_panel import give_question_to_panel
from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.domain.material.case_material import FAMILY_QUESTION, CaseMaterial, in_parts
from services.notifications.domain.material.case_names import case_dates, known_names
from services.notifications.domain.redaction import REDACTION_RULES_VERSION, Redacted
from services.notifications.queries.gathering import material_to_change, notification_of_request
from services.notifications.tables.gathering import redaction_hit
from shared.contracts import CaseMaterialConfirmed
from shared.people import Permission, check
from shared.storage import Transaction


def confirm_case_material(tx: Transaction, *, material_id: str) -> CaseMaterial:
    """Publish the redacted text in parts. Raises MaterialWithheld where redaction does not let it through."""
    check(tx.person, Permission.CONFIRM_REDACTION)
    material = material_to_change(tx, material_id)
    answers = notification_of_request(tx, material.case_reference).answers
    result = material.confirm(known_names(answers), case_dates(answers), by=tx.person.name, on=today(tx))
    _log_hits(tx, material, result)
    if material.kind == FAMILY_QUESTION:
        give_question_to_panel(tx, material=material, text=result.text)
    else:
        _tell_in_parts(tx, material, result)
    detail = {"version": material.version, "redactions": result.counts(), "kept": len(material.kept)}
    tx.audit("confirm_case_material", case=material.case_reference, subject=material_id, detail=detail)
    return material


def _tell_in_parts(tx: Transaction, material: CaseMaterial, result: Redacted) -> None:
    parts = in_parts(result.text)
    for number, text in enumerate(parts, start=1):
        tx.publish(_told(material, result, text, number, len(parts)))


def _told(
    material: CaseMaterial, result: Redacted, text: str, part: int, parts: int
) -> CaseMaterialConfirmed:
    assert material.confirmed_on is not None
    return CaseMaterialConfirmed(
        case_reference=material.case_reference,
        material_id=material.material_id,
        title=material.title,
        kind=material.kind,
        source_role=material.source_role,
        text=text,
        version=material.version,
        part=part,
        parts=parts,
        confirmed_on=material.confirmed_on,
        redactions=result.counts(),
    )


def _log_hits(tx: Transaction, material: CaseMaterial, result: Redacted) -> None:
    rows = [
        {
            "material_id": material.material_id,
            "version": material.version,
            "number": number,
            "rule": hit.rule,
            "rules_version": REDACTION_RULES_VERSION,
            "start": hit.start,
            "end": hit.end,
            "replacement": hit.replacement,
        }
        for number, hit in enumerate(result.hits, start=1)
    ]
    if rows:
        tx.session.execute(redaction_hit.insert(), rows)
