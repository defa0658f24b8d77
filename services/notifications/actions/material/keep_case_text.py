"""A text comes into a case: it waits for a person to confirm it; what surely cannot leave is withheld."""

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from services.notifications.actions.gathering.day_of import today
from services.notifications.actions.material.tell_of_text import tell_of_withheld
from services.notifications.domain.material.case_material import CaseMaterial
from services.notifications.domain.notification import Status
from services.notifications.domain.redaction import Withheld
from services.notifications.queries.gathering import material_made_from, notification_of_request
from services.notifications.queries.known_names import known_in_case
from shared.storage import Transaction

THE_SYSTEM = "The system"


@dataclass(frozen=True)
class CaseText:
    """A text as it came. ``title`` leaves with it, so it is made of kind and role alone.

    ``made_from`` names what it was made of ("" where nothing can come a second time): sent again, it becomes
    the next version. ``unreadable`` and ``pictured`` are page numbers; ``received_on``: None for today.
    """

    case: str
    kind: str
    title: str
    role: str
    original: str
    made_from: str = ""
    source_id: str = ""
    pages: int = 0
    unreadable: tuple[int, ...] = ()
    pictured: tuple[int, ...] = ()
    received_on: date | None = None


def keep_case_text(tx: Transaction, *, text: CaseText) -> CaseMaterial:
    """Keep it for a person; where no text could be read, or de-identifying fails, the panel is told that."""
    material = material_made_from(tx, text.case, text.made_from)
    if material is None:
        material = _new(tx, text)
        tx.session.add(material)
    elif material.original != text.original:
        material.come_again(text.original, on=today(tx))
    tx.audit("keep_case_text", case=text.case, subject=material.material_id, detail={"kind": material.kind})
    withhold_what_cannot_leave(tx, material=material)
    return material


def withhold_what_cannot_leave(tx: Transaction, *, material: CaseMaterial) -> None:
    """What nobody could confirm as it stands is not silently absent until somebody looks at it."""
    notification = notification_of_request(tx, material.case_reference)
    if not material.is_waiting or notification.status is not Status.ACCEPTED:
        return
    if isinstance(material.redacted(*known_in_case(tx, material.case_reference)), Withheld):
        because = "redaction_failed" if material.original.strip() else "no_readable_text"
        material.withhold(because, by=THE_SYSTEM, on=today(tx))
        tell_of_withheld(tx, material=material)


def _new(tx: Transaction, text: CaseText) -> CaseMaterial:
    return CaseMaterial(
        material_id=uuid4().hex,
        case_reference=text.case,
        source_id=text.source_id,
        source_role=text.role,
        kind=text.kind,
        title=text.title,
        original=text.original,
        received_on=text.received_on or today(tx),
        made_from=text.made_from,
        pages=text.pages,
        unreadable_pages=list(text.unreadable),
        picture_pages=list(text.pictured),
    )
