"""What actions look up of judged sentences and of who has read a case; the action has checked who may."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select

from services.theming.domain.confirming.agreement import ReadTwice
from services.theming.domain.confirming.evidence import (
    Held,
    Judgement,
    affirmed_by,
    in_force,
    same_words,
)
from services.theming.domain.confirming.rules import confirming_rules
from services.theming.domain.confirming.sentences import AffirmingSentence, ThemeSentences, sentences_of
from services.theming.domain.themes.assertions import Assertion
from services.theming.queries.codebook_versions import themes_of_versions
from services.theming.queries.restrictions import cases_open_to_all
from services.theming.tables import (
    case_reading,
    case_text,
    evidence_decision,
    reading_joined,
    theme_confirmation,
    theme_decision,
    theme_mention,
)
from shared.errors import NotFound
from shared.storage import Transaction

_DECISIONS = (theme_decision, evidence_decision, theme_confirmation, reading_joined)


@dataclass(frozen=True)
class TextToJudge:
    id: int
    case_reference: str
    material_id: str
    version: int
    kind: str
    title: str
    part: int
    parts: int
    text: str
    themed_by: str | None
    enough: bool | None


def text_to_judge(tx: Transaction, case: str, number: int) -> TextToJudge:
    """A text that is kept, of this case. Raises NotFound."""
    columns = [case_text.c[name] for name in TextToJudge.__annotations__]
    mine = and_(case_text.c.case_reference == case, case_text.c.id == number)
    kept = case_text.c.set_aside_because.is_(None)
    row = tx.session.execute(select(*columns).where(mine, kept)).one_or_none() if case.isprintable() else None
    if row is None:
        raise NotFound("This text is not held here, or a newer version has taken its place.")
    return TextToJudge(*row)


def judgements_of(tx: Transaction, case: str) -> list[Judgement]:
    """Every judgement of a sentence of the case, oldest first."""
    found = select(evidence_decision).where(evidence_decision.c.case_reference == case)
    return [judgement(row) for row in tx.session.execute(found.order_by(evidence_decision.c.number))]


def judgement(row: Any) -> Judgement:
    """A row of evidence_decision as the domain knows it."""
    said = Assertion(row.assertion) if row.assertion else None
    told = (row.number, row.theme, row.how, said, row.sentence, row.words, bool(row.rule_id))
    return Judgement(*told, row.decided_by, row.decided_by_name, row.decided_at, row.stale_since)


def held_judgements(tx: Transaction, case: str) -> Held:
    return in_force(judgements_of(tx, case))


def affirming_sentences(tx: Transaction, case: str) -> list[AffirmingSentence]:
    """Where rules find themes affirmed, in the order of the texts; one for each theme and sentence."""
    mention, text = theme_mention.c, case_text.c
    sentence = func.substr(
        text.text, mention.sentence_start + 1, mention.sentence_end - mention.sentence_start
    )
    words = func.substr(text.text, mention.start + 1, mention.end - mention.start)
    found = (
        select(
            mention.theme,
            text.material_id,
            text.version,
            sentence,
            words,
            mention.rule_id,
            mention.pipeline_version,
        )
        .join(case_text, text.id == mention.text_id)
        .where(mention.case_reference == case, mention.assertion == "affirmed")
        .order_by(text.id, mention.start)
    )
    each: dict[tuple[str, str], AffirmingSentence] = {}
    for row in tx.session.execute(found):
        each.setdefault((row.theme, same_words(row[3])), AffirmingSentence(*row))
    return list(each.values())


def sentences_of_themes(tx: Transaction, case: str, themes: Iterable[str]) -> dict[str, ThemeSentences]:
    """For each theme, which sentences a decision on it as a whole is about."""
    by_rules, held = affirming_sentences(tx, case), held_judgements(tx, case)
    there = still_there(tx, case, {each.sentence for each in held.values()})
    return {theme: sentences_of(theme, by_rules, held, there) for theme in themes}


def affirmed_once_heard(tx: Transaction, case: str) -> tuple[str, ...]:
    """Themes that the texts affirm, by id, once people's judgements of their sentences are heard."""
    held = held_judgements(tx, case)
    mentions = [(each.theme, each.sentence) for each in affirming_sentences(tx, case)]
    judged = {each.sentence for each in held.values() if each.affirms}
    return tuple(sorted(affirmed_by(mentions, held, still_there(tx, case, judged))))


def still_there(tx: Transaction, case: str, sentences: set[str]) -> set[str]:
    """Those of the sentences that stand in a text of the case that is kept."""
    if not sentences:
        return set()
    texts = [same_words(text) for text in texts_kept(tx, case)]
    return {each for each in sentences if any(same_words(each) in text for text in texts)}


def texts_kept(tx: Transaction, case: str) -> Sequence[str]:
    mine = and_(case_text.c.case_reference == case, case_text.c.set_aside_because.is_(None))
    return tx.session.scalars(select(case_text.c.text).where(mine)).all()


def whole_materials(tx: Transaction, case: str) -> tuple[set[str], set[str]]:
    """The materials of the case of which every part has come, and all of which any part has."""
    rows = tx.session.execute(
        select(case_text.c.material_id, func.count(), func.max(case_text.c.parts))
        .where(case_text.c.case_reference == case)
        .group_by(case_text.c.material_id)
    ).all()
    return {row[0] for row in rows if row[1] == row[2]}, {row[0] for row in rows}


def in_the_sample(case: ColumnElement[str]) -> ColumnElement[bool]:
    """The condition that a case is read twice: ``ConfirmingRules.is_read_twice`` in the database."""
    rules = confirming_rules()
    drawn = func.encode(
        func.sha256(func.convert_to(func.concat(f"{rules.read_twice_salt}:", case), "UTF8")), "hex"
    )
    most = f"{int(rules.read_twice_share * 16**8):08x}"
    return func.left(drawn, 8).collate("C") < literal(most)


def hidden_from(tx: Transaction, case: ColumnElement[str]) -> ColumnElement[bool]:
    """The condition that decisions on the case are kept from who is looking: it is read by two people,
    somebody else has begun, and the second has not read it yet.
    """
    # Under names of their own: whoever asks may read the same tables.
    me, read = tx.person.id, case_reading.alias()
    second = exists().where(read.c.case_reference == case, read.c.place == "second")
    tables = [table.alias() for table in _DECISIONS]
    deciders = [(table.c.case_reference, table.c.decided_by) for table in tables]
    begun = or_(*(exists().where(ref == case, by != me, by != "") for ref, by in deciders))
    mine = or_(*(exists().where(ref == case, by == me) for ref, by in deciders))
    return and_(in_the_sample(case), ~second, begun, ~mine)


def is_hidden(tx: Transaction, case: str) -> bool:
    """Whether decisions on the case are kept from who is looking."""
    if not case.isprintable() or not confirming_rules().is_read_twice(case):
        return False
    return tx.session.scalar(select(hidden_from(tx, literal(case)))) is True


def has_decided(tx: Transaction, case: str) -> bool:
    """Whether who is looking has decided anything on the case, or goes on with what another has begun."""
    mine = [
        exists().where(table.c.case_reference == case, table.c.decided_by == tx.person.id)
        for table in _DECISIONS
    ]
    return tx.session.scalar(select(or_(*mine))) is True


def readings_of(tx: Transaction, case: str) -> Sequence[Any]:
    """Who has read the case to the end, oldest first: rows of case_reading."""
    found = select(case_reading).where(case_reading.c.case_reference == case)
    return tx.session.execute(found.order_by(case_reading.c.number)).all()


def both_readings(rows: Sequence[Any]) -> tuple[Any, Any]:
    """Of the readings of a case, oldest first: the last before the second person's, and that person's; None
    where there is none.
    """
    second = next((row for row in rows if row.place == "second"), None)
    firsts = [row for row in rows if row.place == "first" and (not second or row.number < second.number)]
    return (firsts[-1] if firsts else None), second


def readings_twice(tx: Transaction) -> list[ReadTwice]:
    """What each of two people found, in cases open to all, of the themes that both could choose."""
    case = case_reading.c.case_reference
    rows = tx.session.execute(
        select(case_reading).where(cases_open_to_all(case)).order_by(case, case_reading.c.number)
    )
    by_case = groupby(rows.all(), key=lambda row: row.case_reference)
    pairs = [(case, *both_readings(list(each))) for case, each in by_case]
    twice = [(case, first, second) for case, first, second in pairs if first and second]
    had = themes_of_versions(tx, {row.codebook for _, *both in twice for row in both})
    return [
        ReadTwice(
            reference,
            frozenset(first.themes),
            frozenset(second.themes),
            had[first.codebook] & had[second.codebook],
        )
        for reference, first, second in twice
    ]
