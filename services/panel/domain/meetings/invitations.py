"""What a letter about a meeting is made of, without knowing anything of the web."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.panel.domain.meetings.answers import answer_token
from services.panel.domain.meetings.attendance import Mark
from services.panel.domain.meetings.calendar_entry import Organiser
from services.panel.domain.meetings.meeting_status import MeetingStatus
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.domain.meetings.seats import Seat

INVITATION, MOVED, CANCELLED = "panel_invitation", "panel_moved", "panel_cancelled"
REMINDER, PAPERS_READY = "panel_reminder", "panel_papers_ready"
WITH_CALENDAR = frozenset({INVITATION, MOVED, CANCELLED})
# Who is told of a change: those who had been told of the meeting.
ONLY_IF_TOLD = frozenset({MOVED, CANCELLED, REMINDER})
NOTICE_LABELS: dict[str, str] = {
    INVITATION: "Invited",
    MOVED: "Told of the new date",
    CANCELLED: "Told that it is cancelled",
    REMINDER: "Reminded",
    PAPERS_READY: "Told that the papers are ready",
}
TOLD_OF_THE_MEETING = frozenset({INVITATION, MOVED})


@dataclass(frozen=True)
class Inviting:
    """``key`` signs the links; ``answers_at``, ``meetings_at``: addresses that a token or an id follows."""

    key: str
    answers_at: str
    meetings_at: str
    organiser: Organiser

    def link(self, kind: str, meeting: PanelMeeting, person_id: str) -> str:
        """Papers are read after signing in; everything else is answered without."""
        if kind == PAPERS_READY:
            return f"{self.meetings_at}{meeting.id}"
        return f"{self.answers_at}{answer_token(self.key, meeting.id, person_id)}"


def inviting_from(key: str, public_url: str, office: str, email: str, prefix: str = "/panel") -> Inviting:
    """With the addresses by which people reach the product."""
    here = public_url.rstrip("/") + prefix
    return Inviting(key, f"{here}/answer/", f"{here}/meetings/", Organiser(office, email))


def to_be_told(
    meeting: PanelMeeting,
    kind: str,
    addresses: Mapping[str, str],
    told: Mapping[str, Iterable[tuple[str, int]]],
) -> list[Seat]:
    """The seats to which a letter of this kind is to go now: with an address, and not sent before.

    ``told``: by person the kinds and sequences of what was sent.
    """
    return [seat for seat in meeting.seats if _wants(seat, meeting, kind, addresses, told)]


def _wants(
    seat: Seat,
    meeting: PanelMeeting,
    kind: str,
    addresses: Mapping[str, str],
    told: Mapping[str, Iterable[tuple[str, int]]],
) -> bool:
    sent = set(told.get(seat.person_id, ()))
    if not addresses.get(seat.person_id) or (kind, meeting.sequence) in sent:
        return False
    knows = any(each in TOLD_OF_THE_MEETING for each, _ in sent)
    if kind == INVITATION:
        return not knows
    return (knows or kind not in ONLY_IF_TOLD) and not (kind == REMINDER and _is_away(seat, meeting))


def _is_away(seat: Seat, meeting: PanelMeeting) -> bool:
    over = meeting.status not in (MeetingStatus.PLANNED, MeetingStatus.AGENDA_PUBLISHED)
    return over or seat.mark is Mark.APOLOGIES
