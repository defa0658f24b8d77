"""What a text costs grows no faster than the text: counted in what is looked at, not in seconds."""

import sys

import pytest

from services.theming.nlp.themer import load_themer

ORDINARY = "He drowned in the pond while his father was at work. There was no history of asthma. "


def calls(text: str) -> int:
    """How often a function is called to read the text."""
    counted = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        load_themer().propose(text)
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize("text", [ORDINARY, "drowned ", "x"])
def test_four_times_the_text_is_about_four_times_the_work(text: str) -> None:
    calls(text * 50)  # what is found out once
    assert calls(text * 401) < 5 * calls(text * 100)
