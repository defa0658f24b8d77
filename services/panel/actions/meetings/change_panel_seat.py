"""The office changes how a member is written to, or on which panels their seat is."""

from collections.abc import Collection
from datetime import date

from services.panel.domain.meetings.membership import PanelMember
from services.panel.queries.panels import all_panels
from shared.errors import Fault, Invalid, NotFound
from shared.messages.addresses import is_address
from shared.people import Permission, check
from shared.storage import Transaction


def change_panel_seat(
    tx: Transaction, *, person_id: str, valid_from: date, email: str, panels: Collection[str]
) -> PanelMember:
    """``panels``: ids, at least one. Meetings to which the member is invited already keep them."""
    check(tx.person, Permission.PREPARE_MEETING)
    member = tx.session.get(PanelMember, (person_id, valid_from))
    if member is None:
        raise NotFound("There is no such seat.")
    known = {panel.id for panel in all_panels(tx)}
    faults = [Fault("panels", "Choose at least one panel")] if not known & set(panels) else []
    if email.strip() and not is_address(email):
        faults.append(Fault("email", "Write one e-mail address, like name@agency.example"))
    if faults:
        raise Invalid(faults)
    member.email, member.panels = email.strip() or None, sorted(known & set(panels))
    tx.audit("change_panel_seat", subject=person_id, detail={"panels": member.panels})
    return member
