"""The report as a board may see it: small numbers hidden, and with them all that would give them away.

A line is shown whole or hidden whole. Hidden lines can only be had together, as what is left of the total, so
lines are hidden until that rest is no small number in any column. Nothing is published for periods that
overlap: from two of them a third could be worked out. The tests check by linear programs what a reader can
infer.
"""

from collections.abc import Sequence
from typing import NamedTuple

from shared.disclosure.cells import Cell, Suppressed
from shared.disclosure.policies import DisclosurePolicy

RECEIVED = 0


class Counts(NamedTuple):
    """Received, and its three parts."""

    received: int
    in_time: int
    late: int
    cannot_be_judged: int

    @property
    def parts(self) -> tuple[int, ...]:
        return self[1:]


def protect_total(policy: DisclosurePolicy, total: Counts) -> frozenset[int]:
    """The columns of the total that are hidden: small ones, and others until their sum says nothing.

    Columns: 0 received, 1 in time, 2 late, 3 cannot be judged.
    """
    hidden = {column for column, count in enumerate(total) if policy.is_small(count)}
    shown = sorted((count, column) for column, count in enumerate(total) if column and count)
    for _, column in shown:
        if _says_nothing(policy, total, hidden):
            break
        hidden.add(column)
    if not _says_nothing(policy, total, hidden):
        hidden.add(RECEIVED)
    return frozenset(hidden)


def protect_lines(
    policy: DisclosurePolicy, total: Counts, hidden_total: frozenset[int], lines: Sequence[Counts]
) -> frozenset[int]:
    """The places of the lines that are hidden; at the worst all, those with nobody in them too.

    A line that holds every death is hidden: to show it says where each of them belongs.
    """
    hidden = {
        place
        for place, line in enumerate(lines)
        if any(map(policy.is_small, line)) or 0 < line.received == total.received
    }
    if not hidden and not hidden_total:
        return frozenset()
    filled = sorted((line.received, place) for place, line in enumerate(lines) if line.received)
    for _, place in filled:
        if _rest_says_nothing(policy, hidden_total, [lines[each] for each in hidden]):
            return frozenset(hidden)
        hidden.add(place)
    if _rest_says_nothing(policy, hidden_total, [lines[each] for each in hidden]):
        return frozenset(hidden)
    return frozenset(range(len(lines)))


def protect_numbers(policy: DisclosurePolicy, numbers: Sequence[int]) -> frozenset[int]:
    """The places of single counts that are hidden, where their sum may be known."""
    hidden = {place for place, number in enumerate(numbers) if policy.is_small(number)}
    for _, place in sorted((number, place) for place, number in enumerate(numbers) if number):
        if not hidden or _wide(policy, sum(numbers[each] for each in hidden), len(hidden)):
            return frozenset(hidden)
        hidden.add(place)
    if not hidden or _wide(policy, sum(numbers[each] for each in hidden), len(hidden)):
        return frozenset(hidden)
    return frozenset(range(len(numbers)))


def shown(policy: DisclosurePolicy, counts: Counts, hidden: frozenset[int]) -> tuple[Cell, ...]:
    """The four cells of a line."""
    return tuple(
        Suppressed() if column in hidden else policy.shown(count) for column, count in enumerate(counts)
    )


def _says_nothing(policy: DisclosurePolicy, total: Counts, hidden: set[int]) -> bool:
    """Whether the hidden parts of the total stay wide, given all that is shown of it."""
    parts = [total[column] for column in hidden if column != RECEIVED]
    if RECEIVED in hidden:
        return bool(parts) or not hidden - {RECEIVED}
    return not parts or _wide(policy, sum(parts), len(parts))


def _rest_says_nothing(
    policy: DisclosurePolicy, hidden_total: frozenset[int], lines: Sequence[Counts]
) -> bool:
    """Whether no hidden line can be narrowed down from what is left of the total in each column."""
    if not lines:
        return False
    rest = [sum(line[column] for line in lines) for column in range(4)]
    together = [column for column in hidden_total if column != RECEIVED]
    if together and sum(rest[column] for column in together) <= policy.suppress_to:
        return False
    seen = [column for column in (1, 2, 3) if column not in hidden_total]
    if any(policy.is_small(rest[column]) for column in seen):
        return False
    return len(lines) > 1 and (RECEIVED in hidden_total or _wide(policy, rest[RECEIVED], len(lines)))


def _wide(policy: DisclosurePolicy, together: int, number: int) -> bool:
    """Whether each of ``number`` hidden counts, none of them 0, can be anything that the policy hides."""
    return number > 1 and together - (number - 1) >= policy.suppress_to
