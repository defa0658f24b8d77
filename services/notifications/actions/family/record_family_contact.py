"""What was done for a family is recorded, topic by topic."""

from uuid import uuid4

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.domain.family.contact import FamilyEntry
from services.notifications.domain.family.topics import TOPICS, VERSION
from services.notifications.domain.records.record_form import Given, read_record, word
from services.notifications.queries.notifications import notification_of
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction


def record_family_contact(tx: Transaction, *, case: str, topic: str, given: Given) -> FamilyEntry:
    """Add an entry about a topic of ``TOPICS``; the earlier ones stay. Invalid names every fault."""
    check(tx.person, Permission.RECORD_FAMILY_CONTACT)
    notification_of(tx, case)
    if topic not in TOPICS:
        raise NotFound("Nothing is recorded under this name.")
    read = read_record(TOPICS[topic].fields, given, today=today(tx))
    entry = FamilyEntry(
        entry_id=uuid4().hex,
        case_reference=case,
        topic=topic,
        topic_version=VERSION,
        answers={name: word(read, name) for name in read},
        recorded_by=tx.person.name,
        recorded_at=tx.at,
    )
    tx.session.add(entry)
    tx.audit("record_family_contact", case=case, subject=entry.entry_id, detail={"topic": topic})
    return entry
