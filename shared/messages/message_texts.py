"""What the office's messages say, as versioned rows: a link, a date, the office's name, a meeting's start."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from string import Formatter
from zoneinfo import ZoneInfo

ALLOWED = frozenset({"link", "due_on", "office", "starts"})
LONDON = ZoneInfo("Europe/London")
_WITHOUT_DATE = "the date shown there"


@dataclass(frozen=True, slots=True)
class MessageText:
    """A kind of message in one version. `subject` and `body` hold fields of ALLOWED and no others."""

    name: str
    label: str
    version: str
    starts_on: date
    source: str
    notify_template: str
    subject: str
    body: str

    @property
    def fields(self) -> frozenset[str]:
        """The fields the text has room for."""
        parts = [*Formatter().parse(self.subject), *Formatter().parse(self.body)]
        return frozenset(name for _, name, _, _ in parts if name is not None)

    def filled(
        self, *, office: str, link: str, due_on: date | None, starts_at: datetime | None = None
    ) -> tuple[str, str]:
        """Subject and body as they are sent."""
        starts = written_start(starts_at)
        given = {"office": office, "link": link, "due_on": _written(due_on), "starts": starts}
        return self.subject.format(**given), self.body.strip().format(**given)


def written_start(at: datetime | None) -> str:
    """When a meeting starts, in London: "Thursday 18 June 2026, 09:30"."""
    if at is None:
        return _WITHOUT_DATE
    there = at.astimezone(LONDON)
    return f"{there:%A} {there.day} {there:%B %Y}, {there:%H:%M}"


def _written(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else _WITHOUT_DATE


def _read() -> tuple[MessageText, ...]:
    written = tomllib.loads(Path(__file__).with_name("messages.toml").read_text(encoding="utf-8"))
    return tuple(MessageText(**row) for row in written["messages"])


MESSAGE_TEXTS: tuple[MessageText, ...] = _read()


def current_text(kind: str, on: date) -> MessageText:
    """The words in force on a day. Raises LookupError for a kind that is in no row."""
    begun = [one for one in MESSAGE_TEXTS if one.name == kind and one.starts_on <= on]
    if not begun:
        raise LookupError(f"no message is called {kind}")
    return max(begun, key=lambda one: one.starts_on)


def text_of_version(kind: str, version: str) -> MessageText:
    """The words a message was queued with, whatever has been written since."""
    return next(one for one in MESSAGE_TEXTS if (one.name, one.version) == (kind, version))
