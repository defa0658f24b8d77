"""Judgements of sentences: the newest holds, for the same words wherever they stand."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from services.theming.domain.confirming.evidence import (
    Judgement,
    affirmed_by,
    in_force,
    place_of,
    same_words,
    span_faults,
)
from services.theming.domain.confirming.places import heard, places
from services.theming.domain.themes.assertions import Assertion

AT = datetime(2026, 11, 21, tzinfo=UTC)
TEXT = "He had asthma. No drowning was seen."


def judged(
    number: int, theme: str, sentence: str, assertion: Assertion | None, how: str = "accepted"
) -> Judgement:
    return Judgement(number, theme, how, assertion, sentence, "", True, "p", "P", AT)


@dataclass(frozen=True)
class Mention:
    theme: str
    assertion: str
    start: int
    end: int
    sentence_start: int
    sentence_end: int
    rule_id: str = "r"
    cue: str = ""


ASTHMA = Mention("asthma", "affirmed", 7, 13, 0, 14)
DROWNING = Mention("drowning", "negated", 18, 26, 15, 36, cue="no")


def test_blanks_and_capitals_make_no_other_sentence() -> None:
    assert same_words("He had\n  ASTHMA. ") == same_words("he had asthma.")


def test_the_newest_judgement_holds_and_a_stale_one_never() -> None:
    old, new = (
        judged(1, "asthma", "He had asthma.", None),
        judged(2, "asthma", "he had  asthma.", Assertion.AFFIRMED),
    )
    assert list(in_force([new, old]).values()) == [new]
    assert in_force([replace(new, stale_since=AT)]) == {}


def test_a_theme_stays_affirmed_while_one_sentence_is_left() -> None:
    mentions = [("asthma", "He had asthma."), ("asthma", "Asthma again.")]
    one = in_force([judged(1, "asthma", "He had asthma.", None)])
    assert affirmed_by(mentions, one, []) == {"asthma"}
    both = in_force([*one.values(), judged(2, "asthma", "ASTHMA again.", Assertion.HISTORICAL)])
    assert affirmed_by(mentions, both, []) == set()


def test_what_was_added_by_hand_counts_while_its_sentence_is_there() -> None:
    held = in_force([judged(1, "neglect", "Left alone.", Assertion.AFFIRMED, "added")])
    assert affirmed_by([], held, ["left alone."]) == {"neglect"}
    assert affirmed_by([], held, []) == set()


def test_places_are_numbered_by_sentence_and_theme_and_wait_where_they_affirm() -> None:
    first, second = places(TEXT, [ASTHMA, replace(ASTHMA, start=0, end=2), DROWNING], {})
    assert (first.key, first.waits, len(first.spans)) == ("0-asthma", True, 2)
    assert (second.key, second.waits, second.cues) == ("15-drowning", False, ("no",))


def test_a_rejected_place_is_not_heard_and_one_added_is() -> None:
    held = in_force(
        [
            judged(1, "asthma", "He had asthma.", None, "rejected"),
            replace(
                judged(2, "neglect", "No  drowning was seen.", Assertion.AFFIRMED, "added"), words="was seen"
            ),
        ]
    )
    found = heard(7, places(TEXT, [ASTHMA, DROWNING], held))
    assert [(each.theme, each.assertion, TEXT[each.start : each.end]) for each in found] == [
        ("drowning", "negated", "drowning"),
        ("neglect", "affirmed", "was seen"),
    ]


def test_words_must_stand_in_their_sentence() -> None:
    assert span_faults("He had asthma.", "HAD  asthma") == []
    assert [fault.field for fault in span_faults("He had asthma.", "wheeze")] == ["words"]
    assert [fault.field for fault in span_faults("", "x")] == ["sentence"]
    assert place_of("asthma", "He had asthma.") == (7, 13)
    assert place_of("", "He had asthma.") == (0, 14)


@pytest.mark.parametrize("words", ["the", "of it", "She was", "[name]", "to [telephone number]", "17"])
def test_words_that_say_nothing_by_themselves_show_no_theme(words: str) -> None:
    sentence = f"Of it {words} the mother smoked indoors."
    (fault,) = span_faults(sentence, words)
    assert fault.field == "words"
    assert "give those that show the theme" in fault.message


@pytest.mark.parametrize("words", ["smoked", "in bed with his father", "the bed", "", "GP"])
def test_one_word_that_means_something_is_enough(words: str) -> None:
    assert (
        span_faults(f"Mother smoked and the GP knew {words}, in bed with his father, the bed.", words) == []
    )


def test_a_sentence_that_says_nothing_shows_no_theme_as_a_whole() -> None:
    assert [fault.field for fault in span_faults("He was there.", "")] == ["sentence"]
