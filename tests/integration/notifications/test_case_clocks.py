"""Milestones, judgements that are kept, and reasons for breaches, on a real database."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event, select

from services.notifications.actions.clocks.judge_clocks import judge_again
from services.notifications.actions.clocks.record_breach_reason import record_breach_reason
from services.notifications.actions.clocks.record_milestone import record_milestone
from services.notifications.actions.clocks.withdraw_milestone import withdraw_milestone
from services.notifications.actions.intake.mark_out_of_scope import mark_out_of_scope
from services.notifications.actions.intake.submit_notification import submit_notification
from services.notifications.actions.processes.open_parallel_process import open_parallel_process
from services.notifications.actions.processes.update_parallel_process import update_parallel_process
from services.notifications.domain.clocks.refusals import MilestoneAlreadyRecorded
from services.notifications.domain.clocks.stages import Stage
from services.notifications.domain.forms.notification_form import read_form
from services.notifications.domain.forms.sent_payload import flat
from services.notifications.domain.gathering.refusals import CaseNotAccepted
from services.notifications.queries import clocks
from services.notifications.tables.clocks import case_milestone, clock_judgement
from shared.errors import Invalid, NotPermitted
from shared.storage import Database

from .a_case import FRIDAY, MEMBER, accepted, asked, at_work, payload
from .conftest import MANAGER, enter_as

NOVEMBER = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
HELD = "child_death_review_meeting_held"


def record(database: Database, reference: str, kind: str, on: date | None, at: datetime = NOVEMBER) -> None:
    with at_work(database, at=at) as tx:
        record_milestone(tx, case=reference, kind=kind, on=on)


def states(database: Database, reference: str, at: datetime = NOVEMBER) -> dict[str, Any]:
    with at_work(database, at=at) as tx:
        return {each.id: each for each in clocks.clock_strips(tx, [reference], on=at.date())[reference]}


def kept(database: Database) -> list[Any]:
    with database.session() as session:
        return list(session.execute(select(clock_judgement).order_by(clock_judgement.c.judgement_id)))


def test_the_notification_clocks_are_judged_and_kept_with_their_working_on_acceptance(
    database: Database,
) -> None:
    accepted(database)
    found = kept(database)
    assert [(row.clock_id, row.met, row.clock_version) for row in found] == [
        ("next_working_day", True, "1"),
        ("24_hours", True, "1"),
        ("48_hours", True, "1"),
    ]
    assert ["Result", "met with 1 day 13 hours to spare"] in found[0].working


def test_a_hold_recorded_late_changes_a_judgement_only_when_somebody_says_so_and_the_old_one_stays(
    database: Database,
) -> None:
    reference = accepted(database)
    record(database, reference, HELD, date(2026, 10, 1))
    assert states(database, reference)["child_death_review_meeting"].state == "late"
    with at_work(database, at=NOVEMBER) as tx:
        police = open_parallel_process(
            tx, case=reference, kind="criminal_proceedings", opened_on=date(2026, 7, 1)
        )
    with at_work(database, at=NOVEMBER) as tx:
        update_parallel_process(
            tx, process_id=police.process_id, status="concluded", on=date(2026, 8, 15), outcome="No charge"
        )
    assert states(database, reference)["child_death_review_meeting"].state == "late"
    with at_work(database, at=NOVEMBER) as tx:
        changed = judge_again(tx, case=reference, because="A hold was recorded late")
    assert [state.id for state in changed] == ["child_death_review_meeting"]
    assert states(database, reference)["child_death_review_meeting"].state == "met"
    rows = [row for row in kept(database) if row.clock_id == "child_death_review_meeting"]
    assert [(row.met, row.superseded_at is None) for row in rows] == [(False, False), (True, True)]
    assert rows[1].because == "A hold was recorded late"


def test_a_milestone_names_every_fault_and_saves_nothing(database: Database) -> None:
    reference = accepted(database)
    record(database, reference, HELD, date(2026, 8, 1))
    record(database, reference, "panel_reviewed", date(2026, 9, 1))
    for kind, on, said in (
        ("", date(2026, 9, 1), "Choose what has happened"),
        (HELD, None, "Enter the day"),
        (HELD, date(2027, 1, 1), "in the future"),
        (HELD, date(2026, 6, 1), "before the death"),
        ("draft_analysis_received", date(2026, 10, 1), "after “reviewed by the panel”"),
    ):
        with pytest.raises(Invalid, match=said):
            record(database, reference, kind, on)
    with database.session() as session:
        assert len(session.execute(select(case_milestone)).all()) == 2


def refused(database: Database, reference: str, kind: str) -> list[str]:
    with pytest.raises(Invalid) as wrong:
        record(database, reference, kind, date(2026, 9, 1))
    assert {fault.field for fault in wrong.value.faults} == {"milestone"}
    return [fault.message for fault in wrong.value.faults]


def test_a_review_is_not_recorded_before_what_it_rests_on(database: Database) -> None:
    reference = accepted(database)
    meeting = "“Child death review meeting held” has to be recorded before “reviewed by the panel”"
    assert refused(database, reference, "panel_reviewed") == [meeting]
    panel = "“Reviewed by the panel” has to be recorded before “review completed”"
    assert refused(database, reference, "review_completed") == [panel]


def test_an_open_process_that_holds_the_panel_up_keeps_the_review_from_being_recorded(
    database: Database,
) -> None:
    reference = accepted(database)
    with at_work(database, at=NOVEMBER) as tx:
        inquest = open_parallel_process(tx, case=reference, kind="inquest", opened_on=date(2026, 7, 1))
    inquest_open = "“Inquest” is still open, and holds up “reviewed by the panel”"
    assert len(refused(database, reference, "panel_reviewed")) == 2
    record(database, reference, HELD, date(2026, 8, 1))
    assert refused(database, reference, "panel_reviewed") == [inquest_open]
    with at_work(database, at=NOVEMBER) as tx:
        update_parallel_process(
            tx, process_id=inquest.process_id, status="concluded", on=date(2026, 8, 15), outcome="Natural"
        )
    record(database, reference, "panel_reviewed", date(2026, 9, 1))


def test_a_process_that_gates_completion_lets_the_panel_discuss_and_not_complete(database: Database) -> None:
    reference = accepted(database)
    record(database, reference, HELD, date(2026, 8, 1))
    with at_work(database, at=NOVEMBER) as tx:
        safety, quick = "patient_safety_investigation", "rapid_review"
        for kind in (safety, quick):
            open_parallel_process(tx, case=reference, kind=kind, opened_on=date(2026, 7, 1))
    record(database, reference, "panel_reviewed", date(2026, 9, 1))
    (said,) = refused(database, reference, "review_completed")
    assert said == "“NHS patient-safety investigation” is still open, and holds up “review completed”"


def test_a_review_recorded_already_is_the_same_again_whatever_was_opened_since(database: Database) -> None:
    reference = accepted(database)
    record(database, reference, HELD, date(2026, 8, 1))
    record(database, reference, "panel_reviewed", date(2026, 9, 1))
    with at_work(database, at=NOVEMBER) as tx:
        open_parallel_process(tx, case=reference, kind="inquest", opened_on=date(2026, 10, 1))
    record(database, reference, "panel_reviewed", date(2026, 9, 1))


def test_a_milestone_is_recorded_once_and_another_day_is_refused(database: Database) -> None:
    reference = accepted(database)
    record(database, reference, HELD, date(2026, 9, 1))
    record(database, reference, HELD, date(2026, 9, 1))
    with pytest.raises(MilestoneAlreadyRecorded):
        record(database, reference, HELD, date(2026, 9, 2))


def test_a_milestone_taken_back_sets_its_judgement_aside_and_the_clock_runs_again(database: Database) -> None:
    reference = accepted(database)
    record(database, reference, HELD, date(2026, 9, 1))
    with at_work(database, at=NOVEMBER) as tx:
        with pytest.raises(Invalid):
            withdraw_milestone(tx, case=reference, kind=HELD, because=" ")
        withdraw_milestone(tx, case=reference, kind=HELD, because="It was the meeting of another case")
    assert states(database, reference)["child_death_review_meeting"].state == "overdue"
    record(database, reference, HELD, date(2026, 10, 1))
    assert states(database, reference)["child_death_review_meeting"].state == "late"
    with database.session() as session:
        rows = session.execute(select(case_milestone).order_by(case_milestone.c.milestone_id)).all()
    assert [row.withdrawn_because for row in rows] == ["It was the meeting of another case", None]


def test_a_breach_has_a_reason_of_the_list_and_words_and_only_a_breach_has(database: Database) -> None:
    reference = accepted(database)
    record(database, reference, HELD, date(2026, 10, 1))
    with at_work(database, at=NOVEMBER) as tx:
        with pytest.raises(Invalid) as refused:
            record_breach_reason(
                tx,
                case=reference,
                clock_id="child_death_review_meeting",
                reason="notifier_unaware",
                words="",
            )
        assert [fault.field for fault in refused.value.faults] == ["reason", "words"]
        with pytest.raises(Invalid, match="neither late"):
            record_breach_reason(
                tx, case=reference, clock_id="next_working_day", reason="other", words="None"
            )
        for words in ("First", "Second thoughts"):
            record_breach_reason(
                tx,
                case=reference,
                clock_id="child_death_review_meeting",
                reason="people_unavailable",
                words=words,
            )
        found = clocks.breach_reasons_of(tx, [reference])[reference]
    assert found["child_death_review_meeting"]["words"] == "Second thoughts"


def test_the_stage_follows_what_has_happened(database: Database) -> None:
    with at_work(database) as tx:
        answers = read_form(flat(payload()), now=FRIDAY, demonstration=True)
        waiting = submit_notification(tx, answers=answers, panel_code="LLR").case_reference
    reference, _ = asked(database)

    def stage(of: str) -> Stage:
        with at_work(database, at=NOVEMBER) as tx:
            return clocks.standings(tx, [of], on=NOVEMBER.date())[of].stage

    found = [stage(waiting), stage(reference)]
    for kind in ("child_death_review_meeting_held", "draft_analysis_received", "panel_reviewed"):
        record(database, reference, kind, date(2026, 9, 1))
        found.append(stage(reference))
    assert found == [
        Stage.TRIAGE,
        Stage.GATHERING,
        Stage.CHILD_DEATH_REVIEW_MEETING,
        Stage.WITH_PANEL,
        Stage.FINALISING,
    ]


def test_a_case_is_open_until_it_is_finalised(database: Database) -> None:
    first, second = accepted(database), accepted(database, FRIDAY + timedelta(days=1))

    def open_ones() -> list[str]:
        with at_work(database, at=NOVEMBER) as tx:
            return clocks.open_case_references(tx)

    assert open_ones() == [first, second]
    record(database, first, "national_database_finalised", date(2026, 10, 1))
    assert open_ones() == [second]


def test_milestones_of_the_review_need_an_accepted_case_and_those_of_any_death_do_not(
    database: Database,
) -> None:
    with at_work(database) as tx:
        answers = read_form(flat(payload()), now=FRIDAY, demonstration=True)
        reference = submit_notification(tx, answers=answers, panel_code="LLR").case_reference
    with pytest.raises(CaseNotAccepted):
        record(database, reference, "panel_reviewed", date(2026, 9, 1))
    record(database, reference, "initial_joint_agency_meeting_held", date(2026, 6, 12))


def test_only_the_office_records_and_reads_clocks(database: Database) -> None:
    reference = accepted(database)
    with at_work(database, MEMBER) as tx:
        for refused in (
            lambda: record_milestone(tx, case=reference, kind=HELD, on=date(2026, 6, 12)),
            lambda: clocks.standings(tx, [reference], on=FRIDAY.date()),
            lambda: clocks.open_case_references(tx),
            lambda: judge_again(tx, case=reference, because="x"),
        ):
            with pytest.raises(NotPermitted):
                refused()


def test_the_strips_of_many_cases_take_as_many_queries_as_that_of_one(database: Database) -> None:
    references = [accepted(database, FRIDAY + timedelta(hours=hour)) for hour in range(4)]

    def queries(of: list[str]) -> int:
        said: list[str] = []

        def listen(*given: Any) -> None:
            said.append(given[2])

        with at_work(database, at=NOVEMBER) as tx:
            event.listen(database.application, "before_cursor_execute", listen)
            assert len(clocks.clock_strips(tx, of, on=NOVEMBER.date())) == len(of)
            event.remove(database.application, "before_cursor_execute", listen)
        return len(said)

    assert queries(references) == queries(references[:1]) <= 9


def test_the_overview_says_first_where_the_case_is_and_who_holds_it_up(
    database: Database, web: TestClient
) -> None:
    reference, _ = asked(database)
    enter_as(web, MANAGER)
    page = web.get(f"/notifications/cases/{reference}").text
    order = ["Gathering information", "Who is holding it up", "General practitioner: due", "Next working day"]
    assert [page.index(words) for words in order] == sorted(page.index(words) for words in order)
    assert "days since the death" in page


def test_a_case_that_is_not_one_is_held_up_by_nobody(database: Database, web: TestClient) -> None:
    with at_work(database) as tx:
        answers = read_form(flat(payload()), now=FRIDAY, demonstration=True)
        reference = submit_notification(tx, answers=answers, panel_code="LLR").case_reference
        mark_out_of_scope(tx, reference=reference, reason="Not a child of this area")
    enter_as(web, MANAGER)
    assert "Nobody: it did not become a case here" in web.get(f"/notifications/cases/{reference}").text


def test_where_the_day_of_the_death_is_not_known_the_age_is_counted_from_the_notification(
    database: Database,
) -> None:
    reference = accepted(
        database,
        death={
            "died_at": "not_known",
            "earliest_on": "2026-06-01",
            "latest_on": "2026-06-10",
            "place_of_death": "home",
            "expected": "no",
        },
    )
    with at_work(database, at=NOVEMBER) as tx:
        standing = clocks.standings(tx, [reference], on=NOVEMBER.date())[reference]
    assert (standing.counted_from, standing.age_days) == ("the notification", 144)
