"""Experts who are asked about one or some cases of a meeting."""

from collections.abc import Collection

from services.panel.domain.meetings.membership import ALL_SECTORS
from services.panel.domain.meetings.seats import Seat
from shared.errors import Fault
from shared.messages.addresses import is_address


def expert_faults(expert: Seat, on_the_agenda: Collection[str]) -> list[Fault]:
    """Every fault of an invitation, in the order of the form. ``on_the_agenda``: references."""
    cases = expert.only_cases or []
    checks = (
        (not expert.person_id, "person_id", "Enter the id that the person signs in with"),
        (not expert.name, "name", "Enter the person's name"),
        (not expert.organisation, "organisation", "Enter the organisation"),
        (expert.sector not in ALL_SECTORS, "sector", "Choose a sector"),
        (
            bool(expert.email) and not is_address(expert.email or ""),
            "email",
            "Write one e-mail address, like name@agency.example",
        ),
        (not cases, "cases", "Choose at least one case"),
        (bool(set(cases) - set(on_the_agenda)), "cases", "Choose cases that are on the agenda"),
    )
    return [Fault(field, words) for wrong, field, words in checks if wrong]
