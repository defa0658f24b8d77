"""Reports that can be made again: from what was known then, protected as one, final by a second person."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.theming.actions.reports.check_report import check_report
from services.theming.actions.reports.make_report import make_report
from services.theming.actions.reports.make_report_final import make_report_final
from services.theming.domain.reports.contents import ReportContents
from services.theming.domain.reports.report_run import OwnReport, PeriodNotOver, ReportStatus
from services.theming.queries.reports import contents_of, report
from shared.contracts import PanelMeetingHeld, RecommendationFollowed, SeatMarks

from .conftest import Theming, notified, reviewed

PANEL = "The panel of an invented county"
HALF, YEAR = "2026-27-H1", "2025-26"


def make(theming: Theming, kind: str, period: str, version: str = "confidential") -> ReportContents:
    theming.act("cdr-manager", make_report, kind=kind, period=period, version=version, panel_name=PANEL)
    return said(theming, f"{kind}-{period}-{version}-1".lower())


def said(theming: Theming, report_id: str) -> ReportContents:
    return theming.look(lambda tx: contents_of(tx, report(tx, report_id)))


def notify(theming: Theming, number: int, *, met: bool | None, on: date, **given: Any) -> None:
    start = theming.numbered = getattr(theming, "numbered", 0)  # type: ignore[attr-defined]
    for each in range(number):
        theming.tell(notified(f"LLR-2026-{start + each + 1:04d}", on=on, met=met, **given))
    theming.numbered = start + number  # type: ignore[attr-defined]


def test_figure_a1_and_a3_in_the_scorecard_of_a_half_yearly_board_report(theming: Theming) -> None:
    notify(theming, 69, met=True, on=date(2026, 5, 4))
    notify(theming, 3, met=True, on=date(2026, 6, 4), events=("road_traffic_collision",))
    notify(theming, 35, met=False, on=date(2026, 7, 7), area="Leicestershire")
    card = make(theming, "board", HALF).tables["scorecard"]
    assert card.cell("sentence", "Total").text == "107 notifications received. 72 within agreed timeframe."
    assert card.cell("in_time", "Total").text == "72 (67.3%)"
    assert card.cell("late", "Total").text == "35 (32.7%)"
    assert card.cell("sentence", "frequency").text == "Half Year"
    assert card.cell("sentence", "period").text == "1 April 2026 to 30 September 2026"
    assert card.row("road_notified").label == "Road traffic deaths at notification, LLR reporting only"
    assert card.cell("road_notified", "Total").text == "3"
    assert card.row("road_reviewed").label == "Road traffic deaths after review, LLR reporting only"
