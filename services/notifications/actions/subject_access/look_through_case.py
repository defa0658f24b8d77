"""A case is looked through for the person: nothing of it is disposed of before there is an answer."""

from sqlalchemy.dialects.postgresql import insert

from services.notifications.actions.retention.place_legal_hold import LOCKED
from services.notifications.queries.subject_access import (
    NO_SUCH_CASE,
    case_to_look_through,
    cases_of,
    request_to_change,
)
from services.notifications.tables.subject_access import subject_access_case
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction


def look_through_case(tx: Transaction, *, request_id: str, case: str) -> str:
    """The case that leads the record. Raises NotFound for a request or case that is closed or not there."""
    check(tx.person, Permission.PREPARE_SUBJECT_ACCESS)
    asked = request_to_change(tx, request_id)
    tx.lock_case(LOCKED)  # a disposal that is under way ends first, the next one sees the request
    leading = case_to_look_through(tx, case)
    asked.must_be_prepared()
    row = {"request_id": request_id, "case_reference": leading}
    tx.session.execute(insert(subject_access_case).values(**row).on_conflict_do_nothing())
    tx.audit("look_through_case", case=leading, subject=request_id, reading=True)
    return leading


def leave_out_case(tx: Transaction, *, request_id: str, case: str) -> None:
    """It was the wrong case. What was decided about it stays on record, and nothing of it goes in.

    Raises NotFound, the same for a case that is closed, not there, or no case of this request.
    """
    check(tx.person, Permission.PREPARE_SUBJECT_ACCESS)
    request_to_change(tx, request_id).must_be_prepared()
    if case not in cases_of(tx, request_id):
        raise NotFound(NO_SUCH_CASE)
    mine = subject_access_case.c
    gone = subject_access_case.delete().where(mine.request_id == request_id, mine.case_reference == case)
    tx.session.execute(gone)
    tx.audit("leave_out_case", case=case, subject=request_id)
