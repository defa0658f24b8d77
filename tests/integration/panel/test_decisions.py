"""Decisions that stand: signed by somebody else than their writer, provisional, locked, finalised."""

import csv
import io
import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.panel.actions.analysis.complete_review import complete_review
from services.panel.actions.analysis.record_provisional_decision import record_provisional_decision
from services.panel.actions.analysis.reopen_review import reopen_review
from services.panel.actions.analysis.save_analysis import save_analysis
from services.panel.actions.cases.defer_case import defer_case
from services.panel.actions.cases.finalise_review import finalise_review
from services.panel.actions.cases.move_case import move_case
from services.panel.actions.cases.place_hold import place_hold
from services.panel.actions.meetings.name_acting_chair import name_acting_chair
from services.panel.actions.meetings.record_attendance import record_attendance
from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.meetings.attendance import Mark
from services.panel.domain.own_work import OwnWork
from services.panel.domain.refusals import CaseCannotMove, PanelNotQuorate, PanelQuorate
from services.panel.queries.cases import visible_case
from services.panel.queries.decisions import decisions_of
from shared.errors import Invalid, NotPermitted
from tests.integration.panel.conftest import CASE, Filled, Panel
from tests.integration.panel.test_reviews import FORM

OTHER = "LLR-2026-0108"
REOPENED = {"reason": "It concluded otherwise", "ground": "inquest", "authorised_by": "The chair"}


@pytest.fixture
def listed(panel: Panel, filled: Filled) -> Panel:
    return filled(panel, make_listed)


def make_listed(panel: Panel) -> None:
    """A case of which the manager has written the analysis, at a meeting where everybody is present."""
    panel.notified()
    panel.everybody_present(panel.on_agenda())
    write(panel)


def write(panel: Panel, person: str = "cdr-manager", version: int = 0) -> None:
    panel.act(person, save_analysis, case_reference=CASE, form=FORM, version=version)


def sign(panel: Panel, person: str = "panel-chair", **given: str) -> None:
    panel.act(person, complete_review, case_reference=CASE, **given)


def without_quorum(panel: Panel) -> None:
    (meeting,) = panel.reading(
        "cdr-manager", lambda tx: tx.session.execute(text("SELECT id FROM panel_meeting"))
    )
    gone = {"person_id": "member-social-care", "mark": Mark.APOLOGIES}
    panel.act("panel-chair", record_attendance, meeting_id=meeting.id, **gone)


def case_of(panel: Panel):
    return panel.reading("cdr-manager", lambda tx: visible_case(tx, CASE))


def decisions(panel: Panel) -> list[tuple[str, int]]:
    found = panel.reading("cdr-manager", lambda tx: decisions_of(tx, CASE))
    return [(one.kind.value, one.review_version) for one in found]


def run(panel: Panel, statement: str) -> None:
    with panel.database.engine.begin() as connection:
        connection.execute(text(statement))


def test_nobody_signs_off_what_they_wrote_unless_they_say_why_it_cannot_wait(panel: Panel) -> None:
    panel.notified()
    panel.everybody_present(panel.on_agenda())
    write(panel, "panel-chair")
    with pytest.raises(OwnWork, match="whoever last wrote a part of the analysis"):
        sign(panel)
    assert decisions(panel) == []
    sign(panel, own_work_because="The recorder is ill and the family waits.")
    (made,) = panel.reading("cdr-manager", lambda tx: decisions_of(tx, CASE))
    assert made.own_work_because == "The recorder is ill and the family waits."
    with panel.database.engine.connect() as connection:
        detail = connection.scalar(text("SELECT detail FROM audit_entry WHERE action = 'complete_review'"))
    assert detail["own_work"] is True


@pytest.mark.parametrize(
    "written",
    [
        {"dissent": "The member for social care held the death to be modifiable."},
        {"cause_of_death": "Sepsis, organism not known"},
        {"summary": "A baby who became ill within hours."},
        {"learning": ("Fever in a baby is urgent",)},
        {"actions": (replace(FORM.actions[0], owner="The integrated care board"),)},
    ],
    ids=lambda one: next(iter(one)),
)
def test_whoever_last_wrote_any_part_of_the_analysis_gives_a_reason_before_signing_it(
    listed: Panel, written: dict[str, object]
) -> None:
    changed = replace(FORM, **written)
    listed.act("panel-chair", save_analysis, case_reference=CASE, form=changed, version=1)
    with pytest.raises(OwnWork):
        sign(listed)
    sign(listed, own_work_because="Written in the member's words, at the table.")
    (made,) = listed.reading("cdr-manager", lambda tx: decisions_of(tx, CASE))
    assert made.own_work_because == "Written in the member's words, at the table."


def test_a_part_that_the_recorder_wrote_again_is_no_longer_the_chairs_work(listed: Panel) -> None:
    dissent = replace(FORM, dissent="Held to be modifiable.")
    listed.act("panel-chair", save_analysis, case_reference=CASE, form=dissent, version=1)
    again = replace(FORM, dissent="Held to be modifiable by social care.")
    listed.act("cdr-manager", save_analysis, case_reference=CASE, form=again, version=2)
    sign(listed)


def test_an_unchanged_decision_of_a_reopened_review_is_still_its_writers_work(panel: Panel) -> None:
    panel.notified()
    panel.everybody_present(panel.on_agenda())
    write(panel, "panel-chair")
    sign(panel, own_work_because="It could not wait.")
    panel.act("cdr-manager", reopen_review, case_reference=CASE, **REOPENED)
    with pytest.raises(OwnWork):
        sign(panel)


def test_a_reason_to_sign_ones_own_work_that_may_identify_somebody_is_refused(panel: Panel) -> None:
    panel.notified()
    panel.everybody_present(panel.on_agenda())
    write(panel, "panel-chair")
    with pytest.raises(Invalid, match="Take out what may identify somebody"):
        sign(panel, own_work_because="Ring 0116 496 0000")


def test_a_decision_without_a_quorum_is_provisional_and_says_so_until_a_quorate_panel_signs(
    listed: Panel, sign_in
) -> None:
    with pytest.raises(PanelQuorate):
        listed.act("panel-chair", record_provisional_decision, case_reference=CASE, reason="Snow")
    without_quorum(listed)
    with pytest.raises(PanelNotQuorate):
        sign(listed)
    with pytest.raises(Invalid, match="without a quorum"):
        listed.act("panel-chair", record_provisional_decision, case_reference=CASE, reason=" ")
    office = sign_in("cdr-manager")
    chair, path = sign_in("panel-chair"), f"/cases/{CASE}/sign-off"
    typed = {"do": "provisional", "provisional_reason": "Snow kept many away."}
    kept = chair.post(path, path, {**typed, "form_version": "1", "decisions": "0"})
    assert "Kept as a provisional decision" in kept.text
    assert (case_of(listed).status, case_of(listed).provisional) == (CaseStatus.REVIEWED, True)
    for page in (f"/cases/{CASE}", "/cases", "/cases?show=provisional"):
        assert "Decision provisional" in office.get(page).text
    assert office.get(f"/api/cases/{CASE}").json()["provisional"] is True
    (meeting,) = listed.reading(
        "cdr-manager", lambda tx: tx.session.execute(text("SELECT id FROM panel_meeting"))
    )
    back = {"person_id": "member-social-care", "mark": Mark.PRESENT}
    listed.act("panel-chair", record_attendance, meeting_id=meeting.id, **back)
    sign(listed)
    assert decisions(listed) == [("provisional", 1), ("signed_off", 1)]
    assert case_of(listed).provisional is False
    assert "Decision provisional" not in office.get(f"/cases/{CASE}").text


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE review_case SET status = 'listed'",
        "UPDATE review_case SET review_version = 2",
        "DELETE FROM review_case",
        "INSERT INTO analysis_form (case_reference, review_version, version, form, saved_by, saved_by_name,"
        " saved_at) SELECT case_reference, 2, 1, form, saved_by, saved_by_name, saved_at FROM analysis_form"
        " WHERE completed_on IS NOT NULL",
        "UPDATE review_decision SET kind = 'provisional'",
        "DELETE FROM review_decision",
        "UPDATE status_change SET reason = 'otherwise'",
        "TRUNCATE status_change",
        "TRUNCATE analysis_form",
        "TRUNCATE review_case CASCADE",
    ],
)
@pytest.mark.parametrize("finalised", [False, True])
def test_the_database_itself_keeps_a_decision_until_the_review_is_reopened(
    listed: Panel, statement: str, finalised: bool
) -> None:
    sign(listed)
    if finalised:
        listed.act("cdr-manager", finalise_review, case_reference=CASE)
    with pytest.raises(DBAPIError, match=r"never|only reopening|reopen it first|violates foreign key"):
        run(listed, statement)
    assert case_of(listed).signed_off


def test_a_review_is_reopened_with_what_came_to_light_and_who_authorised_it(listed: Panel, sign_in) -> None:
    sign(listed)
    with pytest.raises(Invalid) as refused:
        listed.act("cdr-manager", reopen_review, case_reference=CASE, reason="", ground="rumour")
    assert [one.field for one in refused.value.faults] == ["ground", "reason", "authorised_by"]
    office, path = sign_in("cdr-manager"), f"/cases/{CASE}"
    page = office.post(f"{path}/reopen", path, {"reopen_reason": "The inquest concluded otherwise."})
    assert page.status_code == 422
    assert "Choose what has come to light" in page.text
    assert "The inquest concluded otherwise." in page.text
    said = {f"reopen_{name}": value for name, value in REOPENED.items()}
    page = office.post(f"{path}/reopen", path, said)
    assert "The inquest&#39;s conclusion. It concluded otherwise. Authorised by The chair" in page.text
    sign(listed)
    assert decisions(listed) == [("signed_off", 1), ("signed_off", 2)]


def test_a_case_is_deferred_by_the_panel_with_a_ground_and_what_it_waits_for(listed: Panel, sign_in) -> None:
    chair, path = sign_in("panel-chair"), f"/cases/{CASE}/sign-off"
    page = chair.post(path, path, {"do": "defer", "defer_reason": "The laboratory's report"})
    assert page.status_code == 422
    assert "Choose why the case is deferred" in page.text
    assert "The laboratory&#39;s report" in page.text
    page = chair.post(
        path, path, {"do": "defer", "ground": "expert_needed", "defer_reason": "A cardiologist"}
    )
    assert "Deferred on" in page.text
    assert "An expert is needed. A cardiologist" in page.text
    assert case_of(listed).status is CaseStatus.DEFERRED
    with pytest.raises(NotPermitted):
        listed.act("panel-member", defer_case, case_reference=CASE, ground="other", reason="Late")


@pytest.mark.parametrize(
    ("status", "given", "faults"),
    [
        (CaseStatus.OUT_OF_SCOPE, {"reason": ""}, ["ground", "reason"]),
        (CaseStatus.OUT_OF_SCOPE, {"ground": "made_up"}, ["ground"]),
        (CaseStatus.OUT_OF_SCOPE, {"ground": "eighteen_or_over"}, ["ground"]),
        (CaseStatus.TRANSFERRED, {}, ["concerns"]),
        (CaseStatus.DUPLICATE, {"concerns": ""}, ["concerns"]),
        (CaseStatus.DUPLICATE, {"concerns": CASE}, ["concerns"]),
        (CaseStatus.DUPLICATE, {"concerns": "LLR-2026-9999"}, ["concerns"]),
        (CaseStatus.DUPLICATE, {"concerns": "LLR-2026-0109"}, ["concerns"]),
        (CaseStatus.COMPLETED, {}, ["status"]),
    ],
)
def test_a_case_leaves_review_only_with_all_that_has_to_be_said(
    panel: Panel, status: CaseStatus, given: dict[str, str], faults: list[str]
) -> None:
    panel.notified()
    panel.notified(OTHER)
    panel.notified("LLR-2026-0109")
    duplicate = {"status": CaseStatus.DUPLICATE, "reason": "Notified twice", "concerns": OTHER}
    panel.act("cdr-manager", move_case, case_reference="LLR-2026-0109", **duplicate)
    with pytest.raises(Invalid) as refused:
        step = {"reason": "Said by the office", **given}
        panel.act("cdr-manager", move_case, case_reference=CASE, status=status, **step)
    assert [one.field for one in refused.value.faults] == faults
    assert case_of(panel).history == []


@pytest.mark.parametrize("age_text", ["18 years", "not known"])
def test_a_case_is_out_of_scope_by_age_unless_the_record_tells_of_a_child(
    panel: Panel, age_text: str
) -> None:
    panel.notified(age_text=age_text)
    gone = {"status": CaseStatus.OUT_OF_SCOPE, "ground": "eighteen_or_over", "reason": "Not a child"}
    panel.act("cdr-manager", move_case, case_reference=CASE, **gone)
    assert case_of(panel).status is CaseStatus.OUT_OF_SCOPE


def test_the_page_says_on_what_ground_a_case_left_review(panel: Panel, sign_in) -> None:
    panel.notified()
    panel.notified(OTHER)
    office, path = sign_in("cdr-manager"), f"/cases/{CASE}"
    empty = office.post(f"{path}/move", path)
    assert empty.status_code == 422
    assert "Choose a step from the list" in empty.text
    assert "Give the reason for this step" in empty.text
    typed = {"status": "duplicate", "other_case": "LLR-2026-9999", "move_reason": "Notified twice"}
    page = office.post(f"{path}/move", path, typed)
    assert page.status_code == 422
    assert "There is no case with this reference" in page.text
    assert 'value="LLR-2026-9999"' in page.text
    page = office.post(f"{path}/move", path, {**typed, "other_case": OTHER})
    assert f"Duplicate of {OTHER}. Notified twice" in page.text


def test_a_case_that_left_review_is_not_shown_as_on_hold(panel: Panel, sign_in) -> None:
    panel.notified()
    hold = {"kind": "inquest", "placed_on": date(2026, 5, 1), "reason": "Opened by the coroner"}
    panel.act("cdr-manager", place_hold, case_reference=CASE, **hold)
    tag = "nhsuk-tag--red"
    assert tag in sign_in("cdr-manager").get(f"/cases/{CASE}").text
    gone = {"status": CaseStatus.TRANSFERRED, "reason": "Lived elsewhere", "concerns": "Another panel"}
    panel.act("cdr-manager", move_case, case_reference=CASE, **gone)
    assert tag not in sign_in("cdr-manager").get(f"/cases/{CASE}").text


def test_whoever_the_meeting_names_signs_in_the_chairs_place_and_nobody_else(listed: Panel, sign_in) -> None:
    (meeting,) = listed.reading(
        "cdr-manager", lambda tx: tx.session.execute(text("SELECT id FROM panel_meeting"))
    )
    with pytest.raises(NotPermitted):
        sign(listed, "designated-doctor")
    with pytest.raises(Invalid, match="Choose somebody with a seat"):
        said = {"person_id": "member-police", "because": "The chair is ill"}
        listed.act("cdr-manager", name_acting_chair, meeting_id=meeting.id, **said)
    office, path = sign_in("cdr-manager"), f"/meetings/{meeting.id}/acting-chair"
    page = office.post(path, path, {"person_id": "designated-doctor", "because": ""})
    assert page.status_code == 422
    office.post(path, path, {"person_id": "designated-doctor", "because": "The chair is ill"})
    with pytest.raises(NotPermitted):
        sign(listed, "panel-member")
    doctor = sign_in("designated-doctor")
    assert "Sign off the review" in doctor.get(f"/cases/{CASE}/sign-off").text
    sign(listed, "designated-doctor")
    assert case_of(listed).status is CaseStatus.COMPLETED


def test_the_chair_is_not_offered_as_whoever_chairs_in_the_chairs_place(listed: Panel, sign_in) -> None:
    (meeting,) = listed.reading(
        "cdr-manager", lambda tx: tx.session.execute(text("SELECT id FROM panel_meeting"))
    )
    page = sign_in("cdr-manager").get(f"/meetings/{meeting.id}/acting-chair").text
    assert 'value="designated-doctor"' in page
    assert 'value="panel-chair"' not in page
    with pytest.raises(Invalid, match="other than the chair"):
        said = {"person_id": "panel-chair", "because": "The chair is late"}
        listed.act("cdr-manager", name_acting_chair, meeting_id=meeting.id, **said)


def test_an_acting_chair_who_is_no_longer_named_signs_nothing(listed: Panel) -> None:
    (meeting,) = listed.reading(
        "cdr-manager", lambda tx: tx.session.execute(text("SELECT id FROM panel_meeting"))
    )
    for person in ("designated-doctor", ""):
        said = {"person_id": person, "because": "The chair came late"}
        listed.act("cdr-manager", name_acting_chair, meeting_id=meeting.id, **said)
    with pytest.raises(NotPermitted):
        sign(listed, "designated-doctor")


def test_a_finalised_review_is_read_off_the_record_as_json_and_csv(listed: Panel, sign_in) -> None:
    office = sign_in("cdr-manager")
    assert office.get(f"/cases/{CASE}/national-form.json").status_code == 404
    sign(listed)
    written = json.loads(office.get(f"/cases/{CASE}/national-form.json").content)
    assert written["items"]["category"] == "9"
    assert written["items"]["factors_b"] == ["Parental smoking (grade 2, modifiable: Yes)"]
    assert written["items"]["panel_date"] == "2026-06-15"
    rows = list(csv.reader(io.StringIO(office.get(f"/cases/{CASE}/national-form.csv").text)))
    assert ["summary", "Summary of the case", FORM.summary, ""] in rows
    listed.act("cdr-manager", finalise_review, case_reference=CASE)
    with listed.database.engine.connect() as connection:
        kept = connection.scalar(text("SELECT content_hash FROM review_finalising"))
    assert kept == written["sha256"]
    with pytest.raises(CaseCannotMove):
        listed.act("cdr-manager", finalise_review, case_reference=CASE)
    assert "The form below says the same" in office.get(f"/cases/{CASE}/finalise").text


def test_the_history_of_a_case_is_a_chain_in_which_a_missing_line_shows(listed: Panel, sign_in) -> None:
    sign(listed)
    listed.at += timedelta(days=1)
    listed.act("cdr-manager", reopen_review, case_reference=CASE, **REOPENED)
    office = sign_in("cdr-manager")
    lines = json.loads(office.get(f"/cases/{CASE}/history.json").content)["lines"]
    assert {"step", "analysis", "decision", "action"} <= {one["kind"] for one in lines}
    assert [one["what"] for one in lines if one["after_sign_off"] and one["kind"] == "step"] == [
        "Review completed → Reopened"
    ]
    hashes = [one["sha256"] for one in lines]
    assert len(set(hashes)) == len(hashes)
    assert "After sign-off" in office.get(f"/cases/{CASE}/history").text
    again = json.loads(office.get(f"/cases/{CASE}/history.json").content)["lines"]
    assert [one["sha256"] for one in again] == hashes
    assert sign_in("panel-chair").get(f"/cases/{CASE}/history.json").status_code == 403


def test_no_view_of_the_decision_is_left_out_of_the_audit(listed: Panel, sign_in) -> None:
    sign(listed)
    office = sign_in("cdr-manager")
    for path in ("sign-off", "finalise", "history", "history.json", "national-form.csv"):
        assert office.get(f"/cases/{CASE}/{path}").status_code == 200
    with listed.database.engine.connect() as connection:
        read = set(connection.scalars(text("SELECT action FROM audit_entry WHERE reading")))
    assert {"open_sign_off", "view_finalising", "view_case_history", "export_case_history"} <= read
    assert "export_national_form" in read
    assert case_of(listed).closed_on == date(2026, 6, 15)
