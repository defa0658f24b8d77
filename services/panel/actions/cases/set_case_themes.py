"""The office says what a case is about, so that like cases come to one meeting."""

from collections.abc import Collection

from services.panel.domain.cases.case_themes import theme_faults
from services.panel.queries.case_themes import themes_for_change
from services.panel.queries.cases import case_for_change
from services.panel.tables.cases import case_theme
from shared.errors import Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def set_case_themes(tx: Transaction, *, case_reference: str, themes: Collection[str]) -> None:
    """``themes`` (ids of shared/themes) are the case's from now on. Invalid for an unknown one.

    There may be none. A theme that stays keeps who set it and when.
    """
    check(tx.person, Permission.PREPARE_MEETING)
    if faults := theme_faults(themes):
        raise Invalid(faults)
    case = case_for_change(tx, case_reference)
    known, wanted = themes_for_change(tx, case.reference), set(themes)
    gone = case_theme.delete().where(
        case_theme.c.case_reference == case.reference, case_theme.c.theme.in_(known - wanted)
    )
    tx.session.execute(gone)
    for theme in sorted(wanted - known):
        row = {"case_reference": case.reference, "theme": theme, "set_by": tx.person.id, "set_at": tx.at}
        tx.session.execute(case_theme.insert().values(row))
    tx.audit("set_case_themes", case=case.reference, detail={"themes": sorted(wanted)})
