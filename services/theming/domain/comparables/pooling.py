"""Several cases taken together as one to compare with."""

from collections import Counter
from collections.abc import Sequence

from services.theming.domain.comparables.likeness import CaseProfile, length_of


def pooled(theme: str, cases: Sequence[CaseProfile]) -> CaseProfile:
    """What cases of a theme have in common: the theme, confirmed, and their words by how many have them."""
    weights: Counter[str] = Counter()
    for case in cases:
        weights.update(case.words)
    length = length_of(weights)
    words = {word: weight / length for word, weight in weights.items()}
    return CaseProfile("", confirmed=frozenset({theme}), words=words)
