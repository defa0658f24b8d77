"""What auditor and guardian look after: unusual reading, holds, disposals, subject access, a restriction."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from deploy.demo.case import DemoCase, Progress
from deploy.personas import PERSONAS
from deploy.seeding.people import ADMINISTRATOR, MANAGER
from services.notifications.actions.restrictions.restrict_case import restrict_case
from services.notifications.actions.retention.confirm_retention import confirm_retention
from services.notifications.actions.retention.place_legal_hold import place_legal_hold
from services.notifications.actions.retention.propose_disposal import propose_disposal
from services.notifications.actions.subject_access.choose_entries import choose_entries, place_of
from services.notifications.actions.subject_access.confirm_identity import confirm_identity
from services.notifications.actions.subject_access.log_request import log_request
from services.notifications.actions.subject_access.look_through_case import look_through_case
from services.notifications.domain.retention.disposal_list import NothingToDisposeOf
from services.notifications.domain.retention.holds import HeldScope
from services.notifications.domain.subject_access.found import digest_of_choice
from services.notifications.queries.near_cases import near_cases as office_near_cases
from services.notifications.queries.retention import legal_holds
from services.notifications.queries.subject_access_items import entries_in
from services.panel.queries.near_cases import near_cases as panel_near_cases
from shared.auditing.reading.asked import LONDON, london_day
from shared.auditing.reading.finding_queries import findings
from shared.auditing.reading.keep_reader import keep_reader
from shared.auditing.reading.look import NearCases, looking_at_reading
from shared.auditing.reading.review_reading import review_reading
from shared.people import SYSTEM, Person
from shared.storage import Database, Transaction

if TYPE_CHECKING:
    from deploy.host import Installation

GUARDIAN, AUDITOR, MEMBER = PERSONAS["caldicott-guardian"], PERSONAS["auditor"], PERSONAS["member-acute"]
_ALL_OF_THEM = 200  # a case is restricted where so many stay open
BODY = "The partners’ board, invented for the demonstration, item 6"
INQUIRY = "Letter of the invented inquiry into services for the newborn: nothing it may ask for is destroyed."
CLAIM = "A claim against the trust was announced by the family’s solicitor. Both are invented."
STAFF = "The child’s aunt works in the office. She, the family and the office are invented."
ON_CALL = "The duty manager was called by the hospital that evening; the rota says so."


def keep_safe(notifications: Database, references: dict[int, str], cases: Sequence[DemoCase]) -> None:
    """Holds, a list to approve, subject access and, of many cases, a restricted one; done once."""
    reviewed = [case for case in cases if case.progress is Progress.REVIEWED]
    gathering = [case for case in cases if case.progress is Progress.GATHERING]
    now = datetime.now(UTC)
    with notifications.transaction(person=MANAGER, at=now) as tx:
        if legal_holds(tx) or not reviewed:
            return
        _hold(notifications.joined(tx.session, person=GUARDIAN, at=now), references[reviewed[-1].number])
        _confirm_and_propose(notifications, tx, now)
        _ask_for_own_data(tx, reviewed[0], references[reviewed[0].number])
        if len(cases) > _ALL_OF_THEM:
            people = {each.id: each.name for each in (ADMINISTRATOR, GUARDIAN, AUDITOR)}
            case = references[gathering[-1].number]
            restrict_case(tx, case=case, kind="staff_family", reason=STAFF, people=people)


def _hold(tx: Transaction, case: str) -> None:
    today = london_day(tx.at)
    first = HeldScope("period", first=today - timedelta(days=600), last=today - timedelta(days=420))
    place_legal_hold(tx, kind="public_inquiry", held=first, reason=INQUIRY, from_on=today)
    place_legal_hold(tx, kind="litigation", held=HeldScope("case", case), reason=CLAIM, from_on=today)


def _confirm_and_propose(notifications: Database, tx: Transaction, now: datetime) -> None:
    """The originals of what was finalised a year ago: what is due and not held waits for a second person."""
    row = {"record_type": "original_documents", "area": "all", "starts_with": "finalised", "years": "1"}
    confirm_retention(tx, **row, body=BODY, holds_from=london_day(now))
    tx.session.flush()
    with suppress(NothingToDisposeOf):
        propose_disposal(notifications.joined(tx.session, person=ADMINISTRATOR, at=now))


def _ask_for_own_data(tx: Transaction, case: DemoCase, reference: str) -> None:
    """A parent's request that is looked through and waits to be decided, and one that has just come."""
    today = london_day(tx.at)
    name = next((each["name"] for each in case.payload.get("parents", []) if each.get("name")), "Not Named")
    first = log_request(tx, person_name=name, relation="family", received_on=today - timedelta(days=9))
    confirm_identity(
        tx, request_id=first, how="Passport, seen by the office", came_on=today - timedelta(days=6)
    )
    look_through_case(tx, request_id=first, case=reference)
    theirs = {place_of(one.case_reference, one.key) for one in entries_in(tx, reference) if one.name == name}
    choose_entries(tx, request_id=first, case=reference, keys=theirs, against=digest_of_choice(()))
    log_request(tx, person_name="Robin Inventedly", relation="family", received_on=today)


def show_unusual_reading(
    place: "Installation", references: dict[int, str], cases: Sequence[DemoCase]
) -> None:
    """Reading at night, of which one finding is explained and others wait for the auditor; done once."""
    known = [references[case.number] for case in cases if case.progress is not Progress.INBOX]
    for service, person, pages, near in (
        ("notifications", MANAGER, ("view_case", "view_gathering"), office_near_cases),
        ("panel", MEMBER, ("read_bundle",), panel_near_cases),
    ):
        database = place.databases[service]
        if _is_looked_at(database):
            continue
        for days, case in ((3, known[0]), (2, known[1])):
            _read_at_night(place, database, person, days, case, pages)
        _look(place, service, near)
    with place.databases["notifications"].transaction(person=AUDITOR, at=datetime.now(UTC)) as tx:
        found, _ = findings(tx)
        if len(found) > 1:
            review_reading(tx, finding=found[-1].id, answer="explained", words=ON_CALL)


def _is_looked_at(database: Database) -> bool:
    with database.transaction(person=AUDITOR, at=datetime.now(UTC)) as tx:
        return bool(findings(tx, "all")[0])


def _read_at_night(
    place: "Installation", database: Database, person: Person, days: int, case: str, pages: Sequence[str]
) -> None:
    night = datetime.combine(london_day(datetime.now(UTC)) - timedelta(days=days), time(22, 40), LONDON)
    with database.transaction(person=person, at=night.astimezone(UTC)) as tx:
        keep_reader(tx, place.settings.fingerprinting_key, set())
        for page in pages:
            tx.audit(page, case=case, reading=True)


def _look(place: "Installation", service: str, near: NearCases) -> None:
    """As the service does by itself once a day is over, until every such day has been looked at."""
    look = looking_at_reading(place.settings.fingerprinting_key, near)
    busy = True
    while busy:
        with place.databases[service].transaction(person=SYSTEM, at=datetime.now(UTC)) as tx:
            busy = look(tx)
