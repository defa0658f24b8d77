"""A case on its way: steps, readiness, holds, age."""

from datetime import UTC, date, datetime

import pytest

from services.panel.domain.cases.case_status import CASE_TRANSITIONS, CLOSED, STATUS_LABELS, CaseStatus
from services.panel.domain.cases.holds import Hold, hold_faults
from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.cases.sources import InformationSource
from services.panel.domain.refusals import CaseCannotMove, CaseHeld, CaseNotReady, HoldAlreadyLifted
from shared.errors import TransitionRefused

AT = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)
TODAY = AT.date()
S = CaseStatus


def a_case(**given: object) -> ReviewCase:
    facts: dict[str, object] = {
        "reference": "LLR-2026-0107",
        "notified_on": date(2026, 4, 1),
        "died_in": "2026-03",
        "age_band": "28-364 days",
        "age_text": "3 months",
        "sex": "female",
        "ethnic_category": "A",
        "ethnic_group": "White",
        "area": "Leicester",
        "deprivation_quintile": 1,
        "place_of_death": "home",
        "place_of_event": "home",
        "expected": "no",
        "gestation_weeks": None,
        "coroner_informed": "yes",
        "joint_agency_response": True,
        "notifier_role": "paediatrician",
        "notifier_sector": "acute_hospital",
        "has_notification_text": True,
        "review_meeting_held_on": date(2026, 4, 28),
        "draft_analysis_received_on": date(2026, 5, 4),
    }
    return ReviewCase(**{**facts, **given})  # type: ignore[arg-type]


def a_source(outcome: str | None = "returned", number: int = 1, **given: object) -> InformationSource:
    source = InformationSource(f"s{number}", "health_visitor", "community_health", **given)  # type: ignore[arg-type]
    source.outcome = outcome
    source.received_on = TODAY if outcome else None
    return source


def a_hold(kind: str = "inquest", placed_on: date = date(2026, 5, 1), number: int = 1) -> Hold:
    return Hold(f"hold-{number}", kind, "Opened and adjourned", placed_on, "cdr-manager")


def step(case: ReviewCase, *statuses: CaseStatus) -> ReviewCase:
    for status in statuses:
        case.move_to(status, by="cdr-manager", at=AT)
    return case


def test_every_status_has_its_steps_and_its_name() -> None:
    assert set(CASE_TRANSITIONS) == set(S)
    assert set(STATUS_LABELS) == set(S)
    assert set().union(*CASE_TRANSITIONS.values()) == set(S) - {S.NOTIFIED}


def test_a_case_goes_from_notification_to_a_completed_review_and_every_step_is_kept() -> None:
    case = step(a_case(), S.GATHERING, S.READY_FOR_PANEL, S.LISTED, S.COMPLETED)
    assert case.status is S.COMPLETED
    assert [(one.from_status, one.to_status) for one in case.history] == [
        (S.NOTIFIED, S.GATHERING),
        (S.GATHERING, S.READY_FOR_PANEL),
        (S.READY_FOR_PANEL, S.LISTED),
        (S.LISTED, S.COMPLETED),
    ]
    assert {one.by for one in case.history} == {"cdr-manager"}


def test_a_case_cannot_be_listed_before_it_is_ready() -> None:
    case = step(a_case(), S.GATHERING)
    with pytest.raises(CaseCannotMove, match="does not follow"):
        case.move_to(S.LISTED, by="cdr-manager", at=AT)
    assert (case.status, len(case.history)) == (S.GATHERING, 1)


@pytest.mark.parametrize("status", sorted(CLOSED))
def test_a_closed_case_has_a_day_on_which_it_closed_and_loses_it_when_reopened(status: CaseStatus) -> None:
    before = {S.COMPLETED: S.LISTED, S.FINALISED: S.COMPLETED}.get(status, S.GATHERING)
    case = a_case(status=before)
    step(case, status)
    assert case.closed_on == TODAY
    if back := CASE_TRANSITIONS[status] - CLOSED:
        step(case, next(iter(back)))
        assert case.closed_on is None


def test_finalising_a_review_does_not_make_it_older() -> None:
    case = step(a_case(status=S.LISTED), S.COMPLETED)
    case.move_to(S.FINALISED, by="cdr-manager", at=AT.replace(month=9))
    assert case.closed_on == TODAY


def test_the_day_a_case_closes_is_the_day_in_london() -> None:
    case = a_case(status=S.LISTED)
    case.move_to(S.COMPLETED, by="panel-chair", at=datetime(2026, 6, 15, 23, 30, tzinfo=UTC))
    assert case.closed_on == date(2026, 6, 16)


def test_readiness_says_which_forms_are_missing_and_from_whom() -> None:
    asked = {"requested_on": date(2026, 5, 5), "due_on": date(2026, 5, 27)}
    case = a_case(
        sources=[
            a_source("nil_return", 1),
            a_source(None, 2, **asked),
            InformationSource("s3", "police_officer", "police"),
        ]
    )
    assert case.missing(TODAY) == [
        "Health visitor (community health): Asked 5 May 2026, due 27 May 2026, 19 days overdue.",
        "Police officer (police): Not asked yet.",
    ]


def test_a_nil_return_counts_as_complete() -> None:
    assert a_case(sources=[a_source("nil_return")]).missing(TODAY) == []


def test_a_case_of_which_nobody_was_asked_is_not_complete() -> None:
    case = a_case(has_notification_text=False)
    assert len(case.missing(TODAY)) == 2


def test_an_incomplete_case_is_made_ready_only_for_a_stated_reason() -> None:
    case = step(a_case(sources=[a_source(None)]), S.GATHERING)
    with pytest.raises(CaseNotReady) as refusal:
        case.make_ready(by="cdr-manager", at=AT, on=TODAY, without_because="  ")
    assert refusal.value.missing == ("Health visitor (community health): Not asked yet.",)
    case.make_ready(by="cdr-manager", at=AT, on=TODAY, without_because="Records destroyed in a fire")
    assert case.status is S.READY_FOR_PANEL
    assert case.history[-1].reason == "Records destroyed in a fire"


def test_a_listed_case_is_not_made_ready_behind_the_back_of_its_agenda() -> None:
    case = a_case(status=S.LISTED, sources=[a_source()])
    assert not case.may_be_made_ready
    with pytest.raises(CaseCannotMove):
        case.make_ready(by="cdr-manager", at=AT, on=TODAY)


def test_lifting_one_hold_does_not_lift_another() -> None:
    case = step(a_case(sources=[a_source()]), S.GATHERING)
    case.place_hold(a_hold("inquest", number=1), by="cdr-manager", at=AT)
    case.place_hold(a_hold("criminal_proceedings", number=2), by="cdr-manager", at=AT)
    case.lift_hold("hold-1", on=TODAY, by="cdr-manager", because="Concluded")
    assert [hold.kind for hold in case.open_holds] == ["criminal_proceedings"]
    with pytest.raises(CaseHeld, match="Criminal"):
        case.make_ready(by="cdr-manager", at=AT, on=TODAY)
    case.lift_hold("hold-2", on=TODAY, by="cdr-manager", because="No charge")
    case.make_ready(by="cdr-manager", at=AT, on=TODAY)
    assert case.status is S.READY_FOR_PANEL


def test_a_hold_is_lifted_once() -> None:
    case = a_case()
    case.place_hold(a_hold(), by="cdr-manager", at=AT)
    case.lift_hold("hold-1", on=TODAY, by="cdr-manager", because="Concluded")
    with pytest.raises(HoldAlreadyLifted):
        case.lift_hold("hold-1", on=TODAY, by="cdr-manager", because="Concluded")


@pytest.mark.parametrize(("before", "after"), [(S.READY_FOR_PANEL, S.GATHERING), (S.LISTED, S.DEFERRED)])
def test_a_hold_takes_a_case_out_of_the_way_of_the_panel(before: CaseStatus, after: CaseStatus) -> None:
    case = a_case(status=before)
    case.place_hold(a_hold(), by="cdr-manager", at=AT)
    assert case.status is after
    assert "Inquest" in case.history[-1].reason


def test_a_held_case_cannot_be_completed_and_a_completed_one_cannot_be_held() -> None:
    case = a_case(status=S.REVIEWED)
    case.place_hold(a_hold(), by="cdr-manager", at=AT)
    with pytest.raises(CaseHeld):
        step(case, S.COMPLETED)
    done = a_case(status=S.COMPLETED)
    with pytest.raises(TransitionRefused):
        done.place_hold(a_hold(), by="cdr-manager", at=AT)
    assert done.holds == []


def test_age_net_of_holds_counts_a_day_under_two_holds_once() -> None:
    inquest = a_hold("inquest", date(2026, 4, 11), 1)
    inquest.lifted_on = date(2026, 5, 1)
    police = a_hold("criminal_proceedings", date(2026, 4, 21), 2)
    police.lifted_on = date(2026, 5, 11)
    case = a_case(holds=[police, inquest])
    assert case.age_days(date(2026, 6, 10)) == 70
    assert case.age_days_net_of_holds(date(2026, 6, 10)) == 40


def test_an_open_hold_stops_the_net_age_but_not_the_age() -> None:
    case = a_case(holds=[a_hold("inquest", date(2026, 4, 11))])
    assert case.age_days(date(2026, 6, 10)) == 70
    assert case.age_days_net_of_holds(date(2026, 6, 10)) == 10


def test_the_age_of_a_closed_case_stands_still() -> None:
    case = a_case(status=S.LISTED)
    step(case, S.COMPLETED)
    assert case.age_days(date(2028, 1, 1)) == case.age_days(TODAY) == 75


def test_open_holds_then_the_longest_overdue_hold_a_case_up() -> None:
    case = a_case(
        sources=[
            a_source(None, 1, requested_on=date(2026, 5, 5), due_on=date(2026, 6, 10)),
            InformationSource(
                "s2", "police_officer", "police", requested_on=date(2026, 5, 5), due_on=date(2026, 5, 6)
            ),
            InformationSource("s3", "social_worker", "local_authority"),
        ],
        holds=[a_hold()],
    )
    assert case.held_up_by(TODAY) == [
        "Inquest",
        "Police officer (police)",
        "Health visitor (community health)",
        "Child death review office",
    ]
    assert case.missing_in_short() == "3 of 3 returns"


@pytest.mark.parametrize("closed", [S.COMPLETED, S.OUT_OF_SCOPE, S.TRANSFERRED, S.DUPLICATE])
def test_a_closed_case_is_held_up_by_nobody_whatever_is_still_open(closed: CaseStatus) -> None:
    asked = a_source(None, 1, requested_on=date(2026, 5, 5), due_on=date(2026, 6, 10))
    case = a_case(status=closed, sources=[asked], holds=[a_hold()])
    assert case.held_up_by(TODAY) == []


@pytest.mark.parametrize(
    ("status", "waits_for"),
    [(S.GATHERING, ["Child death review office"]), (S.READY_FOR_PANEL, ["Next panel"]), (S.COMPLETED, [])],
)
def test_a_case_that_waits_for_nobody_else_waits_for_the_office_or_the_panel(
    status: CaseStatus, waits_for: list[str]
) -> None:
    case = a_case(status=status, sources=[a_source()])
    assert case.held_up_by(TODAY) == waits_for
    assert case.missing_in_short() == ""


def test_every_fault_of_a_hold_is_named_at_once() -> None:
    faults = hold_faults("holiday", " ", None, notified_on=date(2026, 4, 1), today=TODAY)
    assert [fault.field for fault in faults] == ["kind", "placed_on", "reason"]
    early = hold_faults("inquest", "Opened", date(2026, 3, 1), notified_on=date(2026, 4, 1), today=TODAY)
    late = hold_faults("inquest", "Opened", date(2026, 7, 1), notified_on=date(2026, 4, 1), today=TODAY)
    assert [fault.field for fault in (*early, *late)] == ["placed_on", "placed_on"]
