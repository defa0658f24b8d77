"""Where a panel meeting stands, and the steps that are possible."""

from enum import StrEnum


class MeetingStatus(StrEnum):
    """The standing of one meeting."""

    PLANNED = "planned"
    AGENDA_PUBLISHED = "agenda_published"
    IN_SESSION = "in_session"
    CLOSED = "closed"
    CANCELLED = "cancelled"


M = MeetingStatus
MEETING_TRANSITIONS: dict[MeetingStatus, frozenset[MeetingStatus]] = {
    M.PLANNED: frozenset({M.AGENDA_PUBLISHED, M.CANCELLED}),
    M.AGENDA_PUBLISHED: frozenset({M.PLANNED, M.IN_SESSION, M.CANCELLED}),
    M.IN_SESSION: frozenset({M.CLOSED, M.AGENDA_PUBLISHED}),  # back: not started after all
    M.CLOSED: frozenset(),
    M.CANCELLED: frozenset(),
}
AGENDA_OPEN = frozenset({M.PLANNED, M.AGENDA_PUBLISHED, M.IN_SESSION})
REGISTER_OPEN = frozenset({M.PLANNED, M.AGENDA_PUBLISHED, M.IN_SESSION, M.CLOSED})
BEFORE_IT_BEGINS = frozenset({M.PLANNED, M.AGENDA_PUBLISHED})
BEGUN = frozenset({M.IN_SESSION, M.CLOSED})
SHOWN_TO_MEMBERS = frozenset({M.AGENDA_PUBLISHED, M.IN_SESSION, M.CLOSED})

MEETING_STATUS_LABELS: dict[MeetingStatus, str] = {
    M.PLANNED: "Planned",
    M.AGENDA_PUBLISHED: "Agenda published",
    M.IN_SESSION: "In session",
    M.CLOSED: "Closed",
    M.CANCELLED: "Cancelled",
}
