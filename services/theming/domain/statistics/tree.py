"""How published counts add up: areas within areas and quarters within years.

``PARTS_OF_AREA`` is the whole geography: a combined area and the areas whose counts add
up to it. Rutland has few deaths, so Leicestershire and Rutland can be asked for together,
as their board does.
"""

from dataclasses import dataclass

from shared.periods import Period, periods_of_year

ALL = "all"
COUNTY_AND_RUTLAND = "Leicestershire and Rutland"
PARTS_OF_AREA: dict[str, tuple[str, ...]] = {
    ALL: ("Leicester", COUNTY_AND_RUTLAND, "Other"),
    COUNTY_AND_RUTLAND: ("Leicestershire", "Rutland"),
}
AREAS = (ALL, "Leicester", COUNTY_AND_RUTLAND, "Leicestershire", "Rutland", "Other")
AREA_LABELS = {ALL: "All areas (Leicester, Leicestershire and Rutland)", "Other": "Other or not known"}
CASES = "cases"

Key = tuple[str, ...]
"""One count. Of a year's cube: what is counted (a theme, or ``cases``), the area, the period's name."""


@dataclass(frozen=True)
class Relation:
    """The sum of ``whole`` equals the sum of ``parts``; with ``exact`` False, is at least that sum."""

    whole: tuple[Key, ...]
    parts: tuple[Key, ...]
    exact: bool = True

    @property
    def keys(self) -> tuple[Key, ...]:
        return self.whole + self.parts


def areas_holding(area: str) -> tuple[str, ...]:
    """``area`` and every combined area it is counted in."""
    held_by = [whole for whole, parts in PARTS_OF_AREA.items() if area in parts]
    return (area, *(outer for whole in held_by for outer in areas_holding(whole)))


def stages(year: int) -> tuple[tuple[Period, ...], ...]:
    """The year's periods by the day they end: what is settled early never depends on what comes later."""
    ends = sorted({period.ends_on for period in periods_of_year(year)})
    return tuple(tuple(p for p in periods_of_year(year) if p.ends_on == end) for end in ends)


def sums(items: tuple[str, ...], year: int) -> list[Relation]:
    """Every sum over areas and over periods, for each of ``items``."""
    periods = periods_of_year(year)
    over_areas = [
        Relation(((item, whole, p.name),), tuple((item, part, p.name) for part in parts))
        for item in items
        for p in periods
        for whole, parts in PARTS_OF_AREA.items()
    ]
    over_time = [
        Relation(((item, area, p.name),), tuple((item, area, part.name) for part in p.parts))
        for item in items
        for p in periods
        for area in AREAS
        if p.parts
    ]
    return over_areas + over_time


def adds_to_cases(items: tuple[str, ...], year: int) -> list[Relation]:
    """For a split of the cases into ``items``, each case in exactly one: they add to the cases."""
    return [
        Relation(((CASES, area, p.name),), tuple((item, area, p.name) for item in items))
        for p in periods_of_year(year)
        for area in AREAS
    ]


def overlapping(themes: tuple[str, ...], group: str, year: int) -> list[Relation]:
    """For themes a case can have many of: no theme above its group, no group above the cases.

    A group counts distinct cases, so it is also at most the sum of its themes.
    """
    places = [(area, p.name) for p in periods_of_year(year) for area in AREAS]
    return [
        relation
        for at in places
        for relation in (
            *(Relation(((group, *at),), ((theme, *at),), exact=False) for theme in themes),
            Relation(tuple((theme, *at) for theme in themes), ((group, *at),), exact=False),
            Relation(((CASES, *at),), ((group, *at),), exact=False),
        )
    ]
