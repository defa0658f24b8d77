"""Among how many: the people or live births that a cell's deaths are divided by."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.theming.domain.statistics.held import Held
from services.theming.domain.statistics.linking import AREA, PERIOD, linked_area
from services.theming.domain.statistics.rates import Denominator
from services.theming.domain.statistics.spans import Span, parse_span
from services.theming.domain.statistics.tree import Key
from services.theming.reference.reading import SPLITS, Reference, ReferenceFile
from shared.periods import MONTHS_IN, Period

INFANTS = ("0-27 days", "28-364 days")
PER_CHILDREN, PER_BIRTHS = 100_000, 1_000


@dataclass(frozen=True)
class Denominators:
    """``held``: the days whose deaths are counted, for which the children are."""

    reference: Reference
    held: Held

    def of(self, key: Key) -> tuple[Denominator, ReferenceFile] | None:
        """What the deaths of a cell are divided by, and from which file; None where no file says it.

        What was found of the deaths (category, theme, place) splits no population and is passed over.
        """
        held = dict(zip(key[::2], key[1::2], strict=True))
        infants = held.get("age_band") in INFANTS
        kind, per = ("live_births", PER_BIRTHS) if infants else ("population", PER_CHILDREN)
        wanted = {
            name: held[name] for name in SPLITS if name in held and not (infants and name == "age_band")
        }
        areas = linked_area(held.get(AREA))
        for file in self.reference.files:
            if file.kind == kind and wanted.keys() <= {*file.splits, AREA}:
                people = self._people(file, parse_span(held[PERIOD]), areas, wanted)
                if people is not None:
                    return Denominator(people, per), file
        return None

    def _people(
        self, file: ReferenceFile, span: Span, areas: frozenset[str], wanted: Mapping[str, str]
    ) -> float | None:
        """Child-years over the days held; None where the file lacks a value, or a year of these days."""
        covered = {part: self.held.share_of(part.starts_on, part.ends_on) for part in _parts(span)}
        years = [
            (share * MONTHS_IN[part.kind] / 12, _in_year(file, part.year, areas, wanted))
            for part, share in covered.items()
            if share
        ]
        if not years or any(people is None for _, people in years):
            return None
        return sum(share * (people or 0) for share, people in years)


def _parts(span: Span) -> list[Period]:
    """The years of a span of years; the one period it is otherwise."""
    return [Period(year, "Y", 1) for year in span.years] if span.first.kind == "Y" else [span.first]


def _in_year(file: ReferenceFile, year: int, areas: frozenset[str], wanted: Mapping[str, str]) -> int | None:
    """None unless every area is in the file; of "other" areas nobody knows how many live there."""
    held = {values[file.splits.index(AREA)] for values in file.counts.get(year, {})}
    if not held or not areas - {"Other"} <= held or areas == {"Other"}:
        return None
    rows = [
        count
        for values, count in file.counts.get(year, {}).items()
        if _matches(dict(zip(file.splits, values, strict=True)), areas, wanted)
    ]
    return sum(rows) if rows else None


def _matches(of: Mapping[str, str], areas: frozenset[str], wanted: Mapping[str, str]) -> bool:
    return of[AREA] in areas and all(of[name] == value for name, value in wanted.items() if name != AREA)
