"""When an action is asked about, and the words of what is chosen: rows with version, start and source."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class ActionPolicy:
    """Months until the next feedback and until the effect is judged; days for which an owner's link works."""

    version: str
    starts_on: date
    feedback_months: int
    effect_months: int
    link_days: int
    source: str


POLICIES: tuple[ActionPolicy, ...] = (
    ActionPolicy(
        "1", date(2009, 2, 1), 3, 6, 60,
        "Shipped default: actions are looked at each quarter; what changed can be seen after half a year",
    ),
)  # fmt: skip

TOLD_HOW: dict[str, str] = {
    "mail": "By e-mail with a link",
    "letter": "By letter",
    "meeting": "At the panel or another meeting",
    "telephone": "By telephone",
    "other": "In another way",
}
EFFECTS: dict[str, str] = {
    "worked": "It worked",
    "partly": "It worked in part",
    "did_not": "It did not work",
    "cannot_tell": "It cannot be told",
}


def policy_on(day: date) -> ActionPolicy:
    """The row in force on ``day``; the first one for an earlier day."""
    begun = [one for one in POLICIES if one.starts_on <= day]
    return max(begun, key=lambda one: one.starts_on) if begun else POLICIES[0]


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last day where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def link_works_until(asked_on: date, answer_by: date) -> date:
    """The last day of an owner's link: some weeks after the answer is due, so that a late one still comes."""
    return max(asked_on + timedelta(days=policy_on(asked_on).link_days), answer_by + timedelta(days=30))
