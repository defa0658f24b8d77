"""What is read to show which cases a theme would move: of cases open to who is looking, and not kept back."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, literal, select, true
from sqlalchemy.dialects.postgresql import TSQUERY

from services.theming.queries.judging import hidden_from
from services.theming.queries.restrictions import open_cases
from services.theming.tables import case_facts, case_text
from services.theming.tables.comparing import SEARCHED
from shared.people import Permission, check
from shared.storage import Transaction

#: The words of one line: of each set one must stand in a text. A set holds lexemes; one with a star stands
#: for all that begin so.
Demanded = Collection[Collection[str]]


def newest_texts(
    tx: Transaction, lines: Collection[Demanded], *, most_texts: int, most_bytes: int
) -> Sequence[Any]:
    """The newest texts that have what a line demands, or of all texts where there are no ``lines``: number,
    case and words, beside how many such texts there are (``held``), and of how many cases (``of_cases``).
    """
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    mine = case_text.c.set_aside_because.is_(None) & _shown(tx, case_text.c.case_reference)
    has_words = SEARCHED.op("@@")(cast(literal(_sought(lines), Text), TSQUERY)) if lines else true()
    size = func.octet_length(case_text.c.text).label("size")
    # Found first, by the index: otherwise the newest texts are read one by one until enough have them.
    found = select(case_text.c.id, case_text.c.case_reference, size).where(mine, has_words)
    held = found.cte("has_words").prefix_with("MATERIALIZED")
    newest = select(held.c.id, held.c.size).order_by(held.c.id.desc()).limit(most_texts).subquery()
    before = func.sum(newest.c.size).over(order_by=newest.c.id.desc()) - newest.c.size
    some = select(newest.c.id, before.label("before")).subquery()
    of_cases = select(func.count(held.c.case_reference.distinct())).scalar_subquery().label("of_cases")
    number = select(func.count()).select_from(held).scalar_subquery().label("held")
    columns = (case_text.c.id, case_text.c.case_reference, case_text.c.text, number, of_cases)
    read = select(*columns).join(some, some.c.id == case_text.c.id).where(some.c.before < most_bytes)
    return tx.session.execute(read.order_by(case_text.c.id.desc())).all()


def number_of_cases(tx: Transaction) -> int:
    """How many cases are held that may be shown to who is looking."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    found = select(func.count()).select_from(case_facts).where(_shown(tx, case_facts.c.case_reference))
    return tx.session.scalar(found) or 0


def _shown(tx: Transaction, reference: ColumnElement[str]) -> ColumnElement[bool]:
    facts = case_facts.alias()
    kept_back = select(facts.c.case_reference).where(hidden_from(tx, facts.c.case_reference))
    return open_cases(tx, reference) & reference.not_in(kept_back)


def _sought(lines: Collection[Demanded]) -> str:
    """As full-text search writes it."""
    each = (" & ".join(f"({' | '.join(map(_lexeme, sorted(words)))})" for words in line) for line in lines)
    return " | ".join(f"({one})" for one in each)


def _lexeme(word: str) -> str:
    begins = word.endswith("*")
    plain = word.removesuffix("*").replace("'", "''").replace("\\", "\\\\")
    return f"'{plain}'{':*' if begins else ''}"
