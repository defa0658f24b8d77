"""Boards read what everybody reads and what is for them: together that gives nothing of theirs away."""

import random
from datetime import date

import pytest

from services.theming.disclosure.going_out import what_is_learnt
from services.theming.disclosure.released import Released, WouldGiveAway
from services.theming.disclosure.releases import ProtectedRelease, protect_release
from services.theming.domain.statistics.linked_tables import TOTAL, LinkedTable, Release
from shared.disclosure.policies import policy_on
from tests.unit.theming.linked_releases import WIDER, Cases, OutsideReader, exposed_to, some_cases, table_of

PUBLISHABLE, BOARD = (policy_on(name, date(2026, 1, 1)) for name in ("publishable", "restricted_board"))
DIMS = ("area", "sex", "age")
SHAPES = ((("area", "sex"), ("age",)), (("area", "age"),), (("sex", "age"), ("area",)), (("area",),))
DRAWN = range(24)


def drawn(number: int) -> tuple[Release, Release]:
    """What everybody is to read of some cases, and what boards are."""
    draw = random.Random(number)
    cases = some_cases(draw, DIMS, draw.choice((15, 40, 90, 200)))
    return _release(cases, draw.choice(SHAPES)), _release(cases, draw.choice(SHAPES))


def _release(cases: Cases, shape: tuple[tuple[str, ...], ...]) -> Release:
    return Release(tuple(table_of(cases, dims) for dims in shape), {"area": WIDER["area"]})


def read_by_boards(*every: ProtectedRelease) -> OutsideReader:
    reader = OutsideReader(DIMS)
    for each in every:
        reader.reads(each)
    return reader


def protected_beside(release: Release, public: ProtectedRelease) -> ProtectedRelease | None:
    out = [Released("S-0001", public.release, public.hidden, of_others=PUBLISHABLE)]
    try:
        return protect_release(release, BOARD, out)
    except WouldGiveAway:
        return None


@pytest.mark.parametrize("part", range(4))
def test_boards_work_nothing_out_of_their_tables_and_what_everybody_read_before(part: int) -> None:
    made = 0
    for number in DRAWN[part::4]:
        for_all, for_boards = drawn(number)
        public = protect_release(for_all, PUBLISHABLE)
        board = protected_beside(for_boards, public)
        if board is not None:
            made += 1
            assert exposed_to(read_by_boards(public, board), board) == []
    assert made >= 5


@pytest.mark.parametrize("part", range(4))
def test_what_everybody_is_to_read_goes_out_after_the_boards_tables_unless_it_gives_theirs_away(
    part: int,
) -> None:
    went_out = 0
    for number in DRAWN[part::4]:
        for_all, for_boards = drawn(number)
        board, public = protect_release(for_boards, BOARD), protect_release(for_all, PUBLISHABLE)
        own = Released("S-0002", public.release, public.hidden, of_others=PUBLISHABLE)
        if not what_is_learnt(own, [Released("S-0001", board.release, board.hidden)], BOARD):
            went_out += 1
            assert exposed_to(read_by_boards(public, board), board) == []
    assert went_out >= 3


def areas(**counts: int) -> Release:
    cells = {(area.replace("_", " "),): count for area, count in counts.items()}
    return Release((LinkedTable(" and ".join(counts), ("area",), cells),), {"area": WIDER["area"]})


def test_a_total_that_others_were_told_roughly_does_not_give_a_part_away() -> None:
    """Of 60 deaths 57 and 3: "60" is 58 to 62 and leaves 1 to 5 for the 3, so that boards may see the 57."""
    parts, whole = areas(Leicester=57, county_and_Rutland=3), areas(**{TOTAL: 60})
    roughly = [Released("S-0001", whole, of_others=PUBLISHABLE)]
    assert len(protect_release(parts, BOARD, roughly).hidden) == 1
    exactly = [Released("S-0001", whole)]
    assert len(protect_release(parts, BOARD, exactly).hidden) == 2


def test_boards_may_keep_back_what_others_were_told_roughly() -> None:
    """Everybody read "60"; to say 60 exactly beside 57 would give the 3 away."""
    every = areas(**{TOTAL: 60, "Leicester": 57, "county_and_Rutland": 3})
    out = [Released("S-0001", areas(**{TOTAL: 60}), of_others=PUBLISHABLE)]
    board = protect_release(every, BOARD, out)
    assert len(board.hidden & every.cells().keys()) == 2
    assert exposed_to_boards(board) == []


def exposed_to_boards(board: ProtectedRelease) -> list[str]:
    reader = OutsideReader(("area",))
    reader.reads(board)
    return exposed_to(reader, board)
