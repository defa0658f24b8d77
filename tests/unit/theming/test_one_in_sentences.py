"""One of anything is called one in the sentences of reports and refusals, and several are called several."""

from datetime import date

from services.theming.domain.reports.attendance import HeldMeeting, attendance


def test_one_seat_at_one_meeting_of_one_month() -> None:
    marks = {"present": 1, "remote": 0, "deputy": 0, "apologies": 0, "not_recorded": 0}
    held = HeldMeeting(date(2026, 6, 3), "general", marks, (), 1)
    first, _, seats = attendance([held], date(2026, 6, 1), date(2026, 6, 30)).sentences
    assert first == "1 meeting held in 1 month."
    assert seats.startswith("Of 1 seat at these meetings, 1 is marked present,")
