"""A person chooses among sentences: initials, stops and headings are none."""

from services.theming.sentence_spans import sentence_spans, sentences_to_choose

TEXT = """Summary and circumstances

B. was seen at home. .
Found cold in cot
Mother's account

He was well the evening before. Ambulance called
"""


def test_initials_stops_and_headings_are_not_offered() -> None:
    assert [TEXT[slice(*span)] for span in sentences_to_choose(TEXT)] == [
        "was seen at home.",
        "Found cold in cot",
        "Mother's account",
        "He was well the evening before.",
        "Ambulance called",
    ]


def test_what_is_offered_is_a_sentence_of_the_text() -> None:
    assert set(sentences_to_choose(TEXT)) < set(sentence_spans(TEXT))


def test_a_text_of_one_short_line_is_offered_whole() -> None:
    assert sentences_to_choose("Found cold in cot") == [(0, 17)]
