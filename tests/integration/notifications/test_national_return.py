"""The national database: a case as it would have it, files to key or upload, the steps to finalising."""

import csv
import io
import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.notifications.actions.clocks.record_milestone import record_milestone
from services.notifications.actions.national_return.finalise_case import finalise_case
from services.notifications.actions.national_return.make_national_file import make_national_file
from services.notifications.actions.national_return.record_national_notification import (
    record_national_notification,
)
from services.notifications.actions.national_return.reopen_national_case import reopen_national_case
from services.notifications.domain.clocks.milestones import FINALISED, NATIONAL
from services.notifications.domain.national_return.finalising import FinalisingBlocked, ReturnState
from services.notifications.national_adapters import ADAPTERS
from services.notifications.pages.clocks import ON_THE_NATIONAL_PAGE
from services.notifications.queries.clocks import open_case_references
from services.notifications.queries.national_return import files_of, states_of
from shared.errors import Invalid, NotPermitted
from shared.storage import Database
from tests.integration.notifications.a_case import FRIDAY, accepted, asked, at_work, audited
from tests.integration.notifications.conftest import ANALYST, MANAGER, enter_as, token_on

DAY = FRIDAY.date()


def notified(database: Database, reference: str) -> None:
    with at_work(database) as tx:
        record_national_notification(tx, case=reference, on=DAY, receipt="NCMD 17")


def reviewed(database: Database, reference: str) -> None:
    with at_work(database) as tx:
        for kind in ("child_death_review_meeting_held", "draft_analysis_received", "panel_reviewed"):
            record_milestone(tx, case=reference, kind=kind, on=DAY)
        record_milestone(tx, case=reference, kind="review_completed", on=DAY)


def state(database: Database, reference: str) -> ReturnState:
    with at_work(database) as tx:
        return states_of(tx, [reference])[reference][0]


@pytest.mark.parametrize("adapter", ADAPTERS.values(), ids=lambda each: each.id)
def test_every_way_to_the_database_makes_a_document_named_by_the_reference_alone(
    adapter: Any, database: Database
) -> None:
    reference = accepted(database)
    with at_work(database) as tx:
        made = make_national_file(tx, case=reference, adapter=adapter, file_id=adapter.id)
        (kept,) = files_of(tx, reference)
    assert reference in made.file_name
    assert not re.search("okafor|amara", made.file_name, re.IGNORECASE)
    assert "999 000 0018" in made.content.decode()
    assert (kept["adapter"], kept["mapping_version"]) == (adapter.id, "2026.1")
    assert ("make_national_file", MANAGER.id, True) in audited(database)


def test_the_file_for_upload_says_what_was_answered_and_which_codes_are_not_confirmed(
    database: Database,
) -> None:
    reference = accepted(database)
    with at_work(database) as tx:
        made = make_national_file(tx, case=reference, adapter=ADAPTERS["json_file"], file_id="f")
    written = json.loads(made.content)
    items = written["items"]
    assert items["date_of_death"] == "2026-06-11"
    assert items["time_of_death"] == "04:15"
    assert items["ethnic_category"] == "N"
    assert items["expected"].startswith("No")
    assert "Chioma Okafor" in items["parents"]
    assert "General practitioner, Dr Priya Patel" in items["professionals"]
    assert "ethnic_category" in written["not_confirmed"]
    assert "gestation" not in items


def test_a_list_to_key_from_holds_no_live_formula(database: Database) -> None:
    reference = accepted(database, circumstances="=HYPERLINK(1)")
    with at_work(database) as tx:
        made = make_national_file(tx, case=reference, adapter=ADAPTERS["csv_file"], file_id="f")
    rows = dict(row[:2] for row in csv.reader(io.StringIO(made.content.decode("utf-8-sig"))))
    assert rows["Circumstances"] == "'=HYPERLINK(1)"


def test_what_the_database_would_not_take_is_named_item_by_item_and_no_file_is_made(
    database: Database,
) -> None:
    home = {"postcode": "not_known", "local_authority": "Leicester"}
    reference = accepted(database, home=home, professionals=[])
    with pytest.raises(Invalid) as refused:
        with at_work(database) as tx:
            make_national_file(tx, case=reference, adapter=ADAPTERS["json_file"], file_id="f")
    assert [fault.field for fault in refused.value.faults] == ["postcode", "professionals"]
    with at_work(database) as tx:
        assert files_of(tx, reference) == []


def test_a_case_goes_from_not_sent_to_finalised_and_can_be_opened_again(database: Database) -> None:
    reference = accepted(database)
    assert state(database, reference) is ReturnState.NOT_SENT
    notified(database, reference)
    reviewed(database, reference)
    with at_work(database) as tx:
        finalise_case(tx, case=reference, on=DAY, receipt="NCMD 18")
        assert open_case_references(tx) == []
    assert state(database, reference) is ReturnState.FINALISED
    with at_work(database) as tx:
        reopen_national_case(tx, case=reference, reason="Inquest said otherwise")
        assert open_case_references(tx) == [reference]
    assert state(database, reference) is ReturnState.REOPENED
    with at_work(database) as tx:
        finalise_case(tx, case=reference, on=DAY, receipt="NCMD 19")
    assert state(database, reference) is ReturnState.FINALISED


def test_everything_in_the_way_of_finalising_is_said_at_once(database: Database) -> None:
    reference, _ = asked(database)
    with pytest.raises(FinalisingBlocked) as blocked:
        with at_work(database) as tx:
            finalise_case(tx, case=reference, on=DAY, receipt="x")
    said = blocked.value.detail
    assert "has not been notified yet" in said
    assert "The review is not completed" in said
    assert "3 reporting forms asked for" in said
    assert state(database, reference) is ReturnState.NOT_SENT


def test_a_step_names_every_fault_and_leaves_nothing_half_recorded(database: Database) -> None:
    reference = accepted(database)
    with pytest.raises(Invalid) as refused:
        with at_work(database) as tx:
            record_national_notification(tx, case=reference, on=DAY + timedelta(days=1), receipt=" ")
    assert {fault.field for fault in refused.value.faults} == {"on", "receipt"}
    with pytest.raises(Invalid):
        with at_work(database) as tx:
            record_national_notification(tx, case=reference, on=date(2026, 1, 1), receipt="x")
    assert state(database, reference) is ReturnState.NOT_SENT


def test_nobody_outside_the_office_makes_the_national_return(database: Database) -> None:
    reference = accepted(database)
    with pytest.raises(NotPermitted):
        with database.transaction(person=ANALYST, at=FRIDAY) as tx:
            make_national_file(tx, case=reference, adapter=ADAPTERS["json_file"], file_id="f")


def post(web: TestClient, path: str, **fields: str) -> Any:
    token = token_on(web.get("/notifications/national").text)
    return web.post(f"/notifications/{path}", data={"csrf_token": token, **fields})


def test_the_pages_show_what_is_missing_and_take_the_steps(web: TestClient, database: Database) -> None:
    enter_as(web, MANAGER)
    first, second = accepted(database), accepted(database, professionals=[])
    overview = web.get("/notifications/national").text
    assert "Nothing: it can be sent" in overview
    assert "Professionals to ask for reporting forms" in overview
    assert "More than 48 hours" in overview
    assert "Okafor" not in overview
    case = f"cases/{first}/national"
    wrong = post(
        web, f"{case}/notified", **{"on-day": "31", "on-month": "2", "on-year": "2026", "receipt": "R1"}
    )
    assert wrong.status_code == 422
    assert 'value="31"' in wrong.text
    assert 'value="R1"' in wrong.text
    right = {"on-day": "12", "on-month": "6", "on-year": "2026", "receipt": "R1"}
    assert "has been notified" in post(web, f"{case}/notified", **right).text
    assert "The review is not completed" in web.get(f"/notifications/{case}").text
    blocked = post(web, f"{case}/finalised", **right)
    assert blocked.status_code == 422
    assert "The review is not completed" in blocked.text
    file = post(web, f"{case}/file", adapter="json_file")
    assert file.headers["Content-Disposition"] == f'attachment; filename="national-return-{first}.json"'
    refused = post(web, f"cases/{second}/national/file", adapter="json_file")
    assert refused.status_code == 422
    assert "there is no answer" in refused.text
    assert web.get("/notifications/cases/LLR-1999-0001/national").status_code == 404


def test_the_year_end_list_knows_what_can_be_finalised(web: TestClient, database: Database) -> None:
    enter_as(web, MANAGER)
    ready, held = accepted(database), accepted(database, at=datetime(2026, 6, 12, 11, tzinfo=UTC))
    for each in (ready, held):
        notified(database, each)
    reviewed(database, ready)
    page = web.get("/notifications/national").text
    assert "Before 31 March 2027" in page
    after = page.split("Can be finalised now</h3>")[1]
    assert ready in after.split("</ul>")[0]
    assert held in after.split("Kept open")[1]


def test_a_case_is_finalised_on_the_page_that_checks_it_and_not_among_the_clocks(
    web: TestClient, database: Database
) -> None:
    enter_as(web, MANAGER)
    reference = accepted(database)
    day = {"on-day": "12", "on-month": "6", "on-year": "2026"}
    clocks = f"cases/{reference}/milestones"
    for kind in NATIONAL:
        refused = post(web, clocks, milestone=kind, **day)
        assert (refused.status_code, ON_THE_NATIONAL_PAGE in refused.text) == (422, True)
    assert reference in open_references(database)
    notified(database, reference)
    reviewed(database, reference)
    with at_work(database) as tx:
        finalise_case(tx, case=reference, on=DAY, receipt="NCMD 17")
    back = post(web, f"{clocks}/{FINALISED}/withdraw", **{f"because-{FINALISED}": "In error"})
    assert (back.status_code, state(database, reference)) == (422, ReturnState.FINALISED)


def test_a_step_that_is_refused_is_not_shown_as_taken(web: TestClient, database: Database) -> None:
    enter_as(web, MANAGER)
    case = f"cases/{accepted(database)}/national"
    early = {"on-day": "1", "on-month": "6", "on-year": "2026", "receipt": "NCMD 17"}
    refused = post(web, f"{case}/notified", **early)
    assert "The day is before the death" in refused.text
    assert "Record as notified" in refused.text
    assert "Record as finalised" not in refused.text


def open_references(database: Database) -> list[str]:
    with at_work(database) as tx:
        return list(open_case_references(tx))
