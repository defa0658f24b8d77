"""A person confirms that a text identifies nobody, and the panel is given it."""

from services.notifications.actions.family.give_question_to_panel import give_question_to_panel
from services.notifications.actions.gathering.day_of import today
from services.notifications.actions.material.log_hits import log_hits
from services.notifications.actions.material.tell_of_text import tell_of_text
from services.notifications.domain.material.case_material import FAMILY_QUESTION, CaseMaterial
from services.notifications.domain.redaction import Redacted
from services.notifications.queries.gathering import material_to_change
from services.notifications.queries.known_names import known_in_case
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.sealing import SealingKeys
from shared.storage import Transaction

LOOK = "Look at the words listed above: remove those that name somebody, then say that the others name nobody"


def confirm_case_material(
    tx: Transaction,
    *,
    material_id: str,
    kind: str = "",
    keys: SealingKeys | None = None,
    looked_at_words: bool = True,
) -> CaseMaterial:
    """Publish the redacted text in parts. Raises MaterialWithheld where redaction does not let it through.

    Invalid where words are left to look at and nobody says that they did.

    ``kind``: what a document is, "" as it was; ``keys`` seal what is taken out, so that it can be reversed.
    """
    check(tx.person, Permission.CONFIRM_REDACTION)
    material = material_to_change(tx, material_id)
    if kind:
        material.choose_kind(kind)
    known = known_in_case(tx, material.case_reference)
    if not looked_at_words and isinstance(left := material.redacted(*known), Redacted) and left.doubts:
        raise Invalid([Fault("looked_at_words", LOOK)])
    result = material.confirm(*known, by=tx.person.name, on=today(tx))
    log_hits(tx, material=material, result=result, keys=keys)
    if material.kind == FAMILY_QUESTION:
        give_question_to_panel(tx, material=material, text=result.text)
    else:
        tell_of_text(tx, material=material, result=result)
    detail = {"version": material.version, "redactions": result.counts(), "kept": len(material.kept)}
    tx.audit("confirm_case_material", case=material.case_reference, subject=material_id, detail=detail)
    return material
