"""What the board says of a case: one line for each thing that holds it up, none of them twice."""

from dataclasses import dataclass
from datetime import date, timedelta

from services.notifications.domain.clocks.clock_state import ClockState
from services.notifications.domain.gathering.board import CaseOnBoard, case_on_board

TODAY = date(2026, 11, 20)


@dataclass(frozen=True)
class Inquest:
    label: str = "Inquest"
    since: date = TODAY - timedelta(days=200)
    holds_up: bool = True
    case_reference: str = "LLR-2026-0001"

    def days_late(self, on: date) -> int:
        return (on - self.since).days - 182


def board_of(*clocks: ClockState) -> CaseOnBoard:
    return case_on_board(
        "LLR-2026-0001", "with_panel", (210, 10), requests=[], clocks=clocks, processes=[Inquest()], on=TODAY
    )


def lines(case: CaseOnBoard) -> list[tuple[str, str, str, int]]:
    return [(item.consequence.id, item.what, item.detail, item.late) for item in case.items]


def test_clocks_that_the_same_process_pauses_share_a_line() -> None:
    paused = ("Inquest since 4 May 2026, recorded by Morgan Testerley",)
    six, twelve = (
        ClockState(f"whole_review_{n}_months", f"Whole review, {n} months", "paused", paused_by=paused)
        for n in (6, 12)
    )
    assert ("clock_paused", "Whole review, 6 months; Whole review, 12 months", "inquest", 0) in lines(
        board_of(six, twelve)
    )


def test_a_process_says_how_long_it_has_been_open_and_how_far_past_its_own_limit() -> None:
    assert ("process", "Inquest", "18 days past its own limit", 200) in lines(board_of())


def test_the_clock_of_all_forms_together_does_not_repeat_what_each_request_says() -> None:
    forms = ClockState("reporting_form", "Reporting forms returned", "overdue", days_left=-5)
    assert [line[0] for line in lines(board_of(forms))] == ["process"]
