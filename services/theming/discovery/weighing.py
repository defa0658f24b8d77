"""What it would be worth to take some texts as telling one thing, by the words that they share.

A group's worth is a sum over terms: the log of how much better a rate of its own explains how many of its
texts have the term than the usual rate does, less what it costs to name a group of that size. The usual rate
is the highest of three: the other texts', all accounts' (`ordinary_accounts`), and that of accounts that tell
the known themes that the group's texts tell. So what a known theme explains is not found again, word by word.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy
from scipy.special import betaln, gammaln

from services.theming.discovery.ordinary_accounts import counted, rates_with
from services.theming.discovery.reading import Read
from services.theming.discovery.words import FAMILY, KIND, kinds

COMMON = 0.35
#: A word that no account has is taken to be in this share of them; accounts weigh as so many of the texts.
RAREST, AS_MANY = 0.001, 500
#: Of a word and its kind in nearly the same texts, one counts.
SAME_TEXTS = 0.75
#: Weights of terms, as words of a text overlap: a pair says again what its words say.
FAMILY_WEIGHT, PAIR_WEIGHT, WORD_WEIGHT, KIND_WEIGHT = 0.3, 0.35, 0.8, 1.0
#: Of all terms, the share that a group is expected to have its own rate of; that rate is Beta(0.5, 1.5).
OWN_RATE, MORE, LESS = 0.003, 0.5, 1.5
#: How far the narratives of a known theme explain the words of a text that tells it.
EXPLAINED = 0.6
#: What a text more is worth against the cost of naming a larger group (natural logarithm).
FOR_A_TEXT = 1.5
FEWEST, LARGEST = 3, 40


@dataclass(frozen=True)
class Weighing:
    """Texts by terms: `has` (0 or 1), `beyond` (where no known theme's words make the term), and the `usual`
    rate of each term for each text, 0 to 1. `ordinary` is the rate of all accounts.
    """

    names: list[str]
    has: Any
    beyond: Any
    usual: Any
    ordinary: Any
    weights: Any

    @property
    def counts(self) -> Any:
        return self.has.sum(axis=0)

    def terms_of(self, members: Any, having: Any, size: Any) -> Any:
        """What each term is worth to each group: `members` (g x n) have the terms `having` (g x t) times."""
        usual = (members @ self.usual) / members.sum(axis=1, keepdims=True)
        return self._worth(having, size, usual)

    def _worth(self, having: Any, size: Any, usual: Any) -> Any:
        others = (self.counts - having + 0.5) / (numpy.maximum(len(self.has) - size, 1) + 1)
        rate = numpy.clip(numpy.maximum(others, usual), 1e-6, 0.9)
        having, size = numpy.rint(having), numpy.rint(size)
        without = size - having
        better = _own_rates()[having.astype(int), numpy.clip(without, 0, LARGEST + 2).astype(int)]
        better = better - having * numpy.log(rate) - without * numpy.log1p(-rate)
        better = numpy.where(having > rate * size, better, -5)
        return numpy.log1p(OWN_RATE * numpy.expm1(numpy.clip(better, -20, 300))) * self.weights

    def cost(self, size: Any) -> Any:
        texts = len(self.has)
        return gammaln(texts + 1) - gammaln(size + 1) - gammaln(texts - size + 1) - FOR_A_TEXT * size

    def moves(self, members: Any) -> Any:
        """What each group gains by taking in a text, or leaving out one that it has (g x n)."""
        size = members.sum(axis=1, keepdims=True)
        having = members @ self.has
        usual = (members @ self.usual) / size
        now = self._worth(having, size, usual).sum(axis=1, keepdims=True)
        gains = []
        for step in (1, -1):
            stay = self._worth(numpy.minimum(having, size + step), size + step, usual)
            move = self._worth(numpy.maximum(having + step, 0), size + step, usual)
            dearer = self.cost(size + step) - self.cost(size)
            gains.append(stay.sum(axis=1, keepdims=True) - now + (move - stay) @ self.has.T - dearer)
        come = numpy.where(size < LARGEST, gains[0], -1)
        go = numpy.where(size > FEWEST, gains[1], -1)
        return numpy.where(members > 0, go, come)


@cache
def _own_rates() -> Any:
    """Log chance of k of n texts having a term whose rate is unknown, at [k, n - k]."""
    k = numpy.arange(LARGEST + 3)
    return betaln(k[:, None] + MORE, k[None, :] + LESS) - betaln(MORE, LESS)


def weighing(texts: Sequence[Read], hidden: Collection[str] = ()) -> Weighing:
    """Of texts that were read without marking the `hidden` themes."""
    names = _names(texts)
    has = _table(names, [text.said for text in texts])
    kept = _different(names, has)
    names, has = [names[at] for at in kept], has[:, kept]
    beyond = _table(names, [text.beyond for text in texts])
    many, accounts = counted(names, hidden)
    ordinary = numpy.maximum((many + 0.5) / (accounts + 1), RAREST)
    both = (has.sum(axis=0) + ordinary * AS_MANY) / (len(texts) + AS_MANY)
    usual = numpy.repeat(both[None, :].astype(numpy.float32), len(texts), axis=0)
    for theme in sorted({theme for text in texts for theme in text.known}):
        rates = EXPLAINED * rates_with(theme, names, ordinary, hidden)
        rows = [row for row, text in enumerate(texts) if theme in text.known]
        usual[rows] = numpy.maximum(usual[rows], rates)
    weights = numpy.array([_weight(name) for name in names])
    return Weighing(names, has, beyond, usual, ordinary, weights)


def _names(texts: Sequence[Read]) -> list[str]:
    count: dict[str, int] = {}
    for text in texts:
        for term in text.said:
            count[term] = count.get(term, 0) + 1
    return sorted(term for term, times in count.items() if 2 <= times <= COMMON * len(texts))


def _table(names: Sequence[str], texts: Sequence[Collection[str]]) -> Any:
    place = {name: at for at, name in enumerate(names)}
    table = numpy.zeros((len(texts), len(names)), dtype=numpy.float32)
    for row, text in enumerate(texts):
        table[row, [place[term] for term in text if term in place]] = 1
    return table


def _different(names: Sequence[str], has: Any) -> list[int]:
    """Terms without those that stand in nearly the same texts as the kind or word that they are part of."""
    place = {name: at for at, name in enumerate(names)}
    dropped: set[int] = set()
    for at, name in enumerate(names):
        for above in sorted(kinds().above(name)):
            other = place.get(above)
            if other is None or other in dropped:
                continue
            shared, either = (
                (has[:, at] * has[:, other]).sum(),
                numpy.maximum(has[:, at], has[:, other]).sum(),
            )
            if shared >= SAME_TEXTS * either:
                dropped.add(at)
                break
    return [at for at in range(len(names)) if at not in dropped]


def _weight(name: str) -> float:
    if name.startswith(FAMILY):
        return FAMILY_WEIGHT
    if name.startswith(KIND):
        return KIND_WEIGHT
    return PAIR_WEIGHT if " " in name else WORD_WEIGHT
