"""The attendance register: a blank is "not recorded", never an absence and never an apology."""

import pytest

from services.panel.domain.meetings.attendance import Mark, read_mark, tally


def test_thirty_five_seats_over_five_dates_add_up_with_the_blanks_apart() -> None:
    cells = ["✓"] * 108 + ["AP"] * 19 + [""] * 48
    counted = tally(read_mark(cell) for cell in cells)
    assert counted == {
        Mark.PRESENT: 108,
        Mark.REMOTE: 0,
        Mark.DEPUTY: 0,
        Mark.APOLOGIES: 19,
        Mark.NOT_RECORDED: 48,
    }
    assert sum(counted.values()) == 35 * 5


@pytest.mark.parametrize(
    ("cell", "mark"),
    [
        ("", Mark.NOT_RECORDED),
        ("  ", Mark.NOT_RECORDED),
        ("ap", Mark.APOLOGIES),
        (" AP ", Mark.APOLOGIES),
        ("Deputy", Mark.DEPUTY),
        ("Remote", Mark.REMOTE),
    ],
)
def test_the_signs_of_the_paper_register_are_read(cell: str, mark: Mark) -> None:
    assert read_mark(cell) is mark


def test_an_unknown_sign_is_refused_rather_than_guessed() -> None:
    with pytest.raises(ValueError, match="perhaps"):
        read_mark("perhaps")
