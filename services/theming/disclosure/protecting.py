"""Hide what must be hidden, audit the result as a reader would, hide more until the audit finds nothing."""

from itertools import count

from services.theming.disclosure.attacking import Exposure, Reader, Witness
from services.theming.disclosure.auditing import Audit
from services.theming.disclosure.choosing import NoPattern, choose_hidden
from services.theming.disclosure.evident import Evident
from services.theming.disclosure.problem import Need, Problem
from services.theming.disclosure.pushing import Pushing, Says, silent
from services.theming.domain.statistics.tree import Key, Relation

QUICK = 4_000_000
"""A try takes about as long as the square of the number of cells, in units of which this many are quick."""
MANY = 3_000
"""Of so many cells not each can be attacked by itself; then what is hidden is not quite the least."""
ROUNDS_OF_CHOOSING, ROUNDS_IF_LARGE = 5, 3
"""After so many attacks nothing that has gone comes back, so that the end comes soon."""


def protect(problem: Problem) -> frozenset[Key]:
    """The hidden cells of ``problem``, settled ones included. Fails closed: at worst all that may go."""
    return protect_and_audit(problem)[0]


def protect_and_audit(
    problem: Problem, say: Says = silent, many: int = MANY
) -> tuple[frozenset[Key], list[Exposure]]:
    """The hidden cells, and those of them that stay exposed though nothing is left whose going would help.

    ``say`` is told how far it is, if there are more than ``many`` cells, which are pushed many at once.
    """
    needs: list[Need] = []
    also: frozenset[Key] = frozenset()
    evident, rather_hidden = Evident(problem), False
    rounds = ROUNDS_IF_LARGE if problem.large else ROUNDS_OF_CHOOSING
    audit = Audit(evident)
    if len(problem.counts) > many:
        also, known = _pushed(problem, evident, say)
        audit.bears_witness(evident.coarser, also, known)
    for number in count(1):
        hidden, rather_hidden = _chosen(problem, needs, also, rather_hidden)
        exposures = audit.exposures(hidden)
        more = [need for each in exposures for need in each.needs if need.helps or not rather_hidden]
        if not more:
            break
        needs += more
        if number >= rounds:
            also |= hidden & problem.hideable
        also -= {need.of for need in needs if not need.helps and not rather_hidden}
    return hidden, exposures


def _chosen(
    problem: Problem, needs: list[Need], also: frozenset[Key], rather_hidden: bool
) -> tuple[frozenset[Key], bool]:
    """The choice. A cell that may as well be shown can be the only company of another: then all such go."""
    if not rather_hidden:
        try:
            return choose_hidden(problem, needs, also), False
        except NoPattern:
            if all(need.helps for need in needs):
                raise
    return choose_hidden(problem, [need for need in needs if need.helps], also), True


def _pushed(problem: Problem, evident: Evident, say: Says) -> tuple[frozenset[Key], Witness]:
    """What is to be hidden of many cells, and what bears witness that it cannot be worked out.

    As long as it stays hidden, the witness stays good.
    """
    pushing = Pushing(problem, choose_hidden(problem), evident)
    pushing.push_all(say)
    say("Whatever is still too near is now asked about by itself.")
    hidden = frozenset(key for key, gone in zip(problem.keys, pushing.hidden, strict=True) if gone)
    return hidden & problem.hideable, (pushing.lowest, pushing.highest)


def give_back(problem: Problem, hidden: frozenset[Key]) -> frozenset[Key]:
    """Fewer hidden cells where some are not needed, the dearest first; as many tries as are quick."""
    further = [key for key in hidden if not problem.stays_hidden(key)]
    evident = Evident(problem)
    further.sort(key=lambda key: (problem.counts[key] > 0, -problem.counts[key], key))
    cells = 1 + len(problem.keys) + len(problem.finer)
    for key in further[: QUICK // cells**2]:
        fewer = hidden - {key}
        if _rules_hold(problem, fewer) and Reader(problem, fewer, evident).works_nothing_out():
            hidden = fewer
    return hidden


def _rules_hold(problem: Problem, hidden: frozenset[Key]) -> bool:
    alone = any(_has_one(problem, each, hidden) for each in problem.sums_up)
    enough = all(len(hidden.intersection(keys)) >= number for keys, number in problem.at_least)
    return enough and not alone


def _has_one(problem: Problem, relation: Relation, hidden: frozenset[Key]) -> bool:
    """Whether one cell of a sum is hidden alone, and more than that nobody is there would follow."""
    return [problem.needs_no_guard(key) for key in relation.keys if key in hidden] == [False]
