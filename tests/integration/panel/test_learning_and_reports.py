"""Learning that is passed on, registers put right, and the panel's reports on a real database."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from services.panel.actions.analysis.complete_review import complete_review
from services.panel.actions.analysis.save_analysis import save_analysis
from services.panel.actions.learning.record_action_step import record_action_step
from services.panel.actions.learning.write_learning import write_learning
from services.panel.actions.meetings.close_meeting import close_meeting
from services.panel.actions.meetings.record_attendance import record_attendance
from services.panel.domain.analysis.analysis import AgreedAction, AnalysisForm, ContributoryFactor
from services.panel.domain.learning.action_log import Said
from services.panel.domain.meetings.attendance import Mark
from services.panel.domain.reports.board_report import board_report
from services.panel.queries.meetings import visible_meeting
from services.panel.queries.reports import board_figures, corrections_of
from services.panel.tables.learning import shared_learning
from shared.errors import Invalid, NotPermitted
from shared.periods import parse_period
from tests.integration.panel.conftest import CASE, Browser, Filled, Panel, a_notification

FORM = AnalysisForm(
    cause_of_death="Meningococcal sepsis",
    summary="A baby who became ill over a day.",
    category=9,
    factors=(ContributoryFactor("B", "Parental smoking", 2, "yes", "Page 1.1"),),
    modifiability="modifiable",
    actions=(AgreedAction("Offer smoking cessation", "Public health", "local", date(2026, 7, 1)),),
)
TEXT: dict[str, Any] = {"kind": "good_practice", "title": "Home visits", "text": "Two visit together."}
PERIOD = parse_period("2026-27-H1")


@pytest.fixture
def completed(panel: Panel, filled: Filled) -> Panel:
    return filled(panel, make_completed)


def make_completed(panel: Panel) -> None:
    panel.notified()
    meeting = panel.on_agenda()
    panel.everybody_present(meeting)
    panel.act("cdr-manager", save_analysis, case_reference=CASE, form=FORM, version=0)
    panel.act("panel-chair", complete_review, case_reference=CASE)


def test_a_composite_account_of_fewer_than_three_cases_is_refused(completed: Panel) -> None:
    for cases in ([], [CASE], [CASE, CASE, CASE]):
        with pytest.raises(Invalid) as refused:
            completed.act(
                "cdr-manager", write_learning, **{**TEXT, "kind": "vignette"}, themes=[], cases=cases
            )
        assert [fault.field for fault in refused.value.faults] == ["cases"]
    with pytest.raises(Invalid) as refused:
        others = [CASE, "LLR-2026-0002", "LLR-2026-0003"]
        completed.act("cdr-manager", write_learning, **{**TEXT, "kind": "vignette"}, themes=[], cases=others)
    assert "No completed review has the reference LLR-2026-0002, LLR-2026-0003" in str(refused.value.faults)


def test_a_text_that_names_its_case_or_a_person_is_refused_with_every_fault(completed: Panel) -> None:
    with pytest.raises(Invalid) as refused:
        completed.act(
            "cdr-manager",
            write_learning,
            kind="",
            title=f"What {CASE} taught",
            text="Born 3 March 2026",
            themes=["no_such_theme"],
            cases=[CASE],
        )
    assert [fault.field for fault in refused.value.faults] == ["kind", "themes", "title", "text"]


def test_a_second_person_marks_it_fit_and_only_then_the_boards_read_it(
    completed: Panel, sign_in: Callable[[str], Browser]
) -> None:
    manager, office = sign_in("cdr-manager"), sign_in("cdop-administrator")
    manager.post("/learning/new", "/learning/new", {**TEXT, "cases": CASE})
    with completed.database.session() as session:
        learning_id = session.scalars(select(shared_learning.c.id)).one()
    path = "/reports/board/2026-27-H1/publishable"
    assert "Two visit together" not in manager.get(path).text
    own = manager.post(f"/learning/{learning_id}/fit", "/learning", {"do": "fit"})
    assert (own.status_code, "whoever wrote the text" in own.text) == (409, True)
    office.post(f"/learning/{learning_id}/fit", "/learning", {"do": "fit"})
    shown = manager.get(path).text
    assert "Two visit together" in shown
    assert CASE not in shown


def test_the_log_says_to_whom_and_how_and_that_a_reach_is_not_known(
    completed: Panel, sign_in: Callable[[str], Browser]
) -> None:
    manager = sign_in("cdr-manager")
    manager.post("/learning/new", "/learning/new", {**TEXT, "cases": CASE})
    with completed.database.session() as session:
        learning_id = session.scalars(select(shared_learning.c.id)).one()
    empty = manager.post("/learning", "/learning", {"learning_id": learning_id, "reach": "many"})
    assert empty.status_code == 422
    for said in ("Say who was told", "Choose how they were told", "Enter the day", "Enter a whole number"):
        assert said in empty.text
    given = {"audience": "Health visitors", "channel": "forum", "by": "Community trust"}
    day = {"on-day": "1", "on-month": "6", "on-year": "2026"}
    manager.post("/learning", "/learning", {"learning_id": learning_id, **given, **day})
    told = manager.get("/learning.csv").text
    assert "Home visits,Good practice,,Health visitors,Forum of an organisation,2026-06-01" in told
    assert "Not known" in told
    assert CASE not in told


def test_a_closed_register_is_put_right_only_with_a_reason_and_keeps_what_it_said(
    panel: Panel, sign_in: Callable[[str], Browser]
) -> None:
    panel.notified()
    meeting = panel.on_agenda()
    panel.everybody_present(meeting)
    panel.act("cdr-manager", close_meeting, meeting_id=meeting, discussed=[CASE])
    line = {"meeting_id": meeting, "person_id": "member-acute", "mark": Mark.APOLOGIES}
    with pytest.raises(Invalid):
        panel.act("cdr-manager", record_attendance, **line)
    manager, path = sign_in("cdr-manager"), f"/meetings/{meeting}/attendance"
    typed = {"mark-member-acute": "apologies", "was-member-acute": "present"}
    refused = manager.post(path, path, typed)
    assert (refused.status_code, "say why its register is changed" in refused.text) == (422, True)
    assert re.search(r'<option value="apologies"[^>]*selected', refused.text)
    manager.post(path, path, {**typed, "reason": "She left before it began"})
    assert "She left before it began" in manager.get(path).text
    [kept] = panel.reading("cdr-manager", lambda tx: corrections_of(tx, meeting))
    assert (kept.was, kept.became) == (Mark.PRESENT, Mark.APOLOGIES)
    read = panel.reading("cdr-manager", lambda tx: visible_meeting(tx, meeting).seat("member-acute").mark)
    assert read is Mark.APOLOGIES


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_the_register_is_a_file_in_each_format(
    completed: Panel, sign_in: Callable[[str], Browser], kind: str
) -> None:
    answer = sign_in("cdr-manager").get(f"/register.{kind}")
    assert answer.headers["content-disposition"] == f'attachment; filename="attendance-register.{kind}"'
    assert answer.content[:2] == (b"PK" if kind != "csv" else b"\xef\xbb")


def test_a_closed_period_gives_the_same_answer_when_it_is_run_again(completed: Panel) -> None:
    def report() -> list[object]:
        made = completed.reading(
            "cdr-manager",
            lambda tx: board_report(board_figures(tx, PERIOD), policy=None, run_on=date(2026, 10, 1)),
        )
        return [(one.indicator.id, one.by_part) for one in made.lines]

    completed.at = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
    before = report()
    assert {one[0]: one[1]["joint"].texts for one in before}["reviewed"][0] == "1"  # type: ignore[index]
    assert {one[0]: one[1]["leicester"].texts for one in before}["overdue"][:2] == ("1", "1")  # type: ignore[index]
    completed.act(
        "cdr-manager",
        record_action_step,
        case_reference=CASE,
        review_version=1,
        number=0,
        said=Said("reported_done", "Done", evidence="Letter", on=date(2026, 7, 1)),
    )
    completed.notified("LLR-2026-0900", notified_on=date(2026, 10, 1))
    completed.at = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)
    assert report() == before


def test_the_two_versions_of_the_report_are_for_the_office_and_the_chair(
    completed: Panel, sign_in: Callable[[str], Browser]
) -> None:
    completed.at = datetime(2026, 7, 6, 9, 0, tzinfo=UTC)
    confidential = sign_in("panel-chair").get("/reports/board/2026-27-H1/confidential")
    assert "Offer smoking cessation" in confidential.text
    assert "Draft" in confidential.text
    publishable = sign_in("cdr-manager").get("/reports/board/2026-27-H1/publishable")
    for hidden in ("Offer smoking cessation", "Parental smoking", "A baby who became ill", CASE):
        assert hidden not in publishable.text
    assert "Counts of 1 to 7 are suppressed" in publishable.text
    assert sign_in("panel-member").get("/reports/board/2026-27-H1/publishable").status_code == 403
    with pytest.raises(NotPermitted):
        completed.reading("panel-member", lambda tx: board_figures(tx, PERIOD))


def test_the_report_is_a_pdf_that_names_its_reader_only_where_it_is_confidential(
    completed: Panel, sign_in: Callable[[str], Browser]
) -> None:
    completed.at = datetime(2026, 7, 6, 9, 0, tzinfo=UTC)
    manager = sign_in("cdr-manager")
    read = {}
    for version in ("confidential", "publishable"):
        answer = manager.get(f"/reports/board/2026-27-H1/{version}/file.pdf")
        assert answer.headers["content-type"] == "application/pdf"
        sheets = PdfReader(BytesIO(answer.content)).pages
        read[version] = " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
    assert "Offer smoking cessation" in read["confidential"]
    assert "Testerley" in read["confidential"]
    for hidden in ("Testerley", "Offer smoking cessation", CASE):
        assert hidden not in read["publishable"]
    assert "Actions overdue" in read["publishable"]
    assert "Confidential" not in read["publishable"]


@pytest.mark.parametrize(
    "path",
    ["board/2026-27-H1/other", "board/2030-31/publishable", "board/nonsense/publishable",
     "board/2026-27/publishable/file.exe"],
)  # fmt: skip
def test_what_there_is_not_is_not_found(panel: Panel, sign_in: Callable[[str], Browser], path: str) -> None:
    assert sign_in("cdr-manager").get(f"/reports/{path}").status_code == 404


def test_the_reports_page_shows_the_backlog_and_asks_again_for_a_day_that_cannot_be_read(
    panel: Panel, sign_in: Callable[[str], Browser]
) -> None:
    panel.notified()
    panel.tell(a_notification("LLR-2026-0108"))
    manager = sign_in("cdr-manager")
    shown = manager.get("/reports")
    assert "Waiting for information" in shown.text
    span = "first-day=1&first-month=4&first-year=2026&last-day=31&last-month=2&last-year=2026"
    wrong = manager.get(f"/reports?{span}")
    assert (wrong.status_code, "Enter a real date" in wrong.text) == (422, True)
