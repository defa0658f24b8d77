"""The dry run of the retention schedule, and holds: on a real database, on the pages and as lines."""

import json
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError

from services.notifications.actions.intake.mark_out_of_scope import mark_out_of_scope
from services.notifications.actions.intake.submit_notification import submit_notification
from services.notifications.actions.processes.open_parallel_process import open_parallel_process
from services.notifications.actions.retention.confirm_retention import confirm_retention
from services.notifications.actions.retention.lift_legal_hold import lift_legal_hold
from services.notifications.actions.retention.place_legal_hold import place_legal_hold
from services.notifications.domain.clocks.milestones import FINALISED
from services.notifications.domain.forms.notification_form import read_form
from services.notifications.domain.forms.sent_payload import flat
from services.notifications.domain.retention.holds import HeldScope
from services.notifications.domain.retention.standing import Standing
from services.notifications.queries.retention import legal_holds, standings_on
from services.notifications.retention_lines import json_lines, table_lines
from services.notifications.tables.clocks import case_milestone
from shared.errors import Conflict, Invalid, NotPermitted
from shared.people import SYSTEM
from shared.storage import Database

from .a_case import FRIDAY, MEMBER, accepted, asked, at_work, audited, payload
from .at_the_desk import at_the_desk
from .retention_cases import FINALISED_ON, GUARDIAN, LATER, NOVEMBER, confirm, finalised


def standing(database: Database, reference: str, kind: str = "case_record") -> Standing:
    with at_work(database, at=LATER) as tx:
        found = standings_on(tx, on=LATER.date())
    (one,) = [each for each in found if (each.record.reference, each.record.record_type) == (reference, kind)]
    return one.standing


def held(database: Database, scope: HeldScope) -> str:
    with at_work(database, GUARDIAN, NOVEMBER) as tx:
        reason, on = "Letter of the inquiry", NOVEMBER.date()
        return place_legal_hold(tx, kind="public_inquiry", held=scope, reason=reason, from_on=on)


def test_nothing_is_due_until_the_area_has_confirmed_and_an_open_case_never_is(database: Database) -> None:
    done, still_open = finalised(database), accepted(database, notified_at="2026-06-11T12:00")
    assert standing(database, done) is Standing.NOT_DECIDED
    confirm(database)
    assert standing(database, done) is Standing.DUE
    assert standing(database, done, "original_documents") is Standing.NOT_DECIDED
    assert standing(database, still_open) is Standing.OPEN


def test_a_case_with_an_open_inquest_is_kept(database: Database) -> None:
    case = finalised(database)
    confirm(database)
    with at_work(database, at=NOVEMBER) as tx:
        open_parallel_process(tx, case=case, kind="inquest", opened_on=date(2026, 6, 12), reference="",
                              lead_contact="", note="")  # fmt: skip
    assert standing(database, case) is Standing.OPEN


def test_what_never_became_a_case_has_a_row_of_its_own(database: Database) -> None:
    with at_work(database) as tx:
        death = {"died_at": "2026-06-11T04:15", "place_of_death": "home", "expected": "no"}
        child = payload()["child"] | {"date_of_birth": "2001-01-01"}
        answers = read_form(flat(payload(child=child, death=death)), now=FRIDAY, demonstration=True)
        reference = submit_notification(tx, answers=answers, panel_code="LLR", channel="api").case_reference
    assert standing(database, reference, "not_a_case") is Standing.OPEN
    with at_work(database) as tx:
        mark_out_of_scope(tx, reference=reference, reason="Twenty-five years old")
    confirm(database, record_type="not_a_case", starts_with="settled")
    assert standing(database, reference, "not_a_case") is Standing.DUE


@pytest.mark.parametrize(
    "scope",
    [
        HeldScope("everything"),
        HeldScope("record_type", "case_record"),
        HeldScope("period", "", date(2026, 6, 11), date(2026, 6, 12)),
        HeldScope("organisation", "rosehill SURGERY"),
    ],
    ids=lambda scope: scope.scope,
)
def test_a_hold_wins_until_it_is_lifted_and_its_history_stays(database: Database, scope: HeldScope) -> None:
    case, _ = asked(database)
    confirm(database)
    finalise(database, case)
    hold = held(database, scope)
    assert standing(database, case) is Standing.HELD
    with at_work(database, GUARDIAN, NOVEMBER) as tx:
        with pytest.raises(Invalid):
            lift_legal_hold(tx, hold_id=hold, because=" ")
        lift_legal_hold(tx, hold_id=hold, because="The inquiry has ended")
    assert standing(database, case) is Standing.DUE
    with at_work(database, GUARDIAN, NOVEMBER) as tx:
        (kept,) = legal_holds(tx)
        assert (kept.reason, kept.lifted_because) == ("Letter of the inquiry", "The inquiry has ended")
        with pytest.raises(Conflict):
            lift_legal_hold(tx, hold_id=hold, because="Again")


def finalise(database: Database, case: str) -> None:
    row = {"note": "", "source": "", "recorded_by": "", "recorded_at": NOVEMBER, "happened_on": FINALISED_ON}
    with database.engine.begin() as connection:
        connection.execute(insert(case_milestone).values(case_reference=case, kind=FINALISED, **row))


def test_a_hold_on_one_case_holds_that_case_alone_and_names_a_case_that_is_there(database: Database) -> None:
    case, other = finalised(database), finalised(database, notified_at="2026-06-11T12:00")
    confirm(database)
    held(database, HeldScope("case", case))
    assert standing(database, case) is Standing.HELD
    assert standing(database, other) is Standing.DUE
    with pytest.raises(Invalid):
        held(database, HeldScope("case", "LLR-2026-9999"))


def test_the_database_itself_keeps_confirmations_and_holds(database: Database) -> None:
    held(database, HeldScope("everything"))
    confirm(database)
    for table in ("legal_hold", "legal_hold_lifted", "retention_row"):
        for change in (f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
            with pytest.raises(DBAPIError, match="never"), database.engine.begin() as connection:
                connection.execute(text(change))


def test_who_is_not_of_the_office_sees_and_places_nothing(database: Database) -> None:
    with at_work(database, MEMBER) as tx:
        for refused in (
            lambda: standings_on(tx, on=FRIDAY.date()),
            lambda: legal_holds(tx),
            lambda: place_legal_hold(
                tx, kind="litigation", held=HeldScope("everything"), reason="x", from_on=FRIDAY.date()
            ),
        ):
            with pytest.raises(NotPermitted):
                refused()
    with pytest.raises(NotPermitted), at_work(database, GUARDIAN) as tx:
        confirm_retention(tx, record_type="case_record", area="all", starts_with="death", years="1", body="x",
                          holds_from=FRIDAY.date())  # fmt: skip


def test_the_dry_run_as_lines_names_nobody_and_says_row_and_hold(database: Database) -> None:
    case = finalised(database)
    confirm(database)
    held(database, HeldScope("case", case))
    with database.transaction(person=SYSTEM, at=LATER) as tx:
        found = standings_on(tx, on=LATER.date())
    lines = list(json_lines(found))
    (one,) = [json.loads(line) for line in lines if json.loads(line)["record_type"] == "case_record"]
    assert (one["standing"], one["due_on"], one["row"]["years"]) == ("held", "2032-10-01", 6)
    assert one["holds"] == [{"kind": "public_inquiry", "holds": case, "from": "2026-11-04"}]
    table = "\n".join(table_lines(found))
    assert "Held" in table
    assert ": 6 years after " in table
    of_one = [replace(one, row=replace(one.row, years=1)) for one in found if one.row]
    assert ": 1 year after " in "\n".join(table_lines(of_one))
    assert all(name not in table + str(lines) for name in ("Okafor", "Amara", "9990000018"))


def test_the_pages_show_the_dry_run_the_schedule_and_the_holds(database: Database) -> None:
    case = finalised(database)
    with at_the_desk(database, at=LATER) as (web, right):
        assert "until then nothing is disposed of" in web.get("/notifications/retention").text
        days = {
            f"holds_from-{part}": value
            for part, value in zip(("day", "month", "year"), ["4", "11", "2026"], strict=True)
        }
        given = {
            "record_type": "case_record",
            "area": "all",
            "starts_with-case_record": "finalised",
            "years": "6",
        }
        wrong = web.post("/notifications/retention/schedule", data=right | given)
        assert wrong.status_code == 422
        assert wrong.text.count("Write ") >= 2
        answer = web.post("/notifications/retention/schedule", data=right | given | days | {"body": "Board"})
        assert "The row is confirmed" in answer.text
        shown = web.get("/notifications/retention").text
        assert case in shown
        assert "6 years later" in shown
        hold = {"kind": "litigation", "scope": "case", "case": case, "reason": "A claim was issued"}
        from_on = {name.replace("holds_from", "from_on"): value for name, value in days.items()}
        placed = web.post("/notifications/retention/holds", data=right | hold | from_on)
        assert "The hold is placed" in placed.text
        assert "Held: nothing of this record is disposed of" in web.get(f"/notifications/cases/{case}").text
        assert case in web.get("/notifications/retention?show=held").text
        assert "Amara" not in shown + placed.text
    assert ("place_legal_hold", "cdr-manager", False) in audited(database)


def test_the_guardian_sees_holds_and_a_panel_member_does_not_get_in(database: Database) -> None:
    finalised(database)
    with at_the_desk(database, GUARDIAN) as (web, _):
        page = web.get("/notifications/retention/holds")
        assert page.status_code == 200
        assert "Place a hold" in page.text
        assert "Confirm what your area decided" not in web.get("/notifications/retention/schedule").text
    with at_the_desk(database, MEMBER) as (web, _):
        assert web.get("/notifications/retention").status_code == 403
