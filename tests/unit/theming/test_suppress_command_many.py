"""`cdop suppress` of a thousand counts and more: pushed many at a time, and safe all the same."""

import csv
import io
import random
from datetime import date
from itertools import product

import numpy as np
from scipy.sparse import csr_array

from services.theming.disclosure.attacking import Reader
from services.theming.disclosure.problem import Problem
from services.theming.disclosure.rounding import rounded
from services.theming.disclosure.suppress_command import MANY, suppress
from services.theming.domain.statistics.linked_tables import LinkedTable, Release, Values
from shared.disclosure.policies import policy_on

ON = date(2026, 1, 1)
DIMS = ("area", "age")


def some_counts(areas: int, ages: int) -> dict[Values, int]:
    draw = random.Random(1)
    found: dict[Values, int] = {}
    for area, age in product(range(areas), range(ages)):
        count = draw.choice((0, 2, 9, 12, 30, 60, 80))
        for values in product((f"area {area}", "Total"), (f"age {age}", "Total")):
            found[values] = found.get(values, 0) + count
    return found


def test_more_than_a_thousand_counts_are_safe_and_say_how_far_they_are() -> None:
    counts, said = some_counts(40, 26), list[str]()
    assert len(counts) > MANY
    text = "area,age,n\n" + "".join(f"{area},{age},{n}\n" for (area, age), n in counts.items())
    answer = suppress(text.encode(), dims="area,age", count="n", policy="board", on=ON, say=said.append)
    table = LinkedTable("file", DIMS, counts)
    release, rows = Release((table,)), csv.DictReader(io.StringIO(answer.csv))
    hidden = frozenset(table.key((row["area"], row["age"])) for row in rows if row["n"] == "*")
    rules = policy_on("restricted_board", ON)
    problem = Problem(rules, release.cells(), release.relations(), zeros_stay=False, zeros_known=True)
    assert Reader(problem, hidden).works_nothing_out()
    assert any("bounds are still too near" in words for words in said)


def test_a_choice_found_by_rounding_holds_every_row_and_is_near_the_least() -> None:
    """Two of any five cells beside each other in a ring: the least is two in five of them all."""
    size = 50
    matrix = csr_array(np.array([[float((c - r) % size < 5) for c in range(size)] for r in range(size)]))
    costs, two = np.ones(size), np.full(size, 2.0)
    chosen = rounded(costs, np.zeros(size), matrix, two, near=0.5)
    assert chosen is not None
    assert (matrix @ chosen >= 2).all()
    assert 20 <= chosen.sum() <= 30


def test_no_choice_is_rounded_where_none_is_near_enough_or_none_holds_every_row() -> None:
    each_two_of_three = csr_array(np.array([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0], [1.0, 0.0, 1.0]]))
    ones = np.ones(3)
    assert rounded(ones, np.zeros(3), each_two_of_three, ones, near=0.0) is None
    assert rounded(ones, np.zeros(3), each_two_of_three, 3 * ones, near=0.5) is None
