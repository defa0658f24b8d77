"""An invitation for people's calendars: when and where, never which cases and never who.

Source of the format: RFC 5545, of the method RFC 5546. The organiser is the office's own address; there is
no list of those invited, so that nobody learns from an entry who else was asked.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vText,
)

from services.panel.domain.london_days import LONDON
from services.panel.domain.meetings.meeting_status import MeetingStatus
from services.panel.domain.meetings.meetings import PanelMeeting

HOURS = 3  # how long a panel is put down for; source: shipped default
_LAST_SUNDAY = {"freq": "yearly", "byday": "-1su"}
# Source: Directive 2000/84/EC as kept in the Summer Time Order 2002: last Sundays of March and October.
# Local times without an offset, as the definition of a time zone has them (RFC 5545, 3.6.5).
_SUMMER_BEGINS = datetime.fromisoformat("1997-03-30T01:00")
_SUMMER_ENDS = datetime.fromisoformat("1996-10-27T02:00")


@dataclass(frozen=True)
class Organiser:
    """The office that invites; ``email`` "" where it has no address for letters."""

    name: str
    email: str = ""


def starts_at(meeting: PanelMeeting) -> datetime:
    """The instant at which the meeting begins."""
    return datetime.combine(meeting.held_on, time.fromisoformat(meeting.starts), LONDON)


def calendar_entry(meeting: PanelMeeting, at: datetime, organiser: Organiser | None = None) -> str:
    """The text of an .ics file, as of the instant ``at``; of a cancelled meeting its cancellation.

    The same meeting keeps its UID; with each change its SEQUENCE grows, so that calendars move the entry. It
    is a REQUEST or a CANCEL where there is an ``organiser`` with an address, which those need; else PUBLISH.
    """
    entry = Calendar()
    entry.add("prodid", "-//Child death review//Panel meetings//EN")
    entry.add("version", "2.0")
    entry.add("method", _method(meeting, organiser))
    entry.add_component(_london())
    entry.add_component(_event(meeting, at, organiser))
    return str(entry.to_ical().decode("utf-8"))


def _method(meeting: PanelMeeting, organiser: Organiser | None) -> str:
    if organiser is None or not organiser.email:
        return "PUBLISH"
    return "CANCEL" if meeting.status is MeetingStatus.CANCELLED else "REQUEST"


def _event(meeting: PanelMeeting, at: datetime, organiser: Organiser | None) -> Event:
    begins, event = starts_at(meeting), Event()
    event.add("uid", f"{meeting.id}@child-death-review")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", begins)
    event.add("dtend", begins + timedelta(hours=HOURS))
    event.add("summary", "Child death overview panel")
    event.add("location", " ".join(meeting.place.split()))
    event.add("class", "CONFIDENTIAL")
    event.add("status", "CANCELLED" if meeting.status is MeetingStatus.CANCELLED else "CONFIRMED")
    if organiser and organiser.email:
        event.add("organizer", _address(organiser))
    return event


def _address(organiser: Organiser) -> vCalAddress:
    address = vCalAddress(f"mailto:{organiser.email}")
    address.params["cn"] = vText(organiser.name)
    return address


def _london() -> Timezone:
    zone, summer, winter = Timezone(), TimezoneDaylight(), TimezoneStandard()
    zone.add("tzid", "Europe/London")
    for part, begins, month, name in (
        (summer, _SUMMER_BEGINS, 3, "BST"),
        (winter, _SUMMER_ENDS, 10, "GMT"),
    ):
        part.add("dtstart", begins)
        part.add("rrule", {**_LAST_SUNDAY, "bymonth": month})
        part.add("tzname", name)
        part.add("tzoffsetfrom", timedelta(hours=1 if name == "GMT" else 0))
        part.add("tzoffsetto", timedelta(hours=0 if name == "GMT" else 1))
        zone.add_component(part)
    return zone
