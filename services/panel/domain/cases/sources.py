"""The professionals who may hold information about a case, and whether they have answered."""

from dataclasses import dataclass
from datetime import date

from shared.reference_lists import ROLES, SECTORS

OUTCOMES: dict[str, str] = {
    "returned": "Returned",
    "nil_return": "Nil return: holds nothing",
    "not_known_to_agency": "Child not known to the agency",
    "refused": "Refused to answer",
    "cancelled": "Request cancelled",
}
WITHOUT_AN_ANSWER = frozenset({"refused"})


@dataclass(eq=False)
class InformationSource:
    """One source, by role and sector. Not asked, asked, returned and nil return differ."""

    source_id: str
    role: str
    sector: str
    requested_on: date | None = None
    due_on: date | None = None
    outcome: str | None = None
    received_on: date | None = None

    @property
    def answered(self) -> bool:
        """Whether nothing more is to come. A refusal is no answer, so the case goes on without it by
        decision.
        """
        return self.outcome is not None and self.outcome not in WITHOUT_AN_ANSWER

    @property
    def waited_for(self) -> bool:
        """Asked, and nobody has said how it ended."""
        return self.requested_on is not None and self.outcome is None

    @property
    def name(self) -> str:
        role, sector = in_words(ROLES.label(self.role)), SECTORS.label(self.sector)
        return f"{role} ({in_words(sector).lower()})"

    def days_overdue(self, on: date) -> int:
        """Days past the due date on day ``on``; 0 when answered, not asked, or not yet due."""
        if self.outcome or self.due_on is None:
            return 0
        return max((on - self.due_on).days, 0)

    def standing(self, on: date) -> str:
        """One sentence on where this source stands on day ``on``."""
        if self.outcome:
            return f"{OUTCOMES[self.outcome]}, {day(self.received_on)}"
        if self.requested_on is None:
            return "Not asked yet"
        late = self.days_overdue(on)
        overdue = f", {late} {'day' if late == 1 else 'days'} overdue" if late else ""
        return f"Asked {day(self.requested_on)}, due {day(self.due_on)}{overdue}"


def in_words(code: str) -> str:
    """``community_health`` as ``Community health``."""
    words = code.replace("_", " ")
    return words[:1].upper() + words[1:]


def day(value: date | None) -> str:
    """A date as ``3 March 2026``; an unrecorded one as ``date not recorded``."""
    return f"{value.day} {value:%B %Y}" if value else "date not recorded"
