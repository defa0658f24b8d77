"""Messages to professionals: what could not be sent, what waits, and what was sent, word for word.

A service that sends adds ``messages_router(...)`` to its routers and gets /messages.
"""

from typing import Any

from fastapi import Request, Response

from shared.errors import Fault, Invalid
from shared.messages.message import MESSAGE_LABELS, MessageState
from shared.messages.queries import latest_messages
from shared.messages.try_message_again import try_message_again
from shared.people import Permission, check
from shared.storage import Transaction
from shared.web.forms import Posted
from shared.web.rendering import page, redirect
from shared.web.routing import HtmlRouter
from shared.web.site import site_of
from shared.web.transactions import Tx

STATE_COLOURS = {
    MessageState.QUEUED: "blue",
    MessageState.SENDING: "blue",
    MessageState.SENT: "green",
    MessageState.FAILED: "red",
}


def messages_router() -> HtmlRouter:
    """The page of what a service sent, for the office. Looking at it is audited as reading."""
    html = HtmlRouter()
    html.add_api_route("/messages", messages, name="messages")
    html.add_api_route("/messages/{message_id}/again", again, name="try_message_again", methods=["POST"])
    return html


def messages(request: Request, tx: Tx) -> Response:
    return _messages_page(request, tx)


def again(request: Request, tx: Tx, posted: Posted, message_id: str) -> Response:
    """To the address in the field, which may have been put right."""
    field = f"email-{message_id}"
    try:
        try_message_again(tx, message_id=message_id, to=posted.text(field))
    except Invalid as invalid:
        faults = [Fault(field, fault.message) for fault in invalid.faults]
        return _messages_page(request, tx, posted.texts(), faults)
    return redirect(request, "messages", flash="The message is in line to be sent again.")


def _messages_page(request: Request, tx: Transaction, values: Any = None, faults: Any = ()) -> Response:
    check(tx.person, Permission.GATHER_INFORMATION)
    settings = site_of(request).settings
    found = latest_messages(tx)
    tx.audit("view_messages", reading=True, detail={"messages": len(found)})
    return page(
        request,
        "messages.html",
        status_code=422 if faults else 200,
        rows=[(one, one.text(settings.panel_name)) for one in found],
        labels=MESSAGE_LABELS,
        colours=STATE_COLOURS,
        Failed=MessageState.FAILED,
        mail=bool(settings.messages_url),
        values=values or {},
        faults=faults,
    )
