"""Phrases in quotation marks, taken apart and looked for word for word."""

import pytest

from services.theming.domain.search.phrases import Phrase, asked_of


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        (
            ("put", "an", "alert", "on"),
            "They Put an alert on it; put alert on; input an alert on.",
            ["Put an alert on"],
        ),
        (("family", "s", "records"), "the family’s\nrecords", ["family’s\nrecords"]),
        (("co", "sleeping"), "co-sleeping, cosleeping", ["co-sleeping"]),
        (("café", "é"), "The CAFÉ É stood.", ["CAFÉ É"]),
    ],
)
def test_a_phrase_stands_where_its_words_stand_side_by_side(
    words: tuple[str, ...], text: str, found: list[str]
) -> None:
    assert [text[slice(*span)] for span in Phrase(words).spans(text)] == found


def test_what_was_typed_is_taken_apart() -> None:
    asked = asked_of('“an alert” wheel -blue -"was a kite" "…"')
    assert [each.words for each in asked.phrases] == [("an", "alert")]
    assert [each.words for each in asked.absent] == [("was", "a", "kite")]
    assert asked.loose == ("wheel",)
    assert asked.for_index.split() == ['"an', 'alert"', "wheel", "-blue", '"…"']


def test_where_one_of_all_is_enough_no_phrase_is_demanded() -> None:
    asked = asked_of('"an alert" or kite')
    assert (asked.either, asked.demanded, asked.loose) == (True, (), ("kite",))
