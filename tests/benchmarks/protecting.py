"""Releases protected and attacked: five hundred by lot, 240 made to be hard, and two of sixty linked tables.

Sixty small ones are attacked besides by a reader who knows that children are whole (integer programs).
"""

import random
import time
from collections.abc import Callable, Iterable
from datetime import date
from itertools import combinations, product

from services.theming.disclosure.released import WouldGiveAway
from services.theming.disclosure.releases import ProtectedRelease, protect_release
from services.theming.domain.statistics.linked_tables import TOTAL, LinkedTable, Release
from shared.disclosure.policies import DisclosurePolicy, policy_on
from tests.benchmarks.measuring import load, note, report
from tests.unit.theming.adversarial_releases import (
    WholeChildren,
    hard_release,
    narrowed_by_whole_children,
)
from tests.unit.theming.linked_releases import (
    Cases,
    OutsideReader,
    cell_by_cell,
    exposed_to,
    lost,
    some_release,
)

RELEASES, HARD, WHOLE = 500, 240, 60
MOST_SECONDS = 30.0
TABLES = 60
DIMENSIONS = {
    "area": 4, "age": 6, "sex": 3, "category": 10, "place": 5, "modifiable": 3,
    "ethnic group": 6, "quintile": 5, "year": 4, "sector": 6, "expected": 2,
}  # fmt: skip


def protecting() -> None:
    """Ends the run if a cell can be worked out, more is lost than cell by cell, or it takes too long."""
    for name in ("publishable", "restricted_board"):
        policy = policy_on(name, date(2026, 1, 1))
        _attacked(policy, "made by lot", RELEASES, some_release)
        _attacked(policy, "made to be hard", HARD, hard_release)
        _whole_children(policy)
        _sixty_tables(policy, sixty_tables(_two_by_two()))
        _sixty_tables(policy, sixty_tables(_three_by_three()))


def _attacked(
    policy: DisclosurePolicy, kind: str, number_of: int, made: Callable[[int], tuple[Cases, Release]]
) -> None:
    ours, theirs, refused, exposed = [0, 0], [0, 0], 0, 0
    for number in range(number_of):
        cases, release = made(number)
        try:
            protected = protect_release(release, policy)
        except WouldGiveAway:
            refused += 1
            continue
        reader = OutsideReader(cases.dims)
        reader.reads(protected)
        exposed += len(exposed_to(reader, protected))
        ours = [a + b for a, b in zip(ours, lost(protected.problem, protected.hidden), strict=True)]
        theirs = [a + b for a, b in zip(theirs, _by_thumb(protected), strict=True)]
    report(f"Cells hidden, {policy.name}, {kind}", ours[0], theirs[0], "cells", "cell by cell")
    report(f"Counts hidden, {policy.name}, {kind}", ours[1], theirs[1], "cases", "cell by cell")
    note(f"  {number_of} releases {kind}: {exposed} hidden cells exposed, {refused} releases refused")
    if exposed or ours[0] >= theirs[0] or ours[1] >= theirs[1]:
        raise SystemExit("a hidden cell can be worked out, or more is lost than cell by cell")


def _by_thumb(protected: ProtectedRelease) -> tuple[int, int]:
    return lost(protected.problem, cell_by_cell(protected.problem))


def _whole_children(policy: DisclosurePolicy) -> None:
    found, too_hard = [], 0
    for number in range(WHOLE):
        cases, release = hard_release(number)
        protected = protect_release(release, policy)
        reader = WholeChildren(cases.dims)
        reader.reads(protected)
        narrowed, unanswered = narrowed_by_whole_children(reader, protected)
        found += narrowed
        too_hard += unanswered
    note(
        f"  whole children narrow {len(found)} counts of {WHOLE} releases; {too_hard} questions were too hard"
    )
    if found:
        raise SystemExit("\n".join(found[:20]))


def _sixty_tables(policy: DisclosurePolicy, release: Release) -> None:
    started = time.process_time()
    protected = protect_release(release, policy)
    ours = time.process_time() - started
    note(
        f"  {TABLES} linked tables with {len(protected.problem.counts):,} cells, {policy.name}:"
        f" {len(protected.hidden):,} hidden in {ours:.1f} s of processor time; {load()}"
    )
    if ours > MOST_SECONDS:
        raise SystemExit(f"{TABLES} tables take {ours:.0f} s")


def sixty_tables(crossed: Iterable[tuple[str, ...]], cases: int = 350) -> Release:
    """Of five years of the area's cases."""
    draw = random.Random(7)
    weights = {dim: [draw.random() + 0.05 for _ in range(size)] for dim, size in DIMENSIONS.items()}
    found = [
        {dim: f"{dim} {draw.choices(range(len(each)), each)[0]}" for dim, each in weights.items()}
        for _ in range(cases)
    ]
    return Release(tuple(_table(dims, found) for dims in crossed)[:TABLES])


def _two_by_two() -> list[tuple[str, ...]]:
    """Every pair of dimensions, then each alone."""
    return [*combinations(DIMENSIONS, 2), *((dim,) for dim in DIMENSIONS)]


def _three_by_three() -> list[tuple[str, ...]]:
    """Twelve tables of three dimensions, most of the pairs, and each dimension alone."""
    threes = list(combinations(DIMENSIONS, 3))[::14][:12]
    return [*threes, *list(combinations(DIMENSIONS, 2))[:37], *((dim,) for dim in DIMENSIONS)]


def _table(dims: tuple[str, ...], cases: list[dict[str, str]]) -> LinkedTable:
    values = [[*(f"{dim} {number}" for number in range(DIMENSIONS[dim])), TOTAL] for dim in dims]
    counts = dict.fromkeys(product(*values), 0)
    for case in cases:
        for cell in product(*[(case[dim], TOTAL) for dim in dims]):
            counts[cell] += 1
    return LinkedTable(" by ".join(dims), dims, counts)
