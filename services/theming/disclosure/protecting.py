"""Hide what must be hidden, audit the result as a reader would, hide more until the audit finds nothing."""

from itertools import count

from services.theming.disclosure.attacking import Exposure, Reader
from services.theming.disclosure.choosing import choose_hidden
from services.theming.disclosure.problem import Need, Problem
from services.theming.domain.statistics.tree import Key

QUICK = 4_000_000
"""A try takes about as long as the square of the number of cells, in units of which this many are quick."""
ROUNDS_OF_CHOOSING = 5
"""After so many attacks nothing that has gone comes back, so that the end comes soon."""


def protect(problem: Problem) -> frozenset[Key]:
    """The hidden cells of ``problem``, settled ones included. Fails closed: at worst all that may go."""
    return protect_and_audit(problem)[0]


def protect_and_audit(problem: Problem) -> tuple[frozenset[Key], list[Exposure]]:
    """The hidden cells, and those of them that stay exposed though nothing is left whose going would help."""
    needs: list[Need] = []
    also: frozenset[Key] = frozenset()
    for number in count(1):
        hidden = choose_hidden(problem, needs, also)
        exposures = _exposures(problem, hidden)
        more = [need for exposure in exposures for need in exposure.needs]
        if not more:
            break
        needs += more
        if number >= ROUNDS_OF_CHOOSING:
            also |= hidden & problem.hideable
        also -= {need.of for need in needs if not need.helps}
    return hidden, exposures


def _exposures(problem: Problem, hidden: frozenset[Key]) -> list[Exposure]:
    """What a reader finds. One who reckons with finer counts takes longer: she comes after the other."""
    return _needed(Reader(problem.coarser(), hidden).exposures()) or Reader(problem, hidden).exposures()


def _needed(exposures: list[Exposure]) -> list[Exposure]:
    return exposures if any(exposure.needs for exposure in exposures) else []


def give_back(problem: Problem, hidden: frozenset[Key]) -> frozenset[Key]:
    """Fewer hidden cells where some are not needed, the dearest first; as many tries as are quick."""
    further = [key for key in hidden if not problem.stays_hidden(key)]
    further.sort(key=lambda key: (problem.counts[key] > 0, -problem.counts[key], key))
    for key in further[: QUICK // len(problem.keys) ** 2]:
        fewer = hidden - {key}
        if _rules_hold(problem, fewer) and Reader(problem, fewer).works_nothing_out():
            hidden = fewer
    return hidden


def _rules_hold(problem: Problem, hidden: frozenset[Key]) -> bool:
    alone = any(len(hidden.intersection(each.keys)) == 1 for each in problem.relations if each.exact)
    enough = all(len(hidden.intersection(keys)) >= number for keys, number in problem.at_least)
    return enough and not alone
