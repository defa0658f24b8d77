"""An action agreed at a joint agency meeting was done, or will not be."""

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.domain.joint_agency.response import MeetingAction
from services.notifications.queries.joint_agency import action_to_change
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction

LONGEST_NOTE = 1000


def settle_meeting_action(
    tx: Transaction, *, case: str, action_id: str, state: str, note: str
) -> MeetingAction:
    """``state`` "done" or "not_done"; the latter needs a reason. Invalid names every fault."""
    check(tx.person, Permission.RECORD_JOINT_AGENCY_RESPONSE)
    action = action_to_change(tx, case, action_id)
    faults = [] if state in ("done", "not_done") else [Fault(f"state-{action_id}", "Say whether it was done")]
    if state == "not_done" and not note.strip():
        faults.append(Fault(f"note-{action_id}", "Say why it will not be done"))
    if len(note) > LONGEST_NOTE:
        faults.append(Fault(f"note-{action_id}", f"Use no more than {LONGEST_NOTE:,} characters"))
    if faults:
        raise Invalid(faults)
    action.settle(done=state == "done", note=note.strip(), by=tx.person.name, on=today(tx))
    tx.audit("settle_meeting_action", case=case, subject=action_id, detail={"state": state})
    return action
