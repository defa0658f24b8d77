"""Which cases are alike, and why: themes they share, age and place, and words that few others use.

The words are weighed by TF-IDF over the texts compared (scikit-learn); nothing is learnt or kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

LEAST_LIKENESS = 0.12
FACT_WEIGHT = 0.1


@dataclass(frozen=True)
class CaseProfile:
    """What is compared. ``themes`` are those proposed or confirmed."""

    case_reference: str
    notified_on: date | None
    age_band: str
    place_of_death: str
    themes: frozenset[str]
    text: str


@dataclass(frozen=True)
class Comparable:
    """A case like another. ``words``: how alike the texts are, 0 to 1; ``shared_words`` weigh most in it."""

    case_reference: str
    notified_on: date | None
    shared_themes: tuple[str, ...]
    same_age_band: bool
    same_place: bool
    words: float
    shared_words: tuple[str, ...]

    @property
    def score(self) -> float:
        return len(self.shared_themes) + self.words + FACT_WEIGHT * (self.same_age_band + self.same_place)


def comparable_cases(case: CaseProfile, others: Sequence[CaseProfile], most: int = 5) -> list[Comparable]:
    """The cases most like ``case``, best first: they share a theme, or a good part of their words."""
    candidates = [other for other in others if other.case_reference != case.case_reference]
    likeness = _likeness_of_texts([case.text, *(other.text for other in candidates)])
    found = [_compared(case, other, *each) for other, each in zip(candidates, likeness, strict=True)]
    alike = [one for one in found if one.shared_themes or one.words >= LEAST_LIKENESS]
    return sorted(alike, key=lambda one: (-one.score, one.case_reference))[:most]


def _compared(case: CaseProfile, other: CaseProfile, words: float, shared: tuple[str, ...]) -> Comparable:
    return Comparable(
        case_reference=other.case_reference,
        notified_on=other.notified_on,
        shared_themes=tuple(sorted(case.themes & other.themes)),
        same_age_band=bool(case.age_band) and case.age_band == other.age_band,
        same_place=bool(case.place_of_death) and case.place_of_death == other.place_of_death,
        words=words,
        shared_words=shared,
    )


def _likeness_of_texts(texts: list[str]) -> list[tuple[float, tuple[str, ...]]]:
    """Of the first text with each other: the cosine of their weighted words, and those that count most."""
    if len(texts) < 2 or not any(text.split() for text in texts):
        return [(0.0, ())] * (len(texts) - 1)
    # Here and not above: the library takes a second to load, and most pages never need it.
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(
        stop_words="english", sublinear_tf=True, token_pattern=r"(?u)\b[^\W\d_]{3,}\b"
    )
    try:
        weights = vectorizer.fit_transform(texts)
    except ValueError:  # nothing but stop words
        return [(0.0, ())] * (len(texts) - 1)
    names = vectorizer.get_feature_names_out()
    products = weights[1:].multiply(weights[0]).tocsr()
    return [_sum_and_words(products[number], names) for number in range(products.shape[0])]


def _sum_and_words(product, names) -> tuple[float, tuple[str, ...]]:  # type: ignore[no-untyped-def]
    best = sorted(zip(-product.data, product.indices, strict=True))[:4]
    return round(float(product.sum()), 3), tuple(str(names[index]) for _, index in best)
