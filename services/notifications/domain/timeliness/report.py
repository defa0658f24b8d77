"""The report on timeliness: counts, shares and hours, of all and by sector, organisation and place.

The cohort is by date of notification. A notification counts once it has been accepted as the death of a child
to be reviewed; what was received and does not count is said beside the figures.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from services.notifications.domain.clocks.breach_reasons import BREACH_REASONS, reason_label
from services.notifications.domain.clocks.clock_rows import NEXT_WORKING_DAY, NOTIFICATION_CLOCKS
from services.notifications.domain.timeliness.notified_death import (
    COUNTED,
    NOT_COUNTED,
    NotifiedDeath,
)
from services.notifications.domain.timeliness.spans import Span
from shared.indicators import Timeliness, timeliness_of
from shared.reference_lists import PLACES, SECTORS

COHORT = "Deaths notified, by the date on which the notification was received"
ROAD_AREA = "LLR reporting only"
NOT_GIVEN = "Not recorded"
NO_REASON = "no_reason_recorded"
MOST_FOR_CENTILE = 90


@dataclass(frozen=True)
class Hours:
    """Of the ``number`` with exact times: median, and the hours that 9 of 10 do not exceed (nearest rank)."""

    number: int
    median: float | None
    centile_90: float | None


@dataclass(frozen=True)
class Line:
    """One row of the report."""

    key: str
    label: str
    timeliness: Timeliness
    hours: Hours


@dataclass(frozen=True)
class Breakdown:
    """Lines that add to the total; every value of a list is there, also with nobody in it."""

    id: str
    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Report:
    """Everything that one span and one clock come to. ``reasons``: (label, number) of what was not met."""

    span: Span
    clock_id: str
    as_of: date
    total: Line
    clocks: tuple[Line, ...]
    breakdowns: tuple[Breakdown, ...]
    reasons: tuple[tuple[str, str, int], ...]
    not_counted: Mapping[str, int]
    on_the_road: int

    @property
    def complete(self) -> bool:
        return self.span.complete_on(self.as_of)

    @property
    def not_counted_in_words(self) -> str:
        """ "2 transferred, 1 merged"; "none" where everything received is counted."""
        said = [f"{number} {NOT_COUNTED[key]}" for key, number in self.not_counted.items() if number]
        return ", ".join(said) or "none"


def report_on(
    deaths: Iterable[NotifiedDeath], span: Span, *, as_of: date, clock_id: str = NEXT_WORKING_DAY.id
) -> Report:
    """The report of a span by one clock, as things stood on ``as_of``."""
    received = [each for each in deaths if span.holds(each.notified_on)]
    counted = [each for each in received if each.standing == COUNTED]
    standing = Counter(each.standing for each in received)
    return Report(
        span=span,
        clock_id=clock_id,
        as_of=as_of,
        total=_line("total", "All", counted, clock_id),
        clocks=tuple(_line(clock.id, clock.name, counted, clock.id) for clock in NOTIFICATION_CLOCKS),
        breakdowns=tuple(_breakdowns(counted, clock_id)),
        reasons=_reasons(counted, clock_id),
        not_counted={key: standing[key] for key in NOT_COUNTED},
        on_the_road=sum(each.on_the_road for each in counted),
    )


def hours_of(deaths: Sequence[NotifiedDeath]) -> Hours:
    known = sorted(each.hours for each in deaths if each.hours is not None)
    if not known:
        return Hours(0, None, None)
    rank = -(-len(known) * MOST_FOR_CENTILE // 100)
    return Hours(len(known), median(known), known[rank - 1])


def _line(key: str, label: str, deaths: Sequence[NotifiedDeath], clock_id: str) -> Line:
    return Line(key, label, timeliness_of([each.met[clock_id] for each in deaths]), hours_of(deaths))


def _breakdowns(deaths: Sequence[NotifiedDeath], clock_id: str) -> Iterable[Breakdown]:
    sectors = {term.code: term.label for term in SECTORS}
    places = {term.code: term.label for term in PLACES}
    groups = {group: group for group in dict.fromkeys(term.group for term in PLACES)}
    organisations = {each.organisation.casefold(): each.organisation or NOT_GIVEN for each in deaths}
    by_name = dict(sorted(organisations.items(), key=lambda pair: (not pair[0], pair[0])))
    yield _split("sector", "Sector of the notifier", deaths, clock_id, sectors, lambda each: each.sector)
    yield _split(
        "organisation",
        "Organisation of the notifier",
        deaths,
        clock_id,
        by_name,
        lambda each: each.organisation.casefold(),
    )
    yield _split("place", "Place of death", deaths, clock_id, places, lambda each: each.place)
    yield _split("place_group", "Kind of place of death", deaths, clock_id, groups, _group)


def _group(death: NotifiedDeath) -> str:
    return PLACES.term(death.place).group if death.place in PLACES else death.place


def _split(
    id_: str,
    label: str,
    deaths: Sequence[NotifiedDeath],
    clock_id: str,
    values: Mapping[str, str],
    value_of: Callable[[NotifiedDeath], str],
) -> Breakdown:
    found: dict[str, list[NotifiedDeath]] = {value: [] for value in values}
    for each in deaths:
        found.setdefault(value_of(each), []).append(each)
    lines = tuple(_line(key, values.get(key, key), these, clock_id) for key, these in found.items())
    return Breakdown(id_, label, lines)


def _reasons(deaths: Sequence[NotifiedDeath], clock_id: str) -> tuple[tuple[str, str, int], ...]:
    """(code, label, number) of the reasons for what was late or cannot be judged, those without one last."""
    missed = [each for each in deaths if each.met[clock_id] is not True]
    given = Counter(each.reasons.get(clock_id, NO_REASON) for each in missed)
    codes = dict.fromkeys([*BREACH_REASONS, *sorted(given.keys() - {NO_REASON})])
    shown = [(code, reason_label(code), given[code]) for code in codes if given[code]]
    return (*shown, (NO_REASON, "No reason recorded", given[NO_REASON]))
