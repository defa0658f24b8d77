"""The charts of a report, drawn from its own protected figures: what is not in a table is in no chart."""

from collections.abc import Callable, Iterator

from services.theming.charts import ages_and_themes, categories, deprivation
from services.theming.domain.reports.contents import ReportContents, ShownTable
from services.theming.domain.reports.kinds import VERSIONS
from services.theming.domain.reports.printed_report import DrawnChart
from services.theming.domain.statistics.linked_tables import TOTAL
from services.theming.domain.statistics.table_rules import table_rules
from services.theming.reports import charts_over_time
from services.theming.reports.shown_cells import cell_of
from shared.disclosure.cells import Missing, TrueZero
from shared.disclosure.policies import DisclosurePolicy, policy_on

Draw = Callable[[ReportContents, DisclosurePolicy, str], DrawnChart]


def charts_of(contents: ReportContents, shape: str = "print") -> list[DrawnChart]:
    """Those whose tables the report holds, in the order of its sections; ``shape``: print, wide or narrow."""
    policy = policy_on(VERSIONS[contents.version][1], contents.run_on)
    held = contents.tables
    drawn = [draw for table, draw in _CHARTS if table in held and not _nothing(held[table])]
    over_time = [draw for table, draw in charts_over_time.DRAWN if table in held]
    found = [draw(contents, policy, shape) for draw in drawn] + [draw(contents, shape) for draw in over_time]
    places = [section.id for section in contents.sections]
    return sorted(
        (each for each in found if each.section in places), key=lambda each: places.index(each.section)
    )


def _nothing(table: ShownTable) -> bool:
    """Whether there is nobody of whom anything was recorded: a sentence of none would mislead."""
    some = [cell_of(table, key) for key, _ in _values(table)]
    return isinstance(cell_of(table, TOTAL), TrueZero | Missing) or all(isinstance(c, TrueZero) for c in some)


def _values(table: ShownTable) -> Iterator[tuple[str, str]]:
    return ((row.key, row.label) for row in table.rows if row.kind == "value")


def _deprivation(contents: ReportContents, policy: DisclosurePolicy, shape: str) -> DrawnChart:
    table = contents.tables["notified_by_deprivation"]
    data = deprivation.Deprivation(
        contents.span.name,
        tuple(deprivation.Fifth(label, cell_of(table, key)) for key, label in _values(table)),
        cell_of(table, "not_recorded"),
        cell_of(table, TOTAL),
        policy,
        table_rules(policy.name, contents.run_on),
    )
    return DrawnChart(
        "numbers",
        deprivation.finding(data),
        deprivation.as_svg(data, shape),
        "Deaths in each fifth of areas by deprivation; the numbers are in the table “Deaths notified, by "
        "deprivation of the area of the home”.",
    )


def _categories(contents: ReportContents, policy: DisclosurePolicy, shape: str) -> DrawnChart:
    table = contents.tables["categories_by_modifiability"]

    def category(key: str, label: str) -> categories.Category:
        kinds = ("modifiable", "none", "inadequate_information")
        modifiable, none, inadequate = (cell_of(table, key, kind) for kind in kinds)
        return categories.Category(label, modifiable, none, inadequate, cell_of(table, key))

    data = categories.Categories(
        contents.span.name,
        tuple(category(key, label) for key, label in _values(table)),
        category(TOTAL, "All reviews"),
        policy,
    )
    return DrawnChart(
        "categories",
        categories.finding(data),
        categories.as_svg(data, shape),
        "The share with modifiable factors in each category of death, with its 95% interval; the numbers are "
        "in the table “Category of death, by whether modifiable factors were identified”.",
    )


def _ages_and_themes(contents: ReportContents, policy: DisclosurePolicy, shape: str) -> DrawnChart:
    table = contents.tables["themes_by_age"]
    ages = [(name, label) for name, label in table.columns if name not in (TOTAL, "not_recorded")]
    data = ages_and_themes.AgesAndThemes(
        contents.span.name,
        tuple(label for _, label in ages),
        tuple(
            ages_and_themes.ThemeByAge(
                label, tuple(cell_of(table, key, age) for age, _ in ages), cell_of(table, key)
            )
            for key, label in _values(table)
        ),
        policy,
        grouped=True,
    )
    return DrawnChart(
        "themes",
        ages_and_themes.finding(data),
        ages_and_themes.as_svg(data, shape),
        "Groups of themes by age at death, darker where there are more; the numbers are in the table “Groups "
        "of themes, by age at death”.",
    )


_CHARTS: tuple[tuple[str, Draw], ...] = (
    ("notified_by_deprivation", _deprivation),
    ("categories_by_modifiability", _categories),
    ("themes_by_age", _ages_and_themes),
)
