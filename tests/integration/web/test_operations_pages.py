"""Who keeps a service running sees what stopped, has it tried again or drops it, and never reads it."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from shared.contracts import ReportingFormReceived
from shared.messaging import DatabaseEventLog, Record, retry_once
from shared.messaging.consumer import consume
from shared.messaging.standing import StandingCollector
from shared.people import SYSTEM, Permission
from shared.service import NavigationItem, Service
from shared.storage import Database, Transaction, service_metadata
from shared.web import create_web, operations_router
from shared.web.health import Readiness, Watched
from shared.web.operations_pages import in_words
from tests.integration.web.conftest import AUDITOR, MANAGER, PERSONAS, enter_as, token_on

CANARY = "Canary Featherstone"
TOPIC = "child-death-notifications"
ONE, OTHER = "LLR-2026-0001", "LLR-2026-0002"
HERE = "/post/operations"
REASON = "Recorded by hand"


class Post:
    """A service whose handler fails until it is repaired, and its web."""

    def __init__(self, database: Database, web: TestClient, at: datetime) -> None:
        self.database, self.web, self.at = database, web, at
        self.repaired = False
        self.handled: list[str] = []

    def handle(self, tx: Transaction, event: ReportingFormReceived) -> None:
        if not self.repaired:
            raise ValueError(CANARY)
        self.handled.append(event.source_id)

    def receive(self, *records: tuple[str, dict[str, Any]]) -> None:
        arrived = [
            Record(TOPIC, key, envelope, f"{TOPIC}/0@{n}") for n, (key, envelope) in enumerate(records)
        ]
        with self.database.transaction(person=SYSTEM, at=self.at) as tx:
            consume(tx, arrived, {ReportingFormReceived: self.handle})

    def retry(self) -> None:
        while retry_once(
            self.database, {ReportingFormReceived: self.handle}, at=datetime.now(self.at.tzinfo)
        ):
            pass

    def set_aside(self) -> None:
        """As if every first event had been tried to the end."""
        with self.database.engine.begin() as connection:
            connection.execute(text("UPDATE dead_letter SET tries = 5, next_try_at = NULL WHERE tries > 0"))

    def post(self, path: str, **typed: str) -> Any:
        return self.web.post(f"{HERE}{path}", data={"csrf_token": token_on(self.web, "/sign-in"), **typed})

    def audited(self) -> list[tuple[str, str]]:
        with self.database.engine.connect() as connection:
            return [
                tuple(row) for row in connection.execute(text("SELECT person_id, action FROM audit_entry"))
            ]


def envelope(event_id: str, case: str = ONE, **more: Any) -> dict[str, Any]:
    data = {"case_reference": case, "source_id": CANARY, "outcome": "returned", "received_on": "2026-06-15"}
    return {"id": event_id, "type": ReportingFormReceived.type, "subject": case, "data": data | more}


@pytest.fixture(scope="module")
def place(empty_database: Callable[[], str]) -> Iterator[tuple[Database, DatabaseEventLog]]:
    """One database for all of them: the service's tables and the log."""
    database = Database("post", empty_database(), "child-death-reviews", pool_size=3)
    service_metadata().create_all(database.engine)
    log = DatabaseEventLog(database.engine.url.render_as_string(hide_password=False))
    with database.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER audit_entry_is_append_only ON audit_entry"))
    yield database, log
    log.close()
    database.close()


@pytest.fixture
def post(
    place: tuple[Database, DatabaseEventLog],
    settings_with: Callable[..., Any],
    tmp_path: Path,
    now: datetime,
) -> Iterator[Post]:
    links = (
        NavigationItem("Operations", HERE, Permission.OPERATE),
        NavigationItem("Operations of parcels", "/parcels/operations", Permission.OPERATE, in_header=False),
    )
    service = Service(
        "post", "/post", "Post", tmp_path, service_metadata(), lambda: (operations_router(),),
        topic="child-death-reviews", consumes=(TOPIC,), navigation=links,
    )  # fmt: skip
    (database, log), settings = place, settings_with()
    with database.engine.begin() as connection:
        connection.execute(text("TRUNCATE outbox, inbox, dead_letter, audit_entry RESTART IDENTITY"))
    standing = StandingCollector([service], {"post": database}, log)
    watched = Watched(Readiness({}), settings.metrics_token, standing)
    app = create_web(settings, [service], {"post": database}, PERSONAS, watched=watched)
    with TestClient(app, base_url="http://127.0.0.1:8000") as web:
        enter_as(web, MANAGER)
        yield Post(database, web, now)


@pytest.fixture
def stopped(post: Post) -> Post:
    post.receive((ONE, envelope("a")), (ONE, envelope("b")), (OTHER, envelope("c", OTHER)))
    post.set_aside()
    return post


def test_where_nothing_stopped_the_page_says_so(post: Post) -> None:
    shown = post.web.get(HERE).text
    assert "None. Every event that arrived here has been dealt with." in shown
    assert "No event that stopped has been settled yet." in shown


def test_the_page_lists_the_first_event_of_each_case_and_how_many_wait_behind_it(stopped: Post) -> None:
    shown = stopped.web.get(HERE).text
    rows = re.findall(r"<tr class=\"nhsuk-table__row\">(.*?)</tr>", shown, re.DOTALL)[1:]
    assert len(rows) == 2
    assert ONE in rows[0]
    assert "Reporting form received" in rows[0]
    assert "Waits for you" in rows[0]
    assert re.findall(r"--numeric\">(\d+)<", rows[0]) == ["5", "1"]
    assert "ValueError" in rows[0]


def test_no_page_shows_a_value_or_an_unagreed_field_name_of_what_stopped(post: Post) -> None:
    named = f"{CANARY} field"
    post.receive(
        (ONE, envelope("a", **{named: CANARY})),
        (f"{CANARY} key", envelope(f"{CANARY} id")),
        (CANARY, {"id": CANARY, "data": {CANARY: CANARY}}),
        (CANARY, {"id": f"{CANARY}\0", "type": CANARY}),
        (OTHER, {"id": "n", "type": ReportingFormReceived.type, "data": f"{CANARY}\0"}),
    )
    shown = [post.web.get(HERE).text]
    shown += [post.web.get(path).text for path in re.findall(rf'href="({HERE}/\d+)"', shown[0])]
    assert len(shown) == 6
    assert [each for each in shown if "Featherstone" in each] == []
    assert "Fields that are not agreed" in "".join(shown)


def test_an_events_page_shows_which_fields_it_has_and_how_long_they_are(stopped: Post) -> None:
    shown = stopped.web.get(f"{HERE}/1").text
    assert f"text, {len(CANARY)} characters" in shown
    assert "Source id" in shown
    assert "Waiting behind it (1)" in shown


def test_an_event_is_tried_again_and_what_waits_behind_it_follows(stopped: Post) -> None:
    stopped.repaired = True
    assert "It is tried again now" in stopped.post("/1/retry").text
    stopped.retry()
    shown = stopped.web.get(HERE).text
    assert len(stopped.handled) == 2
    assert shown.count("Handled") == 2
    assert MANAGER.name in shown
    assert (MANAGER.id, "ask_for_retry") in stopped.audited()


def test_everything_that_waits_is_tried_again_by_one_button(stopped: Post) -> None:
    stopped.repaired = True
    assert "Try all 2 that wait for you again" in stopped.web.get(HERE).text
    assert "2 are tried again now" in stopped.post("/retry").text
    stopped.retry()
    assert len(stopped.handled) == 3


def test_an_event_is_dropped_with_a_reason_that_is_listed_with_who(stopped: Post) -> None:
    assert "it is as if it had not happened" in stopped.web.get(f"{HERE}/1").text
    assert stopped.post("/1/drop", reason=REASON).status_code == 200
    shown = stopped.web.get(HERE).text
    settled = shown[shown.index("<h2>Settled") :]
    assert "Dropped" in settled
    assert REASON in settled
    assert MANAGER.name in settled
    assert (MANAGER.id, "drop_event") in stopped.audited()
    stopped.repaired = True
    stopped.retry()
    assert len(stopped.handled) == 1


def test_an_event_is_not_dropped_without_a_reason_and_what_was_typed_stays(stopped: Post) -> None:
    answer = stopped.post("/1/drop", reason="")
    assert answer.status_code == 422
    assert "Say why this event is dropped" in answer.text
    answer = stopped.post("/1/drop", reason="Ask 999 000 0018")
    assert "Ask 999 000 0018" in answer.text
    assert stopped.audited() == []


def test_a_record_nobody_can_read_can_only_be_dropped(post: Post) -> None:
    post.receive(("", {"data_base64": "AAAA"}))
    shown = post.web.get(f"{HERE}/1").text
    assert "Unreadable record" in shown
    assert "Try again now" not in shown
    post.post("/1/drop", reason=REASON)
    assert "Dropped" in post.web.get(HERE).text


def test_the_page_says_what_is_on_its_way_and_where_the_other_pages_are(post: Post) -> None:
    with post.database.transaction(person=SYSTEM, at=post.at) as tx:
        tx.publish(ReportingFormReceived.model_validate(envelope("a")["data"]))
    shown = post.web.get(HERE).text
    assert re.search(r"1 event, the oldest for \d+ days", shown)
    assert re.search(r"Not yet read of child death notifications</dt><dd[^>]*>0<", shown)
    assert 'href="/parcels/operations">Parcels</a>' in shown
    assert "Operations of parcels" not in shown


@pytest.mark.parametrize("path", ["", "/1"])
def test_nobody_else_sees_what_stopped(stopped: Post, path: str) -> None:
    stopped.web.post("/sign-out", data={"csrf_token": token_on(stopped.web, "/sign-in")})
    assert stopped.web.get(HERE + path).status_code == 401
    enter_as(stopped.web, AUDITOR)
    assert stopped.web.get(HERE + path).status_code == 403
    assert "Operations" not in stopped.web.get("/").text


@pytest.mark.parametrize("path", ["/1/retry", "/1/drop", "/retry"])
def test_nobody_else_decides_and_no_form_is_taken_without_its_token(stopped: Post, path: str) -> None:
    assert stopped.web.post(HERE + path, data={"reason": REASON}).status_code == 403
    stopped.web.post("/sign-out", data={"csrf_token": token_on(stopped.web, "/sign-in")})
    enter_as(stopped.web, AUDITOR)
    assert stopped.post(path, reason=REASON).status_code == 403
    assert stopped.audited() == []


@pytest.mark.parametrize("odd", ["0", "99", "nothing", "9" * 30, "-1"])
def test_a_number_under_which_nothing_stopped_is_refused(stopped: Post, odd: str) -> None:
    assert stopped.web.get(f"{HERE}/{odd}").status_code in (404, 422)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "less than a second"),
        (1, "1 second"),
        (59.9, "59 seconds"),
        (60, "1 minute"),
        (7300, "2 hours"),
        (172800, "2 days"),
    ],
)
def test_an_age_is_said_as_a_person_says_it(seconds: float, words: str) -> None:
    assert in_words(seconds) == words
