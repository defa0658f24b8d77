"""Releases protected and attacked: five hundred made by lot, and one of sixty linked tables."""

import random
import time
from collections.abc import Iterator
from datetime import date
from itertools import combinations, product

from services.theming.disclosure.released import WouldGiveAway
from services.theming.disclosure.releases import ProtectedRelease, protect_release
from services.theming.domain.statistics.linked_tables import TOTAL, LinkedTable, Release
from shared.disclosure.policies import DisclosurePolicy, policy_on
from tests.benchmarks.measuring import load, note, report
from tests.unit.theming.linked_releases import (
    OutsideReader,
    cell_by_cell,
    exposed_to,
    lost,
    some_release,
)

RELEASES = 500
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
        _made_by_lot(policy)
        _sixty_tables(policy)


def _made_by_lot(policy: DisclosurePolicy) -> None:
    ours, theirs, refused, exposed = [0, 0], [0, 0], 0, 0
    for number in range(RELEASES):
        cases, release = some_release(number)
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
    report(f"Cells hidden, {policy.name}", ours[0], theirs[0], "cells", "cell by cell")
    report(f"Counts hidden, {policy.name}", ours[1], theirs[1], "cases", "cell by cell")
    note(f"  {RELEASES} releases made by lot: {exposed} hidden cells exposed, {refused} releases refused")
    if exposed or ours[0] >= theirs[0] or ours[1] >= theirs[1]:
        raise SystemExit("a hidden cell can be worked out, or more is lost than cell by cell")


def _by_thumb(protected: ProtectedRelease) -> tuple[int, int]:
    return lost(protected.problem, cell_by_cell(protected.problem))


def _sixty_tables(policy: DisclosurePolicy) -> None:
    release = sixty_tables()
    started = time.process_time()
    protected = protect_release(release, policy)
    ours = time.process_time() - started
    note(
        f"  {TABLES} linked tables with {len(protected.problem.counts):,} cells, {policy.name}:"
        f" {len(protected.hidden):,} hidden in {ours:.1f} s of processor time; {load()}"
    )
    if ours > MOST_SECONDS:
        raise SystemExit(f"{TABLES} tables take {ours:.0f} s")


def sixty_tables(cases: int = 350) -> Release:
    """Every pair of dimensions, and each dimension alone, of five years of the area's cases."""
    draw = random.Random(7)
    weights = {dim: [draw.random() + 0.05 for _ in range(size)] for dim, size in DIMENSIONS.items()}
    found = [
        {dim: f"{dim} {draw.choices(range(len(each)), each)[0]}" for dim, each in weights.items()}
        for _ in range(cases)
    ]
    return Release(tuple(_table(dims, found) for dims in _crossed())[:TABLES])


def _crossed() -> Iterator[tuple[str, ...]]:
    yield from combinations(DIMENSIONS, 2)
    yield from ((dim,) for dim in DIMENSIONS)


def _table(dims: tuple[str, ...], cases: list[dict[str, str]]) -> LinkedTable:
    values = [[*(f"{dim} {number}" for number in range(DIMENSIONS[dim])), TOTAL] for dim in dims]
    counts = dict.fromkeys(product(*values), 0)
    for case in cases:
        for cell in product(*[(case[dim], TOTAL) for dim in dims]):
            counts[cell] += 1
    return LinkedTable(" by ".join(dims), dims, counts)
