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
KNOWN = frozenset({"agreed", "conflict"})


@dataclass(frozen=True)
class SaidValue:
    """What one source said, in words; ``document``: the number of its paper, None without one."""

    value: str
    source: str
    document: int | None
    chosen: bool


@dataclass(frozen=True)
class FactLine:
    """One fact. ``state`` is "" where the sources agree; else it says why there is no single value."""

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
        return not self.values


def fact_lines(facts: Iterable[CaseFact], documents: Sequence[BundleDocument]) -> list[FactLine]:
    """Every fact as a line, in the order in which they came; values that agree stand once."""
    return [
        FactLine(
            label=fact.label,
            section=fact.section,
            state=STATES[fact.state],
            values=tuple(_said(fact, value, documents) for value in fact.values)
            if fact.state in KNOWN
            else (),
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


def unknowns(lines: Iterable[FactLine]) -> dict[str, list[str]]:
    """Labels of what has no value, by why: not known, not asked and not applicable are three things."""
    found: dict[str, list[str]] = {}
    for line in lines:
        if line.unknown:
            found.setdefault(line.state, []).append(line.label)
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
        chosen=fact.chosen is not None and fact.chosen == said.value,
    )
