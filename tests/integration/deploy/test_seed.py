"""Seeding an installation with some of the demonstration's cases, on real databases."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time
from typing import Any

import pytest
from sqlalchemy import func, select

from deploy.demo import DemoCase, demo_cases
from deploy.demo.case import Progress
from deploy.host import Installation
from deploy.personas import PERSONAS
from deploy.seed import seed
from deploy.seeding.panels import STARTS
from deploy.seeding.people import MANAGER
from deploy.services import SERVICES
from services.notifications.domain.gathering.request_status import RequestStatus
from services.notifications.queries.disposals import disposal_lists
from services.notifications.queries.gathering import open_requests
from services.notifications.queries.retention import legal_holds
from services.notifications.queries.subject_access import requests
from services.notifications.tables.gathering import reporting_form_request
from services.notifications.tables.notification import child_identity
from services.panel.domain.cases.case_status import SIGNED_OFF, CaseStatus
from services.panel.domain.london_days import LONDON
from services.panel.domain.meetings.meeting_status import MeetingStatus
from services.panel.tables.cases import review_case
from services.panel.tables.meetings import panel_meeting
from services.theming.tables import theme_confirmation
from shared.auditing.reading.finding_queries import counts
from shared.messaging import open_event_log
from shared.service import Service
from shared.settings import Settings
from shared.storage import Database, Transaction
from shared.storage.kernel_tables import audit_entry


def some_cases() -> list[DemoCase]:
    """Two of one meeting, one of a later one, and one each ready, on hold, gathering and in the inbox."""
    reviewed = [case for case in demo_cases() if case.progress is Progress.REVIEWED]
    first = [case for case in reviewed if case.meeting_on == reviewed[0].meeting_on][:2]
    later = [case for case in reviewed if case.meeting_on != reviewed[0].meeting_on][-1:]
    others = (Progress.READY, Progress.ON_HOLD, Progress.GATHERING, Progress.INBOX)
    rest = [next(case for case in demo_cases() if case.progress is progress) for progress in others]
    return [*first, *later, *rest]


@pytest.fixture
def place(
    database_for: Callable[[Service], Database], empty_database: Callable[[], str]
) -> Iterator[Installation]:
    log = open_event_log(empty_database())
    databases = {service.name: database_for(service) for service in SERVICES}
    settings = Settings(
        notifications_database_url="postgresql+psycopg://unused",
        panel_database_url="postgresql+psycopg://unused",
        theming_database_url="postgresql+psycopg://unused",
        events_url="postgresql+psycopg://unused",
        secret_key="a key of the tests, long enough to sign",
        demo=True,
    )
    yield Installation(settings, SERVICES, databases, log)
    log.close()


def value(place: Installation, service: str, wanted: Any) -> Any:
    with place.databases[service].session() as session:
        return session.scalar(wanted)


def rows(place: Installation, service: str, wanted: Any) -> list[Any]:
    with place.databases[service].session() as session:
        return list(session.scalars(wanted))


def children(place: Installation) -> int:
    return int(value(place, "notifications", select(func.count()).select_from(child_identity)))


def entries(place: Installation) -> dict[str, int]:
    counted = select(func.count()).select_from(audit_entry)
    return {name: value(place, name, counted) for name in place.databases}


def test_cases_go_through_every_service_as_far_as_they_have_come(place: Installation) -> None:
    seed(place, lambda _: None, some_cases())
    standing = Counter(rows(place, "panel", select(review_case.c.status)))
    meetings = Counter(rows(place, "panel", select(panel_meeting.c.status)))
    assert children(place) == len(some_cases())
    assert sum(standing.pop(each, 0) for each in SIGNED_OFF) == 3
    assert standing == {CaseStatus.LISTED: 1, CaseStatus.GATHERING: 2}
    assert meetings.pop(MeetingStatus.PLANNED) > 0  # the series of the coming months
    # The second of the coming meetings has no case here: its agenda does not go out.
    assert meetings == {MeetingStatus.CLOSED: 2, MeetingStatus.AGENDA_PUBLISHED: 1}
    assert {"confirmed", "proposed"} <= set(rows(place, "theming", select(theme_confirmation.c.status)))
    coming = select(panel_meeting.c.held_on).where(panel_meeting.c.status == MeetingStatus.AGENDA_PUBLISHED)
    begins = time.fromisoformat(STARTS)
    assert datetime.combine(value(place, "panel", coming), begins, LONDON) > datetime.now(UTC)


def test_no_case_that_the_panel_has_reviewed_and_the_office_has_closed_waits_for_an_agency(
    place: Installation,
) -> None:
    reviewed = [case for case in demo_cases() if case.progress is Progress.REVIEWED]
    without = [case for case in reviewed if any(each.answered_at is None for each in case.returns)][:2]
    seed(place, lambda _: None, without)
    cancelled = select(func.count()).where(reporting_form_request.c.status == RequestStatus.CANCELLED)
    with place.databases["notifications"].transaction(person=MANAGER, at=datetime.now(UTC)) as tx:
        assert open_requests(tx) == []
    assert value(place, "notifications", cancelled) >= 2


def test_a_second_seed_changes_nothing(place: Installation) -> None:
    seed(place, lambda _: None, some_cases())
    before = entries(place)
    seed(place, lambda _: None, some_cases())
    assert entries(place) == before


def test_a_seed_that_broke_off_goes_on_without_doing_anything_twice(place: Installation) -> None:
    def break_off(message: str) -> None:
        if "catch up" in message:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seed(place, break_off, some_cases())
    seed(place, lambda _: None, some_cases())
    assert children(place) == len(some_cases())
    assert sum(each in SIGNED_OFF for each in rows(place, "panel", select(review_case.c.status))) == 3


def test_a_seed_that_was_stopped_in_the_middle_of_what_it_did_goes_on(
    place: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three times, each further on, where something has been written and is not committed."""
    audit, left = Transaction.audit, [0]

    def stops(tx: Transaction, action: str, **what: Any) -> None:
        audit(tx, action, **what)
        left[0] -= 1
        if left[0] == 0:
            raise KeyboardInterrupt

    monkeypatch.setattr(Transaction, "audit", stops)
    for many in (60, 150, 350):
        left[0] = many
        with pytest.raises(KeyboardInterrupt):
            seed(place, lambda _: None, some_cases())
    seed(place, lambda _: None, some_cases())
    assert children(place) == len(some_cases())
    assert sum(each in SIGNED_OFF for each in rows(place, "panel", select(review_case.c.status))) == 3
    asked = select(audit_entry.c.case_reference).where(audit_entry.c.action == "submit_notification")
    assert max(Counter(rows(place, "notifications", asked)).values()) == 1


def test_what_is_no_demonstration_is_not_filled_with_invented_cases(place: Installation) -> None:
    real = Installation(
        place.settings.model_copy(update={"demo": False}), place.services, place.databases, place.log
    )
    with pytest.raises(LookupError, match="demonstration"):
        seed(real, lambda _: None, some_cases())
    assert children(place) == 0


def test_the_auditor_and_the_guardian_find_something_to_look_after_at_once(place: Installation) -> None:
    seed(place, lambda _: None, some_cases())
    at = datetime.now(UTC)
    for service, reviewed in (("notifications", 1), ("panel", 0)):
        with place.databases[service].transaction(person=PERSONAS["auditor"], at=at) as tx:
            counted = counts(tx)
        assert (counted["open"] > 0, counted["settled"]) == (True, reviewed)
    with place.databases["notifications"].transaction(person=PERSONAS["caldicott-guardian"], at=at) as tx:
        assert {hold.kind for hold in legal_holds(tx)} == {"public_inquiry", "litigation"}
        assert [(each.waits, bool(each.items)) for each in disposal_lists(tx)] == [(True, True)]
    with place.databases["notifications"].transaction(person=MANAGER, at=at) as tx:
        assert len(requests(tx)) == 2
