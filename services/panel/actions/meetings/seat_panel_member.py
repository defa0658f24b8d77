"""The office gives somebody a seat on the panel from a date."""

from collections.abc import Collection
from datetime import date

from services.panel.domain.meetings.membership import PanelMember, seat_faults
from services.panel.queries.meetings import all_members
from shared.errors import Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def seat_panel_member(
    tx: Transaction,
    *,
    person_id: str,
    name: str,
    role: str,
    organisation: str,
    sector: str,
    valid_from: date,
    deputises_for: str | None = None,
    email: str = "",
    panels: Collection[str] = (),
) -> PanelMember:
    """A seat from ``valid_from``; ``person_id`` is the one of sign-in. Invalid names every fault.

    ``panels``: ids of the panels it is on; none is the first panel.
    """
    check(tx.person, Permission.PREPARE_MEETING)
    member = PanelMember(
        person_id.strip(),
        name.strip(),
        role,
        " ".join(organisation.split()),
        sector,
        valid_from,
        deputises_for=deputises_for or None,
        email=email.strip() or None,
        panels=sorted(panels) or None,
    )
    if faults := seat_faults(member, all_members(tx)):
        raise Invalid(faults)
    tx.session.add(member)
    tx.audit("seat_panel_member", subject=member.person_id, detail={"role": role, "sector": sector})
    return member
