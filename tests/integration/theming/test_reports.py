"""Reports that can be made again: from what was known then, protected as one, final by a second person."""

import itertools
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.theming.actions.reports.check_report import CheckedReport, check_report
from services.theming.actions.reports.make_report import make_report
from services.theming.actions.reports.make_report_final import make_report_final
from services.theming.actions.reports.take_report_file import take_report_file
from services.theming.actions.themes.add_theme import add_theme
from services.theming.domain.reports import changes, sections
from services.theming.domain.reports.contents import ReportContents, ShownTable
from services.theming.domain.reports.kinds import report_rules
from services.theming.domain.reports.report_run import OwnReport, PeriodNotOver, ReportStatus
from services.theming.publishing import answer, question_of
from services.theming.queries.reports import contents_of, report
from services.theming.reports import files
from services.theming.reports.files import FILES
from shared.contracts import PanelMeetingHeld, RecommendationFollowed, SeatMarks
from shared.disclosure.cells import as_text
from tests.pdf_validator import failures

from .conftest import Theming, notified, reviewed
from .report_reader import BASES, ReportReader
from .test_packs import words_of

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


def meeting(number: int, on: date, version: int = 1, **marks: int) -> PanelMeetingHeld:
    blank = {"present": 0, "remote": 0, "deputy": 0, "apologies": 0, "not_recorded": 0}
    return PanelMeetingHeld(
        meeting=f"meeting-{number}",
        version=version,
        held_on=on,
        planned_on=None,
        panel_type="all_deaths",
        seats=SeatMarks(**{**blank, **marks}),
        sectors_missing=("Public health",) if number == 1 else (),
        cases_discussed=7,
    )


def words(contents: ReportContents, section: str) -> str:
    return " ".join(contents.section(section).says)


def test_figure_c1_a_blank_of_the_register_is_not_recorded(theming: Theming) -> None:
    for number in range(5):
        marks = {"present": 22, "apologies": 4, "not_recorded": 9}
        if number == 4:
            marks = {"present": 20, "apologies": 3, "not_recorded": 12}
        theming.tell(meeting(number + 1, date(2026, 4 + number, 9), **marks))
    contents = make(theming, "board", HALF)
    marks = contents.tables["attendance"]
    assert [marks.cell(mark, "Total").text for mark in ("Total", "present", "apologies", "not_recorded")] == [
        "175", "108 (61.7%)", "19 (10.9%)", "48 (27.4%)"
    ]  # fmt: skip
    assert marks.row("not_recorded").label == "Not recorded (blank)"
    said = "Of 175 seats at these meetings, 108 are marked present, 19 apologies (AP), and 48 are blank"
    assert said in words(contents, "meetings")
    assert "cannot be split by authority" in words(contents, "meetings")
    assert "At 1 of 5 meetings nobody came from: Public health." in words(contents, "exceptions")


def test_a_register_put_right_counts_as_its_newest_version_says(theming: Theming) -> None:
    theming.tell(meeting(1, date(2026, 5, 9), present=3, not_recorded=1))
    theming.tell(meeting(1, date(2026, 5, 9), version=2, present=4))
    theming.tell(meeting(1, date(2026, 5, 9), present=3, not_recorded=1))
    marks = make(theming, "board", HALF).tables["attendance"]
    assert [marks.cell(mark, "Total").text for mark in ("Total", "present")] == ["4", "4 (100.0%)"]


def test_figure_a4_twenty_panels_in_twenty_four_months() -> None:
    from services.theming.domain.reports.attendance import HeldMeeting, attendance

    days = [date(2009 + (3 + n) // 12, (3 + n) % 12 + 1, 9) for n in range(20)]
    held = [HeldMeeting(day, "all_deaths", {"present": 1}, (), 7) for day in days]
    found = attendance(held, date(2009, 4, 1), date(2011, 3, 31))
    assert found.sentences[:2] == [
        "20 meetings held in 24 months.",
        "0.83 a month, 4 fewer than one each month.",
    ]


def test_every_mark_of_the_register_is_in_the_sentence_so_that_it_comes_to_the_seats() -> None:
    from services.theming.domain.reports.attendance import HeldMeeting, attendance

    seats = {"present": 33, "remote": 2, "apologies": 4, "not_recorded": 1}
    day = date(2026, 7, 9)
    found = attendance([HeldMeeting(day, "neonatal", seats, (), 7)], day, date(2026, 7, 31))
    assert found.sentences[2] == (
        "Of 40 seats at these meetings, 33 are marked present, 2 by video or telephone, 4 apologies (AP), "
        "and 1 is blank: not recorded."
    )


def test_a_published_scorecard_is_not_called_exact(theming: Theming) -> None:
    notify(theming, 30, met=True, on=date(2026, 5, 4))
    assert make(theming, "board", HALF, "publishable").tables["scorecard"].notes == ()


def test_where_a_share_is_hidden_the_sentence_says_so_in_plain_words(theming: Theming) -> None:
    notify(theming, 12, met=True, on=date(2025, 5, 4))
    said = words(make(theming, "annual", YEAR), "timeliness")
    assert "The share notified by the next working day is not shown." in said
    assert "a share that" not in said


def test_records_begin_in_a_month_as_the_day_is_that_of_one_child(theming: Theming) -> None:
    notify(theming, 12, met=True, on=date(2025, 5, 4))
    assert "Records begin in May 2025" in words(make(theming, "annual", YEAR), "numbers")


def test_figure_b18_a_share_of_none_is_not_applicable_and_a_sector_that_notified_none_is_shown(
    theming: Theming,
) -> None:
    """B18 and D2."""
    notify(theming, 12, met=True, on=date(2025, 5, 4))
    contents = make(theming, "annual", YEAR)
    education = contents.tables["notified_by_sector"].cell("education", "Total")
    assert (education.status, education.text) == ("zero", "0")
    reviewed = contents.tables["modifiability_by_part"]
    assert reviewed.cell("modifiable", "Total").printed == "0 (N/A)"
    assert contents.tables["in_time_by_part"].cell("in_time", "Total").printed == "*", "all are of one kind"


AREAS = ("Leicester", "Leicestershire", "Rutland", "Kent")


def everything(theming: Theming) -> None:
    """A year of deaths in all areas, reviewed ones among them, with actions and meetings."""
    bands = ("0-27 days", "28-364 days", "1-4 years", "15-17 years", "not known")
    for number in range(90):
        case, area = (
            f"LLR-2025-{number:04d}",
            ("Leicester", "Leicestershire", "Rutland", "Kent")[number % 9 % 4],
        )
        day = date(2025, 4, 1) + timedelta(days=4 * number)
        met = (True, True, False, None)[number % 4]
        sex = "female" if number % 3 else "male"
        theming.tell(notified(case, on=day, area=area, met=met, sex=sex, age_band=bands[number % 5],
                              ethnic_group="White" if number % 2 else "Mixed"))  # fmt: skip
        if number % 2:
            theming.tell(reviewed(case, on=min(day + timedelta(days=90), date(2026, 3, 20)),
                                  category=number % 10 + 1,
                                  modifiability=("modifiable", "none")[number % 4 // 2]))  # fmt: skip
            theming.tell(action(case, date(2025, 10, 1)))
    for month in range(4, 13):
        theming.tell(meeting(month, date(2025, month, 9), present=20, apologies=2, not_recorded=3))


def action(case: str, on: date, **given: Any) -> RecommendationFollowed:
    facts: dict[str, Any] = {
        "review_version": 1, "number": 0, "text": "Look at every plan.", "owner": "Practices",
        "level": "local", "kind": "practice", "themes": (), "agreed_on": on, "due_on": date(2025, 12, 1),
        "state": "told", "effect": "", "as_at": on,
    }  # fmt: skip
    return RecommendationFollowed(case_reference=case, **{**facts, **given})


@pytest.fixture
def lived(theming: Theming) -> Theming:
    theming.at = datetime(2026, 4, 20, 9, tzinfo=UTC)
    everything(theming)
    return theming


@pytest.mark.parametrize("version", ["confidential", "publishable"])
@pytest.mark.parametrize(("kind", "period"), [("annual", YEAR), ("national", YEAR), ("board", "2025-26-H1")])
def test_every_report_is_made_again_identically_after_more_was_told(
    lived: Theming, kind: str, period: str, version: str
) -> None:
    contents = make(lived, kind, period, version)
    lived.at += timedelta(days=365)
    for number in range(90):
        case = f"LLR-2025-{number:04d}"
        lived.tell(action(case, date(2025, 10, 1), state="judged", effect="worked"))
        lived.tell(reviewed(case, on=date(2025, 9, 1), review_version=2, category=3))
        lived.tell(notified(case, on=date(2025, 6, 1), area="Leicester", met=False))
    lived.tell(meeting(5, date(2025, 5, 9), version=2, present=1))
    checked = lived.act("cdr-manager", check_report, report_id=f"{kind}-{period}-{version}-1".lower())
    assert checked.same
    assert [each.name for each in checked.files if not each.same] == []
    assert len(checked.files) == 3
    lived.act("cdr-manager", make_report, kind=kind, period=period, version=version, panel_name=PANEL)
    assert said(lived, f"{kind}-{period}-{version}-2".lower()).sections != contents.sections


def test_the_joint_figure_is_the_sum_of_the_parts_and_exceptions_come_first(lived: Theming) -> None:
    contents = make(lived, "board", "2025-26-H1")
    assert contents.sections[0].id == "exceptions"
    table = contents.tables["in_time_by_part"]
    assert [name for name, _ in table.columns] == [
        "Total", "Leicester", "Leicestershire and Rutland", "Other"
    ]  # fmt: skip
    for row in table.rows:
        joint, *parts = row.cells
        if {each.status for each in row.cells} <= {"shown", "zero"}:
            assert int(joint.text) == sum(int(each.text) for each in parts)


def test_a_second_person_makes_a_report_final_and_an_earlier_edition_gives_way(lived: Theming) -> None:
    make(lived, "annual", YEAR, "publishable")
    first = f"annual-{YEAR}-publishable-1"
    with pytest.raises(OwnReport):
        lived.act("cdr-manager", make_report_final, report_id=first)
    assert lived.look(lambda tx: report(tx, first)).status is ReportStatus.DRAFT
    lived.act("cdop-administrator", make_report_final, report_id=first)
    seen = lived.look(lambda tx: report(tx, first), person="public-health-analyst")
    assert seen.status is ReportStatus.FINAL
    checked = lived.act("cdr-manager", check_report, report_id=first)
    assert checked.same
    assert {each.standing for each in checked.files} == {"draft", "final"}
    assert all(each.same for each in checked.files)


def test_a_newer_version_that_words_a_report_otherwise_is_not_taken_for_other_figures(
    lived: Theming, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(lived, "annual", YEAR)

    def checked() -> CheckedReport:
        return lived.act("cdr-manager", check_report, report_id=f"annual-{YEAR}-confidential-1")

    monkeypatch.setattr(sections, "NOT_SPLIT", "In other words.")
    assert not checked().other_words, "the same version cannot say something else"
    monkeypatch.setattr(files, "made_with", lambda: "a newer version")
    assert (checked().same, checked().other_words) == (False, True)
    monkeypatch.setattr(changes, "_figures", figures_one_more(changes._figures))
    assert not checked().other_words, "a figure differs"


def figures_one_more(figures: Any) -> Any:
    """The figures of what is read, one of them another number at each reading."""
    count = itertools.count()
    return lambda of: {**figures(of), ("sex", "male", "Total"): (("", "", ""), str(next(count)))}


def test_a_report_on_a_period_that_is_not_over_stays_a_draft(theming: Theming) -> None:
    notify(theming, 12, met=True, on=date(2026, 5, 4))
    make(theming, "annual", "2026-27")
    with pytest.raises(PeriodNotOver):
        theming.act("cdop-administrator", make_report_final, report_id="annual-2026-27-confidential-1")


def test_a_scorecard_with_very_few_late_ones_gives_nothing_away_of_one_board(theming: Theming) -> None:
    """The scorecard is exact for boards: what is hidden of a part is hidden from somebody who has read it."""
    notify(theming, 40, met=True, on=date(2026, 5, 4))
    notify(theming, 30, met=True, on=date(2026, 5, 4), area="Leicestershire")
    notify(theming, 1, met=False, on=date(2026, 5, 4))
    notify(theming, 2, met=False, on=date(2026, 5, 4), area="Leicestershire")
    contents = make(theming, "board", HALF)
    assert contents.tables["scorecard"].cell("late", "Total").text == "3 (4.1%)"
    assert "exact, small numbers too" in " ".join(contents.tables["scorecard"].notes)
    table = contents.tables["in_time_by_part"]
    assert {cell.text for row in table.rows for cell in row.cells[1:]} <= {"*", "0", "40", "30", "41", "32"}
    assert table.row("late").cells[1:] == () or {c.status for c in table.row("late").cells[1:]} <= {
        "suppressed", "zero"
    }  # fmt: skip


@pytest.mark.parametrize("version", ["confidential", "publishable"])
def test_nothing_hidden_in_a_report_is_had_by_subtraction_within_it(lived: Theming, version: str) -> None:
    contents = make(lived, "annual", YEAR, version)
    rules = report_rules().tables
    dims = {name: (spec.rows, spec.across) for name, spec in rules.items() if spec.basis in BASES}
    reader = ReportReader(contents, dims)
    assert reader.hidden, "there is something to look for"
    assert reader.too_narrow() == []


def test_a_published_report_says_of_quarters_and_areas_what_the_open_statistics_say(lived: Theming) -> None:
    contents = make(lived, "annual", YEAR, "publishable")
    quarters = contents.tables["in_time_over_time"]
    assert [row.key for row in quarters.rows] == [f"{YEAR}-Q{n}" for n in range(1, 5)] + [YEAR]
    for row in quarters.rows:
        asked = {"by": "in_time", "period": row.key, "basis": "notified", "policy": "publishable"}
        same_as_open(lived, asked, quarters, row.key, ("in_time", "late", "cannot_be_judged"))
    areas = contents.tables["modifiable_by_area"]
    for row in areas.rows:
        area, period = row.key.split("/")
        asked = {"by": "modifiability", "period": period, "area": area, "basis": "reviewed"}
        same_as_open(lived, {**asked, "policy": "publishable"}, areas, row.key, ("modifiable",))


def same_as_open(
    theming: Theming, asked: dict[str, str], table: ShownTable, row: str, columns: tuple[str, ...]
) -> None:
    today = theming.at.date()
    told = theming.look(lambda tx: answer(tx, question_of(tx, **{"area": "all", **asked}), today=today))
    cells = {each.key: as_text(each.cell) for each in told.rows}
    assert table.cell(row, "Total").text == as_text(told.total)
    assert [table.cell(row, name).text for name in columns] == [cells[name] for name in columns]


def test_a_report_for_boards_counts_its_quarters_itself_and_they_come_to_the_year(lived: Theming) -> None:
    table = make(lived, "annual", YEAR).tables["in_time_over_time"]
    *quarters, year = table.rows
    assert len(quarters) == 4
    assert year.key == YEAR
    assert [cell.status for row in table.rows for cell in row.cells].count("suppressed") == 0
    for name, _ in table.columns:
        parts = sum(int(table.cell(row.key, name).text) for row in quarters)
        assert parts == int(table.cell(YEAR, name).text)


def test_half_of_the_reviews_took_so_long_with_their_number_beside_it(theming: Theming) -> None:
    """Deaths of May reviewed in August."""
    varied(theming, 60)
    table = make(theming, "annual", YEAR).tables["review_times"]
    assert [table.cell(YEAR, name).text for name in ("Total", "gross", "net")] == ["60", "3", "3"]


def test_a_report_for_boards_is_made_though_the_year_is_out_already(lived: Theming) -> None:
    """What cannot be shown beside the year's is hidden, and the report says so; it is not refused."""
    make(lived, "annual", YEAR)
    lived.act("cdop-administrator", make_report_final, report_id=f"annual-{YEAR}-confidential-1")
    half = make(lived, "board", f"{YEAR}-H1")
    lived.act("cdop-administrator", make_report_final, report_id=f"board-{YEAR}-h1-confidential-1")
    assert half.tables["scorecard"].cell("sentence", "Total").text.startswith("46 notifications received.")


def test_the_published_report_of_a_year_goes_out_after_the_boards_had_its_halves(lived: Theming) -> None:
    """The usual order. What the three together would give away is left out of it, and named."""
    for half in ("h1", "h2"):
        make(lived, "board", f"{YEAR}-{half.upper()}")
        lived.act("cdop-administrator", make_report_final, report_id=f"board-{YEAR}-{half}-confidential-1")
    published = f"annual-{YEAR}-publishable-1"
    contents = make(lived, "annual", YEAR, "publishable")
    assert f"board-{YEAR}-h1-confidential-1" in str(contents.considered)
    lived.act("cdop-administrator", make_report_final, report_id=published)
    lived.at += timedelta(days=90)
    make(lived, "board", f"{YEAR}-Q4")
    lived.act("cdop-administrator", make_report_final, report_id=f"board-{YEAR}-q4-confidential-1")
    assert contents.tables["in_time_over_time"].cell(YEAR, "Total").status == "shown"
    assert lived.act("cdr-manager", check_report, report_id=published).same


def test_a_published_report_has_no_text_and_no_reference_of_a_case(lived: Theming) -> None:
    lived.tell(reviewed("LLR-2025-0001", on=date(2025, 9, 9), review_version=2, summary="A blue balloon.",
                        learning=("Balloons burst.",)))  # fmt: skip
    make(lived, "annual", YEAR, "publishable")
    for name in FILES:
        _, content = lived.act(
            "cdr-manager", take_report_file, report_id=f"annual-{YEAR}-publishable-1", name=name
        )
        text = words_of(name, content)
        assert "alloon" not in text
        assert "LLR-20" not in text
        assert "Look at every plan" not in text


def test_the_pdf_of_a_report_is_pdf_ua(lived: Theming, tmp_path: Path) -> None:
    make(lived, "annual", YEAR, "publishable")
    _, content = lived.act(
        "cdr-manager", take_report_file, report_id=f"annual-{YEAR}-publishable-1", name="report.pdf"
    )
    file = tmp_path / "report.pdf"
    file.write_bytes(content)
    assert failures(file) == [[]]


def varied(theming: Theming, cases: int) -> list[str]:
    """Reviewed deaths that are unlike each other: of a group that is all of one kind nothing is shown."""
    kinds = ("modifiable", "none", "inadequate_information")
    named = [f"LLR-2025-{number:04d}" for number in range(cases)]
    for number, case in enumerate(named):
        given = {"area": AREAS[number % 2], "age_band": ("0-27 days", "1-4 years")[number // 2 % 2]}
        theming.tell(notified(case, on=date(2025, 5, 4), **given))
        found = {"category": number // 3 % 2 + 5, "modifiability": kinds[number % 3]}
        theming.tell(reviewed(case, on=date(2025, 8, 12), **found))
    return named


def test_figure_c14_distinct_reviews_are_counted_once_though_themes_overlap(theming: Theming) -> None:
    named = varied(theming, 48)
    having = {"asthma": named[:28], "smoke_exposure": named[8:32], "neglect": named[12:36]}
    for theme, cases in having.items():
        for case in cases:
            theming.act("cdr-manager", add_theme, case=case, theme=theme, reason="Read")
    table = make(theming, "annual", YEAR).tables["themes"]
    assert [table.cell(theme, "Total").text for theme in having] == ["28", "24", "24"]
    assert table.cell("Total", "Total").text == "48", "each counted once: not 76, and not the 36 with a theme"
    assert "do not add to the total" in table.notes[-1]


def test_figure_d7_shares_that_are_rounded_are_not_adjusted_to_add_to_a_hundred(theming: Theming) -> None:
    varied(theming, 60)
    table = make(theming, "annual", YEAR).tables["modifiability_by_part"]
    kinds = ("modifiable", "none", "inadequate_information")
    assert [table.cell(kind, "Total").share for kind in kinds] == ["33.3%", "33.3%", "33.3%"]
