"""The lines of the board as they are written: words, addresses and how late."""

from dataclasses import dataclass

from fastapi import Request

from services.notifications.domain.clocks.stages import STAGES, Stage
from services.notifications.domain.gathering.board import CaseOnBoard, Item
from shared.web import url_for

LATE = frozenset({"escalated", "request_overdue", "clock_overdue"})
WITHOUT_TIMING = frozenset({"refused", "request_left", "nobody_asked", "clock_unjudged", "clock_paused"})
SINCE = frozenset({"process", "process_beside"})


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item as it is written. There can be thousands, so nothing is worked out in the template."""

    label: str
    colour: str
    what: str
    href: str
    detail: str
    timing: str
    late: bool
    request_id: str
    chase: str


@dataclass(frozen=True, slots=True)
class CaseLine:
    reference: str
    href: str
    stage: str
    age: str
    chasing_paused: str
    items: tuple[ItemLine, ...]


def case_lines(request: Request, cases: list[CaseOnBoard]) -> list[CaseLine]:
    """Addresses are made once and filled in: making each takes longer than everything else on its line."""
    of_case = url_for(request, "gathering", case_reference="{}")
    of_request = url_for(request, "reporting_form_request", request_id="{}")
    return [
        CaseLine(
            case.reference,
            _filled(of_case, case.reference),
            STAGES[Stage(case.stage)],
            _age(case),
            case.chasing_paused,
            tuple(_item_line(item, of_request) for item in case.items),
        )
        for case in cases
    ]


def _item_line(item: Item, of_request: str) -> ItemLine:
    kind = item.consequence
    paused = kind.id == "clock_paused" and item.detail
    return ItemLine(
        kind.label,
        kind.colour,
        item.what,
        _filled(of_request, item.request_id) if item.request_id else "",
        f"paused by {item.detail}" if paused else item.detail,
        timing(item),
        kind.id in LATE and item.late > 0,
        item.request_id,
        item.chase,
    )


def timing(item: Item) -> str:
    """ "3 days late", "12 days left", "due today"; for a process how long it has been open."""
    kind = item.consequence.id
    if kind in WITHOUT_TIMING:
        return ""
    if kind in SINCE:
        return f"open for {_days(item.late)}"
    if item.late > 0:
        return f"{_days(item.late)} late"
    return f"{_days(-item.late)} left" if item.late else "due today"


def _age(case: CaseOnBoard) -> str:
    held = "" if case.net_days == case.age_days else f", {case.net_days} without holds"
    return _days(case.age_days) + held


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"


def _filled(address: str, part: str) -> str:
    return address.replace("{}", part).replace("%7B%7D", part)
