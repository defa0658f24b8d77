"""Who is holding cases up: every open request, clock and process of every open case, by consequence."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from services.notifications.domain.clocks.clock_state import ClockState
from services.notifications.domain.clocks.stages import PANEL_REVIEWED
from services.notifications.domain.gathering.requests import ReportingFormRequest, RequestStatus
from shared.reference_lists import ROLES, SECTORS


@dataclass(frozen=True)
class Consequence:
    """A row of the table; `rank` 0 weighs most."""

    id: str
    rank: int
    label: str
    colour: str
    say: str


class Process(Protocol):
    """What the board needs of a parallel process."""

    @property
    def label(self) -> str: ...
    @property
    def since(self) -> date: ...
    @property
    def holds_up(self) -> bool: ...
    def days_late(self, on: date) -> int: ...


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that holds a case up. `late`: days past its limit (working days for a request), negative
    while there are days left. `chase`: the step that is due. `by`: the key of the agency, "" for none.
    """

    consequence: Consequence
    what: str
    detail: str
    late: int
    request_id: str = ""
    chase: str = ""
    by: str = ""


@dataclass(frozen=True)
class CaseOnBoard:
    """An open case: `items` by consequence. Days since the death, and the same without days on hold."""

    reference: str
    stage: str
    age_days: int
    net_days: int
    items: tuple[Item, ...]
    chasing_paused: str = ""

    @property
    def weight(self) -> tuple[int, int, int, str]:
        """What the board is ordered by: the worst item, how late it is, the age."""
        first = self.items[0] if self.items else None
        rank = first.consequence.rank if first else len(CONSEQUENCES)
        return rank, -(first.late if first else 0), -self.age_days, self.reference


def _read() -> dict[str, Consequence]:
    written = tomllib.loads(Path(__file__).with_name("consequences.toml").read_text(encoding="utf-8"))
    return {row["id"]: Consequence(rank=rank, **row) for rank, row in enumerate(written["consequences"])}


CONSEQUENCES: Mapping[str, Consequence] = _read()
_OF_CLOCKS = {
    "overdue": "clock_overdue",
    "due_soon": "clock_due_soon",
    "running": "clock_running",
    "paused": "clock_paused",
    "cannot_be_judged": "clock_unjudged",
}
RETURN_CLOCK = "reporting_form"  # each request says it for itself


def case_on_board(
    reference: str,
    stage: str,
    ages: tuple[int, int],
    *,
    requests: Sequence[ReportingFormRequest],
    clocks: Iterable[ClockState],
    processes: Iterable[Process],
    on: date,
    chasing_paused: str = "",
) -> CaseOnBoard:
    """A case with what holds it up on a day, the weightiest first."""
    items = [
        *(_left(requests) if stage in PANEL_REVIEWED else _requests(requests, on, bool(chasing_paused))),
        *_clocks(clocks),
        *_processes(processes, on),
        *_nobody(requests, stage),
    ]
    items.sort(key=lambda item: (item.consequence.rank, -item.late, item.what))
    return CaseOnBoard(reference, stage, *ages, tuple(items), chasing_paused)


def by_consequence(cases: Iterable[CaseOnBoard]) -> list[CaseOnBoard]:
    """The weightiest first."""
    return sorted(cases, key=lambda case: case.weight)


def of_agency(case: CaseOnBoard, key: str) -> CaseOnBoard | None:
    """The case with only what this agency holds up; None where it holds nothing up."""
    theirs = tuple(item for item in case.items if item.by == key)
    return CaseOnBoard(**{**vars(case), "items": theirs}) if theirs else None


def agency_key(name: str) -> str:
    """An agency in an address: its name stays out of it."""
    return sha256(" ".join(name.casefold().split()).encode()).hexdigest()[:10]


def agency_of(request: ReportingFormRequest) -> str:
    """The agency as it was named, else its sector."""
    return request.organisation or f"{SECTORS.label(request.sector)}, agency not named"


def _requests(requests: Sequence[ReportingFormRequest], on: date, paused: bool) -> Iterator[Item]:
    for one in requests:
        found = _of_request(one, on)
        if found is None:
            continue
        step = None if paused else one.chase_due(on)
        late = one.working_days_late(on) if one.due_on < on else -(one.due_on - on).days
        agency = agency_of(one)
        yield Item(
            CONSEQUENCES[found],
            ROLES.label(one.role),
            agency,
            late,
            one.request_id,
            step.action if step else "",
            agency_key(agency),
        )


def _left(requests: Sequence[ReportingFormRequest]) -> Iterator[Item]:
    """What is still open once the panel has reviewed: nobody is late, and the office has to close it."""
    for one in requests:
        if one.open or one.status is RequestStatus.REFUSED:
            found = CONSEQUENCES["request_left" if one.open else "refused"]
            agency = agency_of(one)
            yield Item(found, ROLES.label(one.role), agency, 0, one.request_id, by=agency_key(agency))


def _of_request(one: ReportingFormRequest, on: date) -> str | None:
    if one.status is RequestStatus.REFUSED:
        return "refused"
    if not one.open:
        return None
    if one.status is RequestStatus.ESCALATED:
        return "escalated"
    return "request_overdue" if one.due_on < on else "request_waiting"


def _clocks(clocks: Iterable[ClockState]) -> Iterator[Item]:
    """A line for each clock that runs, and one for all that the same processes pause."""
    paused: dict[str, list[str]] = {}
    for clock in clocks:
        found = _OF_CLOCKS.get(clock.state)
        if found is None or clock.decided or clock.id == RETURN_CLOCK:
            continue
        if found == "clock_paused":
            paused.setdefault(", ".join(_in_short(clock.paused_by)), []).append(clock.name)
            continue
        yield Item(CONSEQUENCES[found], clock.name, "", 0 if clock.days_left is None else -clock.days_left)
    for by, names in paused.items():
        yield Item(CONSEQUENCES["clock_paused"], "; ".join(names), by, 0)


def _in_short(pauses: Iterable[str]) -> list[str]:
    """What pauses a clock, each kind once; since when is on the line of the process itself."""
    kinds = (pause.split(" since ")[0] for pause in pauses)
    return list(dict.fromkeys(f"{kind[:1].lower()}{kind[1:]}" for kind in kinds))


def _processes(processes: Iterable[Process], on: date) -> Iterator[Item]:
    for one in processes:
        found = "process" if one.holds_up else "process_beside"
        over = max(one.days_late(on), 0)
        detail = f"{over} day{'' if over == 1 else 's'} past its own limit" if over else ""
        yield Item(CONSEQUENCES[found], one.label, detail, (on - one.since).days)


def _nobody(requests: Sequence[ReportingFormRequest], stage: str) -> Iterator[Item]:
    if stage == "gathering" and all(one.status is RequestStatus.CANCELLED for one in requests):
        yield Item(
            CONSEQUENCES["nobody_asked"], "The child death review office", "Ask for reporting forms", 0
        )
