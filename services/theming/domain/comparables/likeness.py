"""How alike two cases are, and by which reasons: themes, words, circumstances, age."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import log, sqrt

from services.theming.domain.comparables.rules import comparing_rules


@dataclass(frozen=True)
class CaseProfile:
    """What is compared. ``words`` maps terms to what each weighs, the whole being of length 1; ``category``
    is None until a panel has reviewed the case. A blank is not known, and like nothing.
    """

    case_reference: str
    age_band: str = ""
    place: str = ""
    events: frozenset[str] = frozenset()
    category: int | None = None
    confirmed: frozenset[str] = frozenset()
    proposed: frozenset[str] = frozenset()
    words: Mapping[str, float] = field(default_factory=dict)

    @property
    def themes(self) -> frozenset[str]:
        return self.confirmed | self.proposed


@dataclass(frozen=True)
class Reason:
    """Why two cases are alike. ``kind``: "theme", "events", "age_band", "category", "place" or "words";
    ``values`` are what they share; ``share`` is what it adds to the likeness. ``confirmed`` of a theme: in
    both cases by a person.
    """

    kind: str
    values: tuple[str, ...]
    share: float
    confirmed: bool = False


@dataclass(frozen=True)
class Likeness:
    case_reference: str
    score: float
    reasons: tuple[Reason, ...]


def likeness(case: CaseProfile, other: CaseProfile, rarity: Mapping[str, float]) -> Likeness | None:
    """How alike they are, and why, most telling first; None if neither themes nor words make them so.

    ``rarity`` says how much sharing a theme tells.
    """
    rules = comparing_rules()
    themes, words = _themes(case, other, rarity), _words(case, other)
    by_themes = sum(each.share for each in themes) >= rules.likeness.least_themes * rules.weights.themes
    if not by_themes and words.share < rules.likeness.least_words * rules.weights.words:
        return None
    reasons = [*themes, *([words] if words.values else []), *_facts(case, other)]
    ordered = sorted(reasons, key=lambda each: (-each.share, each.kind, each.values))
    return Likeness(other.case_reference, round(sum(each.share for each in ordered), 4), tuple(ordered))


def rarity_of(standings: Mapping[str, int], cases: int) -> dict[str, float]:
    """How much sharing each theme tells, from the number of cases that have it."""
    return {theme: log(1 + cases / max(1, number)) for theme, number in standings.items()}


def weighed(words: Iterable[str], frequency: Mapping[str, int], cases: int) -> dict[str, float]:
    """What each word weighs where ``frequency`` of ``cases`` cases have it; a word of every case nothing."""
    return {word: log((1 + cases) / (1 + min(cases, frequency.get(word, 0)))) for word in words}


def length_of(weights: Mapping[str, float]) -> float:
    return sqrt(sum(weight * weight for weight in weights.values())) or 1.0


def _themes(case: CaseProfile, other: CaseProfile, rarity: Mapping[str, float]) -> list[Reason]:
    rules = comparing_rules()
    whole = _length(case.themes, rarity) * _length(other.themes, rarity)
    found = []
    for theme in sorted(case.themes & other.themes):
        both = theme in case.confirmed and theme in other.confirmed
        share = rarity.get(theme, 1.0) ** 2 / whole * (1 if both else rules.likeness.proposed)
        found.append(Reason("theme", (theme,), round(rules.weights.themes * share, 4), both))
    return found


def _length(themes: Iterable[str], rarity: Mapping[str, float]) -> float:
    return sqrt(sum(rarity.get(theme, 1.0) ** 2 for theme in themes)) or 1.0


def _words(case: CaseProfile, other: CaseProfile) -> Reason:
    rules = comparing_rules()
    shared = {word: case.words[word] * other.words[word] for word in case.words.keys() & other.words.keys()}
    best = sorted(shared, key=lambda word: (-shared[word], word))
    telling = tuple(word for word in best if shared[word] > 0)[: rules.likeness.shared_words_shown]
    return Reason("words", telling, round(rules.weights.words * sum(shared[word] for word in best), 4))


def _facts(case: CaseProfile, other: CaseProfile) -> list[Reason]:
    """What orders cases that are alike already."""
    weights = comparing_rules().weights
    found = [Reason("events", (each,), weights.events) for each in sorted(case.events & other.events)]
    if case.category is not None and case.category == other.category:
        found.append(Reason("category", (str(case.category),), weights.category))
    for kind in ("age_band", "place"):
        mine = getattr(case, kind)
        if mine and mine == getattr(other, kind):
            found.append(Reason(kind, (mine,), getattr(weights, kind)))
    return found
