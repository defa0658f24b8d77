"""Builders: an accepted case of an invented child, with three professionals to ask."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from services.notifications.actions.gathering.request_reporting_forms import request_reporting_forms
from services.notifications.actions.intake.accept_notification import accept_notification
from services.notifications.actions.intake.submit_notification import submit_notification
from services.notifications.domain.forms.notification_form import read_form
from services.notifications.domain.forms.sent_payload import flat
from services.notifications.domain.gathering.links import token_for
from services.notifications.pages.respond import RESPONDER
from services.notifications.queries.gathering import links_of
from shared.people import Person, Role
from shared.storage import Database, Transaction
from shared.storage.kernel_tables import audit_entry, outbox

KEY = "a key for tests alone"
MANAGER = Person("cdr-manager", "Morgan Testerley", frozenset({Role.CDR_MANAGER}))
MEMBER = Person("panel-member", "Robin Sampleton", frozenset({Role.PANEL_MEMBER}))
FRIDAY = datetime(2026, 6, 12, 10, 30, tzinfo=UTC)
# What an agency must write at the least.
RETURN = {
    "responder_name": "Priya Patel",
    "responder_role": "Partner",
    "responder_contact": "priya@practice.example",
    "c_narrative": "Amara was seen by Dr Patel on 3 June 2026 with a cough. No concerns.",
    "immunisations": "yes",
    "breastfed": "not_known",
    "disability": "not_applicable",
    "medication-without": "not_asked",
    "d_not_held": "yes",
}


def payload(**changes: Any) -> dict[str, Any]:
    """A notification as a partner system sends it."""
    return {
        "child": {
            "family_name": "Okafor",
            "given_names": "Amara Grace",
            "date_of_birth": "2026-05-29",
            "nhs_number": "9990000018",
            "sex": "female",
            "ethnic_category": "N",
        },
        "home": {"address": "14 Thistledown Road", "postcode": "LE2 7AB", "local_authority": "Leicester"},
        "death": {"died_at": "2026-06-11T04:15", "place_of_death": "home", "expected": "no"},
        "circumstances": (
            "Amara Okafor was found in her Moses basket by her mother Chioma at 04:15 on 11 June 2026."
        ),
        "parents": [{"name": "Chioma Okafor", "relation": "Mother"}],
        "professionals": [
            {"role": "general_practitioner", "name": "Dr Priya Patel", "organisation": "Rosehill Surgery"},
            {"role": "health_visitor", "name": "Sinéad O’Neill", "organisation": "Community team"},
            {"role": "police_officer", "name": "DC Whitlock", "organisation": "Police"},
        ],
        "notifier": {
            "name": "Dr Femi Marsh",
            "role": "paediatrician",
            "organisation": "Infirmary",
            "sector": "acute_hospital",
        },
        "notified_at": "2026-06-11T11:00",
        **changes,
    }


def at_work(
    database: Database, person: Person = MANAGER, at: datetime = FRIDAY
) -> AbstractContextManager[Transaction]:
    return database.transaction(person=person, at=at)


def accepted(database: Database, at: datetime = FRIDAY, **changes: Any) -> str:
    """The reference of a case that the office has accepted."""
    with at_work(database, at=at) as tx:
        answers = read_form(flat(payload(**changes)), now=at, demonstration=True)
        reference = submit_notification(tx, answers=answers, panel_code="LLR", channel="api").case_reference
    with at_work(database, at=at) as tx:
        accept_notification(tx, reference=reference)
    return reference


def asked(database: Database, at: datetime = FRIDAY, **changes: Any) -> tuple[str, dict[str, str]]:
    """A case whose professionals have been asked, and each one's request id by role."""
    reference = accepted(database, at, **changes)
    with at_work(database, at=at) as tx:
        made = request_reporting_forms(tx, case=reference, key=KEY)
    return reference, {request.role: request.request_id for request in made}


def token_of(database: Database, reference: str, request_id: str, key: str = KEY) -> str:
    with at_work(database) as tx:
        return token_for(key, links_of(tx, reference)[request_id].link_id)


def responding(database: Database, at: datetime = FRIDAY) -> AbstractContextManager[Transaction]:
    return database.transaction(person=RESPONDER, at=at)


def published(database: Database) -> list[dict[str, Any]]:
    """The envelopes in the outbox, in order."""
    with database.session() as session:
        return list(session.scalars(select(outbox.c.envelope).order_by(outbox.c.id)))


def events(database: Database, kind: str) -> list[dict[str, Any]]:
    """The data of published events whose type holds `kind`."""
    return [envelope["data"] for envelope in published(database) if kind in envelope["type"]]


def audited(database: Database) -> list[tuple[str, str, bool]]:
    with database.session() as session:
        rows = session.execute(select(audit_entry).order_by(audit_entry.c.id)).mappings()
        return [(row["action"], row["person_id"], row["reading"]) for row in rows]


def squeezed(text: str) -> str:
    """Letters and digits alone, in small letters: what is left of a name however it is written."""
    return re.sub(r"[^a-z0-9]", "", text.casefold())


Make = Callable[[Any], Database]
