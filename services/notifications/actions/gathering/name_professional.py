"""The office learns of a professional whom the notification did not name, so that they can be asked too."""

from dataclasses import replace

from services.notifications.domain.forms.field_kinds import tidy
from services.notifications.domain.material.deidentify import source_id
from services.notifications.queries.notifications import notification_to_change
from shared.errors import Fault, Invalid
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
    if faults := _faults(role, name, organisation, len(rows)):
        raise Invalid(faults)
    row = {"role": role, "name": tidy(name), "organisation": tidy(organisation), "email": tidy(email)}
    row |= {"sector": ROLES.term(role).group}
    groups = {**notification.answers.groups, "professionals": (*rows, row)}
    notification.answers = replace(notification.answers, groups=groups)
    tx.audit("name_professional", case=case, subject=source_id(len(rows) + 1), detail={"role": role})
    return source_id(len(rows) + 1)


def _faults(role: str, name: str, organisation: str, listed: int) -> list[Fault]:
    faults = [] if role in ROLES else [Fault("role", "Choose the professional's role")]
    if not name.strip() and not organisation.strip():
        faults.append(Fault("name", "Write a name, or the organisation"))
    if max(len(name), len(organisation)) > 500:
        faults.append(Fault("name", "Use no more than 500 characters"))
    if listed >= MOST:
        faults.append(Fault("role", f"No more than {MOST} professionals can be listed"))
    return faults
