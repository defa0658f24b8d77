"""How many cases lack a fact, exactly: for the office, and for reports that protect what they publish."""

from collections import Counter
from datetime import date, datetime
from typing import Protocol

from sqlalchemy import select

from services.theming.domain.statistics.data_quality import (
    BASES,
    KINDS,
    FieldQuality,
    exact,
    fields,
    missing_cells,
)
from services.theming.domain.statistics.dimensions import dimensions
from services.theming.domain.themes.codebook import load_codebook
from services.theming.queries.facts import cases_counted
from services.theming.queries.facts_known import ENDLESS, facts_known, newest_known
from services.theming.tables.facts import RECORD
from shared.disclosure.cells import Cell, Missing
from shared.people import Permission, check
from shared.storage import Transaction


class Days(Protocol):
    """A period or a span of them."""

    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date: ...


def data_quality(tx: Transaction, period: Days, *, known_at: datetime | None = None) -> list[FieldQuality]:
    """Every field of notifications received and reviews first completed in the period. NotPermitted."""
    known = dimensions(load_codebook())
    found = []
    for source in BASES:
        counts, cases = _counted(tx, source, period, known_at)
        for field in fields():
            if field.source == source:
                of = counts[field.dimension]
                missing = missing_cells(field, lambda value, of=of: exact(of[value]))  # type: ignore[misc]
                label = field.label or known[field.dimension].label
                found.append(FieldQuality(field.dimension, label, source, exact(cases), missing))
    return found


def record_quality(tx: Transaction, period: Days, *, known_at: datetime | None = None) -> list[FieldQuality]:
    """Of the facts that agencies were to tell of deaths notified in the period, by section of the record.

    For the office: these are counts of facts, and no policy says yet how they are published. What does not
    apply to a child is left out.
    """
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    record = newest_known(RECORD, known_at or ENDLESS).c
    facts = facts_known("notified", known_at).c
    found = select(record.record_states).where(record.case_reference == facts.case_reference)
    counts: dict[str, Counter[str]] = {}
    for states in tx.session.scalars(
        found.where(facts.notified_on.between(period.starts_on, period.ends_on))
    ):
        for section, by_state in states.items():
            counts.setdefault(section, Counter()).update(by_state)
    return [_section(name, of) for name, of in sorted(counts.items())]


def _section(name: str, of: Counter[str]) -> FieldQuality:
    missing: dict[str, Cell] = {kind: exact(of[kind]) for kind in ("not_known", "not_asked")}
    every = {kind: missing.get(kind, Missing()) for kind in KINDS}
    applies = sum(of.values()) - of["not_applicable"]
    return FieldQuality(name, name, "record", exact(applies), every)


def _counted(
    tx: Transaction, source: str, period: Days, known_at: datetime | None
) -> tuple[dict[str, Counter[str]], int]:
    dims = [field.dimension for field in fields() if field.source == source]
    counted = cases_counted(
        tx,
        basis=BASES[source],
        dims=dims,
        first_day=period.starts_on,
        last_day=period.ends_on,
        known_at=known_at,
    )
    counts: dict[str, Counter[str]] = {dim: Counter() for dim in dims}
    for each in counted:
        for dim in dims:
            for value in each.values[dim]:
                counts[dim][value] += each.cases
    return counts, sum(each.cases for each in counted)
