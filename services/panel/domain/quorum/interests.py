"""Declared interests, per person and case. One that stands closes bundle, minutes and decision at once."""

from dataclasses import dataclass
from datetime import UTC, datetime

from services.panel.domain.free_texts import reason_too_long
from services.panel.domain.meetings.meeting_refusals import InterestNotStanding
from shared.errors import Fault, Invalid


@dataclass(eq=False)
class DeclaredInterest:
    """``reason`` is for the manager and the auditor alone. A withdrawn interest is kept, with who and why.

    ``declared_by``: the id of whoever wrote it down for the person; None where that was the person.
    """

    id: str
    person_id: str
    person_name: str
    case_reference: str
    reason: str
    declared_at: datetime
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = None
    withdrawn_because: str | None = None
    declared_by: str | None = None

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None

    def withdraw(self, *, by: str, at: datetime, because: str) -> None:
        """End the interest. Needs a reason (Invalid); refuses InterestNotStanding the second time."""
        if not because.strip():
            raise Invalid([Fault("because", "Say why the interest no longer stands")])
        if faults := reason_too_long("because", because):
            raise Invalid(faults)
        if not self.stands:
            raise InterestNotStanding("It cannot be withdrawn twice.")
        self.withdrawn_at, self.withdrawn_by, self.withdrawn_because = at.astimezone(UTC), by, because.strip()


def declaration(
    *,
    id: str,
    person_id: str,
    person_name: str,
    case: str,
    reason: str,
    at: datetime,
    declared_by: str | None = None,
) -> DeclaredInterest:
    """A new declaration; Invalid without a reason."""
    if not reason.strip():
        whose = "your" if declared_by is None else "the person's"
        raise Invalid([Fault("reason", f"Say what {whose} interest in this case is")])
    if faults := reason_too_long("reason", reason):
        raise Invalid(faults)
    when = at.astimezone(UTC)
    return DeclaredInterest(id, person_id, person_name, case, reason.strip(), when, declared_by=declared_by)


def declaration_faults(*, person_known: bool, case_known: bool, reason: str) -> list[Fault]:
    """Every fault of an interest that the office writes down for somebody, in the order of the form."""
    checks = (
        (person_known, "person_id", "Choose who has the interest"),
        (case_known, "case_reference", "Enter the reference of a case, such as LLR-2026-0107"),
        (bool(reason.strip()), "reason", "Say what the person's interest in this case is"),
    )
    faults = [Fault(field, words) for right, field, words in checks if not right]
    return faults + reason_too_long("reason", reason)
