"""What a theme of the panel's own would move, shown before it is kept; what was typed goes on with it."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response

from services.theming.domain.discovery.found_theme import heading
from services.theming.domain.discovery.local_theme import LocalTheme
from services.theming.domain.discovery.preview import mark_of
from shared.storage import Transaction
from shared.web import page

MOST_SHOWN = 10
#: The fields of the form that go on; of the words of a case several may be ticked.
_FIELDS = ("label", "group", "definition", "patterns", "names-nobody", "case")


def preview_page(
    request: Request, tx: Transaction, theme: LocalTheme, proposal: Any, typed: Mapping[str, Any]
) -> Response:
    # Here and not above: the text pipeline is loaded where texts are to be read, and nowhere else.
    from services.theming.previewing import preview_of

    preview = preview_of(tx, theme)
    detail = {"found": len(preview.found), "texts": preview.texts}
    tx.audit("preview_local_theme", subject=str(proposal.id) if proposal else "", reading=True, detail=detail)
    carried = [(name, typed[name]) for name in _FIELDS if typed.get(name)]
    return page(
        request,
        "local_theme_preview.html",
        theme=theme,
        proposal=proposal,
        heading=heading(proposal.terms) if proposal else "",
        preview=preview,
        shown=preview.found[:MOST_SHOWN],
        more=len(preview.found) - MOST_SHOWN,
        carried=[*carried, *(("case-words", word) for word in typed["case-words"])],
        seen=mark_of(theme.patterns),
        changed=typed.get("step") == "keep",
    )
