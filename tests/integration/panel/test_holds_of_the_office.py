"""Holds that come from the office's record of another process: placed and lifted by themselves."""

from datetime import date

import pytest

from services.panel.actions.cases.lift_hold import lift_hold
from services.panel.actions.cases.mark_ready import mark_ready
from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.meetings.agenda import why_not_listed
from services.panel.domain.refusals import CaseHeld
from services.panel.queries.cases import case_for_change, visible_case
from shared.contracts import HoldRaised, HoldReleased
from shared.errors import Invalid, NotFound
from shared.people import SYSTEM

from .conftest import CASE, Panel


def raised(hold_id: str = "h1", kind: str = "inquest", **given: object) -> HoldRaised:
    facts = {"case_reference": CASE, "hold_id": hold_id, "kind": kind, "placed_on": date(2026, 4, 10)}
    return HoldRaised.model_validate({**facts, **given})


def released(hold_id: str = "h1", **given: object) -> HoldReleased:
    facts = {"case_reference": CASE, "hold_id": hold_id, "lifted_on": date(2026, 5, 10)}
    return HoldReleased.model_validate({**facts, **given})


def case_of(panel: Panel) -> ReviewCase:
    found: ReviewCase = panel.reading("cdr-manager", lambda tx: visible_case(tx, CASE))
    return found


def test_a_case_cannot_be_made_ready_or_listed_while_a_process_is_open(panel: Panel) -> None:
    panel.notified()
    panel.tell(raised())
    with pytest.raises(CaseHeld, match="Inquest"):
        panel.act("cdr-manager", mark_ready, case_reference=CASE)
    panel.tell(released())
    panel.act("cdr-manager", mark_ready, case_reference=CASE)
    assert case_of(panel).status is CaseStatus.READY_FOR_PANEL


def test_a_listed_case_is_deferred_when_an_inquest_opens(panel: Panel) -> None:
    panel.notified()
    panel.on_agenda()
    panel.tell(raised())
    assert case_of(panel).status is CaseStatus.DEFERRED
    assert why_not_listed(case_of(panel), date(2026, 6, 15)) == ["On hold: Inquest, since 10 April 2026."]


def test_one_process_ending_lifts_its_own_hold_only(panel: Panel) -> None:
    panel.notified()
    panel.tell(raised(), raised("h2", "criminal_proceedings"), released("h1"))
    assert [hold.kind for hold in case_of(panel).open_holds] == ["criminal_proceedings"]
    assert case_of(panel).age_days_net_of_holds(date(2026, 6, 15)) == 9


def test_a_hold_told_twice_is_one_hold(panel: Panel) -> None:
    panel.notified()
    panel.tell(raised(), raised())
    assert len(case_of(panel).holds) == 1


def test_a_release_that_comes_first_leaves_no_hold_open(panel: Panel) -> None:
    panel.notified()
    panel.tell(released(), raised())
    (hold,) = case_of(panel).holds
    assert (hold.open, hold.placed_on, hold.lifted_on) == (False, date(2026, 4, 10), date(2026, 5, 10))
    panel.act("cdr-manager", mark_ready, case_reference=CASE)


def test_what_is_told_of_a_case_that_is_not_known_yet_waits_for_it(panel: Panel) -> None:
    for event in (raised(), released()):
        with pytest.raises(NotFound):
            panel.tell(event)
    panel.notified()
    panel.tell(raised(), released())
    assert [hold.open for hold in case_of(panel).holds] == [False]


def test_a_release_dated_before_its_hold_is_kept_in_order(panel: Panel) -> None:
    panel.notified()
    panel.tell(raised(), released(lifted_on=date(2026, 4, 1)))
    assert case_of(panel).holds[0].lifted_on == date(2026, 4, 10)


@pytest.mark.parametrize("released_before", [False, True])
def test_a_hold_recorded_in_error_counts_for_no_day(panel: Panel, released_before: bool) -> None:
    panel.notified()
    panel.tell(raised(), *([released()] if released_before else []))
    panel.tell(released(lifted_on=date(2026, 4, 10), outcome="recorded_in_error"))
    case = case_of(panel)
    assert case.age_days(date(2026, 6, 15)) == case.age_days_net_of_holds(date(2026, 6, 15))


def test_a_process_that_blocks_completion_lets_the_panel_discuss_the_case(panel: Panel) -> None:
    panel.notified()
    panel.tell(raised(kind="patient_safety_investigation", blocks="completion"))
    panel.on_agenda()
    case = case_of(panel)
    assert case.status is CaseStatus.LISTED
    with pytest.raises(CaseHeld, match="patient-safety"):
        case.check_step(CaseStatus.COMPLETED)


def test_a_hold_of_the_office_is_lifted_by_hand_only_by_saying_that_it_is_still_open(panel: Panel) -> None:
    panel.notified()
    panel.tell(raised())
    with pytest.raises(Invalid) as refused:
        panel.act("cdr-manager", lift_hold, case_reference=CASE, hold_id="h1", because="")
    assert {fault.field for fault in refused.value.faults} == {"because", "although_open"}
    panel.act(
        "cdr-manager",
        lift_hold,
        case_reference=CASE,
        hold_id="h1",
        because="The coroner agreed by telephone",
        although_open=True,
    )
    panel.tell(released())
    (hold,) = case_of(panel).holds
    assert (hold.lifted_on, hold.lifted_because) == (date(2026, 6, 15), "The coroner agreed by telephone")


def test_the_page_shows_why_and_asks_before_a_hold_of_the_office_is_lifted(panel: Panel, sign_in) -> None:
    panel.notified()
    panel.tell(raised())
    manager = sign_in("cdr-manager")
    page = manager.get(f"/cases/{CASE}").text
    assert "The case cannot be listed" in page
    again = manager.post(
        f"/cases/{CASE}/holds/h1/lift", f"/cases/{CASE}", {"because-h1": "The inquest has concluded"}
    )
    assert again.status_code == 422
    assert "The inquest has concluded" in again.text
    assert "record of this process is still open" in again.text


def test_an_inquest_that_opens_after_completion_is_kept_but_does_not_reopen_the_case(panel: Panel) -> None:
    panel.notified()
    with panel.database.transaction(person=SYSTEM, at=panel.at) as tx:
        case = case_for_change(tx, CASE)
        case.status, case.closed_on = CaseStatus.COMPLETED, date(2026, 6, 1)
    panel.tell(raised(placed_on=date(2026, 6, 10)))
    assert (case_of(panel).status, len(case_of(panel).open_holds)) == (CaseStatus.COMPLETED, 1)
