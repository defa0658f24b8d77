"""An invitation for people's calendars: when and where, never which cases and never who.

Source of the format: RFC 5545. Lines end in CR LF and are folded at 75 octets.
"""

from datetime import UTC, datetime, time

from services.panel.domain.london_days import LONDON
from services.panel.domain.meetings.meeting_status import MeetingStatus
from services.panel.domain.meetings.meetings import PanelMeeting

HOURS = 3  # how long a panel is put down for; source: shipped default
LINE_OCTETS = 75


def calendar_entry(meeting: PanelMeeting, at: datetime) -> str:
    """The text of an .ics file, as of the instant ``at``; a cancelled meeting says so."""
    starts = datetime.combine(meeting.held_on, time.fromisoformat(meeting.starts), LONDON)
    cancelled = meeting.status is MeetingStatus.CANCELLED
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Child death review//Panel meetings//EN",
        "BEGIN:VEVENT",
        f"UID:{meeting.id}@child-death-review",
        f"DTSTAMP:{_utc(at)}",
        f"DTSTART:{_utc(starts)}",
        f"DURATION:PT{HOURS}H",
        "SUMMARY:Child death overview panel",
        f"LOCATION:{_escaped(meeting.place)}",
        "CLASS:CONFIDENTIAL",
        f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    plain = " ".join(text.split())
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> str:
    """The line broken where it would pass LINE_OCTETS; never inside a character."""
    pieces: list[str] = []
    piece = ""
    for character in line:
        room = LINE_OCTETS - bool(pieces)  # a continued line begins with a space
        if len((piece + character).encode()) > room:
            pieces.append(piece)
            piece = ""
        piece += character
    return "\r\n ".join([*pieces, piece])
