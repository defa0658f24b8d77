"""A person decides that the panel is not given a text; the panel is told that, and why."""

from services.notifications.actions.gathering.day_of import today
from services.notifications.actions.material.tell_of_text import tell_of_withheld
from services.notifications.domain.material.case_material import FAMILY_QUESTION, CaseMaterial
from services.notifications.domain.material.material_kinds import WITHHELD_BECAUSE
from services.notifications.queries.gathering import material_to_change
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def withhold_case_material(
    tx: Transaction, *, material_id: str, because: str, reason: str, kind: str = ""
) -> CaseMaterial:
    """``reason``: the office's own words, which stay here; the panel is told the code of ``because``.

    Raises Invalid naming every fault.
    """
    check(tx.person, Permission.CONFIRM_REDACTION)
    material = material_to_change(tx, material_id)
    if faults := _faults(material, because, reason):
        raise Invalid(faults)
    if kind:
        material.choose_kind(kind)
    material.withhold(because, by=tx.person.name, on=today(tx), reason=reason)
    tell_of_withheld(tx, material=material)
    detail = {"because": because, "version": material.version}
    tx.audit("withhold_case_material", case=material.case_reference, subject=material_id, detail=detail)
    return material


def _faults(material: CaseMaterial, because: str, reason: str) -> list[Fault]:
    offered = WITHHELD_BECAUSE.get(because)
    faults = [] if offered and offered.by_person else [Fault("because", "Choose why it is withheld")]
    if not reason.strip():
        faults.append(Fault("reason", "Write why, for the office"))
    if material.kind == FAMILY_QUESTION:
        faults.append(Fault("because", "A question of the family is withdrawn on the family's page"))
    return faults
