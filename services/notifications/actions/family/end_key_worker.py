"""A key worker ends and nobody has taken over yet."""

from datetime import date

from services.notifications.domain.family.contact import KeyWorker
from services.notifications.queries.family import key_worker_to_change
from shared.errors import Fault, Invalid, NotFound
from shared.people import Permission, check
from shared.storage import Transaction

LONGEST_REASON = 300


def end_key_worker(tx: Transaction, *, case: str, on: date | None, because: str) -> KeyWorker:
    """End the present key worker with the reason. Invalid names every fault."""
    check(tx.person, Permission.RECORD_FAMILY_CONTACT)
    worker = key_worker_to_change(tx, case)
    if worker is None:
        raise NotFound("This family has no key worker now.")
    faults = [] if on else [Fault("until_on", "Enter the key worker's last day")]
    if on and on < worker.from_on:
        faults.append(Fault("until_on", "The last day is before the first"))
    if not because.strip() or len(because) > LONGEST_REASON:
        faults.append(Fault("because", "Say why, in a few words"))
    if faults or on is None:
        raise Invalid(faults)
    worker.end(on=on, because=because.strip())
    tx.audit("end_key_worker", case=case, subject=worker.key_worker_id)
    return worker
