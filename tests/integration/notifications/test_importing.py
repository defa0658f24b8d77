"""Spreadsheets come in: checked cell by cell, reviewed, imported in the background, taken back."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient
from openpyxl import Workbook
from sqlalchemy import func, select

from services.notifications.actions.importing.store_rows import CHUNK
from services.notifications.actions.importing.work_on_imports import work_on_imports
from services.notifications.actions.intake.accept_notification import accept_notification
from services.notifications.app import SERVICE
from services.notifications.domain.notification import ChildDeathNotification, Status
from services.notifications.tables.identity import possible_duplicate
from services.notifications.tables.importing import import_batch, imported_row
from services.notifications.tables.notification import notification
from shared.people import SYSTEM, Person, Role
from shared.storage import Database
from tests.integration.notifications.conftest import ANALYST, MANAGER, enter_as, token_on
from tests.integration.notifications.spreadsheet_files import (
    LOG,
    NUMBERS,
    delimited,
    log_row,
    ods,
    saved,
    xlsx,
)


@pytest.fixture
def office(web: TestClient) -> TestClient:
    enter_as(web, MANAGER)
    return web


def bring(web: TestClient, content: bytes, name: str = "log.xlsx") -> Any:
    """Upload a file; the page that follows."""
    token = token_on(web.get("/notifications/import").text)
    return web.post("/notifications/import", data={"csrf_token": token}, files={"file": (name, content)})


def batch_in(answer: Any) -> str:
    found = re.search(r"/import/([0-9a-f]{32})", str(answer.url))
    assert found, answer.text
    return found[1]


def post(web: TestClient, path: str, **fields: str) -> Any:
    token = token_on(web.get("/notifications/import").text)
    return web.post(f"/notifications/import/{path}", data={"csrf_token": token, **fields})


def columns_as_offered(page: str) -> dict[str, str]:
    """What the page of columns would send as it stands."""
    fields = dict(re.findall(r'type="hidden" name="(sheet|header_row|mapping)" value="([^"]*)"', page))
    for name, options in re.findall(r'<select[^>]*name="(column\.\w+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        fields[name] = chosen[1] if chosen else ""
    if re.search(r'name="blank_means_not_known"[^>]*checked', page):
        fields["blank_means_not_known"] = "yes"
    return fields


def worked(database: Database, web: TestClient, now: Any) -> int:
    """Run the background work until there is none; how many runs it took."""
    runs, more = 0, True
    while more:
        with database.transaction(person=SYSTEM, at=now) as tx:
            more = work_on_imports(tx)
        runs += more
    return runs


@pytest.fixture
def checked(office: TestClient, database: Database, now: Any) -> Callable[..., str]:
    """Brings a file, takes the columns as they are offered, checks; the id of the import."""

    def run(content: bytes, name: str = "log.xlsx") -> str:
        offered = bring(office, content, name)
        batch = batch_in(offered)
        answer = post(office, f"{batch}/columns", **columns_as_offered(offered.text))
        assert answer.status_code == 200, answer.text
        worked(database, office, now)
        return batch

    return run


@pytest.fixture
def imported(
    checked: Callable[..., str], office: TestClient, database: Database, now: Any
) -> Callable[..., str]:
    def run(content: bytes, name: str = "log.xlsx") -> str:
        batch = checked(content, name)
        assert post(office, f"{batch}/store").status_code == 200
        worked(database, office, now)
        return batch

    return run


def stored(database: Database) -> list[ChildDeathNotification]:
    with database.session() as session:
        wanted = select(ChildDeathNotification).order_by(notification.c.case_reference)
        return list(session.scalars(wanted))


def rows_of(database: Database, batch: str) -> dict[int, Any]:
    with database.session() as session:
        found = session.execute(select(imported_row).where(imported_row.c.batch_id == batch)).mappings()
        return {row["row_number"]: row for row in found}


FILES = {
    "xlsx": lambda rows: xlsx(rows),
    "ods": lambda rows: ods(rows),
    "commas": lambda rows: delimited(rows),
    "semicolons": lambda rows: delimited(rows, ";", "cp1252"),
    "tabs": lambda rows: delimited(rows, "\t", "utf-16"),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_log_says_the_same_in_every_kind_of_file(
    kind: str, imported: Callable[..., str], database: Database
) -> None:
    imported(FILES[kind]([LOG, log_row(Surname="Müller-O’Neill" if kind != "semicolons" else "Müller")]))
    (one,) = stored(database)
    answers = one.answers
    assert answers.get("child.family_name").startswith("Müller")
    assert answers.get("child.date_of_birth") == "2026-05-01"
    assert answers.get("death.died_at") == "2026-06-01T22:05"
    assert answers.get("notified_at") == "2026-06-02T09:30"
    assert answers.choice("death.expected") == "no"
    assert answers.choice("child.ethnic_category") in ("not_known", "99")
    assert (one.channel, one.status, one.submitted_by) == ("import", Status.RECEIVED, MANAGER.id)
    assert {each.clock.id: each.met for each in one.timeliness}["next_working_day"] is True


def test_nothing_is_stored_before_the_review_and_each_fault_names_its_cell(
    checked: Callable[..., str], office: TestClient, database: Database
) -> None:
    rows = [
        LOG,
        log_row(0),
        log_row(1, DOB="31/02/2026", NHS_number="9990000019"),
        log_row(2, Surname="=1+1", Date_of_death="03/14/2026"),
        log_row(3, Date_notified=date(2026, 5, 1)),
    ]
    batch = checked(xlsx(rows))
    page = office.get(f"/notifications/import/{batch}").text
    assert stored(database) == []
    for cell in ("Log!D3", "Log!C3", "Log!A4", "Log!H4", "Log!L5"):
        assert f"<strong>{cell}</strong>" in page
    assert page.index("<strong>Log!C3</strong>") < page.index("<strong>Log!D3</strong>")
    assert "Paste its value" in page
    assert "The notification is before the death" in page
    assert "Import 1 row" in page


def test_a_word_that_is_in_no_list_is_said_for_its_cell_and_keeps_no_row_out(
    checked: Callable[..., str], office: TestClient, database: Database, now: Any
) -> None:
    rows = [LOG, log_row(0), log_row(1, Area="Leicster"), log_row(2, Area="Leicster", DOB="nonsense")]
    batch = checked(xlsx(rows))
    page = unescape(office.get(f"/notifications/import/{batch}").text)
    said = "“Leicster” is not in the list: kept as written, counted as “Another area of England”"
    assert re.search(rf"<strong>Log!G3</strong>: [^<]*{said}", page)
    assert "Import 2 rows" in page
    assert "1 row with a word that is not in a list" in page
    assert rows_of(database, batch)[2]["faults"] == []
    assert rows_of(database, batch)[4]["state"] == "faulty"
    only = office.get(f"/notifications/import/{batch}/rows?state=good&noticed=yes").text
    assert (">Row 3<" in only, ">Row 2<" in only) == (True, False)
    assert said in unescape(office.get(f"/notifications/import/{batch}/rows/3").text)
    post(office, f"{batch}/store")
    worked(database, office, now)
    kept = [each.answers.values for each in stored(database)]
    assert [each.get("home.local_authority_as_written") for each in kept] == [None, "Leicster"]


def test_good_rows_come_in_and_the_mended_file_brings_only_the_rest(
    imported: Callable[..., str], database: Database
) -> None:
    imported(xlsx([LOG, log_row(0), log_row(1, DOB="nonsense")]))
    assert len(stored(database)) == 1
    second = imported(xlsx([LOG, log_row(0), log_row(1)]))
    assert [each.answers.get("child.family_name")[-1] for each in stored(database)] == ["0", "1"]
    rows = rows_of(database, second)
    assert rows[2]["state"] == "repeated"
    assert stored(database)[0].case_reference in rows[2]["reason"]


def test_the_very_same_file_is_refused_until_its_import_is_undone(
    imported: Callable[..., str], office: TestClient, database: Database, now: Any
) -> None:
    content = xlsx([LOG, log_row(0)])
    batch = imported(content)
    again = bring(office, content)
    assert again.status_code == 422
    assert "has come in before" in again.text
    post(office, f"{batch}/undo", undo_reason="Wrong year")
    worked(database, office, now)
    imported(content)
    assert [each.status for each in stored(database)] == [Status.WITHDRAWN, Status.RECEIVED]


def test_a_row_that_stands_twice_in_a_sheet_is_imported_once(
    imported: Callable[..., str], database: Database
) -> None:
    batch = imported(xlsx([LOG, log_row(0), log_row(0)]))
    assert len(stored(database)) == 1
    assert rows_of(database, batch)[3]["reason"] == "The same as row 2 of this sheet"


def test_every_case_leads_to_its_row_and_every_answer_to_its_cell(
    imported: Callable[..., str], office: TestClient, database: Database
) -> None:
    imported(xlsx([LOG, log_row(0)]))
    reference = stored(database)[0].case_reference
    page = office.get(f"/notifications/import/of/{reference}").text
    for text in (
        "Log!A2",
        "Canaryfeather0",
        "Family name",
        "Log!I2",
        "the time alone",
        "22:05",
        reference,
        "Ethnic category",
    ):
        assert text in page
    found = post(office, "find", case_reference=reference.lower())
    assert "Log!A2" in found.text
    assert post(office, "find", case_reference="LLR-1999-0001").status_code == 422
    assert office.get(f"{found.url.path.rpartition('/')[0]}/99999999999999999999").status_code == 404


def test_invisible_characters_are_removed_and_said(
    checked: Callable[..., str], office: TestClient, database: Database
) -> None:
    batch = checked(xlsx([LOG, log_row(0, Surname="Canary\u200bfeather\u202e")]))
    row = rows_of(database, batch)[2]
    assert row["given"]["child.family_name"] == "Canaryfeather"
    assert "2 invisible characters removed" in office.get(f"/notifications/import/{batch}/rows/2").text


def test_what_a_blank_means_is_a_choice_that_is_kept(
    office: TestClient, database: Database, now: Any
) -> None:
    offered = bring(office, xlsx([LOG, log_row(0, Postcode=None)]))
    batch = batch_in(offered)
    fields = columns_as_offered(offered.text)
    fields.pop("blank_means_not_known")
    refused = post(office, f"{batch}/columns", **fields)
    assert refused.status_code == 422
    assert "No column answers" in refused.text
    post(office, f"{batch}/columns", **fields, blank_means_not_known="yes")
    worked(database, office, now)
    row = rows_of(database, batch)[2]
    assert (row["state"], row["given"]["home.postcode"]) == ("good", "not_known")
    assert "“Not known”, where the form needs an answer" in office.get(f"/notifications/import/{batch}").text


def test_columns_that_are_chosen_can_be_saved_and_are_offered_for_the_next_file(
    office: TestClient, database: Database, now: Any
) -> None:
    headings = [*LOG[:-1], "Where from"]
    offered = bring(office, xlsx([headings, log_row(0)]))
    fields = columns_as_offered(offered.text)
    assert fields["column.P"] == ""
    fields |= {"column.P": "notifier.sector", "save_as": "Our log"}
    post(office, f"{batch_in(offered)}/columns", **fields)
    worked(database, office, now)
    next_time = bring(office, xlsx([headings, log_row(1)])).text
    assert "Our log, version 1" in next_time
    assert columns_as_offered(next_time)["column.P"] == "notifier.sector"


def test_a_column_chosen_twice_is_a_fault_of_both_and_keeps_what_was_chosen(office: TestClient) -> None:
    offered = bring(office, xlsx([LOG, log_row(0)]))
    fields = columns_as_offered(offered.text) | {"column.B": "child.family_name", "save_as": "Kept"}
    refused = post(office, f"{batch_in(offered)}/columns", **fields)
    assert refused.status_code == 422
    assert refused.text.count("This is chosen for two columns") >= 2
    assert 'value="Kept"' in refused.text


def test_the_background_work_goes_on_where_a_crash_stopped_it_and_stores_nothing_twice(
    checked: Callable[..., str], office: TestClient, database: Database, now: Any
) -> None:
    rows = [log_row(0, Surname=f"Canaryfeather{number}") for number in range(CHUNK + 3)]
    batch = checked(xlsx([LOG, *rows]))
    post(office, f"{batch}/store")
    with database.transaction(person=SYSTEM, at=now) as tx:
        work_on_imports(tx)
    waiting = office.get(f"/notifications/import/{batch}")
    assert f"{CHUNK} of {CHUNK + 3} rows done" in waiting.text
    assert waiting.headers["Refresh"]
    with pytest.raises(KeyboardInterrupt):
        with database.transaction(person=SYSTEM, at=now) as tx:
            work_on_imports(tx)
            raise KeyboardInterrupt
    assert len(stored(database)) == CHUNK
    worked(database, office, now)
    families = [each.answers.get("child.family_name") for each in stored(database)]
    assert sorted(families) == sorted(f"Canaryfeather{number}" for number in range(CHUNK + 3))


def test_undoing_withdraws_what_nobody_has_worked_on_and_lists_what_stays(
    imported: Callable[..., str], office: TestClient, database: Database, now: Any
) -> None:
    batch = imported(xlsx([LOG, log_row(0), log_row(1)]))
    accepted = stored(database)[0].case_reference
    with database.transaction(person=MANAGER, at=now + timedelta(minutes=5)) as tx:
        accept_notification(tx, reference=accepted)
    assert post(office, f"{batch}/undo", undo_reason=" ").status_code == 422
    post(office, f"{batch}/undo", undo_reason="The wrong sheet")
    worked(database, office, now)
    first, second = stored(database)
    assert (first.status, second.status) == (Status.ACCEPTED, Status.WITHDRAWN)
    assert second.changes[-1].reason == "Import undone: The wrong sheet"
    page = office.get(f"/notifications/import/{batch}").text
    assert "Stays: something has happened since" in page
    assert accepted in page
    assert set(rows_of(database, batch)) == {1, 2, 3}


def test_an_imported_child_is_compared_with_those_who_are_known(
    imported: Callable[..., str], database: Database
) -> None:
    imported(xlsx([LOG, log_row(0)]))
    imported(xlsx([LOG, log_row(0, Notified_by="Somebody else")]))
    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(possible_duplicate)) == 1


def test_a_discarded_file_leaves_no_row_behind(
    checked: Callable[..., str], office: TestClient, database: Database
) -> None:
    batch = checked(xlsx([LOG, log_row(0)]))
    post(office, f"{batch}/discard")
    assert rows_of(database, batch) == {}
    with database.session() as session:
        assert session.scalar(select(import_batch.c.status)) == "discarded"


def test_rows_to_mend_leave_with_what_is_wrong_and_with_no_live_formula(
    checked: Callable[..., str], office: TestClient
) -> None:
    batch = checked(xlsx([LOG, log_row(0, DOB="nonsense", Notified_by="+44 @home")]))
    answer = office.get(f"/notifications/import/{batch}/to-mend.csv")
    assert "Log!D2" in answer.text
    assert "'+44 @home" in answer.text
    assert "Canary" not in answer.headers["Content-Disposition"]


def test_hidden_sheets_and_merged_cells_are_said(office: TestClient, database: Database, now: Any) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "Deaths"
    for row in (LOG, log_row(0), log_row(1)):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    hidden = book.create_sheet("Old")
    hidden.sheet_state = "hidden"
    hidden.append(["a"])
    offered = bring(office, saved(book))
    assert "Hidden" in offered.text
    assert "1 merged area." in offered.text
    batch = batch_in(offered)
    post(office, f"{batch}/columns", **columns_as_offered(offered.text))
    worked(database, office, now)
    page = office.get(f"/notifications/import/{batch}").text
    assert page.count("this cell is merged with others") == 2


@pytest.mark.parametrize("person", [ANALYST, None])
def test_only_the_manager_imports(person: Person | None, web: TestClient) -> None:
    if person:
        enter_as(web, person)
    assert web.get("/notifications/import", follow_redirects=False).status_code in (303, 401, 403)


def test_the_background_work_knows_the_step() -> None:
    assert work_on_imports in SERVICE.steps


def test_a_person_without_the_role_any_more_imports_nothing(
    checked: Callable[..., str], office: TestClient, database: Database, now: Any
) -> None:
    from services.notifications.actions.importing.import_good_rows import import_good_rows
    from shared.errors import NotPermitted

    batch = checked(xlsx([LOG, log_row(0)]))
    nobody = replace(MANAGER, roles=frozenset({Role.CDOP_ADMINISTRATOR}))
    with pytest.raises(NotPermitted):
        with database.transaction(person=nobody, at=now) as tx:
            import_good_rows(tx, batch_id=batch)


def test_nothing_identifying_stands_in_addresses_or_audit_of_an_import(
    imported: Callable[..., str], database: Database
) -> None:
    from shared.storage.kernel_tables import audit_entry

    imported(xlsx([LOG, log_row(0)]))
    with database.session() as session:
        every = str([dict(row) for row in session.execute(select(audit_entry)).mappings()])
    assert "Canaryfeather" not in every
    assert NUMBERS[0] not in every


def test_the_import_is_reached_from_the_inbox_by_those_who_may(office: TestClient) -> None:
    for page in ("/notifications/triage", "/notifications/board"):
        assert "/notifications/import" in office.get(page).text
