"""One financial year of one table, protected as a whole: every area, quarter, half-year and year at once.

Protected in the order in which periods end, so that what was shown of the first quarter does not
depend on the second: the same cell gives the same answer whichever slice is asked for, and when.
Totals come before every table that shows them, for the same reason.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from services.theming.disclosure.problem import Problem
from services.theming.disclosure.protecting import protect
from services.theming.disclosure.settled import IN_MEMORY, Settled, as_bits, digest_of, from_bits
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


def hidden_cases(
    policy: DisclosurePolicy, period: Period, counts: Counts, kept: Settled = IN_MEMORY
) -> frozenset[Key]:
    """The hidden totals of every period that has ended when ``period`` has."""
    return _settled(_Asked(policy, period.year, "cases"), _stage(period), counts, kept)


def hidden_split(
    policy: DisclosurePolicy,
    period: Period,
    items: tuple[str, ...],
    counts: Counts,
    kept: Settled = IN_MEMORY,
) -> frozenset[Key]:
    """The hidden cells of a split where each case is in exactly one of ``items``, totals included."""
    return _settled(_Asked(policy, period.year, "split", items), _stage(period), counts, kept)


def hidden_group(
    policy: DisclosurePolicy,
    period: Period,
    group: str,
    themes: tuple[str, ...],
    counts: Counts,
    kept: Settled = IN_MEMORY,
) -> frozenset[Key]:
    """The hidden cells of a group of themes and of each theme in it; a case may have several."""
    return _settled(_Asked(policy, period.year, "group", (*themes, group)), _stage(period), counts, kept)


class _Asked(NamedTuple):
    """A table of one year; ``shape``: how its items add up, "cases" (there are none), "split" or "group"."""

    policy: DisclosurePolicy
    year: int
    shape: str
    items: tuple[str, ...] = ()


def _stage(period: Period) -> int:
    return next(number for number, stage in enumerate(stages(period.year)) if period in stage)


def _settled(asked: _Asked, stage: int, counts: Counts, kept: Settled) -> frozenset[Key]:
    """What is hidden when the periods of ``stage`` end, worked out if it is not kept."""
    keys = _keys((CASES, *asked.items), asked.year, stage)
    known = {key: counts.get(key, 0) for key in keys}
    digest = digest_of(*asked, stage, tuple(known.values()))
    bits = kept.get(digest)
    if bits is not None:
        return from_bits(bits, keys)
    hidden = _worked_out(asked, stage, known, kept)
    kept.put(digest, as_bits(hidden, keys))
    return hidden


def _worked_out(asked: _Asked, stage: int, counts: dict[Key, int], kept: Settled) -> frozenset[Key]:
    """What was settled before stays as it was."""
    hidden = _settled(asked, stage - 1, counts, kept) if stage else frozenset()
    now = {period.name for period in stages(asked.year)[stage]}
    settled = {key: key in hidden for key in counts if key[2] not in now}
    if asked.shape != "cases":
        totals = _settled(_Asked(asked.policy, asked.year, "cases"), stage, counts, kept)
        settled |= {key: key in totals for key in counts if key[0] == CASES}
    of_hidden = _of_hidden(asked.items, counts, settled)
    if asked.items and not any(count for key, count in counts.items() if key[0] != CASES):
        return frozenset(key for key, gone in settled.items() if gone) | of_hidden
    return protect(_problem(asked, counts, settled, of_hidden))


@lru_cache(maxsize=512)
def _keys(items: tuple[str, ...], year: int, stage: int) -> tuple[Key, ...]:
    """Every cell of ``items`` in the periods that have ended by ``stage``, always in the same order."""
    periods = [period.name for each in stages(year)[: stage + 1] for period in each]
    return tuple((item, area, period) for item in items for area in AREAS for period in periods)


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
    asked: _Asked, counts: dict[Key, int], settled: dict[Key, bool], of_hidden: frozenset[Key]
) -> Problem:
    policy, year, shape, items = asked
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
        of_hidden=of_hidden,
        zeros_cover=frozenset(key for key in counts if key[0] != CASES) if shape == "split" else of_hidden,
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


def _of_hidden(items: tuple[str, ...], counts: Counts, settled: Mapping[Key, bool]) -> frozenset[Key]:
    """Every cell of the areas and periods whose number of cases is hidden.

    Where only the small ones went, and zeros stayed, what stayed told of what kind these few are: and so did,
    in the area whose total goes for company, which of its counts went with them.
    """
    totals = [key for key, gone in settled.items() if gone and key[0] == CASES and counts[key]]
    return frozenset((item, *at) for _, *at in totals for item in items)
