"""What stopped on its way, and what a person does about it.

Any service adds ``operations_router()`` to its routers and gets /operations.
"""

from typing import Annotated, Any

from fastapi import Path, Request, Response

from shared.errors import Invalid
from shared.messaging.backoff import BACKOFF
from shared.messaging.operating import drop_event, retry_all_now, retry_now
from shared.messaging.standing import StandingCollector, standing_of
from shared.web.forms import Posted
from shared.web.operations_queries import (
    PAGE,
    events_behind,
    parked_event,
    parked_events,
    settled_events,
    waiting_for_a_person,
)
from shared.web.rendering import page, redirect, url_for
from shared.web.routing import HtmlRouter
from shared.web.site import site_of
from shared.web.transactions import Tx

Number = Annotated[int, Path(ge=1, le=2**63 - 1)]


def operations_router() -> HtmlRouter:
    """The operations pages of a service, for those who keep it running. What they do is audited."""
    html = HtmlRouter()
    html.add_api_route("/operations", operations, name="operations")
    html.add_api_route("/operations/retry", retry_all, name="retry_all", methods=["POST"])
    html.add_api_route("/operations/{event}", one_event, name="parked_event")
    html.add_api_route("/operations/{event}/retry", retry, name="retry_event", methods=["POST"])
    html.add_api_route("/operations/{event}/drop", drop, name="drop_event", methods=["POST"])
    return html


def operations(request: Request, tx: Tx, number: str = "1") -> Response:
    at = max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 7 else 1
    events, total = parked_events(tx, at)
    return page(
        request,
        "operations.html",
        events=events,
        total=total,
        stuck=waiting_for_a_person(tx),
        settled=settled_events(tx),
        number=at,
        of=max(1, -(-total // PAGE)),
        url=url_for(request, "operations", query={"number": ""}),
        outbox=_outbox(request),
        lags=_lags(request),
        tries=BACKOFF.tries,
        elsewhere=_operations_of_other_services(request),
    )


def one_event(request: Request, tx: Tx, event: Number) -> Response:
    return _event_page(request, tx, event)


def retry(request: Request, tx: Tx, posted: Posted, event: Number) -> Response:
    retry_now(tx, event)
    return redirect(request, "operations", flash="It is tried again now. Reload the page to see how it went.")


def retry_all(request: Request, tx: Tx, posted: Posted) -> Response:
    count = retry_all_now(tx)
    flash = f"{count} {'is' if count == 1 else 'are'} tried again now. Reload the page to see how it went."
    return redirect(request, "operations", flash=flash)


def drop(request: Request, tx: Tx, posted: Posted, event: Number) -> Response:
    try:
        drop_event(tx, event, posted.text("reason"))
    except Invalid as refused:
        return _event_page(request, tx, event, 422, values=posted, faults=refused.faults)
    return redirect(request, "operations", flash="The event is dropped. What waited behind it goes on.")


def _event_page(request: Request, tx: Tx, event: int, status: int = 200, **typed: Any) -> Response:
    found, behind = parked_event(tx, event), events_behind(tx, event)
    return page(request, "operations_event.html", status, event=found, behind=behind, **typed)


def _outbox(request: Request) -> str:
    """What waits to be sent, in words; "" for a service that publishes nothing."""
    site = site_of(request)
    if site.database is None or site.service is None or site.service.topic is None:
        return ""
    standing = standing_of(site.database)
    if not standing.outbox:
        return "Nothing"
    events = f"{standing.outbox:,} {'event' if standing.outbox == 1 else 'events'}"
    return f"{events}, the oldest for {in_words(standing.oldest_seconds)}"


def _lags(request: Request) -> list[tuple[str, str]]:
    """(topic, how many of its records this service has not read yet)."""
    site = site_of(request)
    collector = site.root.state.watched.standing
    if site.service is None or not isinstance(collector, StandingCollector):
        return []
    lags = collector.lags()
    return [
        (topic, f"{lags[site.service.name, topic]:,}" if lags is not None else "the log does not answer")
        for topic in site.service.consumes
    ]


def in_words(seconds: float) -> str:
    """A time as a person says it: 40 seconds, 3 minutes, 2 hours, 5 days; rounded down."""
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return "less than a second"


def _operations_of_other_services(request: Request) -> list[tuple[str, str]]:
    """(name, path) of the other operations pages."""
    here = url_for(request, "operations")
    paths = [item.path for item in site_of(request).navigation if item.path.endswith("/operations")]
    return [(path.split("/")[1].capitalize(), path) for path in paths if path != here]
