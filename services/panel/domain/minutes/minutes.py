"""The minutes of a meeting as they read, written from what was recorded. Nobody types them."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from services.panel.domain.nobody_named import naming_faults
from shared.errors import Conflict, Fault, Invalid
from shared.identifier_patterns import identifiers_in

LONGEST_CORRECTIONS = 4000


@dataclass(frozen=True)
class MinutesLine:
    """One labelled entry; several texts are several paragraphs.

    ``in_short``: what stands there for whoever is not told the names that ``texts`` has; empty: the same.
    """

    label: str
    texts: tuple[str, ...]
    in_short: tuple[str, ...] = ()


@dataclass(frozen=True)
class MinutesOfCase:
    """What the minutes say of the case in place ``number`` (from 1) of the agenda. ``open``: to who reads."""

    number: int
    case_reference: str
    lines: tuple[MinutesLine, ...]
    open: bool = True

    def in_short(self) -> "MinutesOfCase":
        """Without the names that are for whoever records and chairs."""
        lines = (replace(one, texts=one.in_short, in_short=()) if one.in_short else one for one in self.lines)
        return replace(self, lines=tuple(lines))


@dataclass(frozen=True)
class OverdueAction:
    """An action that was overdue at the meeting and was looked at; days in words.

    ``due``: when it is to be done; ``feedback_due``: when its owner was to be heard of, which is later where
    they had been heard of before. "" in minutes that were approved before that day was kept.
    """

    case_reference: str
    text: str
    owner: str
    due: str
    feedback_due: str = ""


@dataclass(frozen=True)
class Minutes:
    """``attendance``: what the register says, a line for each mark, and what is missing of the sectors."""

    attendance: tuple[MinutesLine, ...]
    cases: tuple[MinutesOfCase, ...]
    overdue: tuple[OverdueAction, ...]

    def for_reader(
        self,
        on_agenda: Collection[str],
        open_cases: Collection[str],
        closed_cases: Collection[str],
        *,
        records: bool,
    ) -> "Minutes":
        """As somebody may read them: of a case that is not open to them nothing but its place.

        ``records``: they record or chair. Nobody else is told whose name is not settled yet, as on the
        agenda, or what is overdue in which case.

        ``on_agenda``: the cases on the agenda as the reader is shown it; an expert is not told of the others.
        ``closed_cases``: those in which the reader has an interest, on this agenda or another.
        """
        cases = (
            (one if records else one.in_short())
            if one.case_reference in open_cases
            else replace(one, lines=(), open=False)
            for one in self.cases
            if one.case_reference in on_agenda
        )
        overdue = (one for one in self.overdue if records and one.case_reference not in closed_cases)
        return replace(self, cases=tuple(cases), overdue=tuple(overdue))


class MinutesNotReady(Conflict):
    title = "These minutes cannot be approved yet"


class MinutesApproved(Conflict):
    title = "These minutes have been approved already"


def check_corrections(corrections: str, nobody_in: str = "") -> str:
    """The corrections agreed, trimmed. Invalid where they are too long or show somebody; ``nobody_in``: the
    tick that they name nobody.
    """
    faults = []
    if len(corrections) > LONGEST_CORRECTIONS:
        faults.append(Fault("corrections", f"Use no more than {LONGEST_CORRECTIONS:,} characters"))
    if found := [kind for kind in identifiers_in(corrections) if kind != "exact date"]:
        faults.append(Fault("corrections", f"Take out what may identify somebody: {', '.join(found)}"))
    if faults := [*faults, *naming_faults({"corrections": corrections}, nobody_in)]:
        raise Invalid(faults)
    return corrections.strip()
