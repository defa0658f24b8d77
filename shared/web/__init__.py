"""Pages and APIs: what every service needs to speak HTTP, and nothing about any one service.

A service's pages use these names and no more::

    html = HtmlRouter()

    @html.get("/inbox", name="inbox")
    def inbox(request: Request, tx: Tx) -> Response:
        return page(request, "inbox.html", waiting=waiting_for(tx))

    @html.post("/cases/{case}/accept", name="accept")
    def accept(request: Request, tx: Tx, posted: Posted, case: str) -> Response:
        accept_notification(tx, case=case, reason=posted.get("reason", ""))
        return redirect(request, "inbox", flash="Accepted.")
"""

from shared.web.application import create_web
from shared.web.audit_pages import audit_router
from shared.web.break_glass_pages import break_glass_router
from shared.web.forms import Posted, PostedForm, PostedToShowAgain
from shared.web.message_pages import messages_router
from shared.web.operations_pages import operations_router
from shared.web.rendering import macros, page, redirect, url_for
from shared.web.routing import ApiRouter, HtmlRouter
from shared.web.transactions import Tx

__all__ = [
    "ApiRouter",
    "HtmlRouter",
    "Posted",
    "PostedForm",
    "PostedToShowAgain",
    "Tx",
    "audit_router",
    "break_glass_router",
    "create_web",
    "macros",
    "messages_router",
    "operations_router",
    "page",
    "redirect",
    "url_for",
]
