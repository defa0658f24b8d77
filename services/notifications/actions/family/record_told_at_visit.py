"""The family was told about the review at a visit: its own record says so too."""

from services.notifications.actions.family.record_family_contact import record_family_contact
from services.notifications.domain.joint_agency.forms import PEOPLE
from services.notifications.domain.joint_agency.response import AgencyVisit
from services.notifications.queries.family import entries_of
from shared.people import Permission, check
from shared.storage import Transaction

TOPIC = "told_of_review"


def record_told_at_visit(tx: Transaction, *, visit: AgencyVisit) -> None:
    """Add the entry, unless the family is recorded as told. Whether it has the leaflet was not asked."""
    check(tx.person, Permission.RECORD_FAMILY_CONTACT)
    recorded = entries_of(tx, visit.case_reference).get(TOPIC, [])
    if any(entry.answers.get("told") == "yes" for entry in recorded) or visit.visited_on is None:
        return
    given = {
        "told": "yes",
        "told_on": visit.visited_on.isoformat(),
        "told_by": ", ".join(PEOPLE[role] for role in visit.roles),
        "how": "at_home" if visit.kind == "home" else "elsewhere",
        "leaflet": "not_asked",
    }
    record_family_contact(tx, case=visit.case_reference, topic=TOPIC, given=given)
