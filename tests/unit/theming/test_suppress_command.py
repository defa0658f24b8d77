"""`cdop suppress`: a CSV of counts in, the protected CSV out, and plain words for what is wrong with it."""

import csv
import io
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from services.theming.disclosure import suppress_command
from services.theming.disclosure.released import WouldGiveAway
from services.theming.disclosure.suppress_command import NOTHING_SHOWN, suppress
from shared.errors import Invalid

ON = date(2026, 1, 1)
TABLE = """area,age,n
Rutland,0-27 days,2
Rutland,28-364 days,0
Rutland,Total,2
Leicester,0-27 days,30
Leicester,28-364 days,12
Leicester,Total,42
Leicestershire,0-27 days,20
Leicestershire,28-364 days,18
Leicestershire,Total,38
Total,0-27 days,52
Total,28-364 days,30
Total,Total,82
"""


def done(text: str, dims: str = "area,age", count: str = "n", **more) -> list[dict[str, str]]:
    answer = suppress(text.encode(), dims=dims, count=count, on=ON, **more)
    return list(csv.DictReader(io.StringIO(answer.csv)))


def cells(rows: list[dict[str, str]]) -> dict[tuple[str, str], tuple[str, str]]:
    return {(row["area"], row["age"]): (row["n"], row["status"]) for row in rows}


def test_each_count_has_a_status_and_the_rows_keep_their_order() -> None:
    rows = done(TABLE)
    assert [(row["area"], row["age"]) for row in rows][:2] == [
        ("Rutland", "0-27 days"),
        ("Rutland", "28-364 days"),
    ]
    found = cells(rows)
    assert found["Rutland", "0-27 days"] == ("*", "suppressed")
    assert found["Rutland", "28-364 days"] == ("*", "suppressed")  # its total is hidden, so it is too
    assert found["Leicestershire", "28-364 days"] == ("*", "suppressed")
    assert found["Leicester", "28-364 days"] == ("10", "shown")
    assert found["Total", "Total"] == ("80", "shown")


def test_a_zero_beside_totals_that_are_shown_is_shown() -> None:
    counts = {"Rutland": (25, 0, 12), "Leicester": (30, 12, 20), "Leicestershire": (20, 15, 10)}
    counts["Total"] = (75, 27, 42)
    ages = ("0-27 days", "28-364 days", "1-4 years")
    lines = [
        f"{area},{age},{n}"
        for area, row in counts.items()
        for age, n in zip((*ages, "Total"), (*row, sum(row)), strict=True)
    ]
    assert cells(done("\n".join(["area,age,n", *lines])))["Rutland", "28-364 days"] == ("0", "zero")


def test_what_is_small_has_company_in_its_row_and_its_column() -> None:
    found = cells(done(TABLE, policy="board"))
    areas = ("Rutland", "Leicester", "Leicestershire", "Total")
    for column in ("0-27 days", "28-364 days", "Total"):
        assert [found[area, column][1] for area in areas].count("suppressed") >= 2, column
    for area in ("Leicester", "Leicestershire"):
        in_row = [found[area, column][1] for column in ("0-27 days", "28-364 days", "Total")]
        assert in_row.count("suppressed") == 2, area
    assert found["Total", "Total"] == ("82", "shown")


@pytest.mark.parametrize(("policy", "shown"), [("publishable", "10"), ("board", "12")])
def test_only_publishable_counts_are_rounded(policy: str, shown: str) -> None:
    assert cells(done(TABLE, policy=policy))["Leicester", "28-364 days"] == (shown, "shown")


def test_a_blank_count_is_missing_and_not_nought() -> None:
    found = cells(done(TABLE.replace("Rutland,28-364 days,0", "Rutland,28-364 days,")))
    assert found["Rutland", "28-364 days"] == (":", "missing")


def test_columns_that_could_say_what_is_hidden_are_left_out_and_named() -> None:
    lines = TABLE.splitlines()
    text = "\n".join([lines[0] + ",percent,region"] + [f"{line},5,East Midlands" for line in lines[1:]])
    answer = suppress(text.encode(), dims="area,age", count="n", on=ON)
    assert answer.csv.splitlines()[0] == "area,age,n,region,status"
    assert any("percent" in message for message in answer.messages)


def test_sums_within_a_dimension_can_be_told() -> None:
    text = "area,n\nCity,40\nCounty,30\nRutland,3\nCounty and Rutland,33\nTotal,73\n"
    with pytest.raises(Invalid, match="parts come to 106"):
        done(text, dims="area")
    rows = done(text, dims="area", policy="board", sums=["area: County and Rutland = County + Rutland"])
    assert [row["status"] for row in rows] == ["shown", "suppressed", "suppressed", "shown", "shown"]


def test_a_sum_that_is_wrong_is_named_once_with_the_line_of_its_total() -> None:
    with pytest.raises(Invalid) as refused:
        done(TABLE.replace("Total,Total,82", "Total,Total,83"))
    assert str(refused.value) == "Line 13: the total of everything is 83, but its parts come to 82."


@pytest.mark.parametrize("between", [";", "\t"])
def test_columns_may_stand_between_semicolons_or_tabs_and_so_does_the_answer(between: str) -> None:
    answer = suppress(TABLE.replace(",", between).encode(), dims="area,age", count="n", on=ON)
    assert answer.csv == suppress(TABLE.encode(), dims="area,age", count="n", on=ON).csv.replace(",", between)


def test_a_total_by_another_name_gives_nothing_away_either() -> None:
    text = "area,sex,n\nA,f,3\nA,m,40\nA,All,43\nB,f,12\nB,m,20\nB,All,32\n"
    answer = suppress(text.encode(), dims="area,sex", count="n", policy="board", on=ON)
    found = {(r["area"], r["sex"]): r["n"] for r in csv.DictReader(io.StringIO(answer.csv))}
    assert found["A", "f"] == "*"
    assert "*" in (found["A", "m"], found["A", "All"])
    assert any(message.startswith("sex All comes to the sum of the others") for message in answer.messages)


def test_where_rows_of_nobody_are_left_out_a_total_of_nobody_is_no_place_to_hide() -> None:
    """All seven are of one kind: the noughts beside it follow from the rows that are not there."""
    text = "area,sex,n\nA,f,7\nA,Total,7\nB,Total,0\nTotal,f,7\nTotal,m,0\nTotal,Total,7\n"
    found = {(r["area"], r["sex"]): r["n"] for r in done(text, dims="area,sex", policy="board")}
    assert found["B", "Total"] == found["Total", "m"] == "0"
    assert {found[each] for each in (("A", "f"), ("A", "Total"), ("Total", "f"), ("Total", "Total"))} == {"*"}


def test_where_whatever_is_shown_gives_something_away_nothing_is_shown(monkeypatch) -> None:
    """None of some thousand files made by lot has come to this: it is there so that no end is a count."""

    def refuse(*_: object, **__: object) -> None:
        raise WouldGiveAway("whatever is shown")

    monkeypatch.setattr(suppress_command, "protect_release", refuse)
    answer = suppress(TABLE.replace("Leicester,28-364 days,12", "Leicester,28-364 days,:").encode(),
                      dims="area,age", count="n", on=ON)  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(answer.csv)))
    assert len(rows) == 12
    assert {(row["n"], row["status"]) for row in rows} == {("*", "suppressed"), (":", "missing")}
    assert answer.messages[-1] == NOTHING_SHOWN


def test_themes_that_overlap_are_not_taken_to_add_up() -> None:
    text = "theme,n\nasthma,20\nhome,30\nTotal,40\n"
    with pytest.raises(Invalid, match="parts come to 50"):
        done(text, dims="theme")
    rows = done(text, dims="theme", overlapping=["theme"])
    assert [row["n"] for row in rows] == ["20", "30", "40"]


def test_a_total_of_which_some_parts_are_not_in_the_file_is_no_fault_but_less_than_its_parts_is() -> None:
    rows = done("area,age,n\nA,x,20\nA,y,30\nA,Total,50\nTotal,Total,90\nB,x,15\n")
    assert {row["status"] for row in rows} == {"shown"}
    with pytest.raises(Invalid, match="the total of everything is 9, but its parts come to 50"):
        done("area,age,n\nA,x,20\nA,y,30\nA,Total,50\nTotal,Total,9\n")


def test_text_that_a_spreadsheet_would_run_is_made_harmless() -> None:
    rows = done("area,n\n=cmd(),20\nTotal,20\n", dims="area")
    assert rows[0]["area"] == "'=cmd()"


def test_every_fault_is_named_with_its_line() -> None:
    text = "area,age,n\nRutland,,x\nA,b,c,d\nA,b,-1\nA,b,3.5\nA,c,*\n"
    with pytest.raises(Invalid) as refused:
        done(text, policy="secret", overlapping=["theme"], sums=["nonsense"])
    assert [fault.message for fault in refused.value.faults] == [
        "The policy is publishable or board.",
        "Line 2: age is blank. Write a value, or Total.",
        'Line 2: n is "x", not a whole number from 0, written with digits only.',
        "Line 3: 4 columns where the header has 3.",
        'Line 4: n is "-1", not a whole number from 0, written with digits only.',
        'Line 5: n is "3.5", not a whole number from 0, written with digits only.',
        "Line 6: n is suppressed already.",
        "Line 5: the same dimensions as in line 4.",
        '"nonsense" is not a sum such as "area: County = Town + Village".',
        "theme is said to overlap but is not one of the dimensions.",
    ]


@pytest.mark.parametrize(
    ("text", "dims", "count", "words"),
    [
        ("", "area", "n", "The file is empty"),
        ("area,n\n", "area", "n", "no rows"),
        ("area,n\nA,1\n", "sex", "m", "There is no column sex"),
        ("area,n\nA,1\n", "", "n", "at least one dimension"),
        ("area,area,n\nA,B,1\n", "area", "n", "Two columns are called area"),
        ("area,n,status\nA,1,x\n", "area", "n", "a column status already"),
        ('area,n\n"A,1\n', "area", "n", "This is not CSV"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(text: str, dims: str, count: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        done(text, dims=dims, count=count)


def test_a_file_that_is_not_utf_8_is_refused() -> None:
    with pytest.raises(Invalid, match="not UTF-8"):
        suppress(b"area,n\n\xff,1\n", dims="area", count="n", on=ON)


def test_the_command_writes_the_csv_to_one_stream_and_words_to_the_other() -> None:
    def run(text: str) -> subprocess.CompletedProcess[str]:
        command = [Path(sys.executable).with_name("cdop"), "suppress", "--dims", "area,age", "--count", "n"]
        return subprocess.run(command, input=text, capture_output=True, text=True, check=False)

    good, bad = run(TABLE), run(TABLE.replace("42", "41"))
    assert good.returncode == 0
    assert good.stdout.startswith("area,age,n,status\n")
    assert "Publishable, version 1" in good.stderr
    assert bad.returncode == 1
    assert bad.stdout == ""
    assert "parts come to" in bad.stderr
