"""The panel is told of the steps on a case's way to it, and of those that were recorded in error."""

from datetime import date

from services.notifications.queries.projection import milestones_not_told
from services.notifications.tables.clocks import case_milestone
from shared.contracts import CaseMilestoneRecorded
from shared.people import Permission, check
from shared.storage import Transaction

TOLD = frozenset({"child_death_review_meeting_held", "draft_analysis_received"})


def tell_of_milestones(tx: Transaction, *, case: str) -> None:
    """Those of an accepted case that it has not been told of; also what was held before the case was."""
    check(tx.person, Permission.GATHER_INFORMATION)
    rows = milestones_not_told(tx, case, TOLD)
    for row in rows:
        _publish(tx, case, row["kind"], row["happened_on"])
    ids = [row["milestone_id"] for row in rows]
    if ids:
        told = case_milestone.update().where(case_milestone.c.milestone_id.in_(ids))
        tx.session.execute(told.values(told_at=tx.at))


def tell_of_withdrawal(tx: Transaction, *, case: str, kind: str, on: date) -> None:
    """A milestone that the panel was told of was recorded in error."""
    _publish(tx, case, kind, on, stands=False)


def _publish(tx: Transaction, case: str, kind: str, on: date, *, stands: bool = True) -> None:
    tx.publish(CaseMilestoneRecorded(case_reference=case, milestone=kind, reached_on=on, stands=stands))
