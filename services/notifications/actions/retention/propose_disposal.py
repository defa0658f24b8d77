"""Somebody of the office puts what is due on a list: nothing goes before a second person has approved it."""

from uuid import uuid4

from sqlalchemy import insert

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.domain.retention.disposal_list import proposed_items
from services.notifications.queries.disposals import on_lists
from services.notifications.queries.retention import standings_on
from services.notifications.tables.disposals import disposal_item, disposal_list
from shared.people import Permission, check
from shared.storage import Transaction


def propose_disposal(tx: Transaction) -> str:
    """The id of the list. Raises NothingToDisposeOf."""
    check(tx.person, Permission.PROPOSE_DISPOSAL)
    tx.lock_case("proposing disposals")
    items = proposed_items(standings_on(tx, on=today(tx)), on_lists(tx))
    list_id = uuid4().hex
    by = {"proposed_by": tx.person.id, "proposed_by_name": tx.person.name, "proposed_at": tx.at}
    tx.session.execute(insert(disposal_list).values(list_id=list_id, **by))
    rows = [
        {
            "list_id": list_id,
            "case_reference": item.case_reference,
            "record_type": item.record_type,
            "with_it": list(item.with_it),
            "row_number": item.row_number,
            "due_on": item.due_on,
        }
        for item in items
    ]
    tx.session.execute(insert(disposal_item), rows)
    tx.audit("propose_disposal", subject=list_id)  # a number would count what is closed to who reads it
    tx.audit_each("propose_disposal", cases=[item.case_reference for item in items])
    return list_id
