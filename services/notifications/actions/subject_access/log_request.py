"""A request has come: who asks, whose data, how they stand to the child, and when it came."""

from datetime import date
from uuid import uuid4

from sqlalchemy import insert

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.domain.subject_access.request import check_request
from services.notifications.tables.subject_access import subject_access_request
from shared.people import Permission, check
from shared.storage import Transaction


def log_request(
    tx: Transaction, *, person_name: str, relation: str, received_on: date | None, asked_by: str = ""
) -> str:
    """The id of the request. Raises Invalid naming every fault."""
    check(tx.person, Permission.PREPARE_SUBJECT_ACCESS)
    check_request(person_name, relation, received_on, asked_by, on=today(tx))
    request_id = uuid4().hex
    tx.session.execute(
        insert(subject_access_request).values(
            request_id=request_id,
            person_name=" ".join(person_name.split()),
            relation=relation,
            asked_by=asked_by.strip(),
            received_on=received_on,
            recorded_by=tx.person.id,
            recorded_by_name=tx.person.name,
            recorded_at=tx.at,
        )
    )
    tx.audit("log_subject_access_request", subject=request_id, detail={"relation": relation})
    return request_id
