"""Statistics go out by two people, protected with all that is out, and never leave the record."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import text

from deploy.personas import PERSONAS
from services.theming.actions.releases.change_tables import change_tables
from services.theming.actions.releases.check_release_files import check_release_files
from services.theming.actions.releases.prepare_release import prepare_release
from services.theming.actions.releases.put_release_forward import put_release_forward
from services.theming.actions.releases.release_statistics import release_statistics
from services.theming.actions.releases.send_release_back import send_release_back
from services.theming.actions.releases.take_release_file import take_release_file
from services.theming.actions.releases.withdraw_release import withdraw_release
from services.theming.disclosure.going_out import MeanwhileOut
from services.theming.disclosure.ledger import released_before
from services.theming.domain.releases.release import ReleaseChangedMeanwhile
from services.theming.domain.statistics.dimensions import dimensions
from services.theming.domain.statistics.table_question import Asked, TableQuestion, read_table_question
from services.theming.domain.themes.codebook import load_codebook
from services.theming.domain.two_people import OwnWork, Standing
from services.theming.publishing import answer, question_of
from services.theming.queries.releases import (
    may_read_figures,
    release,
    releases,
    round_of,
    steps_of,
    tables_of,
)
from shared.disclosure.cells import Suppressed, Value
from shared.disclosure.policies import policy_on
from shared.errors import Invalid, NotFound, NotPermitted, TransitionRefused
from shared.people import Permission
from shared.storage import Transaction

from .conftest import NOW, Filled, Theming, notified, reviewed

ANALYST, MANAGER, OFFICER = "public-health-analyst", "cdr-manager", "cdop-administrator"
KNOWN = dimensions(load_codebook())
PUBLISHABLE = policy_on("publishable", date(2026, 11, 21))
YEAR, COUNTY = "2025-26", "Leicestershire and Rutland"
#: Cases of one year by area and sex; the panel began before it.
SPREAD = {
    ("Leicester", "female"): 18,
    ("Leicester", "male"): 21,
    ("Leicestershire", "female"): 14,
    ("Leicestershire", "male"): 12,
    ("Rutland", "female"): 2,
    ("Rutland", "male"): 1,
}


def asked(rows: str = "sex", *, today: date = NOW.date(), period: str = YEAR, **more: Any) -> TableQuestion:
    return read_table_question(KNOWN, Asked(rows=rows, period=period, **more), today=today)


def live(theming: Theming, spread: dict[tuple[str, str], int] = SPREAD, *, year: int = 2025) -> None:
    """Reviews completed in June of the year, and one long before."""
    theming.tell(
        notified("LLR-2020-0001", on=date(2020, 4, 1)), reviewed("LLR-2020-0001", on=date(2020, 5, 1))
    )
    number = 0
    for (area, sex), cases in spread.items():
        for _ in range(cases):
            number += 1
            case = f"LLR-{year}-{number:04d}"
            theming.tell(
                notified(case, on=date(year, 4, 12), area=area, sex=sex),
                reviewed(case, on=date(year, 6, 12), category=5 if number % 3 else 8),
            )


@pytest.fixture
def lively(theming: Theming, filled: Filled) -> Theming:
    return filled(theming, live)


def prepared(theming: Theming, *questions: TableQuestion, by: str = ANALYST, **more: Any) -> str:
    made = theming.act(
        by,
        prepare_release,
        title="Deaths reviewed in a year",
        purpose="For the joint strategic needs assessment",
        questions=questions,
        panel_name="The panel of an invented county",
        **more,
    )
    return str(made.id)


def out(theming: Theming, *questions: TableQuestion, by: str = ANALYST, second: str = MANAGER) -> str:
    made = prepared(theming, *questions, by=by)
    theming.act(by, put_release_forward, release_id=made)
    theming.act(second, release_statistics, release_id=made, round=1)
    return made


def cells(theming: Theming, release_id: str) -> dict[str, Any]:
    """The cells of a release's first table by the label of their row."""
    table = theming.look(lambda tx: tables_of(tx, release(tx, release_id)))[0]
    columns = table.layout.columns.every if table.layout.columns else (("Total", ""),)
    return {
        " ".join(filter(None, (label, other if table.layout.columns else ""))): table.cell(
            PUBLISHABLE, table.layout.values(row, column)
        )
        for row, label in table.layout.rows.every
        for column, other in columns
    }


def test_a_release_is_prepared_by_one_person_and_released_by_another(lively: Theming) -> None:
    made = prepared(lively, asked("sex"), asked("category", columns="sex"))
    lively.act(ANALYST, put_release_forward, release_id=made)
    with pytest.raises(NotPermitted):
        lively.act(ANALYST, release_statistics, release_id=made, round=1)
    lively.act(MANAGER, release_statistics, release_id=made, round=1)
    found = lively.look(lambda tx: release(tx, made))
    assert (found.status, found.released_by_name) == (Standing.RELEASED, PERSONAS[MANAGER].name)
    steps = [step.step for step in lively.look(lambda tx: steps_of(tx, made))]
    assert steps == ["released", "put_forward", "prepared"]


def test_who_put_it_together_again_or_forward_cannot_release_it_either(lively: Theming) -> None:
    made = prepared(lively, asked("sex"))
    lively.act(MANAGER, change_tables, release_id=made, questions=[asked("category")], panel_name="The panel")
    lively.act(OFFICER, put_release_forward, release_id=made)
    for person, refused in ((ANALYST, NotPermitted), (MANAGER, OwnWork), (OFFICER, OwnWork)):
        with pytest.raises(refused):
            lively.act(person, release_statistics, release_id=made, round=2)


def test_what_is_released_is_the_round_that_was_read(lively: Theming) -> None:
    made = prepared(lively, asked("sex"))
    lively.act(ANALYST, put_release_forward, release_id=made)
    lively.act(MANAGER, send_release_back, release_id=made, reason="Add the categories")
    lively.act(
        ANALYST,
        change_tables,
        release_id=made,
        questions=[asked("sex"), asked("category")],
        panel_name="The panel",
    )
    lively.act(ANALYST, put_release_forward, release_id=made)
    with pytest.raises(ReleaseChangedMeanwhile):
        lively.act(MANAGER, release_statistics, release_id=made, round=1)
    lively.act(MANAGER, release_statistics, release_id=made, round=2)


def test_until_the_embargo_is_over_the_files_are_not_there_for_readers(lively: Theming) -> None:
    made = prepared(lively, asked("sex"), by=OFFICER)
    lively.act(OFFICER, put_release_forward, release_id=made, embargo_on=date(2026, 11, 23))
    lively.act(MANAGER, release_statistics, release_id=made, round=1)
    program = replace(PERSONAS[ANALYST], limited_to=frozenset({Permission.READ_RELEASES}))
    for reader in (program, PERSONAS[ANALYST]):
        with pytest.raises(NotFound):
            lively.act(reader, take_release_file, release_id=made, name="table-01.csv")
        assert lively.act(reader, releases) == []
    assert lively.look(releases, MANAGER)
    # London's day begins where summer time is over at midnight UTC.
    lively.at = datetime(2026, 11, 22, 23, 59, tzinfo=UTC)
    assert lively.act(program, releases) == []
    lively.at += timedelta(minutes=1)
    _, content = lively.act(program, take_release_file, release_id=made, name="table-01.csv")
    assert content.startswith("\ufefftable,row,column,count,status".encode())


def test_a_release_is_withdrawn_with_a_reason_and_stays_among_what_is_out(lively: Theming) -> None:
    made = out(lively, asked("sex"))
    with pytest.raises(Invalid):
        lively.act(MANAGER, withdraw_release, release_id=made, reason="")
    lively.act(MANAGER, withdraw_release, release_id=made, reason="A column had the wrong heading")
    found = lively.look(lambda tx: release(tx, made))
    assert (found.status, found.is_out) == (Standing.WITHDRAWN, True)
    known = lively.look(lambda tx: released_before(tx, "publishable", "reviewed"))
    assert [each.withdrawn for each in known] == [True]
    with pytest.raises(TransitionRefused):
        lively.act(MANAGER, withdraw_release, release_id=made, reason="Again")


def test_what_a_release_holds_cannot_be_changed_or_removed(lively: Theming) -> None:
    out(lively, asked("sex"))
    for statement in (
        "UPDATE released_table SET hidden = '[]'",
        "DELETE FROM released_file",
        "TRUNCATE release_step",
        "DELETE FROM release_case_version",
        "DELETE FROM statistics_release",
    ):
        refused = r"never changed or removed|violates foreign key|permission denied"
        with pytest.raises(Exception, match=refused):
            lively.look(lambda tx, statement=statement: tx.session.execute(text(statement)))


def test_the_files_are_made_again_with_the_same_bytes(lively: Theming) -> None:
    made = out(lively, asked("sex"), asked("category", columns="sex"))
    lively.at += timedelta(days=365)
    checked = lively.act(MANAGER, check_release_files, release_id=made)
    assert [each.name for each in checked] == [
        "table-01.csv",
        "table-02.csv",
        "tables.html",
        "tables.ods",
        "tables.xlsx",
    ]
    assert all(each.same for each in checked)


def test_a_workbook_has_a_cover_and_a_sheet_for_each_table_and_no_hidden_count(lively: Theming) -> None:
    made = out(lively, asked("area", columns="sex", policy="restricted_board"), by=OFFICER)
    _, content = lively.act(MANAGER, take_release_file, release_id=made, name="tables.xlsx")
    book = load_workbook(BytesIO(content))
    assert book.sheetnames == ["Cover", "Table 1"]
    told = {str(row[0].value): row[1].value for row in book["Cover"].iter_rows()}
    checked = lively.act(MANAGER, check_release_files, release_id=made)
    assert told["SHA-256 of table-01.csv"] == checked[0].sha256
    rutland = next(row for row in book["Table 1"].iter_rows(values_only=True) if row[0] == "Rutland")
    assert rutland[1:3] == ("*", "*")


def test_what_is_for_boards_is_prepared_and_seen_by_the_office_alone(lively: Theming) -> None:
    board = asked("sex", policy="restricted_board")
    with pytest.raises(NotPermitted):
        prepared(lively, board)
    made = out(lively, board, by=OFFICER)
    with pytest.raises(NotFound):
        lively.look(lambda tx: release(tx, made), ANALYST)
    assert lively.look(releases, ANALYST) == []


def test_every_fault_of_a_release_is_named_at_once(lively: Theming) -> None:
    current = asked("sex", period="2026-27-Q3")
    early = asked("sex", period="2015-16")
    with pytest.raises(Invalid) as refused:
        lively.act(
            ANALYST,
            prepare_release,
            title="",
            purpose="About NHS number 943 476 5919",
            questions=[current, early, asked("sex", basis="notified")],
            panel_name="The panel",
        )
    said = " ".join(fault.message for fault in refused.value.faults)
    for words in ("Write the title", "leave it out", "not over", "nothing is held", "same policy"):
        assert words in said
    assert "943" not in said
    with pytest.raises(Invalid, match="at least one table"):
        prepared(lively)


def test_a_figure_that_is_out_stands_though_a_review_was_completed_again(lively: Theming) -> None:
    out(lively, asked("sex"))
    for number in range(1, 5):
        case = f"LLR-2025-{number:04d}"
        lively.tell(notified(case, on=date(2025, 4, 12), sex="male"))
    first = cells(lively, "S-0001")
    again = prepared(lively, asked("sex"))
    assert cells(lively, again) == first
    assert first["Female"] == Value(35)


def test_a_figure_of_a_withdrawn_release_is_given_as_it_is_known_now(lively: Theming) -> None:
    made = out(lively, asked("sex"))
    lively.act(MANAGER, withdraw_release, release_id=made, reason="Twelve children were recorded wrongly")
    for number in range(1, 13):
        lively.tell(notified(f"LLR-2025-{number:04d}", on=date(2025, 4, 12), sex="male"))
    assert cells(lively, prepared(lively, asked("sex")))["Female"] == Value(20)


def test_a_table_that_a_release_before_makes_unsafe_is_suppressed_further_and_says_why(
    lively: Theming,
) -> None:
    """The county by sex is harmless alone; beside Leicestershire, what is left is Rutland's children."""
    county = asked("sex", policy="restricted_board", area=COUNTY)
    alone = prepared(lively, county, by=OFFICER)
    assert not any(isinstance(cell, Suppressed) for cell in cells(lively, alone).values())
    out(lively, asked("sex", policy="restricted_board", area="Leicestershire"), by=OFFICER)
    after = prepared(lively, county, by=OFFICER)
    assert any(isinstance(cell, Suppressed) for cell in cells(lively, after).values())
    beside = lively.look(lambda tx: round_of(tx, release(tx, after))).beside
    assert beside["out"] == ["release S-0002, “Deaths reviewed in a year”"]
    assert beside["because_of"] == [
        "“Deaths reviewed by sex, Leicestershire, 2025-26” in release S-0002, “Deaths reviewed in a year”"
    ]


def test_two_releases_that_together_would_expose_do_not_both_go_out(lively: Theming) -> None:
    """Each alone is harmless; one taken from the other leaves two girls of Rutland."""
    questions = [asked("sex", policy="restricted_board", area=area) for area in ("Leicestershire", COUNTY)]
    made = [prepared(lively, question, by=OFFICER) for question in questions]
    for each in made:
        lively.act(OFFICER, put_release_forward, release_id=each)

    def release_it(release_id: str) -> str:
        try:
            lively.act(MANAGER, release_statistics, release_id=release_id, round=1)
        except MeanwhileOut as refused:
            return str(refused)
        return "released"

    with ThreadPoolExecutor(2) as both:
        said = list(both.map(release_it, made))
    assert sorted(each == "released" for each in said) == [False, True]
    reason = next(each for each in said if each != "released")
    assert "could be worked out" in reason
    assert "“Deaths reviewed by sex" in reason


def test_a_refused_release_can_be_put_together_again_with_more_hidden(lively: Theming) -> None:
    questions = [asked("sex", policy="restricted_board", area=area) for area in ("Leicestershire", COUNTY)]
    first, second = (prepared(lively, question, by=OFFICER) for question in questions)
    for each in (first, second):
        lively.act(OFFICER, put_release_forward, release_id=each)
    lively.act(MANAGER, release_statistics, release_id=first, round=1)
    with pytest.raises(MeanwhileOut):
        lively.act(MANAGER, release_statistics, release_id=second, round=1)
    lively.act(MANAGER, send_release_back, release_id=second, reason="Something else went out")
    lively.act(OFFICER, change_tables, release_id=second, questions=[questions[1]], panel_name="The panel")
    hidden = [label for label, cell in cells(lively, second).items() if isinstance(cell, Suppressed)]
    assert hidden
    lively.act(OFFICER, put_release_forward, release_id=second)
    lively.act(MANAGER, release_statistics, release_id=second, round=2)


def test_boards_are_told_what_the_public_is_not_where_their_policy_shows_it(lively: Theming) -> None:
    for number in range(1, 7):
        case = f"LLR-2025-{number:04d}"
        lively.tell(notified(case, on=date(2025, 4, 12), area="Leicester", sex="indeterminate"))
    public = out(lively, asked("sex"))
    assert isinstance(cells(lively, public)["Indeterminate"], Suppressed)
    board = out(lively, asked("sex", policy="restricted_board"), by=OFFICER)
    table = lively.look(lambda tx: tables_of(tx, release(tx, board)))[0]
    policy = policy_on("restricted_board", date(2026, 11, 21))
    assert table.cell(policy, table.layout.values("indeterminate")) == Value(6)


def test_who_prepares_a_release_outside_the_office_reads_no_figure_before_it_is_out(lively: Theming) -> None:
    """Else one release after another could be prepared, and what each hides be taken from the next."""
    made = prepared(lively, asked("sex"))
    lively.act(ANALYST, put_release_forward, release_id=made)
    assert lively.look(lambda tx: may_read_figures(tx, release(tx, made)), ANALYST) is False
    with pytest.raises(NotFound):
        lively.act(ANALYST, take_release_file, release_id=made, name="table-01.csv")
    lively.act(MANAGER, release_statistics, release_id=made, round=1)
    assert lively.act(ANALYST, take_release_file, release_id=made, name="table-01.csv")


def test_outside_the_office_only_what_one_prepares_oneself_can_be_changed_or_withdrawn(
    lively: Theming,
) -> None:
    theirs, own = prepared(lively, asked("sex"), by=OFFICER), prepared(lively, asked("sex"))
    with pytest.raises(NotFound):
        lively.act(ANALYST, withdraw_release, release_id=theirs, reason="Not mine")
    lively.act(ANALYST, withdraw_release, release_id=own, reason="Not needed")
    gone_out = out(lively, asked("sex"))
    with pytest.raises(NotPermitted):
        lively.act(ANALYST, withdraw_release, release_id=gone_out, reason="I changed my mind")
    lively.act(OFFICER, put_release_forward, release_id=theirs)
    lively.act(MANAGER, release_statistics, release_id=theirs, round=1)
    for act, more in ((withdraw_release, {"reason": "Not mine"}), (put_release_forward, {})):
        with pytest.raises(NotPermitted):
            lively.act(ANALYST, act, release_id=theirs, **more)


def test_a_release_shows_no_cell_that_the_open_statistics_hide_and_hides_none_that_they_show(
    theming: Theming,
) -> None:
    """Everybody reads both, so what one hides could be had from what the other shows."""
    spread = {("Leicester", "female"): 16, ("Leicester", "male"): 18, ("Leicestershire", "female"): 15}
    live(theming, spread | {("Leicestershire", "male"): 14, ("Other", "female"): 3, ("Other", "male"): 2})
    made = prepared(theming, asked("area", columns="sex"), asked("sex"))
    compared = 0
    for table in theming.look(lambda tx: tables_of(tx, release(tx, made))):
        for values in table.linked.counts:
            where = dict(zip(table.linked.dims, values, strict=True))
            told = theming.look(lambda tx, where=where: open_cell(tx, where))
            if told is not None:
                compared += 1
                assert isinstance(told, Suppressed) == (values in table.hidden), values
    assert compared > 8


def open_cell(tx: Transaction, where: dict[str, str]) -> Any:
    """The cell as the open statistics show it; None if they have no such cell."""
    area = where.get("area", "Total")
    found = question_of(
        tx,
        by="sex",
        period=YEAR,
        area="all" if area == "Total" else area,
        basis="",
        policy="",
        as_known_on="",
    )
    table = answer(tx, found, today=NOW.date())
    if where["sex"] == "Total":
        return table.total
    return next((row.cell for row in table.rows if row.key == where["sex"]), None)
