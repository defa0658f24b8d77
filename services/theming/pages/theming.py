"""Pages for theming cases: the queue, the codebook and one theme."""

from fastapi import Request, Response

from services.theming.comparing.finding import comparables_to_theme
from services.theming.domain.discovery.local_theme import LOCAL_LABEL
from services.theming.pages.case_page import labels_of
from services.theming.pages.comparing import shown_like
from services.theming.queries import cases
from services.theming.queries.codebooks import available_codebook, codebook_in_use, themes_spoken_of
from services.theming.queries.comparing import words_in
from services.theming.queries.double_reading import hidden_until_both_read, waiting_for_second
from services.theming.queries.local_themes import versions_of_local_theme
from services.theming.queries.precision import advisory_themes
from services.theming.queries.stale_evidence import themes_with_stale_evidence
from shared.errors import Fault, NotFound
from shared.people import Permission, can
from shared.web import HtmlRouter, Tx, page, redirect, url_for

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
    """Those who see statistics alone are led there. Where a view is asked for that there is not, that is said
    and the first is shown.
    """
    if not can(tx.person, Permission.VIEW_THEMES_OF_CASE) and can(tx.person, Permission.VIEW_STATISTICS):
        return redirect(request, "statistics")
    faults = [] if view in VIEWS else [Fault("view", "Show: this is not among the choices here")]
    view = "waiting" if faults else view
    at = max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    listed, total = cases.queue(
        tx, only="" if view == "all" else view, limit=AT_A_TIME, offset=AT_A_TIME * (at - 1)
    )
    totals = {
        each: cases.queue(tx, only="" if each == "all" else each, limit=0, offset=0)[1] for each in VIEWS
    }
    # Said here: of a page that refuses, as with a view that there is not, the edge notes nothing.
    tx.audit("read_theming_queue", reading=True, detail={"cases": len(listed)})
    hidden, labels = hidden_until_both_read(tx), labels_of(tx)
    return page(
        request,
        "queue.html",
        422 if faults else 200,
        faults=faults,
        cases=listed,
        total=total,
        totals=totals,
        views=VIEWS,
        view=view,
        set_aside=cases.texts_set_aside(tx),
        unread=cases.waiting_to_be_read(tx),
        hidden=hidden,
        second=len(waiting_for_second(tx)) if can(tx.person, Permission.CONFIRM_THEME) else None,
        stale=[
            (case, labels.get(theme, theme))
            for case, theme in themes_with_stale_evidence(tx)
            if case not in hidden
        ],
        newer=available_codebook(tx).version != codebook_in_use(tx).version,
        number=at,
        of=max(1, -(-total // AT_A_TIME)),
        url=url_for(request, "theming_queue", query={"view": view, "number": ""}),
    )


@html.get("/codebook", name="codebook")
def codebook(request: Request, tx: Tx) -> Response:
    codebook = codebook_in_use(tx)
    return page(
        request,
        "codebook.html",
        codebook=codebook,
        withdrawn=[each for name, each in themes_spoken_of(tx).items() if name not in codebook.themes],
        standings=cases.theme_standings(tx),
        hidden=bool(hidden_until_both_read(tx)),
        advisory=advisory_themes(tx),
        newer=available_codebook(tx).version != codebook_in_use(tx).version,
    )


@html.get("/codebook/{theme}", name="theme")
def theme(request: Request, tx: Tx, theme: str) -> Response:
    """The reviewed cases of a theme, and notifications comparable to them that no panel has reviewed."""
    hidden = hidden_until_both_read(tx)
    every = cases.cases_of_theme(tx, theme)
    listed = [each for each in every if each.case_reference not in hidden]
    codebook = codebook_in_use(tx)
    found = themes_spoken_of(tx).get(theme)
    if found is None:
        raise NotFound("There is no such theme in the codebook.")
    confirmed = [each for each in listed if each.reviewed_on and each.status == "confirmed"]
    like = comparables_to_theme(tx, theme, [each.case_reference for each in confirmed])
    words = {term: said for each in like for term, said in words_in(tx, each.facts.case_reference).items()}
    tx.audit("read_theme", subject=theme, reading=True)
    return page(
        request,
        "theme.html",
        theme=found,
        group=codebook.groups.get(found.group, LOCAL_LABEL),
        in_use=theme in codebook.themes,
        versions=versions_of_local_theme(tx, theme),
        reviewed=confirmed,
        waiting=[each for each in listed if each.reviewed_on and each.status == "proposed"],
        hidden=bool(hidden),
        advisory=theme in advisory_themes(tx),
        comparable=shown_like(like, labels_of(tx), words),
    )
