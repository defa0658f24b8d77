"""What was found elsewhere, above all in the panel's record, is put in by hand, and decided like the rest."""

from datetime import date
from uuid import uuid4

from sqlalchemy import insert

from services.notifications.domain.subject_access.items import check_added
from services.notifications.queries.subject_access import NO_SUCH_CASE, cases_of, request_to_change
from services.notifications.tables.subject_access import subject_access_added
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction


def add_item(
    tx: Transaction, *, request_id: str, case: str, what: str, source: str, text: str, dated: date | None
) -> None:
    """Raises NotFound, Conflict once it is proposed, Invalid naming every fault."""
    check(tx.person, Permission.PREPARE_SUBJECT_ACCESS)
    request_to_change(tx, request_id).must_be_prepared()
    if case not in cases_of(tx, request_id):
        raise NotFound(NO_SUCH_CASE)
    check_added(what, source, text)
    tx.session.execute(
        insert(subject_access_added).values(
            item_id=uuid4().hex,
            request_id=request_id,
            case_reference=case,
            what=what.strip(),
            source=source.strip(),
            dated=dated,
            text=text.strip(),
            added_by=tx.person.id,
            added_at=tx.at,
        )
    )
    tx.audit("add_item", case=case, subject=request_id)
