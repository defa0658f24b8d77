"""Before confirming a text, a person marks more words to remove, or puts a false hit back."""

from services.notifications.domain.material.case_material import CaseMaterial
from services.notifications.domain.redaction import stand_in
from services.notifications.queries.gathering import material_to_change
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction

LONGEST_MARK = 200


def remove_words(tx: Transaction, *, material_id: str, words: str) -> CaseMaterial:
    """Remove these words wherever they stand in the text."""
    check(tx.person, Permission.CONFIRM_REDACTION)
    if not words.strip() or len(words) > LONGEST_MARK:
        raise Invalid([Fault("words", f"Write the words to remove, at most {LONGEST_MARK} characters")])
    material = material_to_change(tx, material_id)
    if not stand_in(material.original, words):
        raise Invalid([Fault("words", "These words do not stand in the text. Write them as they do")])
    material.remove_also(words)
    return _audited(tx, "mark_words_to_remove", material, {"marks": len(material.removed)})


def put_back(tx: Transaction, *, material_id: str, start: int, end: int, rule: str) -> CaseMaterial:
    """Keep one hit, which names nobody. A rule that does not allow it has no effect on the text."""
    check(tx.person, Permission.CONFIRM_REDACTION)
    material = material_to_change(tx, material_id)
    material.put_back(start, end)
    return _audited(tx, "put_back_word", material, {"start": start, "end": end, "rule": rule})


def undo_marks(tx: Transaction, *, material_id: str) -> CaseMaterial:
    """Back to what the rules alone do."""
    check(tx.person, Permission.CONFIRM_REDACTION)
    material = material_to_change(tx, material_id)
    material.undo_marks()
    return _audited(tx, "undo_redaction_marks", material, {})


def reopen_case_material(tx: Transaction, *, material_id: str) -> CaseMaterial:
    """Begin a new version of a confirmed text, because something was missed."""
    check(tx.person, Permission.CONFIRM_REDACTION)
    material = material_to_change(tx, material_id)
    material.reopen()
    return _audited(tx, "reopen_case_material", material, {"version": material.version})


def _audited(tx: Transaction, action: str, material: CaseMaterial, detail: dict[str, object]) -> CaseMaterial:
    tx.audit(action, case=material.case_reference, subject=material.material_id, detail=detail)
    return material
