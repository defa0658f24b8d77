"""The nearest of many texts to each of them, exactly: every pair is weighed, in blocks of a matrix."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy
from scipy import sparse

from services.theming.domain.comparables.likeness import (
    CaseProfile,
    Likeness,
    length_of,
    likeness,
    rarity_of,
    weighed,
)
from services.theming.domain.comparables.rules import comparing_rules

#: So many more are weighed by their reasons than are asked for: rounding may exchange neighbours.
MORE = 10


class Nearest:
    """``profiles`` with the weight of each word left open; ``of`` may be asked for any block of them."""

    def __init__(self, profiles: Sequence[CaseProfile]) -> None:
        counted = Counter(word for each in profiles for word in each.words)
        self.profiles = [_weighed(each, counted, len(profiles)) for each in profiles]
        themes = Counter(theme for each in profiles for theme in each.themes)
        self.rarity = rarity_of(themes, len(profiles))
        self._words = _rows([each.words for each in self.profiles])
        self._themes = _rows([_theme_weights(each, self.rarity) for each in self.profiles])
        self._ages = numpy.array([each.age_band for each in profiles], dtype=object)

    def of(self, first: int, last: int, most: int) -> list[list[Likeness]]:
        """The `most` nearest of each text from number `first` to before `last`, best first; references are
        numbers.
        """
        scores = self._scores(first, last)
        return [self._best(first + row, scores[row], most) for row in range(last - first)]

    def _scores(self, first: int, last: int) -> Any:
        weights, rules = comparing_rules().weights, comparing_rules().likeness
        words = (self._words[first:last] @ self._words.T).toarray()
        themes = (self._themes[first:last] @ self._themes.T).toarray()
        ages = (self._ages[first:last, None] == self._ages[None, :]) & (self._ages[None, :] != "")
        scores = weights.words * words + weights.themes * themes + weights.age_band * ages
        alike = (words >= rules.least_words - 1e-3) | (themes >= rules.least_themes - 1e-3)
        scores[~alike] = -1
        scores[numpy.arange(last - first), numpy.arange(first, last)] = -1
        return scores

    def _best(self, number: int, scores: Any, most: int) -> list[Likeness]:
        wanted = min(most + MORE, len(scores))
        likely = numpy.argpartition(-scores, wanted - 1)[:wanted]
        mine = self.profiles[number]
        weighed = [
            found
            for other in likely
            if scores[other] >= 0 and (found := likeness(mine, self.profiles[other], self.rarity))
        ]
        return sorted(weighed, key=lambda each: (-each.score, int(each.case_reference)))[:most]


def _weighed(profile: CaseProfile, counted: Mapping[str, int], texts: int) -> CaseProfile:
    weights = weighed(profile.words, counted, texts)
    length = length_of(weights)
    return replace(profile, words={word: weight / length for word, weight in weights.items()})


def _theme_weights(profile: CaseProfile, rarity: Mapping[str, float]) -> dict[str, float]:
    weights = {theme: rarity[theme] for theme in profile.themes}
    length = length_of(weights)
    return {theme: weight / length for theme, weight in weights.items()}


def _rows(texts: Iterable[Mapping[str, float]]) -> Any:
    columns: dict[str, int] = {}
    places: list[int] = []
    values: list[float] = []
    starts = [0]
    for weights in texts:
        places += [columns.setdefault(word, len(columns)) for word in weights]
        values += weights.values()
        starts.append(len(places))
    shape = (len(starts) - 1, max(1, len(columns)))
    told = (numpy.array(values), numpy.array(places, dtype=numpy.int32), numpy.array(starts))
    return sparse.csr_matrix(told, shape)
