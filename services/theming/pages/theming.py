"""Pages for theming cases: the queue, one case, the codebook and one theme."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response

from services.theming.actions.themes.add_theme import add_theme
from services.theming.actions.themes.confirm_theme import confirm_theme
from services.theming.actions.themes.reject_theme import reject_theme
from services.theming.comparing.finding import comparables_to_case, comparables_to_theme
from services.theming.domain.themes.theme_confirmation import STATUS_LABELS, ThemeConfirmation
from services.theming.pages.comparing import shown_comparables, shown_like
from services.theming.pages.reading import marked_texts, other_mentions, theme_cards
from services.theming.queries import cases
from services.theming.queries.codebooks import codebook_in_use
from services.theming.queries.restrictions import restriction_of
from shared.errors import Invalid, NotFound
from shared.people import Permission, can
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, Tx, page, redirect, url_for

html = HtmlRouter()
AT_A_TIME = 25
VIEWS = {
    "waiting": "Reviewed, waiting for a decision",
    "reviewed": "All reviewed",
    "open": "Not yet reviewed",
    "all": "All cases",
}


@html.get("/", name="theming_queue")
def theming_queue(request: Request, tx: Tx, view: str = "waiting", number: str = "1") -> Response:
    """Those who see statistics alone are led there."""
    if not can(tx.person, Permission.VIEW_THEMES_OF_CASE) and can(tx.person, Permission.VIEW_STATISTICS):
        return redirect(request, "statistics")
    view = view if view in VIEWS else "waiting"
    at = max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    listed, total = cases.queue(
        tx, only="" if view == "all" else view, limit=AT_A_TIME, offset=AT_A_TIME * (at - 1)
    )
    totals = {
        each: cases.queue(tx, only="" if each == "all" else each, limit=0, offset=0)[1] for each in VIEWS
    }
    return page(
        request,
        "queue.html",
        cases=listed,
        total=total,
        totals=totals,
        views=VIEWS,
        view=view,
        set_aside=cases.texts_set_aside(tx),
        unread=cases.waiting_to_be_read(tx),
        number=at,
        of=max(1, -(-total // AT_A_TIME)),
        url=url_for(request, "theming_queue", query={"view": view, "number": ""}),
    )


@html.get("/cases/{case}", name="case_themes")
def case_themes(request: Request, tx: Tx, case: str) -> Response:
    return _case_page(request, tx, case)


@html.post("/cases/{case}/themes/{theme}/confirm", name="confirm_theme")
def confirm(request: Request, tx: Tx, posted: Posted, case: str, theme: str) -> Response:
    confirm_theme(tx, case=case, theme=theme, reason=posted.text("reason"))
    return redirect(request, "case_themes", flash=f"Confirmed: {_label(tx, theme)}.", case=case)


@html.post("/cases/{case}/themes/{theme}/reject", name="reject_theme")
def reject(request: Request, tx: Tx, posted: Posted, case: str, theme: str) -> Response:
    reject_theme(tx, case=case, theme=theme, reason=posted.text("reason"))
    return redirect(
        request,
        "case_themes",
        flash=f"Rejected: {_label(tx, theme)}. It will not be proposed again.",
        case=case,
    )


@html.post("/cases/{case}/themes", name="add_theme")
def add(request: Request, tx: Tx, posted: Posted, case: str) -> Response:
    try:
        add_theme(tx, case=case, theme=posted.text("theme"), reason=posted.text("reason"))
    except Invalid as invalid:
        return _case_page(request, tx, case, 422, values=posted.texts(), faults=invalid.faults)
    return redirect(request, "case_themes", flash=f"Added: {_label(tx, posted.text('theme'))}.", case=case)


@html.get("/codebook", name="codebook")
def codebook(request: Request, tx: Tx) -> Response:
    return page(request, "codebook.html", codebook=codebook_in_use(tx), standings=cases.theme_standings(tx))


@html.get("/codebook/{theme}", name="theme")
def theme(request: Request, tx: Tx, theme: str) -> Response:
    """The reviewed cases of a theme, and notifications comparable to them that no panel has reviewed."""
    listed = cases.cases_of_theme(tx, theme)
    found = codebook_in_use(tx).themes.get(theme)
    if found is None:
        raise NotFound("There is no such theme in the codebook.")
    confirmed = [each for each in listed if each.reviewed_on and each.status == "confirmed"]
    tx.audit("read_theme", subject=theme, reading=True)
    return page(
        request,
        "theme.html",
        theme=found,
        group=codebook_in_use(tx).groups[found.group],
        reviewed=confirmed,
        waiting=[each for each in listed if each.reviewed_on and each.status == "proposed"],
        comparable=shown_like(
            comparables_to_theme(tx, theme, [each.case_reference for each in confirmed]), _labels(tx)
        ),
    )


def _case_page(request: Request, tx: Transaction, case: str, status_code: int = 200, **form: Any) -> Response:
    facts, texts, mentions = cases.facts_of(tx, case), cases.texts_of(tx, case), cases.mentions_of(tx, case)
    standing = cases.themes_of(tx, case)
    tx.audit("read_case_text", case=case, reading=True, detail={"texts": len(texts)})
    themes = codebook_in_use(tx).themes
    return page(
        request,
        "case.html",
        status_code,
        facts=facts,
        restriction=restriction_of(tx, case),
        cards=theme_cards(themes, standing, mentions, texts),
        others=other_mentions(themes, mentions, texts),
        texts=marked_texts(themes, mentions, texts),
        comparables=shown_comparables(comparables_to_case(tx, case), _labels(tx)),
        status_labels=STATUS_LABELS,
        may_decide=can(tx.person, Permission.CONFIRM_THEME),
        addable=[(theme.id, theme.label) for theme in themes.values() if _may_be_added(theme.id, standing)],
        labels=_labels(tx),
        **form,
    )


def _may_be_added(theme: str, standing: Mapping[str, ThemeConfirmation]) -> bool:
    found = standing.get(theme)
    return found is None or found.status == "lapsed"


def _labels(tx: Transaction) -> dict[str, str]:
    return {theme.id: theme.label for theme in codebook_in_use(tx).themes.values()}


def _label(tx: Transaction, theme: str) -> str:
    return _labels(tx).get(theme, theme)
