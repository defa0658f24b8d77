"""The family's key worker is named; the one before stays in the history."""

from uuid import uuid4

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.actions.projection.note_change import note_change
from services.notifications.domain.family.contact import KeyWorker
from services.notifications.domain.family.topics import KEY_WORKER_FIELDS
from services.notifications.domain.records.record_form import Given, day_of, read_record, word
from services.notifications.queries.family import key_worker_to_change
from services.notifications.queries.notifications import notification_of
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def name_key_worker(tx: Transaction, *, case: str, given: Given) -> KeyWorker:
    """Keep KEY_WORKER_FIELDS; who was key worker before ends on the same day. Invalid names every fault."""
    check(tx.person, Permission.RECORD_FAMILY_CONTACT)
    notification_of(tx, case)
    read = read_record(KEY_WORKER_FIELDS, given, today=today(tx))
    from_on = day_of(read, "from_on")
    assert from_on is not None
    if before := key_worker_to_change(tx, case):
        if from_on < before.from_on:
            raise Invalid([Fault("from_on", "The new key worker begins before the present one did")])
        before.end(on=from_on, because="Somebody else took over")
    worker = KeyWorker(
        key_worker_id=uuid4().hex,
        case_reference=case,
        from_on=from_on,
        recorded_by=tx.person.name,
        name=word(read, "name"),
        role=word(read, "role"),
        organisation=word(read, "organisation"),
        telephone=word(read, "telephone"),
        email=word(read, "email"),
    )
    tx.session.add(worker)
    note_change(tx, case=case)
    tx.audit("name_key_worker", case=case, subject=worker.key_worker_id)
    return worker
