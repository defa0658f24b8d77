"""What is read to show which cases a theme would move: of cases open to who is looking, and not kept back."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select

from services.theming.queries.judging import hidden_from
from services.theming.queries.restrictions import open_cases
from services.theming.tables import case_facts, case_text
from shared.people import Permission, check
from shared.storage import Transaction


def oldest_within(tx: Transaction, most_bytes: int) -> int:
    """The number of the oldest of the newest texts with so many bytes together; 0 where there is none."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    size = func.octet_length(case_text.c.text)
    before = func.sum(size).over(order_by=case_text.c.id.desc()) - size
    newest = select(case_text.c.id, before.label("before")).where(_shown(tx)).subquery()
    return tx.session.scalar(select(func.min(newest.c.id)).where(newest.c.before < most_bytes)) or 0


def texts_since(
    tx: Transaction, since: int, expression: str, *, most_texts: int, most_bytes: int
) -> Sequence[Any]:
    """The newest texts from one on in which a regular expression is found: number, case and words, beside how
    many such texts there are (``matching``). So many texts and bytes of them at most.

    Not by the full-text index, which knows no word that nearly every text has: so only the newest are asked.
    """
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    size = func.octet_length(case_text.c.text).label("size")
    mine = _shown(tx) & (case_text.c.id >= since) & case_text.c.text.op("~*")(expression)
    found = select(case_text.c.id, size).where(mine).cte("found").prefix_with("MATERIALIZED")
    newest = select(found).order_by(found.c.id.desc()).limit(most_texts).subquery()
    before = func.sum(newest.c.size).over(order_by=newest.c.id.desc()) - newest.c.size
    some = select(newest.c.id, before.label("before")).subquery()
    matching = select(func.count()).select_from(found).scalar_subquery().label("matching")
    columns = (case_text.c.id, case_text.c.case_reference, case_text.c.text, matching)
    read = select(*columns).join(some, some.c.id == case_text.c.id).where(some.c.before < most_bytes)
    return tx.session.execute(read.order_by(case_text.c.id.desc())).all()


def held_since(tx: Transaction, since: int) -> tuple[int, int]:
    """How many texts there are from one on, and of how many cases; with 0 all."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    counted = select(func.count(), func.count(case_text.c.case_reference.distinct()))
    row = tx.session.execute(counted.where(_shown(tx), case_text.c.id >= since)).one()
    return row[0], row[1]


def _shown(tx: Transaction) -> ColumnElement[bool]:
    facts, case = case_facts.alias(), case_text.c.case_reference
    kept_back = select(facts.c.case_reference).where(hidden_from(tx, facts.c.case_reference))
    return case_text.c.set_aside_because.is_(None) & open_cases(tx, case) & case.not_in(kept_back)
