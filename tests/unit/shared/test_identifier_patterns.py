"""The second look at a text finds what identifies, and is no way to keep the service busy."""

import time

import pytest

from shared.identifier_patterns import identifiers_in


@pytest.mark.parametrize(
    "text",
    [
        "write to ann.other+panel@example.org.",
        "(ann@example.org)",
        "x,ann-b@mail.example.org",
        "mail:first.last@example.org",
    ],
)
def test_an_e_mail_address_is_found_wherever_it_stands(text: str) -> None:
    assert identifiers_in(text) == ("email address",)


@pytest.mark.parametrize("piece", ["x", "1", "A1", "a.", "x@", "1 ", "jan ", "0 ", "-"])
def test_a_long_text_is_looked_through_in_a_moment(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    begun = time.process_time()
    identifiers_in(text)
    assert time.process_time() - begun < 2  # it was minutes when every letter could begin an address
