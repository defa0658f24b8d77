"""Who sits on the panel: seats by role, organisation and sector, each for the time it is held.

Organisations merge and change name: a member's row has dates, and the register of a past meeting keeps the
name of its day. Source of sectors and roles: the panel's terms of reference, shipped as defaults.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from shared.errors import Fault
from shared.messages.addresses import is_address

SECTORS: dict[str, str] = {
    "local_authority": "Local authority",
    "nhs_commissioner": "NHS commissioner",
    "acute_hospital": "Acute hospital",
    "public_health": "Public health",
    "emergency_services": "Emergency services",
    "community_health": "Community health",
}
OTHER_SECTORS: dict[str, str] = {"lay": "Lay member", "other": "Other"}
ALL_SECTORS: dict[str, str] = SECTORS | OTHER_SECTORS

SEAT_ROLES: dict[str, str] = {
    "chair": "Chair",
    "designated_doctor": "Designated doctor",
    "public_health": "Public health",
    "hospital_clinician": "Hospital clinician",
    "social_care": "Children's social care",
    "police": "Police",
    "ambulance": "Ambulance service",
    "safeguarding_nurse": "Safeguarding nurse",
    "primary_care": "Primary care",
    "nursing_or_midwifery": "Nursing or midwifery",
    "education": "Education",
    "lay_member": "Lay member",
    "expert": "Invited expert",
}

DEFAULT_PANEL = "default"


@dataclass(eq=False)
class PanelMember:
    """A person on the panel from ``valid_from`` to ``valid_to`` (None: still). Ids are those of sign-in.

    ``deputises_for`` is the id of the member whose seat this person takes when that member cannot come.
    ``panels``: ids of the panels on which the seat is; None is DEFAULT_PANEL, the one there was first.
    """

    person_id: str
    name: str
    role: str
    organisation: str
    sector: str
    valid_from: date
    valid_to: date | None = None
    deputises_for: str | None = None
    email: str | None = None
    panels: list[str] | None = None

    def on_the_panel(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def sits_on(self, panel_id: str) -> bool:
        return panel_id in (self.panels or [DEFAULT_PANEL])


def sectors_without_anybody(sectors: Iterable[str]) -> tuple[str, ...]:
    """The names of those of the panel's six sectors that are not among ``sectors``, in the panel's order."""
    there = set(sectors)
    return tuple(name for sector, name in SECTORS.items() if sector not in there)


def seat_faults(member: PanelMember, held: Sequence[PanelMember]) -> list[Fault]:
    """Every fault of a new seat, given the seats already ``held``, in the order of the form."""
    required = (
        ("person_id", member.person_id, "Enter the id that the person signs in with"),
        ("name", member.name, "Enter the person's name"),
        ("role", member.role in SEAT_ROLES, "Choose a seat"),
        ("organisation", member.organisation, "Enter the organisation"),
        ("sector", member.sector in ALL_SECTORS, "Choose a sector"),
    )
    faults = [Fault(field, message) for field, given, message in required if not given]
    if member.email and not is_address(member.email):
        faults.append(Fault("email", "Write one e-mail address, like name@agency.example"))
    if any(one.person_id == member.person_id and one.on_the_panel(member.valid_from) for one in held):
        faults.append(Fault("person_id", "This person holds a seat on that day: end it first"))
    if member.deputises_for and member.deputises_for not in {one.person_id for one in held}:
        faults.append(Fault("deputises_for", "Choose a member of the panel"))
    return faults
