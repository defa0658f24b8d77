"""Where cases may stand besides the usual way: provisional, deferred, reopened, finalised."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from deploy.demo.case import DemoCase, DemoDecision, Progress
from deploy.seeding.panels import PanelDesk, analysis_of, at_hour, planned
from deploy.seeding.people import CHAIR, MANAGER
from services.panel.actions.analysis.record_provisional_decision import record_provisional_decision
from services.panel.actions.analysis.reopen_review import reopen_review
from services.panel.actions.analysis.save_analysis import save_analysis
from services.panel.actions.cases.defer_case import defer_case
from services.panel.actions.cases.finalise_review import finalise_review
from services.panel.actions.meetings.close_meeting import close_meeting
from services.panel.actions.meetings.publish_agenda import publish_agenda
from services.panel.actions.meetings.record_attendance import record_attendance
from services.panel.actions.meetings.start_meeting import start_meeting
from services.panel.domain.cases.case_status import SIGNED_OFF, CaseStatus
from services.panel.domain.decisions.finalising import blocking
from services.panel.domain.meetings.attendance import Mark
from services.panel.queries.cases import visible_cases
from services.panel.queries.finalising import reviews_to_finalise
from services.panel.queries.meetings import visible_meetings
from shared.storage import Transaction

# The coming meetings take the cases that have waited longest; these two come after them.
SMALL_MEETING = slice(15, 17)
FINALISED_AFTER = timedelta(days=90)
SNOW = "Heavy snow kept most members away; the family had waited long for this meeting."
REPORT = "The report of the laboratory is not there yet; the hospital was asked again."
CONCLUSION = "The inquest came to another cause of death than the one the panel had."


def show_decisions(desk: PanelDesk, cases: Iterable[DemoCase], now: datetime) -> None:
    """Finalise what was completed long ago, reopen one review, and hold one meeting without a quorum."""
    known = list(cases)
    with desk.database.transaction(person=MANAGER, at=now) as tx:
        statuses = {case.status for case in visible_cases(tx)}
        if CaseStatus.REOPENED not in statuses:
            _reopen_one(desk, tx, now)
    with desk.database.transaction(person=MANAGER, at=now) as tx:
        _finalise(desk, tx, now)
    waiting = [case for case in known if case.progress is Progress.READY and not case.hold]
    waiting.sort(key=lambda case: case.died_at)
    decided = next((case.decision for case in known if case.decision), None)
    few = waiting[SMALL_MEETING]
    if len(few) == 2 and decided and CaseStatus.DEFERRED not in statuses:
        with desk.database.transaction(person=MANAGER, at=now) as tx:
            _meet_without_quorum(desk, tx, few, decided, now)


def _reopen_one(desk: PanelDesk, tx: Transaction, now: datetime) -> None:
    completed = [case for case in visible_cases(tx) if case.status in SIGNED_OFF]
    if len(completed) > 5:
        said = {"ground": "inquest", "reason": CONCLUSION, "authorised_by": "The chair of the panel"}
        reopening = desk.by(tx, MANAGER, now - timedelta(days=3))
        reopen_review(reopening, case_reference=completed[len(completed) // 2].reference, **said)


def _finalise(desk: PanelDesk, tx: Transaction, now: datetime) -> None:
    for review in reviews_to_finalise(tx):
        completed_on = review.case.closed_on
        if completed_on and completed_on + FINALISED_AFTER < now.date() and not blocking(review):
            finalising = desk.by(tx, MANAGER, at_hour(completed_on + timedelta(days=21), 14))
            finalise_review(finalising, case_reference=review.case.reference)


def _meet_without_quorum(
    desk: PanelDesk, tx: Transaction, cases: list[DemoCase], decision: DemoDecision, now: datetime
) -> None:
    day = _without_a_meeting(tx, now.date() - timedelta(days=9))
    meeting = planned(desk, tx, day, cases, at_hour(day - timedelta(days=6), 10))
    publish_agenda(desk.by(tx, MANAGER, at_hour(day - timedelta(days=5), 10)), meeting_id=meeting.id)
    opened = desk.by(tx, CHAIR, at_hour(day, 9))
    start_meeting(opened, meeting_id=meeting.id)
    record_attendance(opened, meeting_id=meeting.id, person_id=CHAIR.id, mark=Mark.PRESENT)
    provisional, deferred = (desk.references[case.number] for case in cases)
    at = at_hour(day, 10)
    form = analysis_of(decision)
    still_due = tuple(each for each in form.actions if each.due_on and each.due_on > day)
    saving = desk.by(tx, MANAGER, at)
    save_analysis(saving, case_reference=provisional, form=replace(form, actions=still_due), version=0)
    record_provisional_decision(desk.by(tx, CHAIR, at), case_reference=provisional, reason=SNOW)
    said = {"ground": "information_awaited", "reason": REPORT}
    defer_case(desk.by(tx, CHAIR, at), case_reference=deferred, **said)
    close_meeting(desk.by(tx, CHAIR, at_hour(day, 11)), meeting_id=meeting.id)


def _without_a_meeting(tx: Transaction, day: date) -> date:
    """``day`` or the first working day before it on which no meeting is held."""
    held = {meeting.held_on for meeting in visible_meetings(tx)}
    while day in held or day.weekday() > 4:
        day -= timedelta(days=1)
    return day
