"""The office ends somebody's seat on the panel."""

from datetime import date

from services.panel.domain.meetings.membership import PanelMember
from shared.errors import Fault, Invalid, NotFound
from shared.people import Permission, check
from shared.storage import Transaction


def end_panel_seat(tx: Transaction, *, person_id: str, valid_from: date, last_day: date) -> None:
    """The seat is held up to and including ``last_day``; past registers keep it. Invalid if too early."""
    check(tx.person, Permission.PREPARE_MEETING)
    member = tx.session.get(PanelMember, (person_id, valid_from))
    if member is None:
        raise NotFound("There is no such seat.")
    if last_day < valid_from:
        raise Invalid([Fault("last_day", "The last day cannot be before the seat began")])
    member.valid_to = last_day
    tx.audit("end_panel_seat", subject=person_id, detail={"last_day": last_day.isoformat()})
