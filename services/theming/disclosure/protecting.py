"""Hide what must be hidden, audit the result as a reader would, hide more until the audit finds nothing."""

from services.theming.disclosure.attacking import Exposure, Reader
from services.theming.disclosure.choosing import choose_hidden
from services.theming.disclosure.problem import Problem
from services.theming.domain.statistics.tree import Key


def protect(problem: Problem) -> frozenset[Key]:
    """The hidden cells of ``problem``, settled ones included. Fails closed: at worst all that may go."""
    also: frozenset[Key] = frozenset()
    while True:
        hidden = choose_hidden(problem, also)
        exposures = Reader(problem, hidden).exposures()
        if not exposures:
            return hidden
        more = _remedies(problem, hidden, exposures)
        if not more:
            return hidden
        also |= more


def _remedies(problem: Problem, hidden: frozenset[Key], exposures: list[Exposure]) -> frozenset[Key]:
    """Shown cells whose going helps every exposed cell: first the one that helps most of them, and so on.

    Where nothing that is to blame can go, everything goes that can.
    """
    able = problem.hideable - hidden
    left = [able.intersection(exposure.because_of) for exposure in exposures]
    if not all(left):
        return able
    chosen: set[Key] = set()
    while left:
        best = min(frozenset().union(*left), key=lambda key: _preference(problem, left, key))
        chosen.add(best)
        left = [each for each in left if best not in each]
    return frozenset(chosen)


def _preference(problem: Problem, left: list[frozenset[Key]], key: Key) -> tuple[object, ...]:
    """Least first: a count before a zero, one that helps many, a small one; for the rest a fixed order."""
    count = problem.counts[key]
    return count == 0, -sum(key in each for each in left), count, key
