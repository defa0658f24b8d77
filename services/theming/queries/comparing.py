"""What comparing needs of cases: their words, themes and facts, and which may be alike at all."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, func, literal_column, select, text, true, union

from services.theming.domain.comparables.likeness import CaseProfile, weighed
from services.theming.queries.judging import hidden_from
from services.theming.queries.passes import check_reads_themes
from services.theming.queries.restrictions import comparable_cases, open_cases
from services.theming.tables import (
    case_facts,
    case_text,
    case_to_compare,
    case_words,
    recommendation,
    theme_confirmation,
    theme_mention,
    word_frequency,
)
from services.theming.tables.comparing import texts_with
from services.theming.tables.vectors import distance
from shared.people import Permission, check
from shared.storage import Transaction

#: Under this word stands how many cases are counted.
ALL_CASES = ""
#: Taken as candidates by each way of looking; the reasons are worked out for all of them.
CANDIDATES = 60
RAREST_WORDS = 8
_REFERENCE = case_facts.c.case_reference
_STANDS = theme_confirmation.c.status.in_(("proposed", "confirmed"))


def cases_to_compare(tx: Transaction, limit: int) -> list[str]:
    """Cases whose texts have changed, locked until the transaction ends."""
    found = select(case_to_compare.c.case_reference).order_by(case_to_compare.c.case_reference).limit(limit)
    return list(tx.session.scalars(found.with_for_update(skip_locked=True)))


def cases_weighed_long_ago(tx: Transaction, limit: int) -> list[str]:
    """Cases whose words were weighed when fewer than half as many were held, locked."""
    held = case_words.c.of_cases
    old = held < _cases_counted(tx) / 2
    found = select(case_words.c.case_reference).where(old).order_by(held, case_words.c.case_reference)
    return list(tx.session.scalars(found.limit(limit).with_for_update(skip_locked=True)))


def kept_texts(tx: Transaction, case: str) -> list[tuple[str, list[tuple[int, int]]]]:
    """The texts of a case that are kept, in an order that does not depend on which came first, each with the
    places where it speaks of a theme without saying that it is so.
    """
    mine = (case_text.c.case_reference == case) & case_text.c.set_aside_because.is_(None)
    found = select(case_text.c.id, case_text.c.text).where(mine)
    texts = tx.session.execute(found.order_by(case_text.c.material_id, case_text.c.part)).all()
    not_so = select(theme_mention.c.text_id, theme_mention.c.start, theme_mention.c.end).where(
        theme_mention.c.case_reference == case, theme_mention.c.assertion != "affirmed"
    )
    places = tx.session.execute(not_so).all()
    return [(row.text, [(at.start, at.end) for at in places if at.text_id == row.id]) for row in texts]


def words_held(tx: Transaction, case: str) -> dict[str, str] | None:
    """Terms of the case with the words that stood in its texts; None if they were never taken."""
    return tx.session.scalar(select(case_words.c.words).where(case_words.c.case_reference == case))


def frequencies(tx: Transaction, words: Iterable[str]) -> dict[str, int]:
    """In how many cases each word stands, and under ``ALL_CASES`` how many cases there are."""
    wanted = select(word_frequency).where(word_frequency.c.word.in_([*words, ALL_CASES]))
    found = {row.word: row.cases for row in tx.session.execute(wanted)}
    return {ALL_CASES: 0, **found}


def profile_of(tx: Transaction, case: str) -> CaseProfile | None:
    """One case as it is compared; None if who is looking may not see it, or there is none."""
    frequency = frequencies(tx, words_held(tx, case) or ())
    return next(iter(profiles(tx, [case], frequency)), None)


def profiles(tx: Transaction, cases: Collection[str], frequency: Mapping[str, int]) -> list[CaseProfile]:
    """These cases as they are compared, by reference; of their words only those in ``frequency`` weigh."""
    check_reads_themes(tx)
    facts = (case_facts.c.age_band, case_facts.c.place_of_death, case_facts.c.events, case_facts.c.category)
    found = (
        select(_REFERENCE, *facts, case_words.c.words, case_words.c.length, *_themes(tx))
        .outerjoin(case_words, case_words.c.case_reference == _REFERENCE)
        .where(_REFERENCE.in_(cases), open_cases(tx, _REFERENCE))
        .order_by(_REFERENCE)
    )
    return [_profile(row, frequency) for row in tx.session.execute(found)]


def _themes(tx: Transaction) -> list[ColumnElement[Any]]:
    """The themes of the case beside which they stand, as arrays by status; ``blind``: what was decided is
    kept from who is looking until a second person has read the case.
    """
    mine = theme_confirmation.c.case_reference == _REFERENCE
    each = select(func.array_agg(theme_confirmation.c.theme)).where(mine)
    arrays: list[ColumnElement[Any]] = [
        each.where(theme_confirmation.c.status == status).scalar_subquery().label(status)
        for status in ("confirmed", "proposed", "rejected")
    ]
    return [*arrays, hidden_from(tx, _REFERENCE).label("blind")]


def _profile(row: Any, frequency: Mapping[str, int]) -> CaseProfile:
    known = [word for word in row.words or () if word in frequency]
    weights = weighed(known, frequency, frequency.get(ALL_CASES, 0))
    confirmed, proposed = frozenset(row.confirmed or ()), frozenset(row.proposed or ())
    if row.blind:  # a decision looks like none
        confirmed, proposed = frozenset(), proposed | confirmed | frozenset(row.rejected or ())
    return CaseProfile(
        row.case_reference,
        row.age_band or "",
        row.place_of_death or "",
        frozenset(row.events or ()),
        row.category,
        confirmed,
        proposed,
        {word: weight / row.length for word, weight in weights.items()} if row.length else {},
    )


def words_in(tx: Transaction, case: str) -> dict[str, str]:
    """The words of the case as its texts have them, by term."""
    check_reads_themes(tx)
    mine = (case_words.c.case_reference == case) & open_cases(tx, case_words.c.case_reference)
    return tx.session.scalar(select(case_words.c.words).where(mine)) or {}


def rarest_words(tx: Transaction, case: str, most: int) -> list[tuple[str, int]]:
    """Words of the case as its texts have them, with how many cases have each: those of the fewest first."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    mine = (case_words.c.case_reference == case) & open_cases(tx, case_words.c.case_reference)
    each = func.jsonb_each_text(case_words.c.words).table_valued("key", "value").render_derived().lateral()
    rarest = func.min(word_frequency.c.cases)
    # A word may stand for several terms: for itself, and for a kind of thing.
    found = (
        select(each.c.value, rarest)
        .select_from(case_words)
        .join(each, true())
        .join(word_frequency, word_frequency.c.word == each.c.key)
        .where(mine)
        .group_by(each.c.value)
        .order_by(rarest, each.c.value)
    )
    return [(row[0], row[1]) for row in tx.session.execute(found.limit(most))]


def theme_cases(tx: Transaction) -> dict[str, int]:
    """How many cases have each theme proposed or confirmed."""
    counted = select(theme_confirmation.c.theme, func.count()).where(
        _STANDS, open_cases(tx, theme_confirmation.c.case_reference)
    )
    rows = tx.session.execute(counted.group_by(theme_confirmation.c.theme))
    return {row[0]: row[1] for row in rows}


def candidates(
    tx: Transaction, case: CaseProfile, frequency: Mapping[str, int], *, reviewed: bool
) -> list[str]:
    """Cases that may be alike: the nearest by their words' vectors, those with its rarest words, and those
    with most of its themes; of those reviewed, or of those that are not.
    """
    check_reads_themes(tx)
    # Where a condition takes nearest ones away, the next nearest are looked for.
    tx.session.execute(text("SET LOCAL hnsw.iterative_scan = 'strict_order'"))
    # allow sql-of-texts: a number of our own; SET takes no parameters
    tx.session.execute(text(f"SET LOCAL hnsw.ef_search = {CANDIDATES}"))
    wanted = case_facts.c.reviewed_on.is_(None)
    ways = (_near_in_words(case), _with_rare_words(case, frequency), _with_themes(case))
    others = _REFERENCE.is_distinct_from(case.case_reference) & comparable_cases(tx, _REFERENCE)
    mine = others & (~wanted if reviewed else wanted)
    each = [select(way.where(mine).limit(CANDIDATES).subquery().c[0]) for way in ways]
    return list(tx.session.scalars(select(union(*each).subquery().c[0])))


def _near_in_words(case: CaseProfile) -> Select[Any]:
    here = select(case_words.c.vector).where(case_words.c.case_reference == case.case_reference)
    apart = distance(case_words.c.vector, here.scalar_subquery())
    joined = select(_REFERENCE).join(case_words, case_words.c.case_reference == _REFERENCE)
    return joined.order_by(apart)


def _with_rare_words(case: CaseProfile, frequency: Mapping[str, int]) -> Select[Any]:
    """By full-text search for words that other cases have too; kinds of things have no one word."""
    others_have = [word for word in case.words if word.isalpha() and frequency.get(word, 0) > 1]
    words = sorted(others_have, key=lambda word: (-case.words[word], word))[:RAREST_WORDS]
    query = func.to_tsquery(literal_column("'english'"), " | ".join(words))
    # Found first, by the index: otherwise the newest texts are read one by one until enough have them.
    found = select(texts_with(query).c.case_reference).cte("has_words").prefix_with("MATERIALIZED")
    has_them = _REFERENCE.in_(select(found.c.case_reference))
    return select(_REFERENCE).where(has_them).order_by(case_facts.c.notified_on.desc())


def _with_themes(case: CaseProfile) -> Select[Any]:
    counted: Subquery = (
        select(theme_confirmation.c.case_reference, func.count().label("shared"))
        .where(theme_confirmation.c.theme.in_(case.themes), _STANDS)
        .group_by(theme_confirmation.c.case_reference)
        .subquery()
    )
    joined = select(_REFERENCE).join(counted, counted.c.case_reference == _REFERENCE)
    return joined.order_by(counted.c.shared.desc(), case_facts.c.notified_on.desc())


def not_reviewed_with_theme(tx: Transaction, theme: str, limit: int) -> list[str]:
    """The newest notifications with a theme proposed or confirmed that no panel has reviewed."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    found = (
        select(_REFERENCE)
        .join(theme_confirmation, theme_confirmation.c.case_reference == _REFERENCE)
        .where(theme_confirmation.c.theme == theme, _STANDS, case_facts.c.reviewed_on.is_(None))
        .where(open_cases(tx, _REFERENCE))
        .order_by(case_facts.c.notified_on.desc(), _REFERENCE)
    )
    return list(tx.session.scalars(found.limit(limit)))


def facts_of_cases(tx: Transaction, cases: Collection[str]) -> dict[str, Any]:
    """The facts of these cases, by reference, as far as who is looking may see them."""
    check_reads_themes(tx)
    found = select(case_facts).where(_REFERENCE.in_(cases), open_cases(tx, _REFERENCE))
    return {row.case_reference: row for row in tx.session.execute(found)}


def recommendations_of(tx: Transaction, cases: Collection[str]) -> Sequence[Any]:
    """What was recommended in the newest version of each review, and where it stands."""
    check_reads_themes(tx)
    asked = recommendation.alias()
    newest = select(func.max(asked.c.review_version)).where(
        asked.c.case_reference == recommendation.c.case_reference
    )
    found = select(recommendation).where(
        recommendation.c.case_reference.in_(cases),
        recommendation.c.review_version == newest.scalar_subquery(),
        open_cases(tx, recommendation.c.case_reference),
    )
    return tx.session.execute(found.order_by(recommendation.c.case_reference, recommendation.c.number)).all()


def still_being_taken(tx: Transaction, case: str) -> bool:
    """Whether texts of the case have come whose words are not taken yet."""
    waiting = select(case_to_compare.c.case_reference).where(case_to_compare.c.case_reference == case)
    return tx.session.scalar(waiting) is not None


def _cases_counted(tx: Transaction) -> int:
    return tx.session.scalar(select(word_frequency.c.cases).where(word_frequency.c.word == ALL_CASES)) or 0
