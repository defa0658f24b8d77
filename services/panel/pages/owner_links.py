"""Links of owners: the office makes one, and the owner answers through it without an account."""

from typing import Any

from fastapi import Request, Response

from services.panel.actions.learning.answer_as_owner import answer_as_owner
from services.panel.actions.learning.make_owner_link import make_owner_link
from services.panel.actions.learning.revoke_owner_link import revoke_owner_link
from services.panel.domain.learning.action_steps import ASKED_OF_OWNERS, BY_THE_OWNER, STATE_LABELS
from services.panel.domain.learning.owner_links import LinkNotValid
from services.panel.domain.london_days import london_day
from services.panel.pages.action_log import action_page, said_from
from services.panel.pages.owner_addresses import OWNER, key_of, whole_address
from services.panel.queries.owner_links import opened_by_owner
from shared.errors import Fault, Invalid, NotFound
from shared.themes import theme_label
from shared.web import HtmlRouter, Posted, PostedToShowAgain, Tx, page, redirect

router = HtmlRouter()
ANSWERS = (
    ("accepted", "We take it on", "Nothing more need be said"),
    ("progress", "It is under way", "Say what has been done so far"),
    ("reported_done", "It is done", "Say what was done, what shows it, and where that is kept"),
    ("declined", "We cannot take it on", "Say why, and who could"),
)
assert {answer[0] for answer in ANSWERS} == {step.value for step in BY_THE_OWNER}


@router.post("/actions/{case_reference}/{review_version}/{number}/links", name="make_owner_link")
def make(
    request: Request, tx: Tx, posted: Posted, case_reference: str, review_version: int, number: int
) -> Response:
    place = {"case_reference": case_reference, "review_version": review_version, "number": number}
    email, sends = posted.text("email"), posted.text("do") == "send"
    try:
        if sends and not email:
            raise Invalid([Fault("email", "Write one e-mail address, or make a link to give by hand")])
        make_owner_link(
            tx,
            case_reference=case_reference,
            review_version=review_version,
            number=number,
            key=key_of(request),
            address_of=lambda token: whole_address(request, token),
            email=email if sends else "",
        )
    except Invalid as refused:
        return action_page(request, tx, (case_reference, review_version, number), posted, refused.faults)
    sent = "The message to the owner is on its way, and the day is kept." if sends else "The link is made."
    return redirect(request, "logged_action", flash=sent, **place)


@router.post(
    "/actions/{case_reference}/{review_version}/{number}/links/{link_id}/revoke", name="revoke_owner_link"
)
def revoke(
    request: Request,
    tx: Tx,
    posted: Posted,
    case_reference: str,
    review_version: int,
    number: int,
    link_id: str,
) -> Response:
    place = {"case_reference": case_reference, "review_version": review_version, "number": number}
    revoke_owner_link(tx, **place, link_id=link_id)  # type: ignore[arg-type]
    return redirect(request, "logged_action", flash="Taken back. The link works no more.", **place)


@router.get("/owner/{token}", name="owner_action")
def opened(request: Request, tx: Tx, token: str) -> Response:
    return _owner_page(request, tx, token)


@router.post("/owner/{token}", name="answer_as_owner")
def answer(request: Request, tx: Tx, posted: PostedToShowAgain, token: str) -> Response:
    tx.person = OWNER
    if posted.expired:
        return _owner_page(request, tx, token, posted.texts(), expired=True)
    said, faults = said_from(posted)
    try:
        if faults:
            raise Invalid(faults)
        answer_as_owner(tx, key=key_of(request), token=token, said=said)
    except Invalid as refused:
        return _owner_page(request, tx, token, posted.texts(), refused.faults)
    except (LinkNotValid, NotFound):
        return _owner_page(request, tx, token)
    return redirect(
        request, "owner_action", flash="Thank you. The panel's office has received it.", token=token
    )


def _owner_page(
    request: Request, tx: Tx, token: str, values: Any = None, faults: Any = (), expired: bool = False
) -> Response:
    """The action, its themes and its date: nothing of a case, not even which one it comes from."""
    tx.person = OWNER
    try:
        link, one = opened_by_owner(tx, key=key_of(request), token=token)
    except (LinkNotValid, NotFound) as refused:
        return page(request, "owner_link_spent.html", 404, title=refused.title, why=refused.detail)
    tx.audit("open_owner_link", case=link.case_reference, subject=link.id, reading=True)
    possible = {step.value for step in one.may_follow}
    return page(
        request,
        "owner_action.html",
        422 if faults or expired else 200,
        token=token,
        action=one.action,
        themes=[theme_label(theme) for theme in one.action.themes],
        state=STATE_LABELS[one.state],
        asked=one.state in ASKED_OF_OWNERS,
        past=one.action.due_on is not None and one.action.due_on < london_day(tx.at),
        answer_by=one.answer_by(london_day(link.made_at)),
        answers=[each for each in ANSWERS if each[0] in possible],
        told={each[0]: each[1] for each in ANSWERS},
        said=[record for record in one.records if record.by_owner and record.by == f"owner:{link.id}"],
        values=values,
        faults=faults,
        expired=expired,
    )
