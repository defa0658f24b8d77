"""The contents of a report at one instant: facts as they were known then, protected together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from services.theming.disclosure.released import Released, WouldGiveAway
from services.theming.domain.london_days import london_day
from services.theming.domain.reports.actions_counted import DIMENSIONS, actions_alike
from services.theming.domain.reports.attendance import attendance
from services.theming.domain.reports.contents import ReportContents
from services.theming.domain.reports.counting import PART_AXIS, Alike, Axis, Grid, Groups, axis, grid
from services.theming.domain.reports.figures_shown import TIMELY
from services.theming.domain.reports.kinds import PART, VERSIONS, TableSpec, definitions, report_rules
from services.theming.domain.reports.sections import Material, sections
from services.theming.domain.statistics.dimensions import Dimension, dimensions
from services.theming.domain.statistics.spans import Span
from services.theming.domain.themes.codebook import load_codebook
from services.theming.queries import report_material
from services.theming.queries.codebooks import codebook_in_use
from services.theming.queries.facts import CountedFacts, cases_counted
from services.theming.reports.out_before import out_before
from services.theming.reports.protecting import LEDGER, Protected, as_known, protect_report
from services.theming.tables_made.open_tables import open_tables
from shared.disclosure.policies import DisclosurePolicy, policy_on
from shared.periods import Period
from shared.storage import Transaction

PUBLISHABLE = "publishable"
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


@dataclass(frozen=True)
class Gathered:
    contents: ReportContents
    protected: Protected


def gather_report(tx: Transaction, asked: ReportAsked) -> Gathered:
    """Everything that a report says, as it was known at an instant. For who may see statistics.

    Raises WouldGiveAway where it would say what is hidden in what was released before.
    """
    rules = report_rules()
    policy = policy_on(VERSIONS[asked.version][1], asked.run_on)
    specs = rules.tables_of(asked.kind, asked.version)
    held_from = report_material.known_from_day(tx, asked.known_at)
    nothing = held_from is None or asked.period.ends_on < held_from
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
        packs=tuple(report_material.packs_released(tx, span, asked.known_at)),
        held_from=held_from,
    )
    return Gathered(_contents(tx, asked, material, held_from), protected)


def _protected(
    tx: Transaction, asked: ReportAsked, specs: Sequence[TableSpec], policy: DisclosurePolicy, nothing: bool
) -> tuple[list[Grid], Protected]:
    """The scorecard is exact for boards, so it counts as known to them. Where that would give away what is
    hidden of one board, how soon deaths were notified is said of both together only. A published report
    whose crossed tables cannot be protected together with what everybody can read goes without them.
    """
    out = out_before(tx, policy, {spec.basis for spec in specs}, asked.period, asked.considered)
    counted = _of_the_year(tx, asked, specs)
    open_now = _open_before(asked, specs, counted, policy)
    before = {basis: [*out.get(basis, ()), *open_now.get(basis, ())] for basis in {*out, *open_now}}
    grids = _grids(tx, asked, specs, counted)
    if asked.version != "confidential":
        try:
            return grids, protect_report(grids, policy, before, missing=nothing)
        except WouldGiveAway:
            plain = [each for each in grids if each.spec.across in ("", PART)]
            return plain, protect_report(plain, policy, before, missing=nothing)
    if "scorecard" not in report_rules().kinds[asked.kind].sections:
        return grids, protect_report(grids, policy, before, missing=nothing)
    card = as_known(next(each for each in grids if each.spec.id == TIMELY))
    known = {**before, "notified": [*before.get("notified", ()), card]}
    try:
        return grids, protect_report(grids, policy, known, missing=nothing)
    except WouldGiveAway:
        whole = [replace(spec, across="") if spec.id == TIMELY else spec for spec in specs]
        grids = _grids(tx, asked, whole, counted)
        return grids, protect_report(grids, policy, known, missing=nothing)


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


def _grids(tx: Transaction, asked: ReportAsked, specs: Sequence[TableSpec], counted: Counted) -> list[Grid]:
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
    return found


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
    asked: ReportAsked, specs: Sequence[TableSpec], counted: Counted, policy: DisclosurePolicy
) -> dict[str, list[Released]]:
    """Who reads what is published reads the open tables of the statistics too, as they stood then."""
    if policy.name != PUBLISHABLE:
        return {}
    span = Span(asked.period, asked.period)
    return {
        basis: [open_tables(some, _dims([s for s in specs if s.basis == basis]), [span], policy)]
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
