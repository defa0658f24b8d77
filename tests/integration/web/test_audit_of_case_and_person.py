"""For a case who read what, for a person what they read: from a real database, over HTTP."""

import csv
import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from shared.people import Person, Role
from shared.storage import Database
from tests.integration.web.conftest import AUDITOR, MANAGER, enter_as

CASE, OTHER = "LLR-2026-0107", "LLR-2026-01071"
MEMBER = Person("member", "Alex Readalot", frozenset({Role.PANEL_MEMBER}))
Written = Callable[..., None]


@pytest.fixture
def wrote(database: Database, now: datetime) -> Written:
    def write(action: str, *, by: Person = MANAGER, after: timedelta = timedelta(), **what: Any) -> None:
        with database.transaction(person=by, at=now + after) as tx:
            tx.audit(action, **what)

    return write


@pytest.fixture
def auditor(web: TestClient) -> TestClient:
    enter_as(web, AUDITOR)
    return web


# The days of the entries; the pages themselves are asked for later than that.
DAYS = "from=2026-06-01&until=2026-06-30"


def of_case(web: TestClient, rest: str = "", case: str = CASE) -> str:
    answer = web.get(f"/post/audit/case?case={case}&{DAYS}&{rest}")
    assert answer.status_code == 200
    return plain(answer.text)


def of_person(web: TestClient, rest: str = "", person: Person = MANAGER) -> str:
    answer = web.get(f"/post/audit/person?person={person.id}&{DAYS}&{rest}")
    assert answer.status_code == 200
    return plain(answer.text)


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<main")[2]).split())


def rows_in(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def test_reads_of_a_case_stand_apart_from_changes(auditor: TestClient, wrote: Written) -> None:
    wrote("view_case", case=CASE, reading=True)
    wrote("record_analysis", case=CASE, detail={"words": "a secret of the case"})
    reads, changes = of_case(auditor), of_case(auditor, "what=changing")
    assert "View case" in reads
    assert "Record analysis" not in reads
    assert "Record analysis" in changes
    assert "View case" not in changes
    assert "secret" not in reads + changes


def test_what_the_edge_noted_is_said_in_words(auditor: TestClient, wrote: Written) -> None:
    wrote("opened_page", case=CASE, subject="messages", reading=True)
    assert "Messages that were sent" in of_case(auditor)


def test_a_case_says_who_read_it_how_often_and_when(auditor: TestClient, wrote: Written) -> None:
    for minutes in (0, 5):
        wrote("view_case", case=CASE, reading=True, by=MEMBER, after=timedelta(minutes=minutes))
    wrote("record_analysis", case=CASE)
    shown = of_case(auditor)
    assert re.search(rf"{MEMBER.name} Read 2 Changed 0 First 15 June 2026, 11:30 am", shown)
    assert re.search(rf"{MANAGER.name} Read 0 Changed 1", shown)


def test_a_reason_that_was_given_stands_beside_the_reading(auditor: TestClient, wrote: Written) -> None:
    wrote("view_case", case=CASE, reading=True, detail={"break_glass": "7", "because": "On call tonight"})
    wrote("read_bundle", case=CASE, reading=True)
    shown = of_case(auditor)
    assert "Glass broken “On call tonight”" in shown
    assert "None asked for" in shown


def test_a_reason_that_a_change_holds_is_the_cases_own(auditor: TestClient, wrote: Written) -> None:
    wrote("reopen_review", case=CASE, detail={"because": "The mother telephoned"})
    assert "telephoned" not in of_case(auditor, "what=changing")
    assert "telephoned" not in auditor.get(f"/post/audit/case.csv?case={CASE}&what=changing").text


def test_a_case_is_filtered_by_person_and_days(auditor: TestClient, wrote: Written) -> None:
    wrote("view_case", case=CASE, reading=True)
    wrote("read_bundle", case=CASE, reading=True, by=MEMBER, after=timedelta(days=2))
    assert "View case" not in of_case(auditor, f"person={MEMBER.id}")
    day = auditor.get(f"/post/audit/case?case={CASE}&from=2026-06-17&until=2026-06-17").text
    assert "Read bundle" in day
    assert "View case" not in day


def test_a_case_that_nobody_read_says_so(auditor: TestClient, wrote: Written) -> None:
    assert f"no entries about {CASE} here that are open to you" in of_case(auditor)
    assert "Enter the reference of a case" in plain(auditor.get("/post/audit/case").text)


def test_a_list_that_showed_the_case_is_named_and_one_of_a_longer_reference_is_not(
    auditor: TestClient, wrote: Written
) -> None:
    wrote("view_case", case=CASE, reading=True)
    wrote("search_cases", reading=True, by=MEMBER, detail={"found": [CASE]})
    assert "Search cases" in of_case(auditor, "what=listing")
    wrote("view_case", case=OTHER, reading=True)
    assert "None says that it showed this case" in of_case(auditor, "what=listing", case=OTHER)


def test_lists_that_showed_a_case_go_on_from_the_last_and_are_a_file_too(
    auditor: TestClient, wrote: Written
) -> None:
    for number in range(30):
        wrote(f"search_thing_{number}_", reading=True, by=MEMBER, detail={"found": [CASE]})
    asked = f"/post/audit/case?case={CASE}&{DAYS}&what=listing"
    first = auditor.get(asked).text
    (older,) = re.findall(r'href="([^"]+before=[^"]+)"', first)
    second = auditor.get(older.replace("&amp;", "&")).text
    seen = [int(each) for page in (first, second) for each in re.findall(r"Search thing (\d+)", page)]
    assert seen == list(range(29, -1, -1))
    file = auditor.get(asked.replace("/case?", "/case.csv?")).text
    assert file.count("Search thing") == 30


def test_a_long_list_goes_on_from_the_last_line_and_repeats_none(
    auditor: TestClient, wrote: Written, database: Database
) -> None:
    for number in range(60):
        wrote(f"read_thing_{number}_", case=CASE, reading=True)
    first = auditor.get(f"/post/audit/case?case={CASE}&{DAYS}").text
    older = re.search(r'href="([^"]+before=[^"&]+)"', first)
    assert older
    # What comes in between two pages moves nothing.
    wrote("read_late_thing", case=CASE, reading=True, after=timedelta(seconds=1))
    second = auditor.get(older[1].replace("&amp;", "&")).text
    seen = [set(re.findall(r"Read thing (\d+)", each)) for each in (first, second)]
    assert (len(seen[0]), len(seen[1])) == (20, 20)
    assert not seen[0] & seen[1]
    assert "The newest" in second


def test_where_a_list_goes_on_tells_no_number_of_an_entry(auditor: TestClient, wrote: Written) -> None:
    """Numbers run through: their gaps would tell of the entries of a case that is closed to who looks."""
    for number in range(60):
        wrote(f"read_thing_{number}_", case=CASE, reading=True, after=timedelta(seconds=number // 7))
        wrote("read_elsewhere", case=OTHER, reading=True)
    first = auditor.get(f"/post/audit/case?case={CASE}&{DAYS}").text
    (place,) = set(re.findall(r'before=([^"&]+)', first))
    assert re.fullmatch(r"20260615T\d{12}-2", place)  # the instant, and that two of it were shown
    (older,) = re.findall(r'href="([^"]+before=[^"]+)"', first)
    second = auditor.get(older.replace("&amp;", "&")).text
    assert [int(each) for each in re.findall(r"Read thing (\d+)", second)] == list(range(39, 19, -1))


def test_a_person_has_counts_for_each_day(auditor: TestClient, wrote: Written) -> None:
    for case in (CASE, CASE, OTHER):
        wrote("view_case", case=case, reading=True)
    wrote("opened_page", subject="messages", reading=True)
    wrote("record_analysis", case=CASE)
    wrote("view_case", case=CASE, reading=True, by=MEMBER)
    shown = of_person(auditor)
    assert "Day Cases read Pages of a case Lists and figures Changes 15 June 2026 2 3 1 1" in shown


def test_a_day_begins_at_midnight_in_london(auditor: TestClient, wrote: Written) -> None:
    # 10:30 UTC and 12 h 45 min: a quarter past midnight of the next day in London, in summer.
    wrote("view_case", case=CASE, reading=True, after=timedelta(hours=12, minutes=45))
    assert "16 June 2026 1 1 0" in of_person(auditor)


def test_a_person_is_filtered_by_case(auditor: TestClient, wrote: Written) -> None:
    wrote("view_case", case=CASE, reading=True)
    wrote("read_bundle", case=OTHER, reading=True)
    assert "Read bundle" not in of_person(auditor, f"case={CASE}")


def test_a_person_who_read_nothing_and_one_whom_nobody_knows_are_answered_alike(
    auditor: TestClient,
) -> None:
    of_person(auditor)  # from now on the auditor is in the list of people
    answers = {
        of_person(auditor, person=Person(each, each)).replace(each, "") for each in ("nobody", "nobody-else")
    }
    assert len(answers) == 1
    assert "There are no entries of these days" in answers.pop()


@pytest.mark.parametrize("kind", ["case", "person"])
def test_a_file_holds_every_line_and_nothing_that_a_spreadsheet_would_run(
    auditor: TestClient, wrote: Written, kind: str
) -> None:
    formula = "=HYPERLINK(1)"
    for _ in range(60):
        wrote("view_case", case=CASE, reading=True, detail={"because": formula, "break_glass": "7"})
    answer = auditor.get(f"/post/audit/{kind}.csv?case={CASE}&person={MANAGER.id}&{DAYS}")
    rows = rows_in(answer)
    assert answer.headers["content-type"].startswith("text/csv")
    assert CASE not in answer.headers["content-disposition"]
    assert len(rows) == 60
    assert {row["Reason given"] for row in rows} == {f"'{formula}"}
    assert {(row["Case"], row["Account"], row["Glass broken"]) for row in rows} == {(CASE, MANAGER.id, "yes")}
    assert rows[0]["When (London)"].startswith("2026-06-15 11:30:00")


@pytest.mark.parametrize("kind", ["case", "person"])
def test_a_file_of_nothing_in_particular_is_refused(auditor: TestClient, kind: str) -> None:
    assert auditor.get(f"/post/audit/{kind}.csv").status_code == 422


def test_a_file_that_would_be_too_long_is_refused_and_says_what_to_do(
    auditor: TestClient, wrote: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.web.audit_pages.asking.MOST_IN_FILE", 2)
    for _ in range(3):
        wrote("view_case", case=CASE, reading=True)
    answer = auditor.get(f"/post/audit/case.csv?case={CASE}")
    assert answer.status_code == 422
    assert "ask for fewer days" in answer.text


PAGES = ("case", "case.csv", "person", "person.csv")


@pytest.mark.parametrize("page", PAGES)
def test_reading_the_audit_is_in_the_audit(
    auditor: TestClient, database: Database, wrote: Written, page: str
) -> None:
    wrote("view_case", case=CASE, reading=True)
    auditor.get(f"/post/audit/{page}?case={CASE}&person={AUDITOR.id}")
    said = "audit_of_person" if "person" in page else "audit_of_case"
    said = f"export_{said}" if page.endswith("csv") else f"read_{said}"
    with database.engine.connect() as connection:
        found = connection.execute(text("SELECT action, case_reference, person_id FROM audit_entry")).all()
    assert (said, CASE, AUDITOR.id) in [tuple(row) for row in found]


@pytest.mark.parametrize("page", PAGES)
def test_what_was_typed_and_is_no_reference_is_written_nowhere(
    auditor: TestClient, database: Database, page: str
) -> None:
    auditor.get(f"/post/audit/{page}?case=Canary+Featherstone&person=Canary+Featherstone")
    auditor.get("/post/audit?case=Canary+Featherstone")
    with database.engine.connect() as connection:
        written = connection.scalars(text("SELECT audit_entry::text FROM audit_entry")).all()
    assert written
    assert "CANARY" not in " ".join(written).upper()


@pytest.mark.parametrize("page", PAGES)
def test_nobody_but_the_auditor_reads_it(web: TestClient, page: str) -> None:
    assert web.get(f"/post/audit/{page}?case={CASE}").status_code == 401
    enter_as(web, MANAGER)
    assert web.get(f"/post/audit/{page}?case={CASE}").status_code == 403


@pytest.mark.parametrize("page", PAGES[::2])
def test_days_that_are_none_are_named(auditor: TestClient, page: str) -> None:
    answer = auditor.get(f"/post/audit/{page}?case={CASE}&person=x&from=never&until=2026-13-01")
    assert answer.status_code == 422
    assert "Enter the first day" in answer.text
    assert "Enter the last day" in answer.text


def test_odd_characters_break_nothing(auditor: TestClient) -> None:
    for page in PAGES[::2]:
        for odd in ("case=%00", "person=a%00b", "before=%C2%B2", "before=20269999T000000000000-1", "what=x"):
            assert auditor.get(f"/post/audit/{page}?person=x&case=y&{odd}").status_code == 200


def test_a_page_leads_to_the_same_in_other_services(auditor: TestClient) -> None:
    shown = auditor.get(f"/post/audit/case?case={CASE}").text
    assert f'href="/parcels/audit/case?case={CASE}"' in shown
