"""The office invites an expert to one or some cases of a meeting; of the others they see nothing."""

from collections.abc import Collection

from services.panel.domain.meetings.experts import expert_faults
from services.panel.domain.meetings.seats import Seat
from services.panel.queries.meetings import meeting_for_change
from shared.errors import Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def invite_expert(
    tx: Transaction,
    *,
    meeting_id: str,
    person_id: str,
    name: str,
    organisation: str,
    sector: str,
    email: str,
    cases: Collection[str],
) -> Seat:
    """Add the seat. Invalid names every fault; refuses AlreadyInvited and MeetingHasBegun."""
    check(tx.person, Permission.PREPARE_MEETING)
    meeting = meeting_for_change(tx, meeting_id)
    expert = Seat(person_id.strip(), name.strip(), "expert", " ".join(organisation.split()), sector)
    expert.email, expert.only_cases = email.strip() or None, sorted(set(cases))
    if faults := expert_faults(expert, {item.case_reference for item in meeting.agenda}):
        raise Invalid(faults)
    meeting.invite_expert(expert)
    for reference in expert.only_cases:
        tx.audit("invite_expert", case=reference, subject=meeting.id, detail={"person": expert.person_id})
    return expert
