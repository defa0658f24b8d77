"""The contents of a report at one instant: facts as they were known then, protected together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from services.theming.disclosure.released import Released, WouldGiveAway
from services.theming.domain.london_days import london_day
from services.theming.domain.reports.actions_counted import DIMENSIONS, actions_alike
from services.theming.domain.reports.attendance import attendance
from services.theming.domain.reports.contents import ReportContents, ShownTable
from services.theming.domain.reports.counting import PART_AXIS, Alike, Axis, Grid, Groups, axis, grid
from services.theming.domain.reports.figures_shown import TIMELY
from services.theming.domain.reports.kinds import PART, VERSIONS, TableSpec, definitions, report_rules
from services.theming.domain.reports.over_time import TIMELY as IN_QUARTERS
from services.theming.domain.reports.protected import ProtectedReport
from services.theming.domain.reports.sections import Material, sections
from services.theming.domain.statistics.dimensions import Dimension, dimensions
from services.theming.domain.statistics.spans import Span
from services.theming.domain.themes.codebook import load_codebook
from services.theming.queries import report_material
from services.theming.queries.codebooks import codebook_in_use
from services.theming.queries.counts import held_from
from services.theming.queries.facts import CountedFacts, cases_counted
from services.theming.queries.settled import SettledHere
from services.theming.reports.out_before import out_before, read_by_boards
from services.theming.reports.over_time import Known, tables_over_time
from services.theming.reports.own_over_time import of_quarter, own_tables, quarters_of
from services.theming.reports.protecting import LEDGER, Protected, as_known, protect_report
from services.theming.tables_made.open_tables import open_tables
from shared.disclosure.policies import DisclosurePolicy, policy_on
from shared.periods import Period
from shared.storage import Transaction

PUBLISHABLE, CONFIDENTIAL = "publishable", "confidential"
FIRST_DAY = date(1900, 1, 1)
_KNOWN = dimensions(load_codebook())
ALL_AREAS = "Leicester, Leicestershire and Rutland"

Counted = Mapping[str, Sequence[CountedFacts]]


@dataclass(frozen=True)
class ReportAsked:
    """``known_at``: as known then. ``considered``: what counted as out, by basis; None: all."""

    kind: str
    period: Period
    version: str
    panel_name: str
    known_at: datetime
    considered: Mapping[str, Sequence[str]] | None = None

    @property
    def run_on(self) -> date:
        return london_day(self.known_at)

    @property
    def own_quarters(self) -> bool:
        """Whether it counts quarters itself: a published one says what the open statistics say of them."""
        return self.for_boards and IN_QUARTERS in report_rules().over_time_of(self.kind)

    @property
    def for_boards(self) -> bool:
        return self.version == CONFIDENTIAL


@dataclass(frozen=True)
class Gathered:
    contents: ReportContents
    protected: Protected


def gather_report(tx: Transaction, asked: ReportAsked) -> Gathered:
    """Everything that a report says, as it was known at an instant. For who may see statistics.

    Protected from everybody who reads it, with all that they have: tables that would say what is hidden from
    them are left out.
    """
    rules = report_rules()
    policy = policy_on(VERSIONS[asked.version][1], asked.run_on)
    specs = rules.tables_of(asked.kind, asked.version)
    began = held_from(tx, known_at=asked.known_at)
    nothing = began is None or asked.period.ends_on < began
    grids, protected = _protected(tx, asked, specs, policy, nothing)
    span = asked.period
    material = Material(
        kind=asked.kind,
        version=asked.version,
        span=span,
        run_on=asked.run_on,
        report=protected.report,
        counts={each.spec.id: each for each in grids},
        attendance=attendance(
            report_material.meetings_known(tx, span, asked.known_at),
            span.starts_on,
            min(span.ends_on, asked.run_on),
        ),
        road_notified=report_material.road_deaths_notified(tx, span, asked.known_at),
        over_time=_over_time(tx, asked, protected.report, began),
        packs=tuple(report_material.packs_released(tx, span, asked.known_at)),
        held_from=began,
    )
    return Gathered(_contents(tx, asked, material, began), protected)


def _protected(
    tx: Transaction, asked: ReportAsked, specs: Sequence[TableSpec], policy: DisclosurePolicy, nothing: bool
) -> tuple[list[Grid], Protected]:
    """The fullest choice of tables that can be protected together with all that is out.

    The scorecard is exact for boards, so it counts as known to them. At the last, tables of which anything
    would give a small number away are left out, so that a report is never refused.
    """
    out = out_before(tx, policy, {spec.basis for spec in specs}, asked.period, asked.considered)
    boards = read_by_boards(
        tx, policy, {spec.basis for spec in specs}, asked.period, asked.considered, asked.run_on
    )
    counted = _of_the_year(tx, asked, specs)
    open_now = _open_before(tx, asked, specs, counted, policy)
    before = {basis: [*out.get(basis, ()), *open_now.get(basis, ())] for basis in {*out, *open_now}}
    grids = _grids(tx, asked, specs, counted)
    if asked.for_boards and "scorecard" in report_rules().kinds[asked.kind].sections:
        card = as_known(next(each for each in grids if each.spec.id == TIMELY))
        before["notified"] = [*before.get("notified", ()), card]
    choices = [grids, *_fewer(tx, asked, specs, counted, grids)]
    for chosen in choices:
        try:
            return chosen, protect_report(chosen, policy, before, boards=boards, missing=nothing)
        except WouldGiveAway:
            continue
    fullest = choices[-2]  # with its crossed tables: one that cannot be protected is left out by itself
    return fullest, protect_report(fullest, policy, before, boards=boards, missing=nothing, no_more=True)


def _fewer(
    tx: Transaction, asked: ReportAsked, specs: Sequence[TableSpec], counted: Counted, grids: Sequence[Grid]
) -> Iterator[list[Grid]]:
    """For boards first how soon deaths were notified of both together only; then no crossed table."""
    if asked.for_boards:
        whole = [replace(spec, across="") if spec.id == TIMELY else spec for spec in specs]
        grids = _grids(tx, asked, whole, counted, quarters=False)
        yield list(grids)
    yield [each for each in grids if each.spec.across in ("", PART)]


def _over_time(
    tx: Transaction, asked: ReportAsked, report: ProtectedReport, held_from: date | None
) -> Mapping[str, ShownTable]:
    wanted, known = report_rules().over_time_of(asked.kind), Known(asked.known_at, asked.run_on, held_from)
    if asked.for_boards:
        return own_tables(tx, report, asked.period, known, wanted)
    return tables_over_time(tx, asked.period, known, wanted)


def _contents(
    tx: Transaction, asked: ReportAsked, material: Material, held_from: date | None
) -> ReportContents:
    policy, rules = material.report.policy, report_rules()
    made = tuple(sections(material, rules.sections_of(asked.kind)))
    named = dict.fromkeys(each for section in made for table in section.tables for each in _defined(table))
    known = definitions()
    return ReportContents(
        kind=asked.kind,
        kind_label=rules.kinds[asked.kind].label,
        version=asked.version,
        version_label=VERSIONS[asked.version][0],
        period=asked.period.name,
        area=ALL_AREAS,
        panel_name=asked.panel_name,
        run_on=asked.run_on,
        known_at=asked.known_at,
        held_from=held_from,
        policy=f"{policy.label}, version {policy.version}",
        policy_rule=policy.rule,
        rules=rules.version,
        codebook=codebook_in_use(tx).version,
        considered=material.report.considered,
        sections=made,
        definitions=tuple((known[n].anchor, known[n].term, known[n].means) for n in named),
    )


def _defined(table) -> list[str]:  # type: ignore[no-untyped-def]
    parts = ["part"] if any(name in PART_AXIS.labels for name, _ in table.columns) else []
    return [each for each in (table.of_base, table.definition, *parts) if each]


def _grids(
    tx: Transaction,
    asked: ReportAsked,
    specs: Sequence[TableSpec],
    counted: Counted,
    *,
    quarters: bool = True,
) -> list[Grid]:
    facts = {
        basis: _facts(tx, asked, basis, [spec for spec in specs if spec.basis == basis], counted)
        for basis in dict.fromkeys(spec.basis for spec in specs)
    }
    groups = _groups()
    found = []
    for spec in specs:
        here = facts[spec.basis]
        rows = axis(_dimension(spec.rows), groups, here)
        found.append(grid(spec, rows, _columns(spec, groups, here), here, asked.period.name))
        if quarters and spec.id == TIMELY and asked.own_quarters:
            found += [
                grid(
                    replace(spec, id=of_quarter(each), across=""),
                    rows,
                    None,
                    _within(each, counted),
                    each.name,
                )
                for each in quarters_of(asked.period)
            ]
    return found


def _within(span: Period, counted: Counted) -> list[Alike]:
    return [_alike(each) for each in counted["notified"] if span.starts_on <= each.day <= span.ends_on]


def _groups() -> Groups:
    codebook = load_codebook()
    return {
        group: (label, tuple(theme.id for theme in codebook.themes.values() if theme.group == group))
        for group, label in codebook.groups.items()
    }


def _columns(spec: TableSpec, groups: Groups, facts: Sequence[Alike]) -> Axis | None:
    if spec.across == PART:
        return PART_AXIS
    return axis(_dimension(spec.across), groups, facts) if spec.across else None


def _dimension(name: str) -> Dimension:
    """Of cases as the statistics know it, or of actions."""
    return _KNOWN.get(name) or Dimension(name, definitions()[name].term, DIMENSIONS[name])


def _facts(
    tx: Transaction, asked: ReportAsked, basis: str, specs: Sequence[TableSpec], counted: Counted
) -> list[Alike]:
    """Cases of the period, or actions, as the tables count them."""
    if basis == "actions":
        return actions_alike(report_material.actions_known(tx, asked.period, asked.known_at), asked.run_on)
    if basis == "open":
        days = (FIRST_DAY, asked.run_on)
        found = _counted(tx, asked, "notified", (*_dims(specs), "reviewed"), days)
        return [_alike(each) for each in found if "not_reviewed" in each.values["reviewed"]]
    span = asked.period
    return [_alike(each) for each in counted[basis] if span.starts_on <= each.day <= span.ends_on]


def _of_the_year(tx: Transaction, asked: ReportAsked, specs: Sequence[TableSpec]) -> Counted:
    """Cases of the whole financial year by basis, as the open tables of a year are protected together."""
    year = Period(asked.period.year, "Y", 1)
    days = (year.starts_on, year.ends_on)
    by_basis = {basis: [spec for spec in specs if spec.basis == basis] for basis in LEDGER}
    return {basis: _counted(tx, asked, basis, _dims(some), days) for basis, some in by_basis.items() if some}


def _open_before(
    tx: Transaction,
    asked: ReportAsked,
    specs: Sequence[TableSpec],
    counted: Counted,
    policy: DisclosurePolicy,
) -> dict[str, list[Released]]:
    """Who reads what is published reads the open tables of the statistics too, as they stood then."""
    if policy.name != PUBLISHABLE:
        return {}
    span, kept = Span(asked.period, asked.period), SettledHere(tx)
    return {
        basis: [open_tables(some, _dims([s for s in specs if s.basis == basis]), [span], policy, kept)]
        for basis, some in counted.items()
    }


def _counted(
    tx: Transaction, asked: ReportAsked, basis: str, dims: Sequence[str], days: tuple[date, date]
) -> list[CountedFacts]:
    first, last = days
    return cases_counted(tx, basis=basis, dims=dims, first_day=first, last_day=last, known_at=asked.known_at)


def _dims(specs: Sequence[TableSpec]) -> tuple[str, ...]:
    """Of all tables; a theme is never without its group."""
    dims = {dim for spec in specs for dim in spec.dims}
    return tuple(sorted(dims | ({"theme", "theme_group"} if dims & {"theme", "theme_group"} else set())))


def _alike(each: CountedFacts) -> Alike:
    return Alike(each.area, each.values, each.cases)
