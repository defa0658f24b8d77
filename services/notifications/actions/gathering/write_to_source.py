"""A message with the link of a request goes to the professional, or to their agency's lead."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import uuid4

from services.notifications.actions.gathering.day_of import today
from services.notifications.domain.gathering.agencies import Agency, successor_of
from services.notifications.domain.gathering.links import new_link, token_for
from services.notifications.domain.gathering.requests import ReportingFormRequest
from services.notifications.domain.material.deidentify import named_professionals
from services.notifications.queries.agencies import agencies
from services.notifications.queries.gathering import links_of_request, notification_of_request
from shared.messages.queue_message import is_address, queue_message
from shared.storage import Transaction


@dataclass(frozen=True)
class Links:
    """What a link to a request is made with: the signing `key`, and the `address` that its token follows.

    Without an address nothing is sent: whoever calls passes the link on.
    """

    key: str
    address: str = ""


def respond_address(public_url: str) -> str:
    """What the token of a responder's link follows, on the address people reach the product by."""
    return f"{public_url.rstrip('/')}/notifications/respond/"


def write_to_source(
    tx: Transaction, request: ReportingFormRequest, *, kind: str, links: Links, to_lead: bool = False
) -> str:
    """Queue a message of `kind`. Returns the message's id; "" where there is no address to send it to."""
    to = _lead(tx, request) if to_lead else ""
    to = to or email_of(tx, request)
    if not links.address or not is_address(to):
        return ""
    link = links.address + usable_token(tx, request, key=links.key)
    return queue_message(tx, kind=kind, to=to, link=link, due_on=request.due_on, about=request.request_id)


def email_of(tx: Transaction, request: ReportingFormRequest) -> str:
    """The professional's address on the notification, "" if none was given."""
    named = named_professionals(notification_of_request(tx, request.case_reference).answers)
    return next((one.email for one in named if one.source_id == request.source_id), "")


def usable_token(tx: Transaction, request: ReportingFormRequest, *, key: str) -> str:
    """The token of the request's link; a link that is used, withdrawn or too old is followed by a new one."""
    links = links_of_request(tx, request.request_id)
    live = [one for one in links if not (one.used_at or one.withdrawn_at) and tx.at < one.expires_at]
    if live:
        return token_for(key, live[-1].link_id)
    made = new_link(link_id=uuid4().hex, request_id=request.request_id, key=key, at=tx.at)
    tx.session.add(made)
    return token_for(key, made.link_id)


def _lead(tx: Transaction, request: ReportingFormRequest) -> str:
    found = lead_of(agencies(tx), request, tx)
    return found.escalation_email if found else ""


def lead_of(known: Iterable[Agency], request: ReportingFormRequest, tx: Transaction) -> Agency | None:
    """The agency that answers for the request today, if the directory has it."""
    return successor_of(list(known), request.agency_id, today(tx)) if request.agency_id else None
