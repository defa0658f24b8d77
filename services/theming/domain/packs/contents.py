"""What a pack is made of, as it was gathered at one instant: the same contents give the same files for ever.

References of cases are in here, and go into the restricted annexe alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from shared.disclosure.cells import Cell, as_text, status_of

NOT_COUNTED = "not_counted"  # a theme of this panel alone: the statistics do not split by it


@dataclass(frozen=True)
class Figure:
    """A protected count. ``status``: shown, zero, suppressed, missing or not_counted; ``text`` as printed."""

    key: str
    label: str
    status: str
    text: str

    @property
    def in_words(self) -> str:
        return IN_WORDS.get(self.status, f"about {self.text}")


#: Where a theme that a person has confirmed is shown, as the annexe says it of cases without a sentence.
SHOWN_BY = {
    "review": "a sentence of the review shows it",
    "other": "another text of the case shows it, such as a return",
    "hand": "a person added the theme by hand",
    "gone": "the sentence that showed it is no longer in the texts",
}
IN_WORDS = {
    "zero": "none",
    "suppressed": "a number that is not shown",  # small, or none or large and hidden for another's sake
    "missing": "nothing is held",
    NOT_COUNTED: "not counted separately",
}


def figure(key: str, label: str, cell: Cell) -> Figure:
    return Figure(key, label, status_of(cell), as_text(cell))


@dataclass(frozen=True)
class FigureTable:
    """Counts of the reviewed cases by one dimension. ``overlaps``: the rows do not add to the total."""

    by: str
    label: str
    overlaps: bool
    rows: tuple[Figure, ...]


@dataclass(frozen=True)
class CaseInBrief:
    """A reviewed case, for the annexe. ``quote``: a sentence of its review that shows the theme, or "".

    ``shown_by``: where the theme is shown, a key of SHOWN_BY; "" where it was gathered before this was kept.
    """

    case_reference: str
    review_version: int
    age_band: str
    area: str
    category: int | None
    modifiability: str
    quote: str
    shown_by: str = ""


@dataclass(frozen=True)
class OpenNotification:
    """A notified case that no panel has reviewed yet. ``confirmed``: a person has confirmed the theme."""

    case_reference: str
    notified_on: date | None
    age_band: str
    confirmed: bool
    new: bool


@dataclass(frozen=True)
class PackRecommendation:
    """An action of a completed review. ``held_back``: why its words are not printed for everybody."""

    case_reference: str
    review_version: int
    number: int
    text: str
    owner: str
    level: str
    agreed_on: date
    due_on: date | None
    state: str
    effect: str
    held_back: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.case_reference}/{self.review_version}/{self.number}"


@dataclass(frozen=True)
class PackLearning:
    """A learning point of reviews of the quarter, the same words once.

    ``place``: the theme under which it is printed, or AMONG_SEVERAL; "" where it was gathered before lines
    had a place, and was printed under each theme.
    """

    text: str
    case_references: tuple[str, ...]
    held_back: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True)
class PackTheme:
    id: str
    label: str
    group: str
    definition: str
    figure: Figure
    cases: tuple[CaseInBrief, ...]
    open: tuple[OpenNotification, ...]
    open_figure: Figure
    recommendations: tuple[PackRecommendation, ...]
    learning: tuple[PackLearning, ...]
    advisory: bool = False
    """People have often rejected it where it was proposed: what only a program sees is not counted then."""


@dataclass(frozen=True)
class Signal:
    """What several cases seem to share that no theme covers, or more notifications than usual of something.

    Nobody has confirmed it. ``terms``: the words that stand out; where ``counted``, the ways to judge that
    spoke.
    """

    label: str
    terms: tuple[str, ...]
    case_references: tuple[str, ...]
    held_back: tuple[str, ...] = ()
    counted: bool = False


@dataclass(frozen=True)
class PackContents:
    """``codebook``, ``policy``, ``rules`` and ``wording``: the versions it was gathered with.

    ``learning``: the points whose words do not say to which theme of their reviews they belong.
    """

    quarter: str
    as_of: date
    gathered_at: datetime
    codebook: str
    policy: str
    policy_rule: str
    rules: str
    wording: str
    fewest_cases: int
    reviewed: Figure
    reviewed_cases: int
    tables: tuple[FigureTable, ...]
    themes: tuple[PackTheme, ...]
    signals: tuple[Signal, ...]
    case_versions: tuple[tuple[str, int], ...]
    learning: tuple[PackLearning, ...] = ()

    def theme(self, theme: str) -> PackTheme | None:
        return next((each for each in self.themes if each.id == theme), None)

    @property
    def case_references(self) -> frozenset[str]:
        """Every case that is named anywhere in it."""
        named = {case for case, _ in self.case_versions}
        for theme in self.themes:
            named |= {each.case_reference for each in theme.cases}
            named |= {each.case_reference for each in theme.open}
            named |= {each.case_reference for each in theme.recommendations}
        return frozenset(named.union(*(each.case_references for each in self.signals)))


def themes_with_enough(cases: Mapping[str, Iterable[str]], fewest: int) -> tuple[str, ...]:
    """The themes that at least ``fewest`` of the cases have, in the order given."""
    return tuple(theme for theme, having in cases.items() if len(set(having)) >= fewest)
