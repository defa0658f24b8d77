"""Reads of learning: what was recommended before on a theme, and what was passed on."""

from collections.abc import Collection

from sqlalchemy import select

from services.panel.domain.learning.action_log import LoggedAction
from services.panel.domain.learning.earlier import (
    EarlierRecommendation,
    earlier_recommendation,
    on_themes,
    to_the_point,
)
from services.panel.domain.learning.sharing import Dissemination, SharedLearning
from services.panel.domain.london_days import london_day
from services.panel.queries.action_log import actions_where
from services.panel.queries.relations import cases_asked_for, cases_of_interest_to
from services.panel.tables.analyses import analysis_form
from services.panel.tables.cases import case_theme
from services.panel.tables.learning import dissemination, shared_learning
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction


def earlier_learning(
    tx: Transaction, *, themes: Collection[str], excluding_case: str, limit: int | None = 20
) -> list[EarlierRecommendation]:
    """What completed reviews recommended before on these themes, with its state; no case is named.

    ``excluding_case`` "" for a page of themes; else the few that bear on that case, each with the reason.
    For everybody on the panel; an expert reads of the themes of the cases they came for. Nothing of a case
    in which the reader has an interest is in it.
    """
    check(tx.person, Permission.VIEW_OWN_MEETINGS)
    mine = themes_open_to(tx)
    themes = themes if mine is None else mine & set(themes)
    if not themes:
        return []
    seen = analysis_form.c.case_reference.not_in(cases_of_interest_to(tx.person.id))
    others = seen & (analysis_form.c.case_reference != excluding_case.replace("\0", ""))
    logged, on = actions_where(tx, others), london_day(tx.at)
    of_cases = _themes_of_cases(tx, {one.case_reference for one in logged})
    found = [earlier_recommendation(one, _themes(one, of_cases), on) for one in logged]
    return to_the_point(found, themes, on) if excluding_case else on_themes(found, themes, limit)


def themes_open_to(tx: Transaction) -> frozenset[str] | None:
    """The themes on which who reads is shown earlier recommendations; None: all of them."""
    asked_for = cases_asked_for(tx)
    if asked_for is None:
        return None
    themes = select(case_theme.c.theme).where(case_theme.c.case_reference.in_(asked_for))
    return frozenset(tx.session.scalars(themes))


def learning_shared(tx: Transaction) -> list[SharedLearning]:
    """Every text that was written to be passed on, the newest first; for the office."""
    check(tx.person, Permission.SHARE_LEARNING)
    return list(tx.session.scalars(select(SharedLearning).order_by(shared_learning.c.written_at.desc())))


def learning_fit_to_publish(tx: Transaction) -> list[SharedLearning]:
    """The texts marked fit for publication, the newest first; for whoever reads the panel's reports."""
    check(tx.person, Permission.VIEW_PANEL_REPORTS)
    fit = select(SharedLearning).where(shared_learning.c.fit_at.is_not(None))
    return list(tx.session.scalars(fit.order_by(shared_learning.c.fit_at.desc())))


def learning_for_change(tx: Transaction, learning_id: str) -> SharedLearning:
    """One text, locked until the transaction ends."""
    check(tx.person, Permission.SHARE_LEARNING)
    wanted = select(SharedLearning).where(shared_learning.c.id == learning_id.replace("\0", ""))
    found = tx.session.scalar(wanted.with_for_update().execution_options(populate_existing=True))
    if found is None:
        raise NotFound("There is no such text.")
    return found


def dissemination_log(tx: Transaction) -> list[tuple[Dissemination, SharedLearning]]:
    """Each time that learning was passed on, the newest first, with what it was."""
    check(tx.person, Permission.SHARE_LEARNING)
    rows = (
        select(Dissemination, SharedLearning)
        .join(shared_learning, shared_learning.c.id == dissemination.c.learning_id)
        .order_by(dissemination.c.on.desc(), dissemination.c.recorded_at.desc())
    )
    return [(told, learning) for told, learning in tx.session.execute(rows)]


def completed_among(tx: Transaction, references: Collection[str]) -> set[str]:
    """Those of some cases whose review has been completed."""
    check(tx.person, Permission.SHARE_LEARNING)
    completed = analysis_form.c.completed_on.is_not(None)
    wanted = analysis_form.c.case_reference.in_([one.replace("\0", "") for one in references])
    return set(tx.session.scalars(select(analysis_form.c.case_reference).where(completed, wanted)))


def _themes_of_cases(tx: Transaction, cases: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Of the cases whose actions the caller may read in this form: the theme alone leaves the case."""
    rows = select(case_theme.c.case_reference, case_theme.c.theme).where(
        case_theme.c.case_reference.in_(list(cases))
    )
    themes: dict[str, tuple[str, ...]] = {}
    for case, theme in tx.session.execute(rows.order_by(case_theme.c.theme)):
        themes[case] = (*themes.get(case, ()), theme)
    return themes


def _themes(one: LoggedAction, of_cases: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    return one.action.themes or of_cases.get(one.case_reference, ())
