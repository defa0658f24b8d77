"""Groups of texts gathered by what they share: begun with a term or with two, and moved text by text.

Each step takes in or leaves out the text that adds most to the group's worth (`weighing`), until none does.
Groups are then ranked by the terms that make them, of which the first may be worth no more than its being
frequent here and rare in all accounts: that texts share one common word makes no theme.
"""

from dataclasses import dataclass
from typing import Any

import numpy

from services.theming.discovery.weighing import FEWEST, LARGEST, Weighing
from services.theming.discovery.words import FAMILY, KIND, kinds, ordinary

#: A term begins a group if it stands in so many texts of all, and so many times as often as in all accounts.
BEGINS, OFTENER = 0.1, 1.5
#: Two terms begin one together: either of two rarer ones in so many texts, or both of two frequent ones.
EITHER, EITHER_OFTENER, LARGEST_EITHER = 0.15, 1.2, 25
BOTH, LARGEST_BOTH, BOTH_ABOVE = 0.3, 15, 3.0
#: Of each sort of two terms, so many begin a group.
PAIRS = 60
STEPS = 30
#: So many groups are moved at once: each takes room for every term.
AT_A_TIME = 200
#: Terms that a group is ranked by, and what one is worth at least to be among its own.
TERMS, LEAST = 6, 0.5
#: What a term may be worth more than its being frequent here.
MORE = 4.0
#: Of a term that a known theme's words make, so much counts; of a word that names no kind of thing, or that
#: accounts of any kind have, so much.
KNOWN, NO_KIND, ANY_ACCOUNT = 0.5, 0.6, 0.25
#: How much of a group's cost counts against it in the ranking, where smaller ones are not to win by it.
COST = 0.15


@dataclass(frozen=True)
class Gathered:
    """Rows of the texts, the group's own terms (columns, best first) and its worth for the ranking."""

    texts: tuple[int, ...]
    terms: tuple[int, ...]
    worth: float


def gathered(field: Weighing) -> list[Gathered]:
    """All groups, best first; the same for the same texts."""
    begun = beginnings(field)
    found: list[Gathered] = []
    for first in range(0, len(begun), AT_A_TIME):
        some = climbed(field, begun[first : first + AT_A_TIME])
        found += ranked(field, numpy.unique(some, axis=0))
    return sorted(found, key=lambda one: (-one.worth, one.texts))


def climbed(field: Weighing, members: Any) -> Any:
    """The groups (g x n, 0 or 1) that these beginnings come to; of two that meet, one goes on."""
    members = members.copy()
    moving = numpy.arange(len(members))
    for _ in range(STEPS):
        if not len(moving):
            break
        gains = field.moves(members[moving])
        best = gains.argmax(axis=1)
        better = gains[numpy.arange(len(moving)), best] > 1e-6
        moving, best = moving[better], best[better]
        members[moving, best] = 1 - members[moving, best]
        _, first = numpy.unique(members[moving], axis=0, return_index=True)
        moving = moving[numpy.sort(first)]
    return members


def beginnings(field: Weighing) -> Any:
    """Texts (g x n) that have a term, either of two, or both of two."""
    texts = len(field.has)
    times = field.counts / (field.ordinary * texts)
    telling = numpy.array([not name.startswith(FAMILY) for name in field.names])
    single = numpy.flatnonzero(
        telling & (field.counts >= FEWEST) & (field.counts <= BEGINS * texts) & (times >= OFTENER)
    )
    rare = numpy.flatnonzero((field.counts <= EITHER * texts) & (times >= EITHER_OFTENER))
    frequent = numpy.flatnonzero(telling & (field.counts >= FEWEST) & (field.counts <= BOTH * texts))
    found = [*field.has[:, single].T, *_either(field, rare), *_both(field, frequent)]
    found = [one for one in found if FEWEST <= one.sum() <= LARGEST]
    return numpy.unique(numpy.array(found), axis=0) if found else numpy.zeros((0, texts))


def _either(field: Weighing, terms: Any) -> list[Any]:
    has, counts = field.has[:, terms], field.counts[terms]
    together = has.T @ has
    first, second = numpy.nonzero(numpy.triu(together >= 2, 1))
    shared = together[first, second]
    worth = shared * numpy.log(shared * len(has) / (counts[first] * counts[second] + 0.5))
    size = counts[first] + counts[second] - shared
    worth[(size < FEWEST) | (size > LARGEST_EITHER)] = -numpy.inf
    best = [at for at in numpy.argsort(-worth, kind="stable")[:PAIRS] if numpy.isfinite(worth[at])]
    return [numpy.maximum(has[:, first[at]], has[:, second[at]]) for at in best]


def _both(field: Weighing, terms: Any) -> list[Any]:
    """Two terms that stand together oftener than they would by chance, here and in all accounts."""
    has, counts, usual = field.has[:, terms], field.counts[terms], field.ordinary[terms]
    together = has.T @ has
    first, second = numpy.nonzero(numpy.triu((together >= FEWEST) & (together <= LARGEST_BOTH), 1))
    shared, texts = together[first, second], len(has)
    chance = numpy.maximum(counts[first] * counts[second] / texts, usual[first] * usual[second] * texts)
    worth = numpy.where(shared > chance, shared * numpy.log(shared / chance) - (shared - chance), 0)
    found: list[Any] = []
    for at in numpy.argsort(-worth, kind="stable"):
        one, other = field.names[terms[first[at]]], field.names[terms[second[at]]]
        if worth[at] <= BOTH_ABOVE or len(found) == PAIRS:
            break
        if not _say_the_same(one, other):
            found.append(has[:, first[at]] * has[:, second[at]])
    return found


def _say_the_same(one: str, other: str) -> bool:
    shared = set(one.split()) & set(other.split())
    return bool(shared) or one in kinds().above(other) or other in kinds().above(one)


def ranked(field: Weighing, members: Any) -> list[Gathered]:
    size = members.sum(axis=1, keepdims=True)
    having = members @ field.has
    texts = len(field.has)
    expected = field.ordinary * texts
    frequent = field.counts * numpy.log(numpy.maximum(field.counts, 1e-9) / expected) - (
        field.counts - expected
    )
    frequent = numpy.where(field.counts > expected, frequent, 0)
    apart = (members @ field.beyond) / numpy.maximum(having, 1)
    says = numpy.array([_says(name) for name in field.names])
    worth = numpy.minimum(field.terms_of(members, having, size), frequent + MORE)
    worth = worth * says * (KNOWN + (1 - KNOWN) * apart)
    costs = COST * field.cost(size).ravel()
    return [_ranked(field, members[at], worth[at], float(costs[at])) for at in range(len(members))]


def _ranked(field: Weighing, member: Any, worth: Any, cost: float) -> Gathered:
    own: list[int] = []
    for term in numpy.argsort(-worth, kind="stable").tolist():
        if worth[term] < LEAST or len(own) == 2 * TERMS:
            break
        name = field.names[term]
        if not name.startswith(FAMILY) and not any(_say_the_same(name, field.names[had]) for had in own):
            own.append(term)
    total = float(worth[own[:TERMS]].sum()) - cost if own else -numpy.inf
    return Gathered(tuple(numpy.flatnonzero(member).tolist()), tuple(own), total)


def _says(name: str) -> float:
    """How much a term can say of what a text is about."""
    if name.startswith(KIND):
        return 1.0
    parts = name.split()
    if all(part in ordinary() for part in parts):
        return ANY_ACCOUNT
    return 1.0 if any(kinds().above(part) for part in parts) else NO_KIND
