"""What people decided, as models learn from it; what was learnt; and what models say of cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select, true

from services.theming.domain.confirming.evidence import in_force
from services.theming.queries.codebook_versions import themes_of_versions
from services.theming.queries.judging import hidden_from, judgement
from services.theming.queries.restrictions import cases_open_to_all, open_cases
from services.theming.tables import (
    case_reading,
    case_text,
    evidence_decision,
    learning_run,
    regression_example,
    second_opinion,
    theme_confirmation,
    theme_decision,
    trained_model,
)
from shared.people import Permission, check
from shared.storage import Transaction

_STEPS = (theme_decision, evidence_decision, case_reading)


def newest_decision(tx: Transaction) -> int:
    """The number of steps that people have taken: it grows with each."""
    return sum(tx.session.scalar(select(func.coalesce(func.max(part.c.number), 0))) or 0 for part in _STEPS)


def first_decided_at(tx: Transaction) -> datetime | None:
    """When somebody first took a step; None where nobody has."""
    firsts = [tx.session.scalar(select(func.min(part.c.decided_at))) for part in _STEPS]
    return min((each for each in firsts if each), default=None)


def last_run(tx: Transaction) -> Any:
    """The last time models were learnt, or None."""
    newest = select(learning_run).order_by(learning_run.c.number.desc()).limit(1)
    return tx.session.execute(newest).one_or_none()


def run_in_use(tx: Transaction) -> Any:
    """The newest run that ended well, or None."""
    ended = select(learning_run).where(learning_run.c.ended_at.is_not(None))
    return tx.session.execute(ended.order_by(learning_run.c.number.desc()).limit(1)).one_or_none()


def said_of_themes(tx: Transaction, themes: Sequence[str]) -> dict[str, dict[str, bool]]:
    """By theme and case, whether people found the theme true of the case: what they confirmed and rejected,
    and the no of somebody who read the case to the end with a codebook that had it. Of cases open to all.
    """
    found: dict[str, dict[str, bool]] = {theme: {} for theme in themes}
    reading = case_reading.c
    firsts = select(reading.case_reference, reading.themes, reading.codebook).where(
        reading.place == "first", cases_open_to_all(reading.case_reference)
    )
    read = tx.session.execute(firsts.order_by(reading.number)).all()
    had = themes_of_versions(tx, {codebook for _, _, codebook in read})
    for case, true_of_it, codebook in read:
        for theme in had[codebook] & found.keys():
            found[theme][case] = theme in true_of_it
    standing = theme_confirmation.c
    decided = select(standing.theme, standing.case_reference, standing.status == "confirmed").where(
        standing.status.in_(("confirmed", "rejected")), cases_open_to_all(standing.case_reference)
    )
    for theme, case, confirmed in tx.session.execute(decided):
        if theme in found:
            found[theme][case] = confirmed
    return found


def texts_of_cases(tx: Transaction, cases: Sequence[str]) -> dict[str, str]:
    """All that is kept of each case, in the order of its texts."""
    rows = tx.session.execute(
        select(case_text.c.case_reference, case_text.c.text)
        .where(case_text.c.case_reference.in_(cases), case_text.c.set_aside_because.is_(None))
        .order_by(case_text.c.case_reference, case_text.c.material_id, case_text.c.part)
    )
    together: dict[str, list[str]] = {}
    for case, text in rows:
        together.setdefault(case, []).append(text)
    return {case: "\n\n".join(texts) for case, texts in together.items()}


def models_of(tx: Transaction, run: int) -> Sequence[Any]:
    """The models of a run, and the themes for which there is none, by theme."""
    found = select(trained_model).where(trained_model.c.run == run).order_by(trained_model.c.theme)
    return tx.session.execute(found).all()


@dataclass(frozen=True)
class CaseToJudge:
    """``last_text`` and ``texts`` say which texts the case has: its newest, and how many."""

    case_reference: str
    last_text: int
    texts: int


def cases_without_opinion(tx: Transaction, *, run: int, limit: int) -> list[CaseToJudge]:
    """Cases of which the models of this run have not seen the texts as they are now."""
    kept = case_text.c.set_aside_because.is_(None)
    texts = (
        select(
            case_text.c.case_reference, func.max(case_text.c.id).label("last"), func.count().label("number")
        )
        .where(kept)
        .group_by(case_text.c.case_reference)
        .subquery()
    )
    opinion = second_opinion.c
    old = or_(
        opinion.case_reference.is_(None),
        opinion.run != run,
        opinion.last_text != texts.c.last,
        opinion.texts != texts.c.number,
    )
    found = select(texts).outerjoin(second_opinion, opinion.case_reference == texts.c.case_reference)
    rows = tx.session.execute(found.where(old).order_by(texts.c.case_reference).limit(limit))
    return [CaseToJudge(*row) for row in rows]


def possible_themes(tx: Transaction, case: str) -> dict[str, float]:
    """Themes that the models in use find possible in the case, with the probability."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    run = run_in_use(tx)
    opinion = second_opinion.c
    mine = and_(opinion.case_reference == case, open_cases(tx, opinion.case_reference))
    found = select(opinion.possible).where(mine, opinion.run == (run.number if run else None))
    return dict(tx.session.scalar(found) or {})


def cases_spoken_of(tx: Transaction) -> dict[str, list[str]]:
    """By theme, the cases in which a model in use finds it possible and that is shown: nobody has decided on
    the theme there, and no sentence has it proposed.
    """
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    run, opinion, standing = run_in_use(tx), second_opinion.c, theme_confirmation.c
    theme = func.jsonb_object_keys(opinion.possible).table_valued("theme").render_derived().lateral()
    stands = (
        select(standing.theme)
        .where(
            standing.case_reference == opinion.case_reference,
            standing.theme == theme.c.theme,
            standing.status != "lapsed",
        )
        .exists()
    )
    mine = open_cases(tx, opinion.case_reference) & ~hidden_from(tx, opinion.case_reference)
    found = (
        select(theme.c.theme, opinion.case_reference)
        .select_from(second_opinion)
        .join(theme, true())
        .where(opinion.run == (run.number if run else None), mine, ~stands)
        .order_by(theme.c.theme, opinion.case_reference)
    )
    spoken_of: dict[str, list[str]] = {}
    for name, case in tx.session.execute(found):
        spoken_of.setdefault(name, []).append(case)
    return spoken_of


def rejected_sentences(tx: Transaction) -> list[Any]:
    """Sentences in which a rule had found a theme affirmed and a person, whose word holds, did not. Of cases
    open to all: rows with decision, case_reference, theme and sentence.
    """
    judged = evidence_decision.c
    rows = tx.session.execute(
        select(evidence_decision)
        .where(judged.stale_since.is_(None), cases_open_to_all(judged.case_reference))
        .order_by(judged.number)
    ).all()
    by_case: dict[str, list[Any]] = {}
    for row in rows:
        by_case.setdefault(row.case_reference, []).append(row)
    return [
        {"decision": each.number, "case_reference": case, "theme": each.theme, "sentence": each.sentence}
        for case, mine in by_case.items()
        for each in in_force(map(judgement, mine)).values()
        if each.machine and not each.affirms
    ]


def examples_kept(tx: Transaction) -> Sequence[Any]:
    """Every regression example of a case open to all, by theme and age."""
    example = regression_example.c
    found = select(regression_example).where(cases_open_to_all(example.case_reference))
    return tx.session.execute(found.order_by(example.theme, example.decision)).all()


@dataclass(frozen=True)
class Examples:
    """How many sentences people rejected, and those that the rules in use still read as before."""

    kept: int
    tried: int
    wrong: Sequence[Any]


def examples_got_wrong(tx: Transaction) -> Examples:
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    kept = examples_kept(tx)
    wrong = [each for each in kept if each.still_wrong_by]
    return Examples(len(kept), sum(1 for each in kept if each.tried_with), wrong)


@dataclass(frozen=True)
class Learnt:
    run: Any
    models: Sequence[Any]

    @property
    def shown(self) -> Sequence[Any]:
        """The themes with a model, whether or not it is sure enough to be heard."""
        return [each for each in self.models if each.file]


def last_learning(tx: Transaction) -> Learnt | None:
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    run = run_in_use(tx)
    return Learnt(run, models_of(tx, run.number)) if run else None


def said_count(said: Mapping[str, bool]) -> tuple[int, int]:
    """How many cases have it, and how many do not."""
    positives = sum(said.values())
    return positives, len(said) - positives
