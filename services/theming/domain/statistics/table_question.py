"""What somebody asks the table maker, checked as a whole before anything is counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from services.theming.domain.london_days import end_of
from services.theming.domain.statistics.choosing import POLICY_LABELS, area_labels, labels_of, not_offered
from services.theming.domain.statistics.dimensions import COHORTS, KNOWN_AT_REVIEW, Dimension
from services.theming.domain.statistics.known_on import read_known_on
from services.theming.domain.statistics.spans import Span, parse_span
from services.theming.domain.statistics.table_rules import TableRules, table_rules
from services.theming.domain.statistics.tree import ALL, AREA_LABELS, AREAS
from shared.disclosure.policies import POLICY_NAMES
from shared.errors import Fault, Invalid

AREA, YEAR = "area", "year"
YEAR_LABEL = "Financial year"
MEASURES = {
    "count": "Numbers",
    "percent_of_row": "Percentages of each row",
    "percent_of_column": "Percentages of each column",
    "rate": "Rates",
}
MOST_FILTERS = 2
Filters = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Asked:
    """The question as it was written; a filter is written "sex=female"."""

    rows: str = ""
    columns: str = ""
    filters: tuple[str, ...] = ()
    period: str = ""
    area: str = ""
    basis: str = ""
    policy: str = ""
    measure: str = ""
    as_known_on: str = ""


@dataclass(frozen=True)
class TableQuestion:
    """``area`` is ALL where areas are rows or columns. ``known_on``: the last day that counts as known."""

    rows: Dimension
    columns: Dimension | None
    filters: Filters
    span: Span
    area: str
    basis: str
    policy: str
    measure: str
    known_on: date | None = None

    @property
    def known_at(self) -> datetime | None:
        return end_of(self.known_on) if self.known_on else None

    @property
    def dims(self) -> tuple[Dimension, ...]:
        return (self.rows, self.columns) if self.columns else (self.rows,)

    @property
    def counted(self) -> tuple[str, ...]:
        """The names of what cases are looked up by, besides their day and area."""
        named = [dim.name for dim in self.dims] + [name for name, _ in self.filters]
        return tuple(name for name in dict.fromkeys(named) if name not in (AREA, YEAR))

    def as_query(self) -> dict[str, list[str]]:
        """The question as the query of an address: the same question always gives the same."""
        written = {
            "rows": self.rows.name,
            "columns": self.columns.name if self.columns else "",
            "period": self.span.name,
            "area": self.area,
            "basis": self.basis,
            "policy": self.policy,
            "measure": self.measure,
            "as_known_on": self.known_on.isoformat() if self.known_on else "",
        }
        filters = [f"{name}={value}" for name, value in self.filters]
        every = {name: [text] for name, text in written.items() if text}
        return {**every, "filter": filters} if filters else every

    def cells(self, known: Mapping[str, Dimension]) -> int:
        """How many counts hang together here: every value of every dimension, filters' other values too."""
        number = 1
        for name, values in _crossed(self, known).items():
            number *= values + (name != AREA)
        return number


def _crossed(question: TableQuestion, known: Mapping[str, Dimension]) -> dict[str, int]:
    filters = {name: len(known[name].values) for name, _ in question.filters}
    return {dim.name: len(dim.values) for dim in question.dims} | filters


def read_table_question(
    known: Mapping[str, Dimension], asked: Asked, *, today: date, any_day: bool = False
) -> TableQuestion:
    """The question in its parts. Raises Invalid that names every fault at once, in the order of the form.

    ``any_day``: who asks may ask as known on any day, not only the last of a quarter.
    """
    policy = asked.policy or "publishable"
    faults = [] if policy in POLICY_NAMES else [not_offered("policy", POLICY_LABELS)]
    rules = table_rules(policy if policy in POLICY_NAMES else POLICY_NAMES[0], today)
    span, wrong_period = _span(asked.period)
    offered = {**known, **_of_place_and_time(rules, span)}
    filters, wrong_filters = _filters(known, asked.filters)
    area = _area(asked.area)
    known_on, wrong_day = read_known_on(asked.as_known_on, today=today, any_day=any_day)
    faults = [
        *_dimensions_wrong(offered, asked, filters),
        *wrong_filters,
        *wrong_period,
        *_area_wrong(area, asked, rules),
        *_unless(asked.basis in ("", *COHORTS), not_offered("basis", COHORTS)),
        *_basis_wrong(asked, filters),
        *faults,
        *_unless(asked.measure in ("", *MEASURES), not_offered("measure", MEASURES)),
        *wrong_day,
    ]
    if faults or span is None:
        raise Invalid(faults)
    return TableQuestion(
        offered[asked.rows], offered.get(asked.columns), filters, span, area, asked.basis or "reviewed",
        policy, asked.measure or "count", known_on,
    )  # fmt: skip


def _of_place_and_time(rules: TableRules, span: Span | None) -> dict[str, Dimension]:
    """Areas and years as dimensions: the areas a policy shows, the years of a span."""
    areas = {area: AREA_LABELS.get(area, area) for area in rules.areas if area != ALL}
    found = {AREA: Dimension(AREA, "Area", areas)}
    if span is not None:
        years = [parse_span(f"{year}-{(year + 1) % 100:02d}").name for year in span.years]
        found[YEAR] = Dimension(YEAR, YEAR_LABEL, {year: year for year in years})
    return found


def _span(written: str) -> tuple[Span | None, list[Fault]]:
    try:
        return parse_span(written), []
    except Invalid as invalid:
        return None, list(invalid.faults)


def _dimensions_wrong(offered: Mapping[str, Dimension], asked: Asked, filters: Filters) -> list[Fault]:
    labels = {**labels_of(dim for dim in offered.values() if dim.name != YEAR), YEAR: YEAR_LABEL}
    faults = [not_offered("rows", labels)] if asked.rows not in labels else []
    if asked.columns and asked.columns not in labels:
        faults.append(not_offered("columns", labels))
    elif asked.columns and _family(asked.columns) == _family(asked.rows):
        faults.append(Fault("columns", "Rows and columns are the same. Choose another, or none."))
    if YEAR in (asked.rows, asked.columns) and (YEAR not in offered or not _several_years(asked.period)):
        faults.append(Fault("period", "To split by year, choose several years: 2021-22..2025-26."))
    within = {_family(asked.rows), _family(asked.columns)}
    if any(_family(name) in within for name, _ in filters):
        faults.append(Fault("filter", "A filter is one of the rows or columns already. Take one away."))
    return faults


def _several_years(period: str) -> bool:
    span, _ = _span(period)
    return span is not None and len(span.years) > 1


def _family(name: str) -> str:
    """A theme and its group are of one kind."""
    return "theme" if name == "theme_group" else name


def _filters(known: Mapping[str, Dimension], written: tuple[str, ...]) -> tuple[Filters, list[Fault]]:
    pairs = [tuple(part.strip() for part in text.partition("=")[::2]) for text in written if text.strip()]
    right = [(name, value) for name, value in pairs if name in known and value in known[name].values]
    faults = []
    if len(right) < len(pairs):
        example = "Write what is to be counted as in sex=female, with a dimension and one of its values."
        faults.append(Fault("filter", f"{len(pairs) - len(right)} filter is not known. {example}"))
    chosen = tuple(sorted(dict.fromkeys((name, value) for name, value in right)))
    if any(len(list(same)) > 1 for _, same in groupby(chosen, key=lambda pair: _family(pair[0]))):
        faults.append(Fault("filter", "Two filters are of the same dimension. Take one away."))
    if len(chosen) > MOST_FILTERS:
        faults.append(Fault("filter", f"At most {MOST_FILTERS} filters can be set."))
    return chosen, faults


def _area(written: str) -> str:
    by_lower = {area.lower(): area for area in AREAS}
    return by_lower.get(" ".join(written.split()).lower() or ALL, "")


def _area_wrong(area: str, asked: Asked, rules: TableRules) -> list[Fault]:
    if not area:
        return [not_offered("area", area_labels(rules.areas))]
    if area not in rules.areas:
        within = ", ".join(area_labels(rules.areas).values())
        return [Fault("area", f"This area is shown only within a larger one. Choose: {within}.")]
    if area != ALL and AREA in (asked.rows, asked.columns):
        return [Fault("area", "The table is split by area already. Choose all areas here.")]
    return []


def _basis_wrong(asked: Asked, filters: Filters) -> list[Fault]:
    """Of deaths notified it is not yet known what a review will say."""
    named = (asked.rows, asked.columns, *(name for name, _ in filters))
    if asked.basis == "notified" and any(name in KNOWN_AT_REVIEW for name in named):
        return [Fault("basis", "Category and modifiability are known once reviewed: choose deaths reviewed.")]
    return []


def _unless(right: bool, fault: Fault) -> list[Fault]:
    return [] if right else [fault]
