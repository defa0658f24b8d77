"""`cdop suppress` against whatever is sent: it protects the file, or refuses it and says why."""

import csv
import io
import random
from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Literal

import pytest

from services.theming.disclosure.attacking import Reader
from services.theming.disclosure.of_hidden import of_hidden_totals
from services.theming.disclosure.problem import Problem
from services.theming.disclosure.suppress_command import NOTHING_SHOWN, suppress
from services.theming.domain.statistics.linked_tables import LinkedTable, Release
from services.theming.domain.statistics.tree import Key
from shared.disclosure.policies import policy_on
from shared.errors import Conflict, Invalid

ON = date(2026, 1, 1)
FILES = 300
POLICIES = {"publishable": "publishable", "board": "restricted_board"}
WRONG = ("-1", "3.5", "*", "c", "..", "1e3", "١٢", "99999999999", "n/a", "0x10", "1 000", "+4", "None")
Row = list[str]


def some_table(draw: random.Random) -> tuple[list[str], list[Row]]:
    """Counts by one to three dimensions with all, some or none of their totals."""
    dims = ["area", "age", "sex"][: draw.randint(1, 3)]
    values = [[f"{dim} {n}" for n in range(draw.randint(1, 4))] for dim in dims]
    cells = {each: draw.choice((0, 0, 1, 2, 5, 8, 30, 400)) for each in product(*values)}
    shown = {}
    for each in product(*([*v, "Total"] for v in values)):
        if "Total" not in each or draw.random() < 0.8:
            shown[each] = sum(
                count
                for cell, count in cells.items()
                if all(a in (b, "Total") for a, b in zip(each, cell, strict=True))
            )
    return dims, [[*each, str(count)] for each, count in shown.items()]


def written(header: Row, rows: list[Row], draw: random.Random) -> bytes:
    out = io.StringIO()
    quoting: Literal[0, 1] = draw.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    csv.writer(out, quoting=quoting, lineterminator=draw.choice(("\n", "\r\n"))).writerows([header, *rows])
    return draw.choice((b"", b"\xef\xbb\xbf")) + out.getvalue().encode()


def spoilt(rows: list[Row], draw: random.Random) -> str:
    """Does one thing to the rows that no file of counts may have; says what the refusal must name."""
    place = draw.randrange(len(rows))
    match draw.randrange(5):
        case 0:
            rows[place][-1] = draw.choice(WRONG)
            return f"Line {place + 2}: n "
        case 1:
            rows[place][0] = draw.choice(("", "  "))
            return f"Line {place + 2}: area is blank"
        case 2:
            rows.append(list(rows[place]))
            return f"Line {len(rows) + 1}: the same dimensions as in line {place + 2}"
        case 3:
            rows[place].append("more")
            return f"Line {place + 2}: "
        case _:
            rows.clear()
            return "There are no rows under the header."


def files() -> Iterator[tuple[list[str], list[Row], random.Random]]:
    for number in range(FILES):
        draw = random.Random(number)
        dims, rows = some_table(draw)
        draw.shuffle(rows)
        yield dims, rows, draw


@pytest.mark.parametrize("policy", POLICIES)
def test_no_hidden_count_of_three_hundred_files_can_be_worked_out_from_what_is_written(policy: str) -> None:
    nothing_shown = 0
    for dims, rows, draw in files():
        sent = written([*dims, "n"], rows, draw)
        answer = suppress(sent, dims=",".join(dims), count="n", policy=policy, on=ON)
        _check(dims, rows, answer.csv, policy)
        nothing_shown += NOTHING_SHOWN in answer.messages
    assert nothing_shown < 0.05 * FILES


def _check(dims: list[str], rows: list[Row], answer: str, policy: str) -> None:
    told = list(csv.DictReader(io.StringIO(answer)))
    assert [[row[dim] for dim in dims] for row in told] == [row[:-1] for row in rows]
    rules = policy_on(POLICIES[policy], ON)
    table = LinkedTable("file", tuple(dims), {tuple(row[:-1]): int(row[-1]) for row in rows})
    release = Release((table,))
    counts, relations = release.cells(), release.relations()
    few = of_hidden_totals(relations, counts, {}, rules)
    problem = Problem(rules, counts, relations, zeros_stay=False, zeros_known=True, of_hidden=few)
    hidden = frozenset(table.key(tuple(row[dim] for dim in dims)) for row in told if row["n"] == "*")
    for row, (*_, count) in zip(told, rows, strict=True):
        if row["n"] != "*":
            assert int(row["n"]) == rules.rounded(int(count))
            assert not rules.is_small(int(count))
        assert row["status"] == {"*": "suppressed", "0": "zero"}.get(row["n"], "shown")
    # Of what follows though nothing were shown at all, a file without some of its totals has a few noughts.
    evident = {each.key for each in Reader(problem, frozenset(problem.counts)).exposures()}
    reader = Reader(problem, hidden)
    exposed = {each.key for each in reader.exposures() if not _is_open(problem, each.key, reader)}
    assert exposed <= evident
    assert not any(problem.counts[key] for key in evident)


def _is_open(problem: Problem, key: Key, reader: Reader) -> bool:
    """Whether all that is known of a part of a hidden total is that it is not none, or none: the former would
    be known of any small count, the latter would have been shown.
    """
    low, high = reader.range_of(key)
    small = low <= problem.policy.suppress_from and high >= problem.policy.suppress_to
    return key in problem.of_hidden and (problem.none_of_few(key) or small)


def test_each_of_three_hundred_spoilt_files_is_refused_with_its_fault_and_line() -> None:
    for dims, rows, draw in files():
        named = spoilt(rows, draw)
        with pytest.raises(Invalid) as refused:
            suppress(written([*dims, "n"], rows, draw), dims=",".join(dims), count="n", on=ON)
        assert any(fault.message.startswith(named) for fault in refused.value.faults), named


def test_a_total_that_does_not_come_to_its_parts_is_refused_with_both_numbers() -> None:
    for dims, rows, draw in files():
        whole = [row for row in rows if "Total" in row]
        if whole and len(rows) > 2 and _is_complete(dims, rows):
            row = draw.choice(whole)
            row[-1] = str(int(row[-1]) + 1)
            with pytest.raises(Invalid, match=r" come to |less than|more than its parts"):
                suppress(written([*dims, "n"], rows, draw), dims=",".join(dims), count="n", on=ON)


def _is_complete(dims: list[str], rows: list[Row]) -> bool:
    found = [{row[place] for row in rows} | {"Total"} for place in range(len(dims))]
    return len(rows) == len(list(product(*found)))


def test_whatever_bytes_are_sent_the_answer_is_a_file_or_a_refusal_in_words() -> None:
    draw = random.Random(1)
    pieces = [
        b"area,n",
        b"\n",
        b"\r",
        b";",
        b",",
        b'"',
        b"A",
        b"Total",
        b"0",
        b"9",
        b"\xff",
        b"\x00",
        b" ",
        b"=1",
    ]
    for _ in range(2_000):
        sent = b"area,n\n" * draw.randint(0, 1) + b"".join(draw.choices(pieces, k=draw.randint(0, 30)))
        assert _answered(sent)


def _answered(sent: bytes) -> str:
    try:
        return suppress(sent, dims="area", count="n", on=ON).csv
    except (Invalid, Conflict) as refused:
        return str(refused)


def test_a_file_of_which_nothing_is_held_stays_as_it_is() -> None:
    answer = suppress(b"area,n\nA,\nTotal,:\n", dims="area", count="n", on=ON)
    assert answer.csv == "area,n,status\nA,:,missing\nTotal,:,missing\n"
