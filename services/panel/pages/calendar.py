"""The meetings of a year, month by month, and each as an entry for one's own calendar."""

from calendar import month_name
from datetime import date

from fastapi import Request, Response

from services.panel.background import inviting_with
from services.panel.domain.london_days import london_day
from services.panel.domain.meetings.calendar_entry import calendar_entry
from services.panel.domain.meetings.meeting_status import SHOWN_TO_MEMBERS
from services.panel.domain.meetings.meetings import PANEL_KINDS, PanelMeeting
from services.panel.queries.meetings import visible_meeting, visible_meetings
from services.panel.queries.panels import all_panels
from shared.errors import Fault
from shared.people import Permission, can
from shared.sending.by_mail import CALENDAR_FILE
from shared.web import HtmlRouter, Tx, page
from shared.web.site import site_of
from shared.working_days import FIRST_DAY, LAST_DAY

router = HtmlRouter()


@router.get("/calendar", name="calendar")
def calendar(request: Request, tx: Tx, year: str = "") -> Response:
    """A year of meetings; another one by its number."""
    on = london_day(tx.at)
    shown, faults = _year(year, on)
    meetings = [one for one in visible_meetings(tx) if one.held_on.year == shown]
    return page(
        request,
        "calendar.html",
        422 if faults else 200,
        faults=faults,
        year=shown,
        earlier=shown - 1 if shown > FIRST_DAY.year else None,
        later=shown + 1 if shown < LAST_DAY.year else None,
        months=[(month_name[month], _of(meetings, month)) for month in range(1, 13)],
        on=on,
        kinds=PANEL_KINDS,
        panels={panel.id: panel.name for panel in all_panels(tx)},
        shown=SHOWN_TO_MEMBERS,
        prepares=can(tx.person, Permission.PREPARE_MEETING),
    )


@router.get("/meetings/{meeting_id}/panel-meeting.ics", name="meeting_calendar")
def entry(request: Request, tx: Tx, meeting_id: str) -> Response:
    """The invitation as a calendar file; its name and its text say nothing of cases or people."""
    return calendar_file(request, visible_meeting(tx, meeting_id), tx)


def calendar_file(request: Request, meeting: PanelMeeting, tx: Tx) -> Response:
    organiser = inviting_with(site_of(request).settings).organiser
    headers = {"Content-Disposition": f'attachment; filename="{CALENDAR_FILE}"'}
    text = calendar_entry(meeting, tx.at, organiser)
    return Response(text, media_type="text/calendar; charset=utf-8", headers=headers)


def _of(meetings: list[PanelMeeting], month: int) -> list[PanelMeeting]:
    return [one for one in meetings if one.held_on.month == month]


def _year(typed: str, on: date) -> tuple[int, list[Fault]]:
    """The year asked for, where the calendar of bank holidays reaches it; else this one, and why."""
    years = [str(year) for year in range(FIRST_DAY.year, LAST_DAY.year + 1)]
    if not typed or typed in years:
        return int(typed or on.year), []
    return on.year, [Fault("year", f"Year: the calendar goes from {years[0]} to {years[-1]}.")]
