"""Cases are opened and gathered for by event, and are visible to those who may see them."""

import re
from datetime import date

import pytest
from sqlalchemy import text

from services.panel.actions.cases.lift_hold import lift_hold
from services.panel.actions.cases.mark_ready import mark_ready
from services.panel.actions.cases.move_case import move_case
from services.panel.actions.cases.place_hold import place_hold
from services.panel.actions.quorum.declare_interest import declare_interest
from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.refusals import CaseHeld, CaseNotReady
from services.panel.queries.cases import cases_ready, visible_case, visible_cases
from shared.errors import Invalid, NotFound, NotPermitted, NotSignedIn
from shared.people import ANONYMOUS
from tests.integration.panel.conftest import (
    CASE,
    Panel,
    a_notification,
    a_request,
    a_return,
    material,
    milestones,
)


def case_as_office(panel: Panel, reference: str = CASE):
    return panel.reading("cdr-manager", lambda tx: visible_case(tx, reference))


def audited(panel: Panel, case: str = CASE) -> list[str]:
    with panel.database.engine.connect() as connection:
        rows = text("SELECT action FROM audit_entry WHERE case_reference = :case ORDER BY id")
        return list(connection.scalars(rows, {"case": case}))


def test_a_notified_death_opens_a_case_that_knows_whom_to_ask(panel: Panel) -> None:
    panel.tell(a_notification())
    case = case_as_office(panel)
    assert (case.status, case.age_text, case.area) == (CaseStatus.NOTIFIED, "3 months", "Leicester")
    assert [source.role for source in case.sources] == ["health_visitor"]
    assert audited(panel) == ["open_review_case"]


def test_requests_and_returns_keep_readiness_up_to_date(panel: Panel) -> None:
    panel.tell(a_notification(), a_request(), a_request(source="s2", role="police_officer", sector="police"))
    case = case_as_office(panel)
    assert case.status is CaseStatus.GATHERING
    assert len(case.missing(date(2026, 6, 15))) == 5
    panel.tell(a_return(), a_return(source="s2", outcome="nil_return"), material(), *milestones())
    assert case_as_office(panel).missing(date(2026, 6, 15)) == []
    assert len(case_as_office(panel).history) == 1


def test_a_request_for_a_case_that_was_never_notified_is_refused(panel: Panel) -> None:
    with pytest.raises(NotFound):
        panel.tell(a_request("LLR-2026-0999"))


def test_a_document_in_parts_counts_once_all_its_parts_have_come(panel: Panel) -> None:
    panel.tell(a_notification(), material(part=2, parts=2, text="second"))
    assert not case_as_office(panel).has_notification_text
    panel.tell(material(part=1, parts=2, text="first "))
    assert case_as_office(panel).has_notification_text


def test_an_incomplete_case_is_not_made_ready_and_nothing_is_kept_of_the_attempt(panel: Panel) -> None:
    panel.tell(a_notification())
    with pytest.raises(CaseNotReady) as refusal:
        panel.act("cdr-manager", mark_ready, case_reference=CASE)
    assert len(refusal.value.missing) == 4
    assert case_as_office(panel).history == []
    assert audited(panel) == ["open_review_case"]


@pytest.mark.parametrize("person", ["panel-member", "panel-chair", "auditor", "public-health-analyst"])
def test_only_the_office_moves_cases(panel: Panel, person: str) -> None:
    panel.notified()
    with pytest.raises(NotPermitted):
        panel.act(person, mark_ready, case_reference=CASE)
    with pytest.raises(NotSignedIn):
        panel.act(ANONYMOUS, mark_ready, case_reference=CASE)


def test_a_case_taken_out_of_review_needs_a_reason_and_can_come_back(panel: Panel) -> None:
    panel.notified()
    with pytest.raises(Invalid):
        panel.act("cdr-manager", move_case, case_reference=CASE, status=CaseStatus.TRANSFERRED, reason=" ")
    step = {"status": CaseStatus.TRANSFERRED, "reason": "Lived elsewhere"}
    with pytest.raises(Invalid, match="which panel takes the case over"):
        panel.act("cdr-manager", move_case, case_reference=CASE, **step)
    panel.act("cdr-manager", move_case, case_reference=CASE, concerns="Nottingham panel", **step)
    assert case_as_office(panel).closed_on == date(2026, 6, 15)
    panel.act("cdr-manager", move_case, case_reference=CASE, status=CaseStatus.GATHERING, reason="Came back")
    assert [change.reason for change in case_as_office(panel).history] == ["Lived elsewhere", "Came back"]


def test_two_holds_are_lifted_one_by_one(panel: Panel) -> None:
    panel.notified()
    for kind in ("inquest", "criminal_proceedings"):
        panel.act(
            "cdr-manager",
            place_hold,
            case_reference=CASE,
            kind=kind,
            reason="Waiting",
            placed_on=date(2026, 5, 1),
        )
    first, second = case_as_office(panel).open_holds
    panel.act("cdr-manager", lift_hold, case_reference=CASE, hold_id=first.id, because="Concluded")
    with pytest.raises(CaseHeld):
        panel.act("cdr-manager", mark_ready, case_reference=CASE)
    panel.act("cdr-manager", lift_hold, case_reference=CASE, hold_id=second.id, because="No charge")
    panel.act("cdr-manager", mark_ready, case_reference=CASE)
    case = case_as_office(panel)
    assert (case.status, case.open_holds) == (CaseStatus.READY_FOR_PANEL, [])
    assert (case.age_days(date(2026, 6, 15)), case.age_days_net_of_holds(date(2026, 6, 15))) == (75, 30)


def test_ready_cases_come_oldest_first_and_without_those_on_hold(panel: Panel) -> None:
    for number, notified_on in ((1, date(2026, 5, 1)), (2, date(2026, 4, 1)), (3, date(2026, 3, 1))):
        panel.notified(f"LLR-2026-000{number}", notified_on=notified_on)
        if number != 3:
            panel.act("cdr-manager", mark_ready, case_reference=f"LLR-2026-000{number}")
    assert [case.reference for case in panel.reading("cdr-manager", cases_ready)] == [
        "LLR-2026-0002",
        "LLR-2026-0001",
    ]


def test_a_member_sees_the_cases_of_her_meetings_and_no_other(panel: Panel) -> None:
    panel.notified()
    panel.notified("LLR-2026-0108")
    panel.on_agenda()
    assert [case.reference for case in panel.reading("panel-member", visible_cases)] == [CASE]
    assert len(panel.reading("cdop-administrator", visible_cases)) == 2
    assert panel.reading("member-police", visible_cases) == []
    with pytest.raises(NotPermitted):
        panel.reading("panel-member", lambda tx: visible_case(tx, "LLR-2026-0108"))
    for outsider in ("auditor", "public-health-analyst"):
        with pytest.raises(NotPermitted):
            panel.reading(outsider, visible_cases)


def test_a_member_who_declares_an_interest_loses_the_case_in_list_page_and_api(panel: Panel, sign_in) -> None:
    panel.notified()
    panel.on_agenda()
    member = sign_in("panel-member")
    for path in (f"/cases/{CASE}", f"/cases/{CASE}/bundle", f"/api/cases/{CASE}"):
        assert member.get(path).status_code == 200
    panel.act("panel-member", declare_interest, case_reference=CASE, reason="I treated the child")
    assert CASE not in member.get("/cases").text
    assert member.get("/api/cases").json() == []
    for path in (f"/cases/{CASE}", f"/cases/{CASE}/bundle", f"/api/cases/{CASE}"):
        assert member.get(path).status_code == 403


def test_what_the_lists_of_a_page_do_not_offer_is_named_and_the_page_stays_usable(
    panel: Panel, sign_in
) -> None:
    panel.notified()
    answer = sign_in("cdr-manager").get("/cases?show=%00&area=Atlantis%00&number=-3")
    assert answer.status_code == 422
    for named in ("Show: this is not among", "Area: this is not among", "There is no such page of the list"):
        assert named in answer.text
    assert "Atlantis" not in answer.text
    assert re.search(r'<option value="under_way" selected[^>]*>\s*Under way \(1\)', answer.text)
    assert CASE in answer.text


@pytest.mark.parametrize(("number", "status"), [("²", 422), ("0", 422), ("1", 200), ("", 200), ("99", 200)])
def test_a_page_number_that_is_none_is_named_and_one_past_the_end_is_the_last(
    panel: Panel, sign_in, number: str, status: int
) -> None:
    assert sign_in("cdr-manager").get(f"/cases?number={number}").status_code == status


@pytest.mark.parametrize("path", [
    "/calendar?year=abc", "/calendar?year=²", "/calendar?year=1066", "/recommendations?theme=xyz",
    "/actions?show=xyz", "/actions?theme=xyz", "/finalising?year=xyz",
])  # fmt: skip
def test_a_wrong_value_in_an_address_is_named_beside_what_can_be_chosen(
    panel: Panel, sign_in, path: str
) -> None:
    office = sign_in("cdr-manager")
    page = path.partition("?")[0]
    assert office.get(page).status_code == 200
    answer = office.get(path)
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert "xyz" not in answer.text
    field = path.partition("?")[2].partition("=")[0]
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}"' in answer.text


def test_a_member_is_shown_the_case_without_the_dates_of_the_office(panel: Panel, sign_in) -> None:
    panel.notified()
    panel.on_agenda()
    assert "20 April 2026" in sign_in("cdr-manager").get(f"/cases/{CASE}").text
    page = sign_in("panel-member").get(f"/cases/{CASE}").text
    assert "Month of death" in page
    assert "20 April 2026" not in page


def test_the_list_shows_age_net_of_holds_what_is_missing_and_who_holds_a_case_up(
    panel: Panel, sign_in
) -> None:
    panel.tell(a_notification(), a_request())
    panel.act(
        "cdr-manager",
        place_hold,
        case_reference=CASE,
        kind="inquest",
        reason="Opened",
        placed_on=date(2026, 5, 1),
    )
    html = sign_in("cdr-manager").get("/cases").text
    missing = "Notification text, 1 of 1 return"
    for expected in (CASE, ">75<", ">30<", missing, "Inquest and 2 more", "On hold"):
        assert expected in html


def test_a_hold_with_faults_is_refused_with_everything_typed_still_there(panel: Panel, sign_in) -> None:
    panel.notified()
    manager = sign_in("cdr-manager")
    typed = {
        "kind": "",
        "hold_reason": "",
        "placed_on-day": "31",
        "placed_on-month": "2",
        "placed_on-year": "2026",
    }
    answer = manager.post(f"/cases/{CASE}/holds", f"/cases/{CASE}", typed)
    assert answer.status_code == 422
    assert "Enter a real date" in answer.text
    assert "Choose what the case waits for" in answer.text
    opened = r"<details[^>]* open>\s*<summary[^>]*>\s*<span[^>]*>\s*Put the case on hold"
    assert re.search(opened, answer.text)
    assert 'value="31"' in answer.text
    typed = {"hold_reason": "Opened and adjourned"}
    answer = manager.post(f"/cases/{CASE}/holds", f"/cases/{CASE}", typed)
    assert answer.status_code == 422
    assert "Choose what the case waits for" in answer.text
    assert "Enter the day from which the case is on hold" in answer.text
    assert "Opened and adjourned" in answer.text
    assert case_as_office(panel).holds == []


def test_the_office_places_and_lifts_a_hold_and_marks_ready_on_the_page(panel: Panel, sign_in) -> None:
    panel.notified()
    manager = sign_in("cdr-manager")
    hold = {"kind": "inquest", "hold_reason": "Opened", "placed_on-day": "1", "placed_on-month": "5"}
    answer = manager.post(f"/cases/{CASE}/holds", f"/cases/{CASE}", {**hold, "placed_on-year": "2026"})
    assert "The case is on hold." in answer.text
    hold_id = case_as_office(panel).holds[0].id
    answer = manager.post(
        f"/cases/{CASE}/holds/{hold_id}/lift", f"/cases/{CASE}", {f"because-{hold_id}": "Concluded"}
    )
    assert "The hold has been lifted." in answer.text
    answer = manager.post(f"/cases/{CASE}/ready", f"/cases/{CASE}")
    assert "Ready for panel" in answer.text


def test_the_api_gives_a_case_to_those_who_may_see_it(panel: Panel, sign_in) -> None:
    panel.tell(a_notification(), a_request())
    manager = sign_in("cdr-manager")
    (line,) = manager.get("/api/cases").json()
    assert (line["case_reference"], line["age_days"], line["status"]) == (CASE, 75, "gathering")
    case = manager.get(f"/api/cases/{CASE}").json()
    assert case["sources"][0]["outcome"] is None
    assert case["missing"][1].endswith("52 days overdue.")
    assert manager.get("/api/cases/LLR-2026-0999").status_code == 404
    assert sign_in("panel-member").get(f"/api/cases/{CASE}").json()["status"] == 403


@pytest.mark.parametrize("reference", ["LLR-2026-0999", "%00", "..%2f..", "' OR 1=1"])
def test_an_address_of_no_case_is_refused_and_never_an_error(panel: Panel, sign_in, reference: str) -> None:
    manager = sign_in("cdr-manager")
    for path in (f"/cases/{reference}", f"/cases/{reference}/bundle", f"/cases/{reference}/review"):
        assert manager.get(path).status_code == 404
    assert manager.get(f"/api/cases/{reference}").status_code in (404, 422)


def test_every_view_is_audited_as_reading(panel: Panel, sign_in) -> None:
    panel.notified()
    manager = sign_in("cdr-manager")
    for path in ("/cases", f"/cases/{CASE}", f"/cases/{CASE}/bundle", "/api/cases", f"/api/cases/{CASE}"):
        manager.get(path)
    with panel.database.engine.connect() as connection:
        rows = text("SELECT action, case_reference FROM audit_entry WHERE reading ORDER BY id")
        seen = [tuple(row) for row in connection.execute(rows)]
    assert seen == [
        ("view_cases", None),
        ("view_case", CASE),
        ("read_bundle", CASE),
        ("view_cases", None),
        ("view_case", CASE),
    ]
