"""What a case is about: the themes that its facts suggest, and those the office sets."""

from typing import Any

from fastapi import Request, Response

from services.panel.actions.cases.set_case_themes import set_case_themes
from services.panel.domain.cases.case_themes import suggested_themes
from services.panel.pages.case_sections import case_navigation
from services.panel.queries.case_themes import themes_of
from services.panel.queries.cases import visible_case
from services.panel.queries.relations import relations_to
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.themes import THEMES
from shared.web import HtmlRouter, Posted, Tx, page, redirect

router = HtmlRouter()


@router.get("/cases/{case_reference}/themes", name="case_themes")
def themes_form(request: Request, tx: Tx, case_reference: str) -> Response:
    return _themes_page(request, tx, case_reference)


@router.post("/cases/{case_reference}/themes", name="case_themes_post")
def set_themes(request: Request, tx: Tx, posted: Posted, case_reference: str) -> Response:
    chosen = {str(theme) for theme in posted.getlist("themes")}
    try:
        set_case_themes(tx, case_reference=case_reference, themes=chosen)
    except Invalid as refused:
        return _themes_page(request, tx, case_reference, posted, refused.faults)
    return redirect(request, "case_themes", case_reference=case_reference, flash="The themes are kept.")


def _themes_page(
    request: Request, tx: Tx, reference: str, values: Any = None, faults: list[Fault] | Any = ()
) -> Response:
    check(tx.person, Permission.PREPARE_MEETING)
    case = visible_case(tx, reference)
    tx.audit("read_themes_of_case", case=reference, reading=True)
    known = themes_of(tx, [reference])[reference]
    suggested = {one.theme: one.because for one in suggested_themes(case)}
    first = [theme for theme in THEMES if theme in suggested or theme in known]
    return page(
        request,
        "case_themes.html",
        422 if faults else 200,
        case=case,
        sections=case_navigation(request, tx.person, relations_to(tx, reference), reference),
        known=known,
        suggested=suggested,
        first=[THEMES[theme] for theme in first],
        others=[theme for theme in THEMES.values() if theme.id not in first],
        values=values if values is not None else {"themes": list(known)},
        faults=faults,
    )
