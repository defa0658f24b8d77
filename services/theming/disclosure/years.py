"""One financial year of one table, protected as a whole: every area, quarter, half-year and year at once.

Protected in the order in which periods end, so that what was shown of the first quarter does not
depend on the second: the same cell gives the same answer whichever slice is asked for, and when.
Totals come before every table that shows them, for the same reason.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from services.theming.disclosure.problem import Problem
from services.theming.disclosure.protecting import protect
from services.theming.domain.statistics.tree import (
    AREAS,
    CASES,
    Key,
    Relation,
    adds_to_cases,
    overlapping,
    stages,
    sums,
)
from shared.disclosure.policies import DisclosurePolicy
from shared.periods import Period

WORTH_OF_A_HALF_YEAR = 0.05
"""Half-years go before the rest: people ask for quarters and for the year."""
Counts = Mapping[Key, int]
Frozen = frozenset[tuple[Key, int]]


def hidden_cases(policy: DisclosurePolicy, period: Period, counts: Counts) -> frozenset[Key]:
    """The hidden totals of every period that has ended when ``period`` has."""
    return _hidden(policy, period.year, _stage(period), "cases", (), _frozen(counts, (CASES,)))


def hidden_split(
    policy: DisclosurePolicy, period: Period, items: tuple[str, ...], counts: Counts
) -> frozenset[Key]:
    """The hidden cells of a split where each case is in exactly one of ``items``, totals included."""
    return _hidden(policy, period.year, _stage(period), "split", items, _frozen(counts, (CASES, *items)))


def hidden_group(
    policy: DisclosurePolicy, period: Period, group: str, themes: tuple[str, ...], counts: Counts
) -> frozenset[Key]:
    """The hidden cells of a group of themes and of each theme in it; a case may have several."""
    items = (*themes, group)
    if not any(count for key, count in counts.items() if key[0] in items):
        return hidden_cases(policy, period, counts)
    return _hidden(policy, period.year, _stage(period), "group", items, _frozen(counts, (CASES, *items)))


def _stage(period: Period) -> int:
    return next(number for number, stage in enumerate(stages(period.year)) if period in stage)


def _frozen(counts: Counts, items: Iterable[str]) -> Frozen:
    wanted = set(items)
    return frozenset((key, count) for key, count in counts.items() if key[0] in wanted)


def _until(frozen: Frozen, year: int, stage: int) -> Frozen:
    periods = {period.name for each in stages(year)[: stage + 1] for period in each}
    return frozenset((key, count) for key, count in frozen if key[2] in periods)


def _hidden(
    policy: DisclosurePolicy, year: int, stage: int, shape: str, items: tuple[str, ...], frozen: Frozen
) -> frozenset[Key]:
    return _settled(policy, year, stage, shape, items, _until(frozen, year, stage))


@lru_cache(maxsize=4096)
def _settled(
    policy: DisclosurePolicy, year: int, stage: int, shape: str, items: tuple[str, ...], frozen: Frozen
) -> frozenset[Key]:
    """What is hidden when the periods of ``stage`` end: what was settled before stays as it was."""
    known = dict(frozen)
    periods = [period.name for each in stages(year)[: stage + 1] for period in each]
    keys: list[Key] = [(i, a, p) for i in (CASES, *items) for a in AREAS for p in periods]
    counts = {key: known.get(key, 0) for key in keys}
    hidden = _hidden(policy, year, stage - 1, shape, items, frozen) if stage else frozenset()
    earlier = set(periods) - {period.name for period in stages(year)[stage]}
    settled = {key: key in hidden for key in counts if key[2] in earlier}
    if shape != "cases":
        totals = _hidden(policy, year, stage, "cases", (), _frozen(known, (CASES,)))
        settled |= {key: key in totals for key in counts if key[0] == CASES}
    return protect(_problem(policy, year, shape, items, counts, settled))


@lru_cache(maxsize=64)
def _relations(shape: str, items: tuple[str, ...], year: int) -> tuple[Relation, ...]:
    everywhere = sums((CASES, *items), year)
    match shape:
        case "split":
            return (*everywhere, *adds_to_cases(items, year))
        case "group":
            return (*everywhere, *overlapping(items[:-1], items[-1], year))
        case _:
            return tuple(everywhere)


def _problem(
    policy: DisclosurePolicy,
    year: int,
    shape: str,
    items: tuple[str, ...],
    counts: dict[Key, int],
    settled: dict[Key, bool],
) -> Problem:
    relations = _relations(shape, items, year)
    shown_totals = {key for key, hidden in settled.items() if key[0] == CASES and not hidden}
    all_in_one = _all_in_one(items, counts)
    lines = tuple(tuple((item, area, period) for item in items) for area, period in all_in_one.values())
    return Problem(
        policy=policy,
        counts=counts,
        relations=tuple(relation for relation in relations if all(key in counts for key in relation.keys)),
        settled=settled,
        always_hidden=frozenset(all_in_one),
        at_least=tuple((line, 2) for line in lines) if shape == "split" and len(items) > 1 else (),
        zeros_stay=shape != "split",
        known_exactly=frozenset(shown_totals) if shape != "cases" else frozenset(),
        weights={key: WORTH_OF_A_HALF_YEAR for key, count in counts.items() if count and "-H" in key[2]},
        evidently_zero=frozenset(key for key in counts if counts[(CASES, *key[1:])] == 0),
    )


def _all_in_one(items: tuple[str, ...], counts: Counts) -> dict[Key, tuple[str, str]]:
    """Cells that hold every case of their area and period: to show one says it of every child there."""
    return {
        key: (key[1], key[2])
        for key, count in counts.items()
        if key[0] in items and count > 0 and count == counts[(CASES, *key[1:])]
    }
