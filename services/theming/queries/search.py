"""What a search reads: mentions of themes, and texts that have words, of cases open to who is looking."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Text,
    any_,
    cast,
    func,
    literal,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY

from services.theming.domain.confirming.evidence import Held, Judgement, in_force
from services.theming.domain.search.question import OfIndex
from services.theming.queries.judging import hidden_from, judgement
from services.theming.queries.restrictions import open_cases
from services.theming.tables import case_facts, case_text, evidence_decision, theme_mention
from services.theming.tables.comparing import texts_with
from shared.people import Permission, check
from shared.storage import Transaction

_ENGLISH: ColumnElement[str] = literal_column("'english'")


def mentions_of_themes(tx: Transaction, themes: Collection[str], limit: int) -> Sequence[Any]:
    """Every mention, whatever its assertion, in the newest texts first."""
    found = select(theme_mention).where(theme_mention.c.theme.in_(themes))
    mine = found.where(open_cases(tx, theme_mention.c.case_reference))
    ordered = mine.order_by(theme_mention.c.text_id.desc(), theme_mention.c.start)
    return _looked_up(tx, ordered.limit(limit))


def judged_cases(tx: Transaction, themes: Collection[str]) -> dict[str, Held]:
    """What people said of sentences of these themes, by case; not where it is kept from who is looking."""
    told = evidence_decision.c
    mine = open_cases(tx, told.case_reference) & ~hidden_from(tx, told.case_reference)
    rows = _looked_up(tx, select(evidence_decision).where(told.theme.in_(themes), mine))
    by_case: dict[str, list[Judgement]] = {}
    for row in rows:
        by_case.setdefault(row.case_reference, []).append(judgement(row))
    return {case: in_force(judged) for case, judged in by_case.items()}


def texts_of_cases(tx: Transaction, cases: Collection[str]) -> Sequence[Any]:
    """The texts of these cases that are kept."""
    kept = case_text.c.set_aside_because.is_(None) & open_cases(tx, case_text.c.case_reference)
    columns = (case_text.c.id, case_text.c.case_reference, case_text.c.text)
    return _looked_up(tx, select(*columns).where(case_text.c.case_reference.in_(cases), kept))


def texts_with_words(tx: Transaction, sought: OfIndex, limit: int) -> Sequence[Any]:
    """The newest texts that have the words, and hold each of the phrases word for word: the index knows no
    word that nearly every text has.
    """
    asked = func.to_tsquery(_ENGLISH, sought.wanted)
    kept = case_text.c.set_aside_because.is_(None) & open_cases(tx, case_text.c.case_reference)
    # Found first, as an array: joined to them, every text might be read for the phrases.
    having = select(func.array_agg(texts_with(asked).c.id)).scalar_subquery()
    has_words = case_text.c.id == any_(cast(having, ARRAY(BigInteger)))
    held = select(case_text.c.id, case_text.c.text).where(has_words, kept)
    held = held.where(*(case_text.c.text.op("~*")(each.for_database) for each in sought.demanded))
    held = held.where(*(case_text.c.text.op("!~*")(each.for_database) for each in sought.absent))
    return _looked_up(tx, held.order_by(case_text.c.id.desc()).limit(limit))


def mentions_in(tx: Transaction, numbers: Collection[int]) -> dict[int, list[Any]]:
    """What the pipeline found in these texts: characters, how they are meant and why; by text."""
    columns = (theme_mention.c[name] for name in ("text_id", "start", "end", "assertion", "cue"))
    mine = theme_mention.c.text_id.in_(numbers) & open_cases(tx, theme_mention.c.case_reference)
    found: dict[int, list[Any]] = {}
    for row in _looked_up(tx, select(*columns).where(mine)):
        found.setdefault(row.text_id, []).append(row)
    return found


def stems_of(tx: Transaction, words: Collection[str]) -> dict[str, frozenset[str]]:
    """What full-text search makes of each word; nothing of words that every text has."""
    each = func.unnest(literal(sorted(words), ARRAY(Text))).table_valued("word").render_derived()
    stems = func.tsvector_to_array(func.to_tsvector(_ENGLISH, each.c.word))
    return {row[0]: frozenset(row[1]) for row in _looked_up(tx, select(each.c.word, stems))} if words else {}


def texts_by_number(tx: Transaction, numbers: Collection[int]) -> dict[int, Any]:
    """Words, title and case of each text, and when the case was reviewed."""
    mine = case_text.c.id.in_(numbers) & open_cases(tx, case_text.c.case_reference)
    found = (
        select(case_text, case_facts.c.reviewed_on)
        .outerjoin(case_facts, case_facts.c.case_reference == case_text.c.case_reference)
        .where(mine)
    )
    return {row.id: row for row in _looked_up(tx, found)}


def _looked_up(tx: Transaction, asked: Select[Any]) -> Sequence[Any]:
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    return tx.session.execute(asked).all()
