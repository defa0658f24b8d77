"""The minutes of a meeting as they read, written from what was recorded. Nobody types them."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from shared.errors import Conflict, Fault, Invalid
from shared.identifier_patterns import identifiers_in

LONGEST_CORRECTIONS = 4000


@dataclass(frozen=True)
class MinutesLine:
    """One labelled entry; several texts are several paragraphs."""

    label: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class MinutesOfCase:
    """What the minutes say of the case in place ``number`` (from 1) of the agenda. ``open``: to who reads."""

    number: int
    case_reference: str
    lines: tuple[MinutesLine, ...]
    open: bool = True


@dataclass(frozen=True)
class OverdueAction:
    """An action that was overdue at the meeting and was looked at; ``due`` in words."""

    case_reference: str
    text: str
    owner: str
    due: str


@dataclass(frozen=True)
class Minutes:
    """``attendance``: what the register says, a line for each mark, and what is missing of the sectors."""

    attendance: tuple[MinutesLine, ...]
    cases: tuple[MinutesOfCase, ...]
    overdue: tuple[OverdueAction, ...]

    def for_reader(
        self, on_agenda: Collection[str], open_cases: Collection[str], closed_cases: Collection[str]
    ) -> "Minutes":
        """As somebody may read them: of a case that is not open to them nothing but its place.

        ``on_agenda``: the cases on the agenda as the reader is shown it; an expert is not told of the others.
        ``closed_cases``: those in which the reader has an interest, on this agenda or another.
        """
        cases = (
            one if one.case_reference in open_cases else replace(one, lines=(), open=False)
            for one in self.cases
            if one.case_reference in on_agenda
        )
        overdue = (one for one in self.overdue if one.case_reference not in closed_cases)
        return replace(self, cases=tuple(cases), overdue=tuple(overdue))


class MinutesNotReady(Conflict):
    title = "These minutes cannot be approved yet"


class MinutesApproved(Conflict):
    title = "These minutes have been approved already"


def check_corrections(corrections: str) -> str:
    """The corrections agreed, trimmed. Invalid where they are too long or show somebody."""
    faults = []
    if len(corrections) > LONGEST_CORRECTIONS:
        faults.append(Fault("corrections", f"Use no more than {LONGEST_CORRECTIONS:,} characters"))
    if found := [kind for kind in identifiers_in(corrections) if kind != "exact date"]:
        faults.append(Fault("corrections", f"Take out what may identify somebody: {', '.join(found)}"))
    if faults:
        raise Invalid(faults)
    return corrections.strip()
