"""What the panel's reports read: steps, holds and outcomes of every case, and no text of any."""

from collections import defaultdict
from datetime import date

from sqlalchemy import select, true

from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.cases.holds import Hold
from services.panel.domain.learning.action_log import LoggedAction
from services.panel.domain.london_days import london_day
from services.panel.domain.meetings.register_corrections import RegisterCorrection
from services.panel.domain.reports.as_of import CaseRecord
from services.panel.domain.reports.board_report import BOARDS, up_to
from services.panel.domain.reports.indicators import AreaFigures, CompletedReview
from services.panel.domain.reports.meetings_held import MeetingLine
from services.panel.queries.action_log import actions_where
from services.panel.tables.analyses import analysis_form
from services.panel.tables.cases import hold, review_case, status_change
from services.panel.tables.learning import register_correction
from services.panel.tables.meetings import agenda_item, panel_meeting
from shared.people import Permission, check
from shared.periods import Period
from shared.storage import Transaction


def case_records(tx: Transaction) -> list[CaseRecord]:
    """Every case as reports read it, the oldest notification first; for counts, not to be listed."""
    check(tx.person, Permission.VIEW_PANEL_REPORTS)
    changes: dict[str, list[tuple[date, CaseStatus]]] = defaultdict(list)
    steps = select(status_change.c.case_reference, status_change.c.at, status_change.c.to_status)
    for reference, at, status in tx.session.execute(steps.order_by(status_change.c.id)):
        changes[reference].append((london_day(at), CaseStatus(status)))
    holds: dict[str, list[Hold]] = defaultdict(list)
    columns = [hold.c[name] for name in ("id", "kind", "placed_on", "lifted_on")]
    for reference, id, kind, placed_on, lifted_on in tx.session.execute(
        select(hold.c.case_reference, *columns).order_by(hold.c.placed_on, hold.c.id)
    ):
        holds[reference].append(Hold(id, kind, "", placed_on, "", lifted_on))
    cases = select(review_case.c.reference, review_case.c.area, review_case.c.notified_on)
    return [
        CaseRecord(reference, area, notified_on, tuple(changes[reference]), tuple(holds[reference]))
        for reference, area, notified_on in tx.session.execute(cases.order_by(review_case.c.notified_on))
    ]


def board_figures(tx: Transaction, period: Period) -> dict[str, AreaFigures]:
    """The figures of each board's area, as they stood at the end of the period, or today if it is not over.

    Nothing that was recorded after that day counts, so that a period that is over always says the same.
    """
    check(tx.person, Permission.VIEW_PANEL_REPORTS)
    on = min(period.ends_on, london_day(tx.at))
    cases = [one for one in case_records(tx) if one.known_on(on)]
    figures = AreaFigures(period, on, cases, _completed(tx, period, on, cases), _actions(tx, on))
    return {part: up_to(figures, part) for part in BOARDS}


def meeting_lines(tx: Transaction) -> list[MeetingLine]:
    """Every meeting as reports read it, the earliest first."""
    check(tx.person, Permission.VIEW_PANEL_REPORTS)
    listed: dict[str, int] = defaultdict(int)
    for meeting_id in tx.session.scalars(select(agenda_item.c.meeting_id)):
        listed[meeting_id] += 1
    columns = [panel_meeting.c[name] for name in ("id", "held_on", "status", "target_cases", "planned_on")]
    return [
        MeetingLine(held_on, status, listed[id], target, planned_on)
        for id, held_on, status, target, planned_on in tx.session.execute(
            select(*columns).order_by(panel_meeting.c.held_on, panel_meeting.c.id)
        )
    ]


def corrections_of(tx: Transaction, meeting_id: str) -> list[RegisterCorrection]:
    """What was put right in the register of a meeting, the oldest first; for a meeting the caller may see."""
    check(tx.person, Permission.RECORD_ATTENDANCE)
    found = select(RegisterCorrection).where(register_correction.c.meeting_id == meeting_id)
    return list(tx.session.scalars(found.order_by(register_correction.c.at, register_correction.c.id)))


def _completed(tx: Transaction, period: Period, on: date, cases: list[CaseRecord]) -> list[CompletedReview]:
    """The newest review of each case by that day, where it was completed in the period."""
    known, form = {one.reference: one for one in cases}, analysis_form.c
    rows = select(
        form.case_reference,
        form.completed_on,
        form.form["modifiability"].astext,
        form.form["category"].as_integer(),
    ).where(form.completed_on.is_not(None), form.completed_on <= on)
    newest = {row[0]: row for row in tx.session.execute(rows.order_by(form.review_version))}
    return [
        CompletedReview(known[reference], completed_on, modifiability or "", category)
        for reference, completed_on, modifiability, category in newest.values()
        if reference in known and period.starts_on <= completed_on
    ]


def _actions(tx: Transaction, on: date) -> list[LoggedAction]:
    """The actions of reviews completed by that day, with what had been recorded of them by then."""
    return actions_where(tx, true(), as_of=on)
