"""On which page a character of a document stands."""

from hypothesis import given
from hypothesis import strategies as st

from services.panel.domain.bundles.bundle_pages import PAGE_LENGTH, page_at, paragraphs_by_page

WORDS = st.text(alphabet="ab. \n", max_size=40)


@given(pieces=st.lists(WORDS, max_size=40), filler=st.integers(0, 900))
def test_every_character_stands_on_the_page_that_has_it(pieces: list[str], filler: int) -> None:
    text = ("\n\n" + "x" * filler).join(pieces)
    text = "".join(chr(0x4E00 + n) if c not in " \n" else c for n, c in enumerate(text))
    pages = paragraphs_by_page(text)
    for offset, character in enumerate(text):
        if not character.isspace():
            assert character in "".join(pages[page_at(text, offset) - 1])


def test_what_lies_behind_the_text_stands_on_its_last_page() -> None:
    text = "One.\n\n" + "a" * PAGE_LENGTH + "\n\nLast."
    assert page_at(text, 10**11) == len(paragraphs_by_page(text)) == 3
    assert page_at("", 0) == 1
