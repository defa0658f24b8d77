"""Patterns are tried only near what they need: nothing they would find is passed over for that."""

import pytest

from services.notifications.domain.redaction.nearness import Nearness
from services.notifications.domain.redaction.patterns import PATTERNS
from services.notifications.domain.redaction.reading import fold, words_of

from .labelled_texts import texts
from .measured_redaction import HARD, PARTS


@pytest.mark.parametrize("part", [*PARTS, HARD])
def test_a_pattern_finds_in_the_whole_text_only_what_lies_where_it_is_tried(part: str) -> None:
    for labelled in texts(f"{part}.txt"):
        source, folded = labelled.text, fold(labelled.text)
        words = words_of(source)
        near = Nearness(source, folded, words)
        for pattern in PATTERNS:
            text = source if pattern.on == "source" else folded
            for found in pattern.expression.finditer(text):
                if not pattern.accept(found.group(1 if pattern.expression.groups else 0)):
                    continue
                if pattern.opens:
                    opening = pattern.opens.split()
                    assert any(words[at].start == found.start() for at in words.where(opening)), found
                else:
                    assert any(
                        start <= found.start() and found.end() <= end for start, end, _ in near[pattern.near]
                    ), (pattern.near, found)


@pytest.mark.parametrize("written", ["TikTok", "FaceBook", "WhatsApp", "tiktok", "SNAPCHAT"])
def test_a_word_with_a_capital_inside_opens_a_pattern_like_any_other(written: str) -> None:
    words = words_of(f"Her {written} handle")
    assert written.lower() in words.at.keys() | words.runs.keys()


def test_positions_are_those_of_the_text() -> None:
    source = "Amara O\u2019Neill, 12 Hope St; AmaraOkafor came on 3/4."
    words = words_of(source)
    assert [source[word.start : word.end].lower() for word in words] == [word.text for word in words]
    assert [source[start:end] for start, end in words.numbers] == [", 12 ", " 3/4."]
    assert [words[at].text for at in words.glued] == ["amara"]
    assert words.runs["amaraokafor"] == words.glued
    assert words.where({"hope", "came"}) == sorted(words.at["hope"] + words.at["came"])
