"""Who sits on the panel: seats by role, organisation and sector, each for the time it is held.

Organisations merge and change name: a member's row has dates, and the register of a past meeting keeps the
name of its day. Source of sectors and roles: the panel's terms of reference, shipped as defaults.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

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


@dataclass(eq=False)
class PanelMember:
    """A person on the panel from ``valid_from`` to ``valid_to`` (None: still). Ids are those of sign-in.

    ``deputises_for`` is the id of the member whose seat this person takes when that member cannot come.
    """

    person_id: str
    name: str
    role: str
    organisation: str
    sector: str
    valid_from: date
    valid_to: date | None = None
    deputises_for: str | None = None

    def on_the_panel(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


def sectors_without_anybody(sectors: Iterable[str]) -> tuple[str, ...]:
    """The names of those of the panel's six sectors that are not among ``sectors``, in the panel's order."""
    there = set(sectors)
    return tuple(name for sector, name in SECTORS.items() if sector not in there)
