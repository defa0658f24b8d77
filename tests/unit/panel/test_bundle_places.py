"""Where characters of a text stand in a bundle."""

from hypothesis import given
from hypothesis import strategies as st

from services.panel.domain.bundles.bundle_pages import (
    PAGE_LENGTH,
    Stretch,
    numbered,
    paragraphs_by_page,
    stretch_at,
)

WORDS = st.text(alphabet="ab. \n", max_size=40)


def shown(text: str, stretch: Stretch) -> str:
    page = numbered(1, paragraphs_by_page(text))[stretch.page - 1]
    return page.text[stretch.start : stretch.end]


@given(pieces=st.lists(WORDS, max_size=40), filler=st.integers(0, 900))
def test_every_character_stands_where_it_is_said_to_stand(pieces: list[str], filler: int) -> None:
    text = ("\n\n" + "x" * filler).join(pieces)
    text = "".join(chr(0x4E00 + n) if c not in " \n" else c for n, c in enumerate(text))
    for at, character in enumerate(text):
        if not character.isspace():
            assert shown(text, stretch_at(text, at, at + 1)) == character


def test_what_reaches_over_a_paragraph_is_shown_as_far_as_its_first_one() -> None:
    text = "One two.\n\nThree."
    assert shown(text, stretch_at(text, 4, 14)) == "two."
    assert shown(text, stretch_at(text, 8, 14)) == "Thre"


def test_what_lies_behind_the_text_is_an_empty_place_on_its_last_page() -> None:
    text = "One.\n\n" + "a" * PAGE_LENGTH + "\n\nLast."
    last = stretch_at(text, 10**11, 10**11 + 5)
    assert (last.page, shown(text, last)) == (len(paragraphs_by_page(text)), "")
    assert stretch_at("", 0, 5) == Stretch(1, 0, 0)
