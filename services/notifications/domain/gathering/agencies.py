"""The agencies that are asked, by the name of their day, with whom to turn to when they do not answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass
class Agency:
    """`valid_to` is the last day of the name; `due_after` are its own working days to answer, if any."""

    agency_id: str
    name: str
    sector: str
    escalation_email: str
    valid_from: date
    valid_to: date | None = None
    predecessor_id: str | None = None
    due_after: int | None = None

    def valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def agency_named(agencies: Iterable[Agency], organisation: str, on: date) -> Agency | None:
    """The agency that bore this name on a day, whatever capitals and spaces were typed."""
    wanted = _plain(organisation)
    return next((one for one in agencies if wanted and _plain(one.name) == wanted and one.valid_on(on)), None)


def successor_of(agencies: Iterable[Agency], agency_id: str, on: date) -> Agency | None:
    """Who answers for an agency now: itself while its name is valid, else whoever came after it."""
    known = {one.agency_id: one for one in agencies}
    found, seen = known.get(agency_id), set[str]()
    while found and not found.valid_on(on) and found.agency_id not in seen:
        seen.add(found.agency_id)
        found = next((one for one in known.values() if one.predecessor_id == found.agency_id), None)
    return found if found and found.valid_on(on) else None


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace(".", " ").replace(",", " ").split())
