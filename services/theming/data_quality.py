"""Data quality as it may be read: exact for the office, from the protected statistics for everybody else.

What is published here is what the statistics publish: a field's cells are those of its own table, so that the
two together tell nothing that one of them does not.
"""

from datetime import date

from services.theming.domain.statistics.data_quality import BASES, Field, FieldQuality, fields, missing_cells
from services.theming.domain.statistics.question import Question
from services.theming.domain.statistics.tree import ALL
from services.theming.publishing import KNOWN, answer
from services.theming.queries.data_quality import data_quality, record_quality
from shared.disclosure.cells import Missing, TrueZero
from shared.people import Permission, can, check
from shared.periods import Period
from shared.storage import Transaction


def data_quality_for(tx: Transaction, period: Period, *, today: date) -> list[FieldQuality]:
    """Every field of a period, as whoever asks may see it; sections of the record are the office's."""
    check(tx.person, Permission.VIEW_STATISTICS)
    tx.audit("read_data_quality", reading=True, detail={"period": period.name})
    if can(tx.person, Permission.VIEW_THEMES_OF_CASE):
        return data_quality(tx, period) + record_quality(tx, period)
    return [_published(tx, field, period, today) for field in fields() if field.dimension in KNOWN]


def _published(tx: Transaction, field: Field, period: Period, today: date) -> FieldQuality:
    by = KNOWN[field.dimension]
    question = Question(by, period, ALL, BASES[field.source], "publishable")
    table = answer(tx, question, today=today)
    cells = {row.key: row.cell for row in table.rows}
    nobody = table.total if isinstance(table.total, Missing) else TrueZero()
    missing = missing_cells(field, lambda value: cells.get(value, nobody))
    return FieldQuality(field.dimension, field.label or by.label, field.source, table.total, missing)
