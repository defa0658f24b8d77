"""Every chase that is due, in one go: by a person's click, or once a day by itself."""

from collections.abc import Sequence

from services.notifications.actions.gathering.chase_reporting_form import chase_reporting_form
from services.notifications.actions.gathering.day_of import today
from services.notifications.domain.gathering.requests import ReportingFormRequest
from services.notifications.queries.agencies import open_pauses
from services.notifications.queries.clocks import reviewed_cases
from services.notifications.queries.gathering import open_requests
from shared.errors import Refusal
from shared.people import Permission, check
from shared.storage import Transaction

AT_ONCE = 500


def chase_all_due(
    tx: Transaction, *, key: str, address: str = "", only: Sequence[str] | None = None
) -> list[str]:
    """Take the step that is due with everybody (or `only` these requests). Returns the ids of the chased.

    What cannot be chased any more, because it was answered meanwhile, is passed over.
    """
    check(tx.person, Permission.GATHER_INFORMATION)
    chased = [one.request_id for one in due_chases(tx, only) if _chased(tx, one, key, address)]
    tx.audit("chase_all_due", detail={"chased": len(chased)})
    return chased


def due_chases(tx: Transaction, only: Sequence[str] | None = None) -> list[ReportingFormRequest]:
    """The requests with a step due today, the longest overdue first, AT_ONCE at most. None of a case whose
    chasing is paused, and none of one that the panel has reviewed.
    """
    reviewed = reviewed_cases(tx)
    asked = [
        one
        for one in open_requests(tx)
        if (only is None or one.request_id in only) and one.case_reference not in reviewed
    ]
    due = sorted((one for one in asked if one.chase_due(today(tx))), key=lambda one: one.due_on)
    paused = open_pauses(tx, sorted({one.case_reference for one in due}))
    return [one for one in due if one.case_reference not in paused][:AT_ONCE]


def _chased(tx: Transaction, request: ReportingFormRequest, key: str, address: str) -> bool:
    try:
        with tx.session.begin_nested():
            chase_reporting_form(tx, request_id=request.request_id, key=key, address=address)
    except Refusal:
        return False
    return True
