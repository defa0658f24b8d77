"""Recording and completing a review: saved as the panel speaks, checked as a whole, locked."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.panel.actions.analysis.complete_review import complete_review
from services.panel.actions.analysis.record_discussion import record_discussion
from services.panel.actions.analysis.reopen_review import reopen_review
from services.panel.actions.analysis.save_analysis import save_analysis
from services.panel.actions.cases.place_hold import place_hold
from services.panel.actions.meetings.record_attendance import record_attendance
from services.panel.actions.meetings.start_meeting import start_meeting
from services.panel.actions.quorum.declare_interest import declare_interest
from services.panel.app import SERVICE
from services.panel.domain.analysis.analysis import AgreedAction, AnalysisForm, ContributoryFactor
from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.meetings.attendance import Mark
from services.panel.domain.refusals import (
    AnalysisChangedMeanwhile,
    CaseCannotMove,
    CaseNotListed,
    MeetingNotBegun,
    PanelNotQuorate,
    ReviewLocked,
)
from services.panel.queries.analyses import analyses_of
from services.panel.queries.cases import visible_case
from shared.contracts import Event, ReviewCompleted
from shared.errors import Invalid, NotPermitted
from shared.storage import Database
from shared.storage.migrate import migrate
from tests.integration.panel.conftest import CASE, SEATS, Filled, Panel

FORM = AnalysisForm(
    cause_of_death="Meningococcal sepsis",
    summary="A baby who became ill over a day.",
    category=9,
    factors=(ContributoryFactor("B", "Parental smoking", 2, "yes", "Page 1.1"),),
    modifiability="modifiable",
    learning=("Smoke-free homes matter",),
    actions=(AgreedAction("Offer smoking cessation", "Public health", "local", date(2026, 12, 1)),),
)


@pytest.fixture
def listed(panel: Panel, filled: Filled) -> Panel:
    return filled(panel, make_listed)


def make_listed(panel: Panel) -> None:
    """The case on the agenda of a meeting at which everybody is present."""
    panel.notified()
    panel.everybody_present(panel.on_agenda())


def save(panel: Panel, form: AnalysisForm = FORM, version: int = 0, person: str = "cdr-manager") -> int:
    return int(panel.act(person, save_analysis, case_reference=CASE, form=form, version=version))


def complete(panel: Panel, person: str = "panel-chair") -> None:
    panel.act(person, complete_review, case_reference=CASE)


def published(panel: Panel, event: type[Event] = ReviewCompleted) -> list[dict]:
    with panel.database.engine.connect() as connection:
        told = connection.scalars(text("SELECT envelope FROM outbox ORDER BY id"))
        return [row["data"] for row in told if row["type"] == event.type]


def saved_versions(panel: Panel) -> list[tuple[int, int, bool]]:
    found = panel.reading("cdr-manager", lambda tx: analyses_of(tx, CASE))
    return [(one.review_version, one.version, one.completed_on is not None) for one in found]


def status(panel: Panel) -> CaseStatus:
    return panel.reading("cdr-manager", lambda tx: visible_case(tx, CASE)).status


def test_the_chair_completes_a_review_at_a_quorate_panel(listed: Panel) -> None:
    save(listed)
    complete(listed)
    (event,) = published(listed)
    assert (event["case_reference"], event["review_version"], event["category"]) == (CASE, 1, 9)
    assert event["factors"] == [
        {"domain": "B", "factor": "Parental smoking", "grade": 2, "modifiable": "yes"}
    ]
    assert event["actions"][0]["due_on"] == "2026-12-01"
    assert status(listed) is CaseStatus.COMPLETED


def test_a_review_cannot_be_completed_while_the_panel_is_not_quorate(panel: Panel) -> None:
    panel.notified()
    panel.on_agenda()
    save(panel)
    with pytest.raises(PanelNotQuorate) as refusal:
        complete(panel)
    assert any("chair" in one for one in refusal.value.missing)
    assert (status(panel), published(panel)) == (CaseStatus.LISTED, [])


def test_a_review_cannot_be_completed_before_the_meeting_has_begun(panel: Panel) -> None:
    panel.notified()
    meeting_id = panel.on_agenda()
    for person_id, *_ in SEATS:
        given = {"meeting_id": meeting_id, "person_id": person_id, "mark": Mark.PRESENT}
        panel.act("panel-chair", record_attendance, **given)
    save(panel)
    with pytest.raises(MeetingNotBegun):
        complete(panel)
    panel.act("panel-chair", start_meeting, meeting_id=meeting_id)
    complete(panel)


def test_quorum_is_judged_without_those_who_declared_an_interest_in_this_case(listed: Panel) -> None:
    save(listed)
    listed.act("member-social-care", declare_interest, case_reference=CASE, reason="Her team knew the family")
    with pytest.raises(PanelNotQuorate) as refusal:
        complete(listed)
    assert "a local-authority professional" in refusal.value.missing


def test_a_case_that_is_on_no_agenda_cannot_be_completed(panel: Panel) -> None:
    panel.notified()
    save(panel, person="cdr-manager")
    with pytest.raises(NotPermitted):
        complete(panel)


def test_every_fault_of_the_analysis_is_named_at_once_and_nothing_is_published(listed: Panel) -> None:
    save(
        listed,
        replace(
            FORM, cause_of_death="Sepsis in leukaemia", modifiability="none", actions=(AgreedAction("Do it"),)
        ),
    )
    with pytest.raises(Invalid) as refusal:
        complete(listed)
    assert [fault.field for fault in refusal.value.faults] == [
        "override_reason",
        "modifiability",
        "action-0-owner",
        "action-0-level",
        "action-0-due_on",
    ]
    assert (status(listed), published(listed)) == (CaseStatus.LISTED, [])


def test_a_lower_category_is_accepted_with_a_reason_and_told_as_overridden(listed: Panel) -> None:
    form = replace(FORM, secondary_categories=(4,), override_reason="In remission for six years")
    save(listed, form)
    complete(listed)
    assert published(listed)[0]["overridden"] is True


@pytest.mark.parametrize("person", ["panel-member", "cdr-manager", "cdop-administrator", "auditor"])
def test_nobody_but_a_chair_completes(listed: Panel, person: str) -> None:
    save(listed)
    with pytest.raises(NotPermitted):
        complete(listed, person)


def test_a_chair_with_an_interest_neither_records_nor_completes(listed: Panel) -> None:
    save(listed)
    listed.act("panel-chair", declare_interest, case_reference=CASE, reason="A neighbour")
    with pytest.raises(NotPermitted):
        save(listed, version=1, person="panel-chair")
    with pytest.raises(NotPermitted):
        complete(listed)


def test_every_save_is_kept_and_one_that_changes_nothing_is_not(listed: Panel) -> None:
    assert save(listed) == 1
    assert save(listed, version=1) == 1
    assert save(listed, replace(FORM, summary="More is known now."), version=1) == 2
    assert saved_versions(listed) == [(1, 2, False), (1, 1, False)]


def test_a_second_writer_does_not_overwrite_the_first(listed: Panel) -> None:
    save(listed, person="cdr-manager")
    with pytest.raises(AnalysisChangedMeanwhile) as refusal:
        save(listed, replace(FORM, summary="The chair's own words."))
    assert refusal.value.saved_version == 1
    assert saved_versions(listed) == [(1, 1, False)]


def test_a_completed_review_takes_no_more_saves(listed: Panel) -> None:
    save(listed)
    complete(listed)
    with pytest.raises(ReviewLocked):
        save(listed, replace(FORM, summary="Afterthought"), version=2)
    with pytest.raises(CaseCannotMove):
        complete(listed)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE analysis_form SET form = '{}'",
        "DELETE FROM analysis_form",
        "INSERT INTO analysis_form SELECT case_reference, review_version, version + 1, form, saved_by,"
        " saved_by_name, saved_at, NULL, NULL FROM analysis_form WHERE completed_on IS NOT NULL",
    ],
)
def test_the_database_itself_keeps_a_completed_review(listed: Panel, statement: str) -> None:
    save(listed)
    complete(listed)
    with (
        pytest.raises(DBAPIError, match=r"never changed|locked"),
        listed.database.engine.begin() as connection,
    ):
        connection.execute(text(statement))


def test_a_reopened_review_starts_from_the_completed_one_and_becomes_a_new_version(listed: Panel) -> None:
    save(listed)
    complete(listed)
    with pytest.raises(Invalid):
        listed.act("panel-chair", reopen_review, case_reference=CASE, reason="")
    found = {"reason": "Inquest concluded otherwise", "ground": "inquest", "authorised_by": "The chair"}
    listed.act("cdr-manager", reopen_review, case_reference=CASE, **found)
    save(listed, replace(FORM, category=8, summary="As the inquest found."), version=1)
    complete(listed)
    assert [(one["review_version"], one["category"]) for one in published(listed)] == [(1, 9), (2, 8)]
    assert saved_versions(listed) == [
        (2, 3, True),
        (2, 2, False),
        (2, 1, False),
        (1, 2, True),
        (1, 1, False),
    ]


def test_a_due_date_that_passed_since_does_not_keep_a_reopened_review_open(listed: Panel) -> None:
    save(listed)
    complete(listed)
    listed.at = datetime(2027, 3, 1, 10, 0, tzinfo=UTC)
    listed.act("panel-chair", reopen_review, case_reference=CASE, reason="Toxicology came")
    complete(listed)
    assert saved_versions(listed)[0][0] == 2


def test_a_discussion_without_sign_off_is_kept_as_provisional(listed: Panel) -> None:
    save(listed)
    listed.act("panel-chair", record_discussion, case_reference=CASE, reason="A result is awaited")
    assert (status(listed), published(listed)) == (CaseStatus.REVIEWED, [])
    complete(listed)
    assert status(listed) is CaseStatus.COMPLETED


def test_a_held_case_is_no_longer_on_its_way_to_completion(listed: Panel) -> None:
    save(listed)
    listed.act(
        "cdr-manager",
        place_hold,
        case_reference=CASE,
        kind="inquest",
        reason="Opened",
        placed_on=date(2026, 6, 1),
    )
    with pytest.raises((CaseCannotMove, CaseNotListed)):
        complete(listed)


def test_a_migrated_database_keeps_saved_analyses_as_the_tables_promise(
    empty_database: Callable[[], str],
) -> None:
    database = Database("panel", empty_database())
    migrate(database, SERVICE.migrations)
    triggers = text(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = 'analysis_form'::regclass AND NOT tgisinternal"
    )
    with database.engine.connect() as connection:
        assert sorted(connection.scalars(triggers)) == [
            "analysis_form_is_kept",
            "analysis_form_is_not_emptied",
            "analysis_form_needs_an_open_review",
        ]
    database.close()
