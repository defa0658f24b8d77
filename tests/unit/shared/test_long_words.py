"""Words longer than a line may be broken, and nothing else of a page changes."""

from markupsafe import Markup

from shared.web.long_words import breaking


def test_a_long_word_can_be_broken_and_short_ones_cannot() -> None:
    assert breaking("LLR-2026-0021 by the county council") == "LLR-2026-0021 by the county council"
    assert breaking("y" * 70) == "y" * 30 + "<wbr>" + "y" * 30 + "<wbr>" + "y" * 10


def test_what_was_typed_stays_escaped_and_no_sign_of_it_is_torn() -> None:
    assert breaking("<b>") == "&lt;b&gt;"
    broken = breaking("<" * 40)
    assert broken == "&lt;" * 30 + "<wbr>" + "&lt;" * 10


def test_tags_and_their_addresses_stay_as_they_are() -> None:
    link = Markup('<a href="/panel/interests/{0}">Withdraw</a> {0}').format("a" * 40)
    broken = str(link).replace(" " + "a" * 40, " " + "a" * 30 + "<wbr>" + "a" * 10)
    assert str(breaking(link)) == broken
