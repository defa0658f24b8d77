"""What discovery reads, and what it has found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Table, case, func, literal_column, select

from services.theming.queries.restrictions import cases_open_to_all, open_cases
from services.theming.tables import case_facts, case_text, discovered_theme, discovery_run, new_word
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction

#: The kind of a text that is the summary of a review.
REVIEW = "review"


@dataclass(frozen=True)
class HeldText:
    id: int
    case_reference: str
    text: str
    on: date
    recorded: tuple[str, ...] = ()
    """Of a review's summary, the factors that the same review records beside it, as they are called there."""


def texts_held(tx: Transaction) -> list[HeldText]:
    """Every text that is kept of a case open to all, in the order of cases and arrival, dated by the case's
    notification.
    """
    of_review = case((case_text.c.kind == REVIEW, case_facts.c.factors), else_=None)
    dated = func.coalesce(case_facts.c.notified_on, func.date(case_text.c.arrived_at))
    found = (
        select(case_text.c.id, case_text.c.case_reference, case_text.c.text, dated, of_review)
        .outerjoin(case_facts, case_facts.c.case_reference == case_text.c.case_reference)
        .where(case_text.c.set_aside_because.is_(None), cases_open_to_all(case_text.c.case_reference))
        .order_by(case_text.c.case_reference, case_text.c.id)
    )
    return [
        HeldText(number, reference, text, on, tuple(factor["factor"] for factor in factors or ()))
        for number, reference, text, on, factors in tx.session.execute(found)
    ]


def new_texts_since(tx: Transaction, last: int) -> tuple[int, int, int]:
    """How many texts came after the one with this number, how many there are, and the newest's number."""
    kept = case_text.c.set_aside_because.is_(None)
    row = tx.session.execute(
        select(
            func.count().filter(case_text.c.id > last),
            func.count(),
            func.coalesce(func.max(case_text.c.id), 0),
        ).where(kept)
    ).one()
    return row[0], row[1], row[2]


def last_run(tx: Transaction) -> Any:
    """The last time texts were looked through, or None."""
    return tx.session.execute(
        select(discovery_run).order_by(discovery_run.c.id.desc()).limit(1)
    ).one_or_none()


def last_run_ended(tx: Transaction) -> Any:
    """The last time all texts were looked through to the end, of which the proposals are; or None."""
    ended = select(discovery_run).where(discovery_run.c.ended_at.is_not(None))
    return tx.session.execute(ended.order_by(discovery_run.c.id.desc()).limit(1)).one_or_none()


def decided_before(tx: Transaction) -> Sequence[Any]:
    """Proposals that a person has dismissed or made a theme of."""
    settled = discovered_theme.c.status.in_(("dismissed", "promoted"))
    return tx.session.execute(select(discovered_theme).where(settled)).all()


def proposals(tx: Transaction, status: str) -> Sequence[Any]:
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    found = _with_open_cases(tx, discovered_theme).where(discovered_theme.c.status == status)
    return tx.session.execute(found.order_by(discovered_theme.c.rank, discovered_theme.c.id)).all()


def proposal(tx: Transaction, number: int) -> Any:
    """One proposal. Raises NotFound, also where nobody has settled it and one of its cases is restricted to
    others: its name and words may be that case's.
    """
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    of_cases, seen = discovered_theme.c.cases, _open_among(tx, discovered_theme.c.cases)
    settled = discovered_theme.c.status.in_(("dismissed", "promoted"))
    whole = func.jsonb_array_length(of_cases) == func.jsonb_array_length(seen)
    asked = _with_open_cases(tx, discovered_theme).where(discovered_theme.c.id == number, settled | whole)
    found = tx.session.execute(asked).one_or_none()
    if found is None:
        raise NotFound("There is no such proposal.")
    return found


def words_of_quarter(tx: Transaction, quarter: str) -> Sequence[Any]:
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    found = _with_open_cases(tx, new_word).where(new_word.c.quarter == quarter)
    return tx.session.execute(found.order_by(new_word.c.rank)).all()


def quoted(tx: Transaction, quotes: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
    """Case and words of each quote whose text is still held as it was."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    wanted = {quote["text"] for quote in quotes}
    mine = case_text.c.id.in_(wanted) & open_cases(tx, case_text.c.case_reference)
    rows = tx.session.execute(select(case_text.c.id, case_text.c.text).where(mine))
    texts = {row.id: row.text for row in rows}
    return [
        (quote["case"], texts[quote["text"]][quote["start"] : quote["end"]])
        for quote in quotes
        if quote["text"] in texts
    ]


def _with_open_cases(tx: Transaction, table: Table) -> Select[Any]:
    """The rows with, under ``cases``, those of their cases that who is looking may see."""
    others = [column for column in table.columns if column.name != "cases"]
    return select(*others, _open_among(tx, table.c.cases).label("cases"))


def _open_among(tx: Transaction, cases: Column[Any]) -> Any:
    each = (
        func.jsonb_array_elements_text(cases).table_valued("case", with_ordinality="place").render_derived()
    )
    kept = func.jsonb_agg(each.c.case.op("ORDER BY")(each.c.place))
    none: ColumnElement[Any] = literal_column("'[]'::jsonb")
    return select(func.coalesce(kept, none)).where(open_cases(tx, each.c.case)).scalar_subquery()
