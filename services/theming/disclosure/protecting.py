"""Hide what must be hidden, audit the result as a reader would, hide more until the audit finds nothing."""

from services.theming.disclosure.attacking import Exposure, Reader
from services.theming.disclosure.choosing import choose_hidden
from services.theming.disclosure.problem import Problem
from services.theming.domain.tree import Key


def protect(problem: Problem) -> frozenset[Key]:
    """The hidden cells of ``problem``, settled ones included. Fails closed: at worst, all that may go goes."""
    also: frozenset[Key] = frozenset()
    while True:
        hidden = choose_hidden(problem, also)
        exposures = Reader(problem, hidden).exposures()
        if not exposures:
            return hidden
        more = frozenset().union(*(_remedy(problem, hidden, found) for found in exposures))
        if not more:
            return hidden
        also |= more


def _remedy(problem: Problem, hidden: frozenset[Key], found: Exposure) -> frozenset[Key]:
    """The smallest shown count among those that pin the cell down; if none can go, every one that can."""
    able = [key for key in problem.keys if problem.may_hide(key) and key not in hidden]
    to_blame = [key for key in able if key in found.because_of]
    if to_blame:
        return frozenset(
            {min(to_blame, key=lambda key: (problem.counts[key] == 0, problem.counts[key], key))}
        )
    return frozenset(able)
