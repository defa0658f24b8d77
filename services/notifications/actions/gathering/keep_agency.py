"""The office adds an agency to its directory, puts one right, or records that it has a successor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from services.notifications.domain.forms.field_kinds import tidy
from services.notifications.domain.gathering.agencies import Agency
from services.notifications.queries.agencies import agencies, agency_to_change
from shared.errors import Fault, Invalid
from shared.messages.queue_message import is_address
from shared.people import Permission, check
from shared.reference_lists import SECTORS
from shared.storage import Transaction

MOST_DAYS = 90


@dataclass(frozen=True)
class AgencyGiven:
    """What was written about an agency, as it was read from the page: None for a date that is no date."""

    name: str
    sector: str
    escalation_email: str
    valid_from: date | None
    valid_to: date | None
    predecessor_id: str
    due_after: str


def keep_agency(
    tx: Transaction, *, given: AgencyGiven, agency_id: str = "", unread: Sequence[Fault] = ()
) -> Agency:
    """Add a row, or change the one with this id. Raises Invalid naming every fault, NotFound.

    `unread`: what could not even be read, which is said together with the other faults.
    """
    check(tx.person, Permission.GATHER_INFORMATION)
    known = agencies(tx)
    read = {fault.field for fault in unread}
    faults = [fault for fault in _faults(given, known, agency_id) if fault.field not in read]
    if faults or unread:
        raise Invalid([*faults, *unread])
    agency = agency_to_change(tx, agency_id) if agency_id else _new(tx, given)
    agency.name, agency.sector = tidy(given.name), given.sector
    agency.escalation_email = given.escalation_email.strip()
    assert given.valid_from
    agency.valid_from, agency.valid_to = given.valid_from, given.valid_to
    agency.predecessor_id = given.predecessor_id or None
    agency.due_after = int(given.due_after) if given.due_after else None
    tx.audit("keep_agency", subject=agency.agency_id)
    return agency


def _new(tx: Transaction, given: AgencyGiven) -> Agency:
    agency = Agency(uuid4().hex, given.name, given.sector, "", given.valid_from or tx.at.date())
    tx.session.add(agency)
    return agency


def _faults(given: AgencyGiven, known: list[Agency], agency_id: str) -> list[Fault]:
    checks = (
        ("name", 0 < len(tidy(given.name)) <= 200, "Write the agency's name, in 200 characters at most"),
        ("sector", given.sector in SECTORS, "Choose the sector"),
        (
            "escalation_email",
            not given.escalation_email.strip() or is_address(given.escalation_email),
            "Write one e-mail address, like name@agency.example, or leave it empty",
        ),
        ("valid_from", given.valid_from is not None, "Write the day from which the name is valid"),
        ("valid_to", _in_order(given), "The last day must not be before the first"),
        ("due_after", _days(given.due_after), f"Write working days from 1 to {MOST_DAYS}, or leave it empty"),
        ("predecessor_id", _precedes(given, known, agency_id), "Choose another agency of the directory"),
    )
    return [Fault(field, message) for field, right, message in checks if not right]


def _in_order(given: AgencyGiven) -> bool:
    return given.valid_from is None or given.valid_to is None or given.valid_from <= given.valid_to


def _days(text: str) -> bool:
    return not text or (text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= MOST_DAYS)


def _precedes(given: AgencyGiven, known: list[Agency], agency_id: str) -> bool:
    others = {one.agency_id for one in known if one.agency_id != agency_id}
    return not given.predecessor_id or given.predecessor_id in others
