"""Each day's reading is looked at once; the auditor says what came of it, and nothing said is changed."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from shared.auditing.reading.look import looking_at_reading
from shared.auditing.reading.review import OwnReading
from shared.auditing.reading.review_reading import review_reading
from shared.auditing.reading.unusual import OVERDUE_AFTER, Near
from shared.errors import Invalid, NotFound, NotPermitted
from shared.fingerprints import fingerprint_of_surname, fingerprint_of_unit
from shared.people import ANONYMOUS, SYSTEM, Person, Role
from shared.storage import Database
from tests.integration.web.conftest import AUDITOR, MANAGER, enter_as, token_in
from tests.integration.web.test_audit_of_case_and_person import plain

CASE, OTHER, KEY = "LLR-2026-0107", "LLR-2026-0108", b"k" * 32
NIGHT = timedelta(hours=12)  # 22:30 UTC, half past eleven at night in London
NEXT_DAY = timedelta(days=1)


class Days:
    """People read, days pass and are looked at."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.database, self.now = database, now

    def read(
        self, case: str | None = CASE, *, by: Person = MANAGER, after: timedelta = timedelta(), **more: Any
    ) -> None:
        said = {"action": "view_case", "case": case, "reading": True, **more}
        with self.database.transaction(person=by, at=self.now + after) as tx:
            tx.audit(**said)

    def look(self, after: timedelta = NEXT_DAY, near: Near = Near()) -> int:
        """How many days were looked at."""
        step = looking_at_reading(KEY, lambda tx, cases, key: near, every=0)
        looked = 0
        while True:
            with self.database.transaction(person=SYSTEM, at=self.now + after) as tx:
                if not step(tx):
                    return looked
            looked += 1

    def found(self) -> list[tuple[Any, ...]]:
        return [
            tuple(row)
            for row in self.rows(
                "SELECT rule, person_id, case_reference, on_day, number FROM unusual_reading ORDER BY id"
            )
        ]

    def rows(self, asked: str) -> list[Any]:
        with self.database.engine.connect() as connection:
            return list(connection.execute(text(asked)).all())

    def review(
        self,
        by: Person = AUDITOR,
        answer: str = "explained",
        words: str = "On call.",
        after: timedelta = NEXT_DAY,
    ) -> None:
        found = self.rows("SELECT public_id FROM unusual_reading ORDER BY id DESC LIMIT 1")[0][0]
        with self.database.transaction(person=by, at=self.now + after) as tx:
            review_reading(tx, finding=found, answer=answer, words=words)

    def seen_as(self, person: Person) -> None:
        with self.database.engine.begin() as connection:
            row = {
                "p": person.id,
                "r": ",".join(person.roles),
                "o": fingerprint_of_unit(person.organisation, KEY),
            }
            connection.execute(text("INSERT INTO audit_reader VALUES (:p, :r, :o, now())"), row)


@pytest.fixture
def days(database: Database, now: datetime) -> Days:
    return Days(database, now)


ONE = r"/post/audit/unusual/[0-9a-f-]{36}"
MONDAY = date(2026, 6, 15)


def test_a_day_is_looked_at_when_it_is_over_and_once(days: Days) -> None:
    days.read(after=NIGHT)
    assert days.look(after=timedelta(hours=12)) == 0
    assert days.found() == []
    assert days.look() == 1
    assert days.found() == [("out_of_hours", MANAGER.id, None, MONDAY, 1)]
    assert days.look() == 0
    assert len(days.found()) == 1


def test_days_that_were_missed_are_looked_at_each_in_turn(days: Days) -> None:
    for number in range(3):
        days.read(after=NIGHT + timedelta(days=number))
    assert days.look(after=timedelta(days=5)) == 5
    assert [row[3] for row in days.found()] == [MONDAY + timedelta(days=n) for n in range(3)]


def test_an_installation_without_reading_has_no_day_to_look_at(days: Days) -> None:
    assert days.look() == 0


def test_two_workers_find_nothing_twice(days: Days) -> None:
    days.read(after=NIGHT)
    first, second = (looking_at_reading(KEY, every=0) for _ in range(2))
    for step in (first, second):
        with days.database.transaction(person=SYSTEM, at=days.now + NEXT_DAY) as tx:
            step(tx)
    assert len(days.found()) == 1


def test_links_the_system_and_the_audit_itself_are_nobodys_reading(days: Days) -> None:
    days.read(by=SYSTEM, after=NIGHT)
    days.read(by=ANONYMOUS, after=NIGHT)
    days.read(by=Person("agency-with-a-link", "An agency", frozenset({Role.AGENCY_RESPONDER})), after=NIGHT)
    days.read(by=AUDITOR, after=NIGHT, action="read_audit_of_case")
    days.read(by=AUDITOR, after=NIGHT, action="opened_page", subject="audit_of_case")
    days.read(None, after=NIGHT)
    days.look()
    assert days.found() == []


def test_a_surname_is_compared_as_a_fingerprint_and_found_once_for_a_case(days: Days) -> None:
    near = Near(surnames={CASE: frozenset({fingerprint_of_surname("Bo TESTERLEY", KEY)})})
    days.read()
    days.read(OTHER)
    days.read(after=NEXT_DAY)
    assert days.look(after=2 * NEXT_DAY, near=near) == 2
    assert days.found() == [("same_surname", MANAGER.id, CASE, MONDAY, 1)]


def test_an_organisation_is_compared_as_a_fingerprint(days: Days) -> None:
    near = Near(units={CASE: frozenset({fingerprint_of_unit("The Office", KEY)})})
    days.seen_as(MANAGER)
    days.read()
    days.look(near=near)
    assert [row[:3] for row in days.found()] == [("own_organisation", MANAGER.id, CASE)]
    kept = str(days.rows("SELECT * FROM audit_reader"))
    assert "office" not in kept.lower()


def test_many_cases_in_a_day_are_found_against_what_is_usual(days: Days) -> None:
    for day in range(6):
        for case in range(4):
            days.read(f"LLR-2025-{case:04}", after=timedelta(days=-day - 1))
    for case in range(16):
        days.read(f"LLR-2026-{case:04}")
    days.look()
    assert ("volume", MANAGER.id, None, MONDAY, 16) in days.found()
    assert days.rows("SELECT usual FROM unusual_reading WHERE rule = 'volume'")[0][0] == 4


def test_the_office_is_found_where_it_changed_nothing(days: Days) -> None:
    days.seen_as(MANAGER)
    for case in (CASE, OTHER):
        for _ in range(3):
            days.read(case)
    days.read(OTHER, action="record_fact", reading=False)
    days.look()
    assert [row[:3] for row in days.found()] == [("no_part", MANAGER.id, CASE)]


def test_who_reads_a_page_is_kept_once_with_roles_and_no_name(
    web: TestClient, days: Days, database: Database
) -> None:
    enter_as(web, AUDITOR)
    for _ in range(3):
        web.get("/post/audit")
    kept = [tuple(row) for row in days.rows("SELECT person_id, roles, organisation FROM audit_reader")]
    assert kept == [(AUDITOR.id, "auditor", "")]


def test_what_came_of_it_is_added_and_what_was_said_stays(days: Days) -> None:
    days.read(after=NIGHT)
    days.look()
    days.review(answer="to_follow_up", words="Asked her manager.")
    days.review(answer="explained", words="She was on call.")
    said = days.rows("SELECT answer, words FROM unusual_reading_review ORDER BY id")
    assert [tuple(row) for row in said] == [
        ("to_follow_up", "Asked her manager."),
        ("explained", "She was on call."),
    ]
    for change in (
        "UPDATE unusual_reading_review SET words = 'x'",
        "DELETE FROM unusual_reading_review",
        "DELETE FROM unusual_reading",
        "DELETE FROM reading_day",
    ):
        with pytest.raises(DBAPIError, match="never changed"), days.database.engine.begin() as connection:
            connection.execute(text(change))


def test_nobody_reviews_their_own_reading_and_the_database_refuses_it_too(days: Days) -> None:
    days.read(by=AUDITOR, after=NIGHT)
    days.look()
    with pytest.raises(OwnReading):
        days.review(by=AUDITOR)
    for reader, refused in (("person_id", "own_reading"), ("'another'", "foreign key")):
        said = f"SELECT id, {reader}, 'explained', 'x', person_id, 'x', now() FROM unusual_reading"
        columns = "finding_id, person_id, answer, words, reviewed_by, reviewed_by_name, reviewed_at"
        with pytest.raises(DBAPIError, match=refused), days.database.engine.begin() as connection:
            connection.execute(text(f"INSERT INTO unusual_reading_review ({columns}) {said}"))
    days.review(by=replace(AUDITOR, id="second-auditor"))


def test_only_the_auditor_reviews_and_only_what_is_there(days: Days) -> None:
    days.read(after=NIGHT)
    days.look()
    with pytest.raises(NotPermitted):
        days.review(by=replace(MANAGER, id="another"))
    with pytest.raises(Invalid):
        days.review(answer="forgiven")
    with pytest.raises(NotFound), days.database.transaction(person=AUDITOR, at=days.now) as tx:
        review_reading(tx, finding=uuid4(), answer="explained", words="x")


def test_a_review_is_in_the_audit_without_its_words(days: Days) -> None:
    days.read(after=NIGHT)
    days.look()
    days.review(words="Her aunt is on the ward.")
    entries = str(days.rows("SELECT action, detail FROM audit_entry WHERE NOT reading"))
    assert "review_reading" in entries
    assert "aunt" not in entries


def test_an_address_of_a_finding_tells_nothing_of_the_findings_before_it(
    auditor: TestClient, days: Days
) -> None:
    for number in range(3):
        days.read(after=NIGHT + timedelta(days=number))
    days.look(after=timedelta(days=5))
    page = auditor.get("/post/audit/unusual").text
    written = {UUID(each.rpartition("/")[2]) for each in re.findall(ONE, page)}
    assert len(written) == 3
    assert {each.version for each in written} == {4}  # random, and neither counted nor timed
    assert '/post/audit/unusual/1"' not in page
    answers = [auditor.get(f"/post/audit/unusual/{each}") for each in (1, 999, uuid4(), "x", "%00")]
    assert {each.status_code for each in answers} == {404}


@pytest.fixture
def auditor(web: TestClient, days: Days) -> TestClient:
    enter_as(web, AUDITOR)
    return web


def shown(web: TestClient, rest: str = "") -> str:
    answer = web.get(f"/post/audit/unusual{rest}")
    assert answer.status_code == 200
    return plain(answer.text)


def test_the_page_says_when_there_is_nothing(auditor: TestClient) -> None:
    assert "There is none that is open to you and waits" in shown(auditor)
    assert "none has been yet" in shown(auditor)
    assert "A reader’s address is not known here" in shown(auditor)


def test_a_finding_is_listed_reviewed_and_then_settled(auditor: TestClient, days: Days) -> None:
    days.read(after=NIGHT)
    days.look()
    row = f"15 June 2026 , {MANAGER.name}: Out of hours Who {MANAGER.name}"
    assert row in shown(auditor)
    link = re.search(ONE, auditor.get("/post/audit/unusual").text)
    assert link
    one = auditor.get(link[0])
    assert "Nobody has reviewed it yet" in one.text
    said = {"csrf_token": token_in(one.text), "answer": "explained", "words": "She was on call.", "seen": "0"}
    empty = auditor.post(link[0], data={**said, "words": " ", "answer": ""})
    assert empty.status_code == 422
    assert "Choose what came of it" in empty.text
    assert auditor.post(link[0], data=said).status_code == 200
    assert "There is none" in shown(auditor)
    assert "Explained" in shown(auditor, "?show=settled")
    assert "She was on call." in auditor.get(link[0]).text


def test_of_two_who_review_a_finding_at_once_the_second_is_shown_what_the_first_said(
    auditor: TestClient, days: Days
) -> None:
    days.read(after=NIGHT)
    days.look()
    link = re.search(ONE, auditor.get("/post/audit/unusual").text)
    assert link
    one = auditor.get(link[0]).text
    said = {"csrf_token": token_in(one), "answer": "referred", "words": "I asked her.", "seen": "0"}
    assert 'name="seen" value="0"' in one
    days.review(answer="to_follow_up")
    refused = auditor.post(link[0], data=said)
    assert refused.status_code == 422
    for words in ("Something was said of this since you opened the page", "To follow up", "I asked her."):
        assert words in refused.text, words
    assert 'name="seen" value="1"' in refused.text
    assert len(days.rows("SELECT 1 FROM unusual_reading_review")) == 1
    assert auditor.post(link[0], data={**said, "seen": "1"}).status_code == 200
    assert len(days.rows("SELECT 1 FROM unusual_reading_review")) == 2


def test_what_nobody_settled_in_time_is_overdue(auditor: TestClient, days: Days) -> None:
    days.read(after=NIGHT)
    days.look()  # found in June; the page is looked at long after
    assert f"1 finding has waited for {OVERDUE_AFTER} days" in shown(auditor)
    assert "Overdue (1)" in shown(auditor, "?show=overdue")
    days.review(answer="to_follow_up")
    assert "To follow up Overdue" in shown(auditor)
    days.review(answer="referred")
    assert "Overdue (0)" in shown(auditor)


def test_findings_are_filtered_and_go_on_from_the_last(auditor: TestClient, days: Days) -> None:
    for day in range(60):
        days.read(after=NIGHT - timedelta(days=day))
    days.look()
    assert len(days.found()) == 28  # an installation that begins looks four weeks back
    with days.database.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO unusual_reading (rule, person_id, person_name, on_day, number, found_at)"
                " SELECT 'volume', 'p', 'Somebody', '2026-01-01'::date + n, n, now()"
                " FROM generate_series(1, 60) n"
            )
        )
    first = auditor.get("/post/audit/unusual?rule=volume").text
    older = re.search(r'href="([^"]+before=[0-9a-f-]{36})"', first)
    assert older
    second = auditor.get(older[1].replace("&amp;", "&")).text
    seen = [re.findall(r">(\d+) cases", each) for each in (first, second)]
    assert [int(each) for each in (*seen[0], *seen[1])] == list(range(60, 0, -1))
    assert "before=" not in second
    assert "There is none" in shown(auditor, "?rule=same_surname")
    assert "There is none" in shown(auditor, "?person=nobody")
    assert MANAGER.name in shown(auditor, f"?rule=out_of_hours&person={MANAGER.id}")


def test_ones_own_reading_has_no_form(auditor: TestClient, days: Days) -> None:
    days.read(by=AUDITOR, after=NIGHT)
    days.look()
    link = re.search(ONE, auditor.get("/post/audit/unusual").text)
    assert link
    one = auditor.get(link[0]).text
    assert "This is your own reading" in one
    assert "Keep this review" not in one
    said = {"csrf_token": token_in(auditor.get("/sign-in").text), "answer": "explained", "words": "Me."}
    assert auditor.post(link[0], data=said).status_code == 409


def test_looking_at_findings_is_in_the_audit(auditor: TestClient, days: Days) -> None:
    days.read(after=NIGHT)
    days.look()
    link = re.search(ONE, auditor.get("/post/audit/unusual").text)
    assert link
    auditor.get(link[0])
    actions = {row[0] for row in days.rows("SELECT action FROM audit_entry WHERE reading")}
    assert {"read_unusual_readings", "read_unusual_reading"} <= actions


@pytest.mark.parametrize("which", ["", "/1", "/999", "/x", "/%C2%B2", "/99999999999999999999"])
def test_nobody_else_sees_findings_and_what_is_not_there_is_not_found(
    web: TestClient, days: Days, which: str
) -> None:
    days.read(after=NIGHT)
    days.look()
    assert web.get(f"/post/audit/unusual{which}").status_code == 401
    enter_as(web, MANAGER)
    assert web.get(f"/post/audit/unusual{which}").status_code == 403


@pytest.mark.parametrize("which", ["999", "x", "%C2%B2", "99999999999999999999", "%00"])
def test_what_is_not_there_is_not_found(auditor: TestClient, which: str) -> None:
    assert auditor.get(f"/post/audit/unusual/{which}").status_code == 404
