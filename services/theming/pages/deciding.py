"""The case with its themes, and a person's word on each: confirmed, rejected, added by hand."""

from fastapi import Request, Response

from services.theming.actions.themes.add_theme import add_theme
from services.theming.actions.themes.confirm_theme import confirm_theme
from services.theming.actions.themes.reject_theme import reject_theme
from services.theming.domain.confirming.seen import DecidedMeanwhile
from services.theming.pages.case_page import case_page, labels_of, seen_in
from services.theming.queries.cases import facts_of
from shared.errors import Invalid, NotFound
from shared.named_people import NAMES_NOBODY
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, Tx, redirect

html = HtmlRouter()


@html.get("/cases/{case}", name="case_themes")
def case_themes(request: Request, tx: Tx, case: str) -> Response:
    """A reference typed in small letters leads on to the case, for those who may see it."""
    try:
        return case_page(request, tx, case)
    except NotFound:
        if case == case.upper():
            raise
        facts_of(tx, case.upper())
    return redirect(request, "case_themes", case=case.upper())


@html.post("/cases/{case}/themes/{theme}/confirm", name="confirm_theme")
def confirm(request: Request, tx: Tx, posted: Posted, case: str, theme: str) -> Response:
    try:
        confirm_theme(tx, case=case, theme=theme, reason=posted.text("reason"), seen=seen_in(posted))
    except DecidedMeanwhile as clash:
        return case_page(request, tx, case, clash.status, meanwhile=clash, about=theme)
    return _back(request, case, theme, f"Confirmed: {_label(tx, theme)}.")


@html.post("/cases/{case}/themes/{theme}/reject", name="reject_theme")
def reject(request: Request, tx: Tx, posted: Posted, case: str, theme: str) -> Response:
    try:
        reject_theme(tx, case=case, theme=theme, reason=posted.text("reason"), seen=seen_in(posted))
    except DecidedMeanwhile as clash:
        return case_page(request, tx, case, clash.status, meanwhile=clash, about=theme)
    return _back(request, case, theme, f"Rejected: {_label(tx, theme)}. It will not be proposed again.")


@html.post("/cases/{case}/themes", name="add_theme")
def add(request: Request, tx: Tx, posted: Posted, case: str) -> Response:
    theme = posted.text("theme")
    try:
        nobody = posted.text(NAMES_NOBODY) == "yes"
        reason, seen = posted.text("reason"), seen_in(posted)
        add_theme(tx, case=case, theme=theme, reason=reason, seen=seen, names_nobody=nobody)
    except Invalid as invalid:
        return case_page(request, tx, case, 422, values=posted.texts(), faults=invalid.faults)
    except DecidedMeanwhile as clash:
        typed = posted.texts()
        return case_page(request, tx, case, clash.status, meanwhile=clash, about=theme, values=typed)
    return _back(request, case, theme, f"Added: {_label(tx, theme)}.")


def _back(request: Request, case: str, theme: str, flash: str) -> Response:
    """To the theme that was decided: whoever works with the keyboard goes on from there."""
    answer = redirect(request, "case_themes", flash, case=case)
    answer.headers["location"] += f"#theme-{theme}"
    return answer


def _label(tx: Transaction, theme: str) -> str:
    return labels_of(tx).get(theme, theme)
