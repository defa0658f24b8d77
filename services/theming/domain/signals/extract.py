"""What public health is given of a series before any review: protected counts, and nothing of one child.

Every split is protected for itself, against a reader who knows the exact number of all and of each count that
is shown: so what is hidden together must leave each of its counts at least ``WIDTH`` values.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from shared.disclosure.cells import Cell, Missing, Suppressed, TrueZero
from shared.disclosure.policies import DisclosurePolicy

WIDTH = 8
WEEKS = 52
#: An extract of a series is made anew after so many days; until then it is the same one.
ANEW_AFTER_DAYS = 28
SPLITS = {
    "age_band": "Age at death",
    "sex": "Sex",
    "area": "Area",
    "place_of_death": "Place of death",
}


@dataclass(frozen=True)
class Split:
    name: str
    label: str
    cells: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True)
class SignalExtract:
    """``usual_a_year`` is rounded as a count; ``first`` and ``last`` are days of notification."""

    series: str
    label: str
    first: date
    last: date
    total: Cell
    usual_a_year: Cell
    splits: tuple[Split, ...]


def window_of(today: date) -> tuple[date, date]:
    """The days that an extract covers: 52 whole weeks, the last ended on the Sunday before today."""
    last = today - timedelta(days=today.isoweekday())
    return last - timedelta(days=7 * WEEKS - 1), last


def protected(counts: Mapping[str, int], policy: DisclosurePolicy) -> dict[str, Cell]:
    """The counts of one split, each case in one of them, as they may be shown.

    Small ones go, then the next smallest until the hidden ones protect each other; if that is never so, all.
    Where all cases are in one, that says something of each of them: then nothing is shown.
    """
    by_size = sorted((number, name) for name, number in counts.items() if number)
    if len(by_size) == 1:
        return dict.fromkeys(counts, Suppressed())
    hidden = [each for each in by_size if policy.is_small(each[0])]
    shown = by_size[len(hidden) :]
    while hidden and not _protect_each_other([number for number, _ in hidden]):
        if not shown:
            return dict.fromkeys(counts, Suppressed())
        hidden.append(shown.pop(0))
    gone = {name for _, name in hidden}
    return {name: Suppressed() if name in gone else policy.shown(number) for name, number in counts.items()}


def signal_extract(
    series: str,
    label: str,
    days: tuple[date, date],
    usual_a_year: float | None,
    cases: Iterable[Mapping[str, str]],
    known: Mapping[str, Iterable[str]],
    policy: DisclosurePolicy,
) -> SignalExtract:
    """``cases``: of each the value in every split; ``known``: the values a split has, so that nobody is 0.

    If the number of all is small, nothing is said of its parts. ``usual_a_year``: None where it is not known.
    """
    rows = list(cases)
    total = policy.shown(len(rows))
    splits = []
    for name, split in SPLITS.items():
        counted = Counter(row[name] for row in rows)
        counts = {value: counted[value] for value in (*known[name], *sorted(set(counted) - {*known[name]}))}
        cells = (
            dict.fromkeys(counts, Suppressed() if rows else TrueZero())
            if isinstance(total, Suppressed | TrueZero)
            else protected(counts, policy)
        )
        splits.append(Split(name, split, tuple(cells.items())))
    return SignalExtract(series, label, *days, total, _usual(usual_a_year, policy), tuple(splits))


def _usual(a_year: float | None, policy: DisclosurePolicy) -> Cell:
    """Rounded as a count: less than one a year is few and not none. None: it is not known."""
    if a_year is None:
        return Missing()
    return policy.shown(max(1, round(a_year)) if a_year else 0)


def _protect_each_other(hidden: list[int]) -> bool:
    """Whether a reader who knows their sum, and that none is 0, can narrow none below WIDTH values."""
    return len(hidden) > 1 and sum(hidden) - len(hidden) + 1 >= WIDTH
