"""A digest of everything that the front of a bundle is made of: while it is the same, so is the front.

It is taken over the rows themselves and all their columns, not over dates or versions: a row that changes, a
column that is added, or another installation's rows in this process give another digest.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Table,
    Text,
    bindparam,
    cast,
    func,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from services.panel.queries.bundles import DIGEST
from services.panel.tables.bundles import bundle_part, case_fact
from services.panel.tables.cases import case_theme, hold, information_source, review_case
from services.panel.tables.family_questions import family_answer, family_question
from shared.storage import Transaction

_CASE = bindparam("case", type_=Text())


def state_of_bundle(tx: Transaction, reference: str, panel_type: str | None) -> str:
    """SHA-256 over what the bundle of a case that may be read now stands on, and who orders it."""
    return str(tx.session.scalar(_STATE, {"case": reference, "panel": panel_type or ""}))


def _asking() -> Select[str]:
    """Made once. The texts of documents enter by their digests."""
    without_text = [column for column in bundle_part.c if column is not bundle_part.c.text]
    answers = family_answer.join(
        family_question, family_question.c.question_id == family_answer.c.question_id
    )
    newest = (
        case_fact.c.version
        == select(func.max(case_fact.c.version)).where(case_fact.c.case_reference == _CASE).scalar_subquery()
    )
    every = [
        bindparam("panel", type_=Text()),
        *(_rows_of(table) for table in (review_case, information_source, hold, case_theme, family_question)),
        _rows([*without_text, DIGEST], bundle_part, bundle_part.c.case_reference == _CASE),
        _rows(case_fact.c, case_fact, (case_fact.c.case_reference == _CASE) & newest),
        select(cast(func.count(), Text)).where(case_fact.c.case_reference == _CASE).scalar_subquery(),
        _rows(family_answer.c, answers, family_question.c.case_reference == _CASE),
    ]
    written = cast(func.row(*every), Text)
    return select(func.encode(func.sha256(func.convert_to(written, "UTF8")), "hex"))


def _rows_of(table: Table) -> ColumnElement[str]:
    mine = table.c.reference if table is review_case else table.c.case_reference
    return _rows(table.c, table, mine == _CASE)


def _rows(
    columns: Iterable[ColumnElement[Any]], source: FromClause, which: ColumnElement[bool]
) -> ColumnElement[str]:
    """The rows as PostgreSQL writes them, in an order of their own."""
    row = cast(func.row(*columns), Text)
    written = func.string_agg(row, aggregate_order_by(literal("\n"), row))
    return select(written).select_from(source).where(which).scalar_subquery()


_STATE = _asking()
