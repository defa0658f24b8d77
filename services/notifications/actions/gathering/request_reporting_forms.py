"""The office asks every professional named on the notification for a reporting form, in one go."""

from uuid import uuid4

from services.notifications.actions.gathering.day_of import today
from services.notifications.actions.gathering.write_to_source import Links, write_to_source
from services.notifications.actions.projection.note_change import note_change
from services.notifications.domain.gathering.agencies import Agency, agency_named
from services.notifications.domain.gathering.links import new_link
from services.notifications.domain.gathering.refusals import CaseNotAccepted
from services.notifications.domain.gathering.requests import ReportingFormRequest, RequestStatus, new_request
from services.notifications.domain.material.deidentify import NamedProfessional, named_professionals
from services.notifications.domain.notification import ChildDeathNotification, Status
from services.notifications.queries.agencies import agencies
from services.notifications.queries.gathering import requests_of
from services.notifications.queries.notifications import notification_to_change
from shared.contracts import ReportingFormRequested
from shared.people import Permission, check
from shared.storage import Transaction

__all__ = ["not_yet_asked", "publish_requested", "request_reporting_forms", "today"]


def request_reporting_forms(
    tx: Transaction, *, case: str, key: str, source_ids: frozenset[str] | None = None, address: str = ""
) -> list[ReportingFormRequest]:
    """Ask those of `source_ids` (None: everybody) who have not been asked. Publishes each request.

    `key` signs the links. With `address`, which a link's token follows, whoever has an e-mail address is
    written to. Returns the new requests: none if everybody had been asked.
    """
    check(tx.person, Permission.GATHER_INFORMATION)
    notification = notification_to_change(tx, case)
    if notification.status is not Status.ACCEPTED:
        raise CaseNotAccepted()
    asking, known = not_yet_asked(tx, notification, source_ids), agencies(tx)
    return [_ask(tx, case, one, known, Links(key, address)) for one in asking]


def not_yet_asked(
    tx: Transaction, notification: ChildDeathNotification, source_ids: frozenset[str] | None = None
) -> list[NamedProfessional]:
    """The professionals without a request; a cancelled one does not count."""
    live = [
        one for one in requests_of(tx, notification.case_reference) if one.status != RequestStatus.CANCELLED
    ]
    asked = {one.source_id for one in live}
    named = named_professionals(notification.answers)
    return [
        one
        for one in named
        if one.source_id not in asked and (source_ids is None or one.source_id in source_ids)
    ]


def _ask(
    tx: Transaction, case: str, source: NamedProfessional, known: list[Agency], links: Links
) -> ReportingFormRequest:
    agency = agency_named(known, source.organisation, today(tx))
    request = new_request(
        request_id=uuid4().hex,
        case_reference=case,
        source_id=source.source_id,
        role=source.role,
        sector=agency.sector if agency else source.sector,
        on=today(tx),
        due_after=agency.due_after if agency else None,
        agency_id=agency.agency_id if agency else None,
        organisation=source.organisation,
    )
    tx.session.add(request)
    tx.session.flush()
    tx.session.add(new_link(link_id=uuid4().hex, request_id=request.request_id, key=links.key, at=tx.at))
    tx.session.flush()
    write_to_source(tx, request, kind="reporting_form_request", links=links)
    publish_requested(tx, request)
    note_change(tx, case=case)
    tx.audit("request_reporting_form", case=case, subject=request.request_id, detail={"role": request.role})
    return request


def publish_requested(tx: Transaction, request: ReportingFormRequest) -> None:
    """Tell the panel who is asked and by when they should answer: also when the day has moved."""
    tx.publish(
        ReportingFormRequested(
            case_reference=request.case_reference,
            source_id=request.source_id,
            role=request.role,
            sector=request.sector,
            requested_on=request.requested_on,
            due_on=request.due_on,
        )
    )
