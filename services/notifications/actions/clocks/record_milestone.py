"""Something that ends a clock or opens a stage has happened in a case."""

from datetime import date, datetime

from services.notifications.actions.clocks.judge_clocks import judge_clocks
from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.actions.projection.tell_of_milestones import tell_of_milestones
from services.notifications.domain.clocks.milestones import (
    allowed_for_any_death,
    milestone_faults,
    missing_before,
)
from services.notifications.domain.clocks.moments import LONDON
from services.notifications.domain.clocks.refusals import MilestoneAlreadyRecorded
from services.notifications.domain.gathering.refusals import CaseNotAccepted
from services.notifications.domain.notification import Status
from services.notifications.queries.clocks import milestones_of
from services.notifications.queries.notifications import notification_to_change
from services.notifications.queries.processes import open_processes
from services.notifications.tables.clocks import case_milestone
from shared.errors import Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def record_milestone(
    tx: Transaction,
    *,
    case: str,
    kind: str,
    on: date | None,
    note: str = "",
    source: str = "office",
    at: datetime | None = None,
) -> None:
    """Record it once, and judge the clocks it ends. ``at`` (UTC): the time of day, where it is known.

    ``source`` says which page or record it came from. Invalid names every fault; MilestoneAlreadyRecorded
    where it is there with another day; the same day again changes nothing.
    """
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    notification = notification_to_change(tx, case)
    if notification.status is not Status.ACCEPTED and not allowed_for_any_death(kind):
        raise CaseNotAccepted()
    on = at.astimezone(LONDON).date() if at else on
    recorded = {each.kind: each.on for each in milestones_of(tx, case)}
    died_after = notification.answers.times.death.first_date
    faults = milestone_faults(kind, on, recorded=recorded, died_after=died_after, today=today(tx))
    if kind not in recorded:  # the same again changes nothing, whatever has been opened since
        faults += missing_before(kind, recorded=recorded, processes=open_processes(tx, [case])[case])
    if faults:
        raise Invalid(faults)
    if kind in recorded:
        if recorded[kind] != on:
            raise MilestoneAlreadyRecorded(kind)
        return
    row = {"kind": kind, "happened_on": on, "happened_at": at, "note": note.strip(), "source": source}
    who = {"case_reference": case, "recorded_at": tx.at, "recorded_by": tx.person.name}
    tx.session.execute(case_milestone.insert(), row | who)
    if notification.status is Status.ACCEPTED:
        tell_of_milestones(tx, case=case)
    judge_clocks(tx, case=case)
    tx.audit("record_milestone", case=case, detail={"kind": kind, "source": source})
