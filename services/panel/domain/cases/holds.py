"""What may keep a case from the panel, and how many days of its age that accounts for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shared.errors import Fault

HOLD_KINDS: dict[str, str] = {
    "inquest": "Inquest",
    "criminal_proceedings": "Criminal investigation or trial",
    "safeguarding_practice_review": "Child safeguarding practice review",
    "patient_safety_investigation": "NHS patient-safety investigation",
    "maternity_investigation": "Maternity and newborn safety investigation",
    "perinatal_review": "Perinatal mortality review not complete",
    "results_awaited": "Post-mortem or genetic results",
    "other_panel": "Another child death overview panel",
}


OFFICE = "notifications"
BLOCKS: dict[str, str] = {
    "listing": "The case cannot be listed",
    "completion": "The review cannot be completed",
}


@dataclass(eq=False)
class Hold:
    """One reason to wait, from ``placed_on`` until ``lifted_on`` (None while it is open).

    ``origin``: "panel", or "notifications" where the office keeps the record of what is waited for.
    ``blocks``: "listing", or "completion" where the case may be discussed meanwhile.
    """

    id: str
    kind: str
    reason: str
    placed_on: date
    placed_by: str
    lifted_on: date | None = None
    lifted_by: str | None = None
    lifted_because: str | None = None
    origin: str = "panel"
    blocks: str = "listing"

    @property
    def from_the_office(self) -> bool:
        return self.origin == OFFICE

    @property
    def open(self) -> bool:
        return self.lifted_on is None

    @property
    def label(self) -> str:
        return HOLD_KINDS.get(self.kind, "Another process")

    def says_the_same(self, kind: str, reason: str, placed_on: date) -> bool:
        """Whether it is this hold over again: a form sent twice."""
        return (self.kind, self.reason, self.placed_on) == (kind, reason.strip(), placed_on)


def days_on_hold(holds: Iterable[Hold], start: date, end: date) -> int:
    """Days between ``start`` and ``end`` with at least one hold; a day under two holds counts once."""
    covered, counted_to = 0, start
    for hold in sorted(holds, key=lambda hold: hold.placed_on):
        begins = max(hold.placed_on, counted_to)
        ends = min(hold.lifted_on or end, end)
        covered += max((ends - begins).days, 0)
        counted_to = max(counted_to, ends)
    return covered


def hold_faults(
    kind: str, reason: str, placed_on: date | None, *, notified_on: date, today: date
) -> list[Fault]:
    """What is wrong with a hold to be placed: all of it, in the order of the form."""
    checks = (
        (kind not in HOLD_KINDS, "kind", "Choose what the case waits for"),
        (placed_on is None, "placed_on", "Enter the day from which the case is on hold"),
        (
            placed_on is not None and placed_on < notified_on,
            "placed_on",
            "The hold starts before the notification",
        ),
        (placed_on is not None and placed_on > today, "placed_on", "The hold must not start in the future"),
        (not reason.strip(), "reason", "Say why the case has to wait"),
    )
    return [Fault(field, message) for wrong, field, message in checks if wrong]


def lift_faults(because: str, *, kept_open: bool, although_open: bool) -> list[Fault]:
    """What is wrong with lifting a hold by hand. ``kept_open``: the office's record says it is not over."""
    checks = (
        (not because.strip(), "because", "Say why the hold is lifted"),
        (
            kept_open and not although_open,
            "although_open",
            "The office's record of this process is still open. Tick the box to lift the hold all the same",
        ),
    )
    return [Fault(field, message) for wrong, field, message in checks if wrong]
