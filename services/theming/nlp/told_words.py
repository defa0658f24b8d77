"""What a sentence speaks of by all its words together, where no pattern knows them.

Each theme's file under `codebook/told/weights` gives words, and pairs that stand side by side, a whole
number: how much they speak for the theme in a sentence that is about it, or against it. They were learnt
from the sentences beside them (`learn_told.py`). Only whole numbers are added up, so that the same text gives
the same answer on every machine.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain
from math import sqrt
from typing import Any, NamedTuple

import numpy

from services.theming.nlp.stems import MOST_WORDS, shares, stem, stems
from services.theming.nlp.word_tables import Word

#: Hundredths of log odds. From the first on a sentence that no rule matched may speak of the theme, and
#: what stands around its words decides (`credence.py`); what it does not affirm is shown from the second on.
MAY_SPEAK, SPEAKS = -100, 200
#: A sentence of fewer words is weighed as one of so many.
FEWEST_WORDS = 3
#: The evidence holds so much, in hundredths, of what speaks for the theme.
EVIDENCE = 60


@dataclass(frozen=True)
class Telling:
    """The stretch of a sentence that speaks most for a theme, and in it the words that do."""

    start: int
    end: int
    words: tuple[tuple[int, int], ...]


NO_PAIRS: Mapping[str, int] = {}


class Weighed(NamedTuple):
    """What a word counts: its stem, the row of the table for it, and of each stem after it that for both."""

    stem: str
    row: int
    with_next: Mapping[str, int]


class ToldWords:
    """Weighs sentences for the themes that have weights, `told` by theme as `read_told` gives it."""

    def __init__(self, told: Mapping[str, Mapping[str, Any]]) -> None:
        self.themes = tuple(told)
        known = sorted({feature for theme in told.values() for feature in theme["weights"]})
        self._rows = {feature: row for row, feature in enumerate(known)}
        #: The last row counts nothing: it stands for what no theme has a weight for.
        self._table = numpy.zeros((len(known) + 1, len(told)), dtype="int32")
        for column, theme in enumerate(told.values()):
            for feature, weight in theme["weights"].items():
                self._table[self._rows[feature], column] = weight
        self._pairs: dict[str, dict[str, int]] = {}
        for feature, row in self._rows.items():
            first, _, second = feature.partition(" ")
            if second:
                self._pairs.setdefault(first, {})[second] = row
        self._first = numpy.array([theme["before_any_word"] for theme in told.values()], dtype="int64")
        self._weighed = lru_cache(maxsize=MOST_WORDS)(self._weigh_word)

    def _weigh_word(self, word: str) -> Weighed:
        told = stem(word)
        return Weighed(told, self._rows.get(told, len(self._rows)), self._pairs.get(told, NO_PAIRS))

    def _features(self, words: Sequence[Word]) -> set[int]:
        """The rows of a sentence's words and pairs, each once."""
        rows, with_next = {len(self._rows)}, NO_PAIRS
        for told, row, pairs in [self._weighed(word) for _, word in words]:
            rows.add(row)
            if told in with_next:
                rows.add(with_next[told])
            with_next = pairs
        return rows

    def weigh_all(self, sentences: Sequence[Sequence[Word]]) -> Any:
        """Hundredths of log odds, a row for each sentence, a column for each theme; a long sentence counts
        its words by the root of their number.
        """
        features = [self._features(words) for words in sentences]
        starts = [0, *accumulate(map(len, features))]
        rows = numpy.fromiter(chain.from_iterable(features), "int64", starts.pop())
        total = numpy.add.reduceat(self._table[rows], starts, axis=0)
        roots = [sqrt(max(FEWEST_WORDS, len(words))) for words in sentences]
        return numpy.rint(self._first + total / numpy.array(roots)[:, None]).astype("int64")

    def weigh(self, words: Sequence[Word]) -> dict[str, int]:
        """Hundredths of log odds of one sentence by theme."""
        return dict(zip(self.themes, self.weigh_all([words])[0].tolist(), strict=True))

    def speaking(self, odds: Any) -> Iterator[tuple[int, int]]:
        """Numbers of the sentences and themes of which the one may speak of the other. No word of a sentence
        that is weighed at no more than nothing at all can be its evidence.
        """
        may = odds >= numpy.maximum(MAY_SPEAK, self._first + 1)
        return zip(*(places.tolist() for places in may.nonzero()), strict=True)

    def telling(self, theme: str, words: Sequence[Word]) -> Telling:
        """Where a sentence speaks for the theme: the shortest stretch that holds most of what does."""
        column = self.themes.index(theme)
        counted = shares(stems(words), lambda feature: self._weight(feature, column))
        first, last = _shortest(counted, EVIDENCE * sum(max(0, share) for share in counted))
        spans = [
            (words[at][0], words[at][0] + len(words[at][1]))
            for at in range(first, last + 1)
            if counted[at] > 0
        ]
        return Telling(spans[0][0], spans[-1][1], tuple(spans))

    def _weight(self, feature: str, column: int) -> int:
        row = self._rows.get(feature)
        return 0 if row is None else int(self._table[row, column])


def _shortest(counted: Sequence[int], hundredths: int) -> tuple[int, int]:
    """First and last place of the shortest stretch whose shares come to so much; it begins and ends with
    one that counts.
    """
    best = (0, len(counted) - 1)
    for first, share in enumerate(counted):
        held = 0
        for last in range(first, len(counted) if share > 0 else first):
            held += 100 * max(0, counted[last])
            if held >= hundredths:
                best = min(best, (first, last), key=lambda stretch: stretch[1] - stretch[0])
                break
    return best
