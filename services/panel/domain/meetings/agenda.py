"""The agenda: which cases, in which order, and why a case cannot be on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from services.panel.domain.cases.case_status import CLOSED, SIGNED_OFF, CaseStatus
from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.cases.sources import day
from shared.errors import Fault, Invalid


@dataclass(eq=False)
class AgendaItem:
    """One case on one agenda, ``position`` from 1. ``out_of_the_room``: ids of those who left for it.

    ``late_because``: why it was listed after the agenda had gone out; "" for one listed before.
    """

    case_reference: str
    position: int
    listed_by: str
    listed_at: datetime
    out_of_the_room: list[str] = field(default_factory=list)
    late_because: str = ""


def numbered(items: Iterable[AgendaItem]) -> None:
    """Number the items from 1 in the order given."""
    for position, item in enumerate(items, start=1):
        item.position = position


def moved(items: list[AgendaItem], item: AgendaItem, places: int) -> list[AgendaItem]:
    """The items in their order with ``item`` moved by ``places``, not beyond either end."""
    rest = [each for each in items if each is not item]
    place = min(max(items.index(item) + places, 0), len(rest))
    return [*rest[:place], item, *rest[place:]]


def in_typed_order(typed: Mapping[str, str]) -> list[str]:
    """Case references in the order of the numbers typed beside them. Invalid names each that is no number.

    Of two with the same number the one that stood first stays first.
    """
    faults = [
        Fault(f"position-{reference}", f"{reference}: enter its place as a number from 1 to {len(typed)}")
        for reference, number in typed.items()
        if not (number.isascii() and number.isdigit() and len(number) < 4 and 1 <= int(number) <= len(typed))
    ]
    if faults:
        raise Invalid(faults)
    return sorted(typed, key=lambda reference: int(typed[reference]))


def may_be_listed(case: ReviewCase) -> bool:
    """Only a case that is ready (or was ready and deferred) and has no open hold may be listed."""
    return case.may_move_to(CaseStatus.LISTED)


def why_not_listed(case: ReviewCase, on: date) -> list[str]:
    """Why the case may not be listed today, one sentence each; empty if it may."""
    if may_be_listed(case):
        return []
    holds = case.holds_against(CaseStatus.LISTED)
    held = [f"On hold: {hold.label}, since {day(hold.placed_on)}." for hold in holds]
    if case.status in CLOSED:  # nothing that is missing stands in the way: it is over
        reopened = " Reopen the review first." if case.status in SIGNED_OFF else ""
        return [f"{case.status_label}.{reopened}"]
    if case.status is CaseStatus.LISTED:
        return ["It is on an agenda already."]
    return held or case.missing(on) or [f"{case.status_label}."]


def propose(cases: Iterable[ReviewCase], *, on: date, places: int) -> list[ReviewCase]:
    """Up to ``places`` cases that wait for a first discussion, the oldest first.

    Days on hold are not counted as age. A case that was discussed may be listed again, but is not proposed.
    """
    waiting = [case for case in cases if may_be_listed(case) and case.status is not CaseStatus.REVIEWED]
    waiting.sort(key=lambda case: (-case.age_days_net_of_holds(on), case.reference))
    return waiting[: max(places, 0)]


def below_target(listed: int, target: int) -> str:
    """A sentence if fewer cases are listed than the meeting aims at, else ""; fewer are accepted too."""
    if listed >= target:
        return ""
    return f"Below target: {listed} of at least {target} cases."
