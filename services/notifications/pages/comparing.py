"""Two notifications side by side: everything either of them says, and where they differ."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.notifications.domain.forms.answers import Answers
from services.notifications.pages.presenting import AnswerGroup, answer_groups

Labelled = dict[str, str]


@dataclass(frozen=True)
class ComparedRow:
    """An answer of both; "" where none was given."""

    label: str
    ours: str
    theirs: str

    @property
    def differs(self) -> bool:
        return self.ours != self.theirs


@dataclass(frozen=True)
class ComparedGroup:
    """A section of the form in both."""

    title: str
    rows: tuple[ComparedRow, ...]


def compared_groups(ours: Answers, theirs: Answers) -> list[ComparedGroup]:
    """Every section that either has, in the order of the form."""
    one, other = (_by_title(answer_groups(each)) for each in (ours, theirs))
    return [ComparedGroup(title, _rows(one, other, title)) for title in dict.fromkeys((*one, *other))]


def _rows(one: Mapping[str, Labelled], other: Mapping[str, Labelled], title: str) -> tuple[ComparedRow, ...]:
    ours, theirs = one.get(title, {}), other.get(title, {})
    labels = dict.fromkeys((*ours, *theirs))
    rows = (ComparedRow(label, ours.get(label, ""), theirs.get(label, "")) for label in labels)
    return tuple(row for row in rows if row.ours or row.theirs)


def _by_title(groups: Iterable[AnswerGroup]) -> dict[str, Labelled]:
    """Answers by section and label; of several under one label (two health visitors) all."""
    found: dict[str, Labelled] = {}
    for group in groups:
        section = found.setdefault(group.title, {})
        for label, value in group.rows:
            section[label] = "; ".join(filter(None, (section.get(label, ""), value)))
    return found
