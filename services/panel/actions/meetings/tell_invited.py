"""Those invited are written to about a meeting, each once for what there is to say."""

from services.panel.domain.meetings.calendar_entry import calendar_entry, starts_at
from services.panel.domain.meetings.invitations import WITH_CALENDAR, Inviting, to_be_told
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.queries.invitations import addresses_of, told_of
from services.panel.tables.meetings import meeting_notice
from shared.messages.queue_message import queue_message
from shared.storage import Transaction


def tell_invited(tx: Transaction, meeting: PanelMeeting, *, kind: str, inviting: Inviting | None) -> int:
    """Queue a letter of ``kind`` to every seat with an address that has not had it; how many there were.

    For actions, which have asked whether the person may do what it tells. Nothing where there is no
    ``inviting``: a meeting is planned long before anybody is written to.
    """
    if inviting is None:
        return 0
    tx.session.flush()
    addresses = addresses_of(tx, meeting)
    seats = to_be_told(meeting, kind, addresses, told_of(tx, meeting))
    calendar = calendar_entry(meeting, tx.at, inviting.organiser) if kind in WITH_CALENDAR else ""
    for seat in seats:
        _write(tx, meeting, kind, seat.person_id, addresses[seat.person_id], inviting, calendar)
    tx.audit("tell_invited", subject=meeting.id, detail={"kind": kind, "letters": len(seats)})
    return len(seats)


def _write(
    tx: Transaction,
    meeting: PanelMeeting,
    kind: str,
    person_id: str,
    to: str,
    inviting: Inviting,
    calendar: str,
) -> None:
    queue_message(
        tx,
        kind=kind,
        to=to,
        link=inviting.link(kind, meeting, person_id),
        about=meeting.id,
        starts_at=starts_at(meeting),
        calendar=calendar,
    )
    row = {"meeting_id": meeting.id, "person_id": person_id, "kind": kind, "sequence": meeting.sequence}
    tx.session.execute(meeting_notice.insert().values(**row, sent_at=tx.at))
