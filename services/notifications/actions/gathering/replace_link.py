"""The office makes a new link for a request: the old one was lost, too old, or went to the wrong person."""

from uuid import uuid4

from services.notifications.domain.gathering.links import ResponderLink, new_link
from services.notifications.domain.gathering.refusals import RequestTransitionRefused
from services.notifications.domain.gathering.requests import STATUS_LABELS, RequestStatus
from services.notifications.queries.gathering import links_of_request, request_to_change
from shared.people import Permission, check
from shared.storage import Transaction

_MAY_STILL_SEND = (RequestStatus.NIL_RETURN, RequestStatus.NOT_KNOWN, RequestStatus.REFUSED)


def replace_link(tx: Transaction, *, request_id: str, key: str) -> ResponderLink:
    """Withdraw every earlier link and make one. Also after a nil return, when something is found
    after all.
    """
    check(tx.person, Permission.GATHER_INFORMATION)
    request = request_to_change(tx, request_id)
    if not request.open and request.status not in _MAY_STILL_SEND:
        raise RequestTransitionRefused(STATUS_LABELS[request.status], "sent again")
    for link in links_of_request(tx, request_id):
        link.withdrawn_at = link.withdrawn_at or tx.at
    made = new_link(link_id=uuid4().hex, request_id=request_id, key=key, at=tx.at)
    tx.session.add(made)
    tx.audit("replace_link", case=request.case_reference, subject=request_id)
    return made
