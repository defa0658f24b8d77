"""One-use links: the office makes them, an agency opens one and notifies a death with it."""

from datetime import date, timedelta
from typing import Any

from fastapi import Request, Response

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.actions.intake.make_notify_link import make_notify_link
from services.notifications.actions.intake.withdraw_notify_link import withdraw_notify_link
from services.notifications.domain.intake.notify_links import (
    PURPOSE,
    USUAL_DAYS,
    NotifyLink,
    NotifyLinkSpent,
)
from services.notifications.pages.notify import form_page, stored_once
from services.notifications.pages.posted_dates import posted_date
from services.notifications.pages.receipts import received
from services.notifications.pages.signed_addresses import NOTIFIER, key_of, links_to
from services.notifications.queries.intake import notify_links_made, opened_notify_link
from shared.errors import Invalid
from shared.people import Permission, check
from shared.reference_lists import SECTORS
from shared.web import HtmlRouter, Posted, PostedToShowAgain, Tx, page, redirect, url_for

router = HtmlRouter()
STATES = {
    "open": ("Waiting to be used", "blue"),
    "used": ("Used", "green"),
    "withdrawn": ("Withdrawn", "grey"),
    "expired": ("Too old", "grey"),
}


@router.get("/links", name="notify_links")
def links(request: Request, tx: Tx) -> Response:
    return _links_page(request, tx, _usual(today(tx)))


@router.post("/links", name="make_notify_link")
def make(request: Request, tx: Tx, posted: Posted) -> Response:
    try:
        made = make_notify_link(
            tx,
            links=links_to(request, PURPOSE),
            organisation=posted.text("organisation"),
            sector=posted.text("sector"),
            email=posted.text("email"),
            until=posted_date(posted, "until"),
        )
    except Invalid as invalid:
        return _links_page(request, tx, posted.texts(), invalid.faults)
    said = "The link is made" + (" and will be sent." if made.email else ". Give it to the agency yourself.")
    return redirect(request, "notify_links", flash=said)


@router.post("/links/{link_id}/withdraw", name="withdraw_notify_link")
def withdraw(request: Request, tx: Tx, posted: Posted, link_id: str) -> Response:
    withdraw_notify_link(tx, link_id=link_id)
    return redirect(request, "notify_links", flash="Withdrawn. The link works no more.")


@router.get("/notify/with/{token}", name="notify_with_link")
def opened(request: Request, tx: Tx, token: str) -> Response:
    link = _opened(tx, request, token)
    if isinstance(link, NotifyLinkSpent):
        return _spent(request, link)
    filled = {"notifier.organisation": link.organisation, "notifier.sector": link.sector}
    return _form(request, token, link, {name: value for name, value in filled.items() if value})


@router.post("/notify/with/{token}", name="notify_through_link")
def send(request: Request, tx: Tx, posted: PostedToShowAgain, token: str) -> Response:
    """As on the public page; the link is used when the notification is stored, and not before. What was typed
    behind a link that has stopped working meanwhile can be sent from the public page.
    """
    link = _opened(tx, request, token, lock=True)
    if isinstance(link, NotifyLinkSpent):
        return form_page(request, posted, not_sent=link.detail, may_save=True)
    if posted.expired:
        return _form(request, token, link, posted, expired=True)
    try:
        reference = stored_once(request, tx, posted, channel="link", link_id=link.link_id)
    except Invalid as invalid:
        return _form(request, token, link, posted, faults=invalid.faults)
    link.use(for_case=reference, at=tx.at)
    return received(request, tx, reference)


def _opened(tx: Tx, request: Request, token: str, *, lock: bool = False) -> NotifyLink | NotifyLinkSpent:
    tx.person = NOTIFIER
    try:
        return opened_notify_link(tx, key=key_of(request), token=token, lock=lock)
    except NotifyLinkSpent as spent:
        return spent


def _spent(request: Request, spent: NotifyLinkSpent) -> Response:
    return page(request, "notify_link_spent.html", status_code=410, why=spent.detail)


def _form(request: Request, token: str, link: NotifyLink, values: Any, **shown: Any) -> Response:
    send_to = url_for(request, "notify_through_link", token=token)
    return form_page(request, values, send_to=send_to, invited=link.organisation, **shown)


def _usual(on: date) -> dict[str, str]:
    until = on + timedelta(days=USUAL_DAYS)
    return {"until-day": str(until.day), "until-month": str(until.month), "until-year": str(until.year)}


def _links_page(request: Request, tx: Tx, values: Any, faults: Any = ()) -> Response:
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    addresses = links_to(request, PURPOSE)
    rows = [(link, link.state(tx.at)) for link in notify_links_made(tx)]
    return page(
        request,
        "notify_links.html",
        status_code=422 if faults else 200,
        rows=[
            (link, STATES[state], addresses.address(link.link_id) if state == "open" else "")
            for link, state in rows
        ],
        sectors=[(term.code, term.label) for term in SECTORS],
        values=values,
        faults=faults,
    )
