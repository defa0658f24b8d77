"""The themes of cases, for those who may see the cases."""

from collections.abc import Iterable

from sqlalchemy import Text, bindparam, select

from services.panel.domain.cases.case_themes import suggested_themes
from services.panel.domain.cases.review_case import ReviewCase
from services.panel.queries.relations import cases_open_to
from services.panel.tables.cases import case_theme
from shared.people import Permission, can, check
from shared.storage import Transaction

# Made once: to make a statement takes as long as to ask it.
_THEMES = (
    select(case_theme.c.case_reference, case_theme.c.theme)
    .where(case_theme.c.case_reference.in_(bindparam("references", expanding=True)))
    .order_by(case_theme.c.theme)
)
_OPEN = cases_open_to(bindparam("person", type_=Text()))
_THEMES_OPEN_TO = _THEMES.where(case_theme.c.case_reference.in_(_OPEN))


def themes_of(tx: Transaction, references: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Theme ids by case reference; () where none is set, and where the case is closed to who looks."""
    wanted = list(references)
    asked, found = {"references": wanted, "person": tx.person.id}, _THEMES
    if not can(tx.person, Permission.VIEW_ALL_CASES):
        check(tx.person, Permission.VIEW_OWN_MEETINGS)
        found = _THEMES_OPEN_TO
    themes: dict[str, tuple[str, ...]] = dict.fromkeys(wanted, ())
    for reference, theme in tx.session.execute(found, asked):
        themes[reference] += (theme,)
    return themes


def themes_in_use(tx: Transaction, cases: Iterable[ReviewCase]) -> dict[str, tuple[str, ...]]:
    """The themes that are set, and where none is, those that the facts of the case suggest."""
    every = list(cases)
    found = themes_of(tx, [case.reference for case in every])
    for case in every:
        found[case.reference] = found[case.reference] or tuple(one.theme for one in suggested_themes(case))
    return found


def themes_told(tx: Transaction, reference: str) -> tuple[str, ...]:
    """The themes of one case, for what is told to the other services; the caller has been checked."""
    of_case = select(case_theme.c.theme).where(case_theme.c.case_reference == reference)
    return tuple(tx.session.scalars(of_case.order_by(case_theme.c.theme)))


def themes_for_change(tx: Transaction, reference: str) -> set[str]:
    """The themes of one case that the caller has locked."""
    check(tx.person, Permission.PREPARE_MEETING)
    return set(tx.session.scalars(select(case_theme.c.theme).where(case_theme.c.case_reference == reference)))
