"""A milestone was recorded in error: it is kept as withdrawn, and the clocks it ended are judged anew."""

from services.notifications.actions.clocks.judge_clocks import judge_clocks, set_aside
from services.notifications.actions.projection.tell_of_milestones import tell_of_withdrawal
from services.notifications.domain.clocks.clock_rows import CLOCKS
from services.notifications.queries.clocks import milestones_of
from services.notifications.queries.notifications import notification_to_change
from services.notifications.tables.clocks import case_milestone
from shared.errors import Fault, Invalid, NotFound
from shared.people import Permission, check
from shared.storage import Transaction


def withdraw_milestone(tx: Transaction, *, case: str, kind: str, because: str) -> None:
    """Take it back; ``because`` is needed. The judgements that rested on it are set aside, not deleted."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    notification_to_change(tx, case)
    if not because.strip():
        raise Invalid([Fault("because", "Write why it is taken back")])
    if kind not in {each.kind for each in milestones_of(tx, case)}:
        raise NotFound("There is no such milestone in this case.")
    columns = case_milestone.c
    live = (columns.case_reference == case, columns.kind == kind, columns.withdrawn_at.is_(None))
    gone = {"withdrawn_at": tx.at, "withdrawn_by": tx.person.name, "withdrawn_because": because.strip()}
    tx.lock_case(case)
    change = case_milestone.update().where(*live).values(gone)
    row = tx.session.execute(change.returning(columns.told_at, columns.happened_on)).one()
    if row.told_at is not None:
        tell_of_withdrawal(tx, case=case, kind=kind, on=row.happened_on)
    set_aside(tx, case, {clock.id for clock in CLOCKS if clock.ended_by == kind})
    judge_clocks(tx, case=case)
    tx.audit("withdraw_milestone", case=case, detail={"kind": kind})
