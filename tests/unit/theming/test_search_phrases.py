"""What was typed, taken apart; phrases in quotation marks are looked for word for word."""

import pytest

from services.theming.domain.search.nearness import Stand, together
from services.theming.domain.search.phrases import Phrase, asked_of
from services.theming.domain.search.question import themes_called
from services.theming.domain.themes.codebook import load_codebook


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
    [only] = asked.alternatives
    assert [each.words for each in only.phrases] == [("an", "alert")]
    assert only.loose == "wheel"
    assert [each.words for each in asked.absent] == [("blue",), ("was", "a", "kite")]
    assert asked.quotes


def test_either_side_of_an_or_is_enough() -> None:
    first, second = asked_of('"an alert" red or kite').alternatives
    assert [each.words for each in first.phrases] == [("an", "alert")]
    assert (first.loose, second.phrases, second.loose) == ("red", (), "kite")
    assert not asked_of("or OR").alternatives


@pytest.mark.parametrize(
    ("stands", "stops", "groups"),
    [
        ([Stand(3, 3, 0), Stand(4, 4, 1)], (), [(3, 4)]),
        ([Stand(4, 4, 1), Stand(9, 9, 0)], (), [(4, 9)]),  # four words between
        ([Stand(3, 3, 0), Stand(10, 10, 1)], (), []),
        ([Stand(3, 3, 0), Stand(5, 5, 1)], (4,), []),  # a semicolon between
        ([Stand(0, 0, 0), Stand(20, 20, 0), Stand(21, 21, 1)], (), [(20, 21)]),
        ([Stand(0, 0, 0), Stand(1, 1, 1), Stand(8, 8, 1), Stand(9, 9, 0)], (), [(0, 1), (8, 9)]),
    ],
)
def test_what_is_asked_for_together_stands_near_each_other(
    stands: list[Stand], stops: tuple[int, ...], groups: list[tuple[int, int]]
) -> None:
    found = together(stands, 2, stops)
    assert [(group[0].first, group[-1].last) for group in found] == groups


@pytest.mark.parametrize(
    ("words", "theme"),
    [
        ("interpreter", "interpreter_language_barrier"),
        ("interpreters", "interpreter_language_barrier"),
        ("Language barriers", "interpreter_language_barrier"),
        ("roads", "road_vehicle"),
        ("delay in diagnosis", "diagnosis_delay"),
    ],
)
def test_a_theme_is_called_by_words_of_its_name_in_singular_or_plural(words: str, theme: str) -> None:
    assert theme in themes_called(words, load_codebook())


@pytest.mark.parametrize("words", ["care", "delays", "injury", "health", "parental", "the"])
def test_words_that_say_too_little_name_no_theme(words: str) -> None:
    assert themes_called(words, load_codebook()) == ()
