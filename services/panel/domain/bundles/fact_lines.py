"""The facts of the record as lines: who said what, where they contradict each other, what nobody knows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.panel.domain.bundles.bundle import BundleDocument
from services.panel.domain.cases.sources import in_words
from shared.contracts import CaseFact
from shared.contracts.death_notifications import FactValue
from shared.reference_lists import ROLES

STATES: dict[str, str] = {
    "agreed": "",
    "conflict": "Sources differ",
    "not_known": "Not known",
    "not_asked": "Not asked",
    "not_applicable": "Not applicable",
}
NOBODY_KNOWS = frozenset(STATES[one] for one in ("not_known", "not_asked", "not_applicable"))


@dataclass(frozen=True)
class SaidValue:
    """What one source said, in words; ``document``: the number of its paper, None without one."""

    value: str
    source: str
    document: int | None
    chosen: bool


@dataclass(frozen=True)
class SameValue:
    """One value of a fact with all who gave it, in the order in which they came: never one for another's."""

    value: str
    said: tuple[SaidValue, ...]

    @property
    def chosen(self) -> bool:
        return self.said[0].chosen


@dataclass(frozen=True)
class FactLine:
    """One fact. ``state`` is "" where the sources agree; else it says why there is no single value.

    Sources agree that give one answer between them: others may have said that they do not know.
    """

    label: str
    section: str
    state: str
    values: tuple[SaidValue, ...]
    chosen: str | None

    @property
    def differs(self) -> bool:
        return self.state == STATES["conflict"]

    @property
    def unknown(self) -> bool:
        return self.state in NOBODY_KNOWS or not self.values

    @property
    def by_value(self) -> tuple[SameValue, ...]:
        """What was said, each value once, in the order in which they first came."""
        found: dict[str, list[SaidValue]] = {}
        for one in self.values:
            found.setdefault(one.value, []).append(one)
        return tuple(SameValue(value, tuple(said)) for value, said in found.items())

    @property
    def left_open(self) -> str:
        """That the office follows none of the values that differ; "" where it does, or none differ."""
        values = len(self.by_value)
        if not self.differs or self.chosen or values < 2:
            return ""
        return f"The office has chosen {'neither' if values == 2 else 'none of them'}."


def fact_lines(facts: Iterable[CaseFact], documents: Sequence[BundleDocument]) -> list[FactLine]:
    """Every fact as a line, in the order in which they came, with what each source said of it."""
    return [
        FactLine(
            label=fact.label,
            section=fact.section,
            state=STATES[fact.state],
            values=tuple(_said(fact, value, documents) for value in fact.values),
            chosen=fact.chosen if fact.state == "conflict" else None,
        )
        for fact in facts
    ]


def by_section(lines: Iterable[FactLine]) -> dict[str, list[FactLine]]:
    """Known lines under their sections, in the order in which the sections first come."""
    found: dict[str, list[FactLine]] = {}
    for line in lines:
        if not line.unknown:
            found.setdefault(line.section, []).append(line)
    return found


def unknowns(lines: Iterable[FactLine]) -> dict[str, list[FactLine]]:
    """What has no answer, by why: not known, not asked and not applicable are three things."""
    found: dict[str, list[FactLine]] = {}
    for line in lines:
        if line.unknown:
            found.setdefault(line.state, []).append(line)
    return found


def document_of_source(
    source_id: str, source_role: str, documents: Sequence[BundleDocument]
) -> BundleDocument | None:
    """The paper of a source: the one under its id, else the first of somebody in its role."""
    by_id = (one for one in documents if source_id and one.material_id == source_id)
    by_role = (one for one in documents if one.source_role == source_role and not one.withheld)
    return next(by_id, None) or next(by_role, None)


def _said(fact: CaseFact, said: FactValue, documents: Sequence[BundleDocument]) -> SaidValue:
    paper = document_of_source(said.source_id, said.source_role, documents)
    return SaidValue(
        value=in_words(said.value),
        source=in_words(ROLES.label(said.source_role)),
        document=paper.number if paper else None,
        # A choice that was made before a source corrected itself marks nothing any more.
        chosen=fact.state == "conflict" and fact.chosen == said.value,
    )
