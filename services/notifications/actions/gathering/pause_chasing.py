"""Nobody is chased about a case for a while: for example because the police or the coroner asked for it."""

from uuid import uuid4

from services.notifications.domain.refusals import ReasonMissing
from services.notifications.queries.agencies import open_pauses
from services.notifications.queries.notifications import notification_to_change
from services.notifications.tables.agencies import chasing_pause
from shared.people import Permission, check
from shared.storage import Transaction


def pause_chasing(tx: Transaction, *, case: str, reason: str) -> None:
    """Until `resume_chasing`. Requests stay open and their due dates stay. A second pause is the first."""
    check(tx.person, Permission.GATHER_INFORMATION)
    if not reason.strip():
        raise ReasonMissing()
    notification_to_change(tx, case)
    if not open_pauses(tx, [case]):
        new = {"pause_id": uuid4().hex, "case_reference": case, "reason": reason.strip()}
        tx.session.execute(chasing_pause.insert().values(**new, begun_at=tx.at, begun_by=tx.person.name))
    tx.audit("pause_chasing", case=case)


def resume_chasing(tx: Transaction, *, case: str) -> None:
    """What is due then is chased again; what became due meanwhile is due now."""
    check(tx.person, Permission.GATHER_INFORMATION)
    notification_to_change(tx, case)
    mine = (chasing_pause.c.case_reference == case, chasing_pause.c.ended_at.is_(None))
    tx.session.execute(chasing_pause.update().where(*mine).values(ended_at=tx.at, ended_by=tx.person.name))
    tx.audit("resume_chasing", case=case)
