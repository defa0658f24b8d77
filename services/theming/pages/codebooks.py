"""A new version of the codebook: which past cases it would move, and a person who adopts it."""

from fastapi import Request, Response

from services.theming.actions.codebooks.adopt_codebook import adopt_codebook
from services.theming.queries.cases import queue
from services.theming.queries.codebooks import (
    adoptions,
    available_codebook,
    change_of_codebook,
    codebook_in_use,
    local_changes_waiting,
)
from shared.people import Permission, can, check
from shared.web import HtmlRouter, Posted, Tx, page, redirect

html = HtmlRouter()
MOST_LISTED = 200


@html.get("/codebook-change", name="codebook_change")
def codebook_change(request: Request, tx: Tx) -> Response:
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    change = change_of_codebook(tx)
    moves = change.moves if change else ()
    tx.audit("read_codebook_change", reading=True, detail={"moves": len(moves)})
    themes = {**codebook_in_use(tx).themes, **available_codebook(tx).themes}
    cases = queue(tx, only="", limit=0, offset=0)[1]
    return page(
        request,
        "codebook_change.html",
        change=change,
        counts=change.counts() if change else {},
        cases=cases,
        too_wide=change.too_wide(cases) if change else {},
        moves=[move for move in moves if not move.decided][:MOST_LISTED],
        more=max(0, sum(1 for move in moves if not move.decided) - MOST_LISTED),
        stays=sum(1 for move in moves if move.decided),
        labels={theme.id: theme.label for theme in themes.values()},
        version=codebook_in_use(tx).version,
        own_changes=local_changes_waiting(tx),
        adoptions=adoptions(tx),
        may_decide=can(tx.person, Permission.CONFIRM_THEME),
    )


@html.post("/codebook-change", name="adopt_codebook")
def adopt(request: Request, tx: Tx, posted: Posted) -> Response:
    adopt_codebook(tx, version=posted.text("version"))
    said = "The new codebook is in use. Every text is being read again with it."
    return redirect(request, "codebook_change", flash=said)
