"""Charts of two dimensions or of several years: what the table maker gives to whoever looks."""

from services.theming.actions.statistics.ask_table import ask_table
from services.theming.charting.asked import ChartsAsked
from services.theming.charts.ages_and_themes import AgesAndThemes, ThemeByAge
from services.theming.charts.categories import Categories, Category
from services.theming.charts.deprivation import Deprivation, Fifth
from services.theming.domain.statistics.dimensions import NOT_RECORDED, QUINTILES
from services.theming.domain.statistics.linked_tables import TOTAL
from services.theming.domain.statistics.made_table import MadeTable, TooFine
from services.theming.domain.statistics.table_question import Asked, read_table_question
from services.theming.reference.denominators import Denominators
from services.theming.reference.reading import Reference, ReferenceFile
from services.theming.tables_made.making import SAFE
from shared.disclosure.cells import Missing, TrueZero, Value
from shared.errors import Conflict
from shared.storage import Transaction

NOT_KNOWN_AGES = ("not known", NOT_RECORDED)


def categories(tx: Transaction, asked: ChartsAsked) -> Categories:
    """Raises the refusal of the table maker, as all of these do."""
    table = _made(tx, asked, rows="category", columns="modifiability", basis="reviewed")
    rows = tuple(_category(table, row, label) for row, label in _down(table))
    return Categories(asked.span_words, rows, _category(table, TOTAL, "All reviews"), asked.policy)


def _category(table: MadeTable, row: str, label: str) -> Category:
    columns = ("modifiable", "none", "inadequate_information", TOTAL)
    return Category(label, *(table.cells[row, column] for column in columns))


def ages_and_themes(tx: Transaction, asked: ChartsAsked) -> AgesAndThemes:
    """By theme, or where so fine a table is not made, by group of themes."""
    grouped = False
    try:
        table = _made(tx, asked, rows="theme", columns="age_band", basis="reviewed")
    except TooFine:
        grouped = True
        table = _made(tx, asked, rows="theme_group", columns="age_band", basis="reviewed")
    ages = {value: label for value, label in table.across[:-1] if _is_drawn(table, value)}
    rows = [
        ThemeByAge(label, tuple(table.cells[row, age] for age in ages), table.cells[row, TOTAL])
        for row, label in _down(table)
    ]
    return AgesAndThemes(asked.span_words, tuple(ages.values()), tuple(rows), asked.policy, grouped)


def _is_drawn(table: MadeTable, age: str) -> bool:
    """Ages not known have a column only if somebody is in it, of the themes that are drawn."""
    columns = [value for value, _ in table.across]
    shown = (
        row
        for row, _ in table.down[:-1]
        if any(isinstance(table.cells[row, column], Value) for column in columns)
    )
    return age not in NOT_KNOWN_AGES or any(
        not isinstance(table.cells[row, age], TrueZero | Missing) for row in shown
    )


def deprivation(tx: Transaction, asked: ChartsAsked, reference: Reference) -> Deprivation:
    """Rates, where the operator’s files say how many children live in each fifth."""
    table = _made(tx, asked, rows="deprivation_quintile", basis="notified")
    among = Denominators(reference, table.held)
    found = {value: among.of(table.keys[value, TOTAL]) for value in QUINTILES}
    files = dict.fromkeys(_said(each[1]) for each in found.values() if each)
    people = {value: each[0].people if each else None for value, each in found.items()}
    fifths = [Fifth(label, table.cells[value, TOTAL], people[value]) for value, label in QUINTILES.items()]
    return Deprivation(
        asked.span_words,
        tuple(fifths),
        table.not_recorded or TrueZero(),
        table.total,
        asked.policy,
        table.rules,
        ". ".join(files),
    )


def _said(file: ReferenceFile) -> str:
    return f"{file.title}, version {file.version} ({file.source})"


def _made(tx: Transaction, asked: ChartsAsked, *, rows: str, columns: str = "", basis: str) -> MadeTable:
    """The table that whoever asks is given. Raises its refusal."""
    written = Asked(
        rows, columns, period=asked.span.name, area=asked.area, basis=basis, policy=asked.policy_name
    )
    given = ask_table(tx, question=read_table_question(SAFE, written, today=asked.today), today=asked.today)
    if given.table is None:
        raise given.refused or Conflict("This table cannot be made.")
    return given.table


def _down(table: MadeTable) -> list[tuple[str, str]]:
    """The rows but for the total, and for what is not recorded if nobody is in it."""
    nobody = isinstance(table.not_recorded, TrueZero | Missing)
    return [(row, label) for row, label in table.down[:-1] if row != NOT_RECORDED or not nobody]
