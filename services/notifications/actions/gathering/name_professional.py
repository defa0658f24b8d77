"""The office learns of a professional whom the notification did not name, so that they can be asked too."""

from collections.abc import Sequence
from dataclasses import replace

from services.notifications.actions.projection.note_change import note_change
from services.notifications.domain.forms.answers import Row
from services.notifications.domain.forms.field_kinds import tidy
from services.notifications.domain.material.deidentify import source_id
from services.notifications.queries.notifications import notification_to_change
from shared.errors import Fault, Invalid
from shared.messages.queue_message import is_address
from shared.people import Permission, check
from shared.reference_lists import ROLES
from shared.storage import Transaction

MOST = 60


def name_professional(
    tx: Transaction, *, case: str, role: str, name: str, organisation: str, email: str = ""
) -> str:
    """Add them at the end of the list, so that every other source keeps its id. Returns the new source id."""
    check(tx.person, Permission.GATHER_INFORMATION)
    notification = notification_to_change(tx, case)
    rows = notification.answers.rows
    row = {"role": role, "name": tidy(name), "organisation": tidy(organisation), "email": tidy(email)}
    if faults := _faults(row, rows):
        raise Invalid(faults)
    row |= {"sector": ROLES.term(role).group}
    groups = {**notification.answers.groups, "professionals": (*rows, row)}
    notification.answers = replace(notification.answers, groups=groups)
    note_change(tx, case=case)
    tx.audit("name_professional", case=case, subject=source_id(len(rows) + 1), detail={"role": role})
    return source_id(len(rows) + 1)


def _faults(row: Row, listed: Sequence[Row]) -> list[Fault]:
    faults = [] if row["role"] in ROLES else [Fault("role", "Choose the professional's role")]
    if not row["name"] and not row["organisation"]:
        faults.append(Fault("name", "Write a name, or the organisation"))
    if max(len(row["name"]), len(row["organisation"])) > 500:
        faults.append(Fault("name", "Use no more than 500 characters"))
    if row["email"] and not is_address(row["email"]):
        faults.append(Fault("email", "Write one e-mail address, like name@agency.example, or leave it empty"))
    if _who(row) in map(_who, listed):
        faults.append(Fault("name", "They are on the list already: ask them there"))
    if len(listed) >= MOST:
        faults.append(Fault("role", f"No more than {MOST} professionals can be listed"))
    return faults


def _who(row: Row) -> tuple[str, ...]:
    return tuple(str(row.get(each, "")).casefold() for each in ("role", "name", "organisation"))
