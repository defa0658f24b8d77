"""A table as it leaves the service: typed cells, and everything needed to read them rightly."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.theming.domain.statistics.question import Question
from services.theming.domain.statistics.tree import CASES, Key
from shared.disclosure.cells import Cell, Missing, Suppressed
from shared.disclosure.policies import DisclosurePolicy


@dataclass(frozen=True)
class PublishedRow:
    key: str
    label: str
    cell: Cell


@dataclass(frozen=True)
class PublishedTable:
    """``total`` counts distinct cases. ``held_from``: with it the records begin, if there are any."""

    question: Question
    policy: DisclosurePolicy
    as_of: date
    held_from: date | None
    rows: tuple[PublishedRow, ...]
    total: Cell

    @property
    def complete(self) -> bool:
        """Whether the period is over and lies within what is held."""
        period = self.question.period
        held = self.held_from is not None and self.held_from <= period.starts_on
        return held and period.complete_on(self.as_of)


def published_table(
    question: Question,
    policy: DisclosurePolicy,
    counts: Mapping[Key, int],
    hidden: frozenset[Key],
    *,
    as_of: date,
    held_from: date | None,
) -> PublishedTable:
    """The slice of a protected year that answers the question."""

    def cell(item: str) -> Cell:
        key = (item, question.area, question.period.name)
        if not _holds_anything(question, as_of, held_from):
            return Missing()
        return Suppressed() if key in hidden else policy.shown(counts.get(key, 0))

    rows = tuple(PublishedRow(key, label, cell(key)) for key, label in question.by.values.items())
    return PublishedTable(question, policy, as_of, held_from, rows, cell(CASES))


def _holds_anything(question: Question, as_of: date, held_from: date | None) -> bool:
    """Nothing is held of a period before records begin, or of one that has not begun: that is not zero."""
    period = question.period
    return held_from is not None and period.ends_on >= held_from and period.starts_on <= as_of
