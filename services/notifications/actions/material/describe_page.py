"""A person writes what stands on a page of which no text could be read."""

from services.notifications.domain.forms.field_kinds import tidy
from services.notifications.domain.material.case_material import CaseMaterial
from services.notifications.queries.gathering import material_to_change
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction

LONGEST = 20_000


def describe_page(tx: Transaction, *, material_id: str, page: int, words: str) -> CaseMaterial:
    """The words stand in the page's place, to be confirmed with the rest. Raises Invalid."""
    check(tx.person, Permission.CONFIRM_REDACTION)
    if len(words) > LONGEST:
        raise Invalid([Fault(f"words-{page}", f"Write at most {LONGEST:,} characters")])
    material = material_to_change(tx, material_id)
    material.describe_page(page, tidy(words))
    tx.audit("describe_page", case=material.case_reference, subject=material_id, detail={"page": page})
    return material
