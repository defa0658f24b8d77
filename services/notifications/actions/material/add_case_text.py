"""The office keeps a text that reached it another way (a letter, a report), to confirm like any other."""

from services.notifications.actions.material.keep_case_text import CaseText, keep_case_text
from services.notifications.domain.forms.field_kinds import tidy
from services.notifications.domain.material.case_material import CaseMaterial
from services.notifications.queries.notifications import notification_to_change
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.reference_lists import ROLES
from shared.storage import Transaction

LONGEST = 1_000_000


def add_case_text(tx: Transaction, *, case: str, role: str, text: str) -> CaseMaterial:
    """Keep `text` from somebody in `role`. Its title says the role alone, because a title leaves with it."""
    check(tx.person, Permission.CONFIRM_REDACTION)
    faults = [] if role in ROLES else [Fault("text_role", "Choose the role of the person it came from")]
    if not text.strip() or len(text) > LONGEST:
        faults.append(Fault("text", f"Paste the text, at most {LONGEST:,} characters"))
    if faults:
        raise Invalid(faults)
    notification_to_change(tx, case)
    title = f"Further information: {ROLES.label(role).lower()}"
    kept = CaseText(case=case, kind="document", title=title, role=role, original=tidy(text))
    material = keep_case_text(tx, text=kept)
    tx.audit("add_case_text", case=case, subject=material.material_id, detail={"role": role})
    return material
