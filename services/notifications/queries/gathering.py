"""Reads of requests, links, returns and case material. Each starts from who is looking."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.notifications.domain.forms.new_version import names_brought_forward
from services.notifications.domain.forms.reporting_form import FIRST_VERSION, REPORTING_FORM
from services.notifications.domain.gathering.links import NOT_WHOLE, ResponderLink, link_id_of
from services.notifications.domain.gathering.refusals import LinkNotValid
from services.notifications.domain.gathering.requests import CLOSED, ReportingFormRequest
from services.notifications.domain.material.case_material import FAMILY_QUESTION, CaseMaterial, waiting_first
from services.notifications.domain.notification import ChildDeathNotification
from services.notifications.tables.gathering import (
    case_material,
    reporting_form_draft,
    reporting_form_request,
    reporting_form_return,
    request_chase,
    request_step,
    responder_link,
)
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction

Row = Mapping[str, Any]


def requests_of(tx: Transaction, case_reference: str) -> list[ReportingFormRequest]:
    """All requests of a case, the oldest first."""
    check(tx.person, Permission.GATHER_INFORMATION)
    wanted = select(ReportingFormRequest).where(reporting_form_request.c.case_reference == case_reference)
    return list(
        tx.session.scalars(
            wanted.order_by(reporting_form_request.c.requested_on, reporting_form_request.c.request_id)
        )
    )


def open_requests(tx: Transaction) -> list[ReportingFormRequest]:
    """Every request nobody has answered, of all cases."""
    check(tx.person, Permission.GATHER_INFORMATION)
    unanswered = reporting_form_request.c.status.not_in(list(CLOSED))
    return list(tx.session.scalars(select(ReportingFormRequest).where(unanswered)))


def request_to_change(tx: Transaction, request_id: str) -> ReportingFormRequest:
    """One request, locked until the transaction ends. Raises NotFound."""
    check(tx.person, Permission.GATHER_INFORMATION)
    return _locked_request(tx.session, request_id)


def chases_of(tx: Transaction, case_reference: str) -> list[Row]:
    """Every chase of a case's requests, the latest first."""
    check(tx.person, Permission.GATHER_INFORMATION)
    wanted = (
        select(request_chase, reporting_form_request.c.role)
        .join(reporting_form_request, reporting_form_request.c.request_id == request_chase.c.request_id)
        .where(reporting_form_request.c.case_reference == case_reference)
    )
    return [*tx.session.execute(wanted.order_by(request_chase.c.chased_at.desc())).mappings()]


def steps_of(tx: Transaction, request_id: str) -> list[Row]:
    """More time, sent back, refused, not known there: each with its reason, the latest first."""
    check(tx.person, Permission.GATHER_INFORMATION)
    wanted = select(request_step).where(request_step.c.request_id == request_id)
    return [*tx.session.execute(wanted.order_by(request_step.c.step_id.desc())).mappings()]


def returns_of(tx: Transaction, references: Sequence[str]) -> list[Row]:
    """The usable returns of some cases, as they were given, with the request they answer."""
    check(tx.person, Permission.GATHER_INFORMATION)
    asked = reporting_form_request.c
    wanted = (
        select(reporting_form_return, asked.case_reference, asked.source_id, asked.role, asked.organisation)
        .join(reporting_form_request, asked.request_id == reporting_form_return.c.request_id)
        .where(asked.case_reference.in_(references))
    )
    return [*tx.session.execute(wanted.order_by(reporting_form_return.c.received_at)).mappings()]


def links_of(tx: Transaction, case_reference: str) -> dict[str, ResponderLink]:
    """The usable link of each request of a case, by request id."""
    check(tx.person, Permission.GATHER_INFORMATION)
    wanted = (
        select(ResponderLink)
        .join(reporting_form_request, reporting_form_request.c.request_id == responder_link.c.request_id)
        .where(
            reporting_form_request.c.case_reference == case_reference,
            responder_link.c.used_at.is_(None),
            responder_link.c.withdrawn_at.is_(None),
        )
    )
    return {link.request_id: link for link in tx.session.scalars(wanted)}


def links_of_request(tx: Transaction, request_id: str) -> list[ResponderLink]:
    """Every link ever made for a request."""
    check(tx.person, Permission.GATHER_INFORMATION)
    return list(tx.session.scalars(select(ResponderLink).where(responder_link.c.request_id == request_id)))


def opened_by_link(
    tx: Transaction, *, key: str, token: str, lock: bool = False
) -> tuple[ResponderLink, ReportingFormRequest]:
    """The link and the one request it opens: all that a responder may see. Raises LinkNotValid."""
    link_id = link_id_of(key, token)
    tx.hold_link("respond", link_id)
    wanted = select(ResponderLink).where(responder_link.c.link_id == link_id)
    link = tx.session.scalars(wanted.with_for_update() if lock else wanted).first()
    if link is None:
        raise LinkNotValid(NOT_WHOLE)
    link.check_usable(token=token, at=tx.at)
    return link, _locked_request(tx.session, link.request_id) if lock else _request(
        tx.session, link.request_id
    )


def draft_of(tx: Transaction, request_id: str) -> tuple[dict[str, Any], datetime | None]:
    """What the responder has saved, by the names of the form in force, and when."""
    row = tx.session.execute(
        select(reporting_form_draft).where(reporting_form_draft.c.request_id == request_id)
    ).first()
    if row is None:
        return {}, None
    given = names_brought_forward(row.given, REPORTING_FORM, row.form_version or FIRST_VERSION)
    return given, row.saved_at


def materials_of(tx: Transaction, case_reference: str) -> list[CaseMaterial]:
    """The documents of a case without the family's questions, those awaiting confirmation first."""
    check(tx.person, Permission.CONFIRM_REDACTION)
    wanted = select(CaseMaterial).where(
        case_material.c.case_reference == case_reference, case_material.c.kind != FAMILY_QUESTION
    )
    return waiting_first(tx.session.scalars(wanted))


def waiting_materials(tx: Transaction) -> list[CaseMaterial]:
    """Every text of any case that waits for a person, the oldest first; the family's questions too."""
    check(tx.person, Permission.CONFIRM_REDACTION)
    waits = (case_material.c.confirmed_on.is_(None), case_material.c.withheld_on.is_(None))
    wanted = select(CaseMaterial).where(*waits)
    return list(tx.session.scalars(wanted.order_by(case_material.c.received_on, case_material.c.material_id)))


def material_to_change(tx: Transaction, material_id: str) -> CaseMaterial:
    """One document, locked until the transaction ends. Raises NotFound."""
    check(tx.person, Permission.CONFIRM_REDACTION)
    wanted = select(CaseMaterial).where(case_material.c.material_id == material_id).with_for_update()
    found = tx.session.scalars(wanted).first()
    if found is None:
        raise NotFound("There is no such document.")
    return found


def notification_of_request(tx: Transaction, case_reference: str) -> ChildDeathNotification:
    """The notification behind a request or document; only for a caller that has been checked."""
    found = tx.session.get(ChildDeathNotification, case_reference)
    if found is None:
        raise NotFound("There is no such case.")
    return found


def notification_material(tx: Transaction, case_reference: str) -> CaseMaterial | None:
    """The document made from the notification itself, if it has been made."""
    wanted = select(CaseMaterial).where(
        case_material.c.case_reference == case_reference, case_material.c.kind == "notification"
    )
    return tx.session.scalars(wanted).first()


def material_made_from(tx: Transaction, case_reference: str, made_from: str) -> CaseMaterial | None:
    """The text made of this before, locked, if there is one; only for a caller that has been checked."""
    if not made_from:
        return None
    wanted = select(CaseMaterial).where(
        case_material.c.case_reference == case_reference, case_material.c.made_from == made_from
    )
    return tx.session.scalars(wanted.with_for_update()).first()


def _request(session: Session, request_id: str) -> ReportingFormRequest:
    found = session.get(ReportingFormRequest, request_id)
    if found is None:
        raise NotFound("There is no such request.")
    return found


def _locked_request(session: Session, request_id: str) -> ReportingFormRequest:
    wanted = (
        select(ReportingFormRequest)
        .where(reporting_form_request.c.request_id == request_id)
        .with_for_update()
    )
    found = session.scalars(wanted).first()
    if found is None:
        raise NotFound("There is no such request.")
    return found


def used_link(tx: Transaction, *, key: str, token: str) -> ResponderLink:
    """The link a form was sent with, for its receipt. Raises LinkNotValid for any other."""
    link_id = link_id_of(key, token)
    tx.hold_link("respond", link_id)
    found = tx.session.get(ResponderLink, link_id)
    if found is None or found.used_at is None:
        raise LinkNotValid("No form has been sent with this link.")
    return found
