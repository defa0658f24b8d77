"""A bundle's text as headings, answers and paragraphs: the same characters in the same order, always."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.panel.domain.bundles.bundle_pages import numbered, paragraphs_by_page
from services.panel.domain.bundles.text_shape import Piece, Shape, pieces_of

RETURN = """B. Summary and circumstances
Mode of death: Found dead or collapsed.
Was resuscitation attempted: Not known.
The health visitor saw the child in March.
She said: the cot was in the room.

C. The child:
Nothing is held by this agency for this section.

The event
It was a wet road."""


def shapes(text: str) -> list[tuple[str, str]]:
    return [(one.shape.value, one.text) for one in pieces_of(text)]


def joined(pieces: tuple[Piece, ...]) -> str:
    return "".join(one.text + one.after for one in pieces)


def headings(text: str) -> list[str]:
    return [one.text for one in pieces_of(text) if one.shape is Shape.HEADING]


def test_a_return_is_headings_questions_with_their_answers_and_prose() -> None:
    assert shapes(RETURN) == [
        ("heading", "B. Summary and circumstances"),
        ("answers", "Mode of death: Found dead or collapsed.\nWas resuscitation attempted: Not known."),
        ("paragraph", "The health visitor saw the child in March.\nShe said: the cot was in the room."),
        ("heading", "C. The child:"),
        ("paragraph", "Nothing is held by this agency for this section."),
        ("heading", "The event"),
        ("paragraph", "It was a wet road."),
    ]
    (answers,) = (one for one in pieces_of(RETURN) if one.shape is Shape.ANSWERS)
    assert [(one.question, one.answer) for one in answers.answers] == [
        ("Mode of death:", "Found dead or collapsed."),
        ("Was resuscitation attempted:", "Not known."),
    ]


@pytest.mark.parametrize("text", [
    "G. Other matters of note\nThe form of another area has more sections.",
    "1. Introduction\n\nThe review began in May.",
    "12. What was learned\nMuch.",
])  # fmt: skip
def test_a_lettered_or_numbered_line_by_itself_above_its_text_is_a_heading(text: str) -> None:
    assert headings(text) == [text.split("\n")[0]]


@pytest.mark.parametrize("text", [
    "B. Summary and circumstances",  # nothing stands under it
    "It was read aloud.\nThe child\nwas asleep.",  # within a paragraph
    "B. Brown\nConsultant paediatrician",  # a name
    "B. Brown Consultant\nWard 4",
    "1. Safe sleep\n2. Smoking\n3. Feeding",  # a list
    "1. Safe sleep\n\n2. Smoking\n\n3. Feeding\n\nThe family said more.",
    "1. The child was brought in.\n\nAt two.",  # a sentence
    "Actions: told the family\nand the school",
    "A. We asked: was she well\nThey said so.",
    "14.05 Seen by the doctor\nWell.",
    "3 Doses given\nNone refused.",
    "THE CHILD\nwas well",
    " The child\nwas well",
    "C.  The child\nwas well",
    "9. " + "Long " * 30 + "\nText.",
])  # fmt: skip
def test_a_line_in_doubt_stays_text(text: str) -> None:
    assert headings(text) == []
    assert joined(pieces_of(text)) == text


@pytest.mark.parametrize("text", [
    "She said: I left him asleep.",
    "At 14:05 he was seen.\nAt 15:10 he was not.",
    "He cried. She said: hush.\nHe slept. She said: good.",
    "Background: " + "the family moved. " * 30 + "\nMore: " + "much was said. " * 30,
    "note: small\nother: small",
])  # fmt: skip
def test_what_is_said_in_prose_is_no_answer(text: str) -> None:
    assert [one.shape for one in pieces_of(text)] == [Shape.PARAGRAPH]


def test_lines_that_go_on_from_the_page_before_are_answers_still() -> None:
    assert shapes("Was the child breastfed: Yes.\nKnown allergies: None: never tested.\nShe was loved.") == [
        ("answers", "Was the child breastfed: Yes.\nKnown allergies: None: never tested."),
        ("paragraph", "She was loved."),
    ]


LINES = st.sampled_from([
    "B. Summary and circumstances", "The child", "C. The child:", "Known allergies: None.", "A: b",
    "1. Findings", "2. More", "", " ", "\t", "It was late.", "<b>&amp;</b>", "\r", "x\u2028y", "\x0b",
    "Q:  two", "Q: ", "a\u00a0", "\ue000",
])  # fmt: skip


@given(st.lists(LINES).map("\n".join) | st.text())
def test_no_character_is_lost_made_or_moved(text: str) -> None:
    pieces = pieces_of(text)
    assert joined(pieces) == text
    assert not any(one.after.strip() for one in pieces)
    for one in pieces:
        if one.shape is Shape.ANSWERS:
            assert "".join(each.text for each in one.answers) == one.text


@given(st.lists(LINES).map("\n".join))
def test_a_page_is_its_pieces(text: str) -> None:
    for page in numbered(1, paragraphs_by_page(text)):
        assert joined(page.pieces) == page.text
