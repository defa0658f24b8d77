"""How series and signals stand, with what chance does at their size: rows for the page of signals."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from services.theming.domain.signals.false_alarms import FalseAlarms, worked_out_at
from services.theming.domain.signals.series import KINDS, Series
from services.theming.domain.signals.settings import SignalSettings
from services.theming.domain.signals.signal import Signal, SignalStatus
from services.theming.domain.signals.standing import Standing
from services.theming.queries import signals
from shared.storage import Transaction

Known = Mapping[tuple[float, float], FalseAlarms]
One = TypeVar("One")


class Row(NamedTuple):
    """A watched series as it stands. ``chance``: None where nothing is judged, or not yet worked out."""

    series: Series
    standing: Standing
    chance: FalseAlarms | None


class Raised(NamedTuple):
    """Signals as they wait: ``open`` with the day their next step is due, ``closed`` the latest first."""

    open: list[tuple[Signal, date]]
    closed: list[tuple[Signal, None]]
    unseen: int
    overdue: int


class ByChance(NamedTuple):
    """Signals a year that are chance: over all series together, and the least and most of one series."""

    together: float
    least: FalseAlarms
    most: FalseAlarms


def as_they_wait(raised: Iterable[Signal], settings: SignalSettings, today: date) -> Raised:
    """What nobody has seen first, then what is due soonest; what is closed apart."""
    every = [(each, each.due_on(settings)) for each in raised]
    waiting = [(each, due) for each, due in every if due]
    return Raised(
        sorted(waiting, key=lambda one: (one[0].status is not SignalStatus.RAISED, one[1])),
        [(each, None) for each, due in every if due is None],
        sum(each.status is SignalStatus.RAISED for each, _ in waiting),
        sum(due < today for _, due in waiting),
    )


def chance_of(standing: Standing, series: Series, known: Known) -> FalseAlarms | None:
    """What chance does at the size of a series; None where nothing is judged, or not yet worked out."""
    if standing.unjudged:
        return None
    return known.get((worked_out_at(standing.a_year), series.swing))


def rows_of(standing: Iterable[Standing], series: Mapping[str, Series], known: Known) -> list[Row]:
    """Of each series that is still watched, those first that tell most."""
    mine = [(series[each.series], each) for each in standing if each.series in series]
    rows = [Row(one, each, chance_of(each, one, known)) for one, each in mine]
    return sorted(rows, key=_most_telling)


def by_kind(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """Rows under what their series are counted by; a kind without a row is left out."""
    return _under_kinds(rows, lambda row: row.series.kind)


def series_by_kind(series: Iterable[Series]) -> list[tuple[str, list[Series]]]:
    """Every series that is watched, under what it is counted by."""
    return _under_kinds(list(series), lambda one: one.kind)


def by_chance(rows: Iterable[Row]) -> ByChance | None:
    """What chance raises among all that is watched; None before it is worked out of any."""
    known = sorted((row.chance for row in rows if row.chance), key=lambda each: each.of_vote.mean)
    if not known:
        return None
    return ByChance(sum(each.of_vote.mean for each in known), known[0], known[-1])


def chances_when_raised(
    tx: Transaction, raised: Iterable[Signal], series: Mapping[str, Series]
) -> dict[str, FalseAlarms]:
    """By signal, what chance does at the size that its series had then; for those who may see cases."""
    usual, known = signals.usual_when_raised(tx), {}
    found = {}
    for each in raised:
        if each.settings not in known:
            known[each.settings] = signals.chances_known(tx, each.settings)
        swing = series[each.series].swing if each.series in series else 0.0
        chance = known[each.settings].get((worked_out_at(usual[each.id]), swing))
        if chance:
            found[each.id] = chance
    return found


def _under_kinds(found: Sequence[One], kind_of: Callable[[One], str]) -> list[tuple[str, list[One]]]:
    sorted_out = [(label, [one for one in found if kind_of(one) == kind]) for kind, label in KINDS.items()]
    return [(label, mine) for label, mine in sorted_out if mine]


def _most_telling(row: Row) -> tuple[object, ...]:
    standing = row.standing
    over = standing.in_window / standing.expected if standing.expected else 0.0
    return bool(standing.unjudged), -len(standing.speaking), -over
