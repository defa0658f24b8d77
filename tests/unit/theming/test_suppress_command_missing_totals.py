"""`cdop suppress` where totals are not in the file: a reader adds up the parts that are."""

import csv
import io
from datetime import date

import pytest

from services.theming.disclosure.suppress_command import suppress
from services.theming.domain.statistics.linked_tables import LinkedTable, Release
from shared.errors import Invalid

ON = date(2026, 1, 1)
ONE_REGION_WITHOUT_A_TOTAL = """region,age,n
R1,a,30
R1,b,30
R1,Total,60
R2,a,37
R2,b,3
Total,Total,100
"""


def statuses(text: str, dims: str = "region,age", **more) -> dict[tuple[str, ...], str]:
    answer = suppress(text.encode(), dims=dims, count="n", policy="board", on=ON, **more)
    rows = list(csv.reader(io.StringIO(answer.csv)))[1:]
    return {tuple(row[:-2]): row[-1] for row in rows}


def test_a_count_is_not_had_by_taking_one_regions_total_and_another_regions_parts_from_the_whole() -> None:
    found = statuses(ONE_REGION_WITHOUT_A_TOTAL)
    assert found["R2", "b"] == "suppressed"
    assert list(found.values()).count("suppressed") > 1


def test_such_a_whole_comes_to_all_its_parts_and_one_that_does_not_is_refused_with_its_line() -> None:
    with pytest.raises(Invalid, match="Line 7: the total of everything is 99, but its parts come to 100"):
        statuses(ONE_REGION_WITHOUT_A_TOTAL.replace("Total,Total,100", "Total,Total,99"))


def test_a_whole_is_made_of_as_few_dimensions_at_once_as_it_comes_to_its_parts_with() -> None:
    counts = {
        ("A", "f", "x"): 5, ("A", "f", "y"): 6, ("A", "m", "x"): 7, ("B", "f", "x"): 8,
        ("A", "Total", "x"): 12, ("Total", "f", "y"): 6, ("Total", "Total", "x"): 20,
    }  # fmt: skip
    table = LinkedTable("file", ("area", "sex", "age"), counts)
    sums = [each for each in Release((table,)).relations() if each.whole == (("age", "x"),)]
    assert [each.exact for each in sums] == [False, True]
    assert {len(each.parts) for each in sums if each.exact} == {3}


def test_values_within_another_are_not_counted_twice_where_totals_are_missing() -> None:
    text = "area,sex,n\nTown,f,20\nTown,m,30\nShire,f,20\nShire,m,30\nCity,f,9\nCity,m,9\nTotal,Total,68\n"
    found = statuses(text, "area,sex", sums=["area: Shire = Town"])
    assert set(found.values()) == {"shown"}


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_every_cell_may_stand_in_quotation_marks_whatever_is_between_columns(between: str) -> None:
    lines = ONE_REGION_WITHOUT_A_TOTAL.splitlines()
    quoted = "".join(between.join(f'"{cell}"' for cell in line.split(",")) + "\r\n" for line in lines)
    answer = suppress(("\ufeff" + quoted).encode(), dims="region,age", count="n", policy="board", on=ON)
    assert answer.csv.splitlines()[0] == between.join(["region", "age", "n", "status"])
    assert answer.csv.count("\r\n") == len(lines)
