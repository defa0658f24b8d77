"""The small language in which the codebook's patterns are written."""

import pytest

from services.theming.nlp.expressions import BadExpression, express

LEXICONS = {"seat": ["(sofa|settee)"]}


def matches(pattern: str, text: str) -> bool:
    return bool(express(pattern, LEXICONS).compiled.search(text))


def test_a_star_stands_for_letters_and_a_question_mark_for_a_word_that_may_be_missing() -> None:
    assert matches("co sleep*", "he was co sleeping")
    assert matches("the (old|new)? {seat}", "on the settee")
    assert matches("the (old|new)? {seat}", "on the old sofa")
    assert not matches("co sleep", "co sleeping")


def test_a_gap_takes_a_few_words_but_never_a_full_stop_or_a_but() -> None:
    assert matches("asleep ~3 {seat}", "asleep on the sofa")
    assert not matches("asleep ~3 {seat}", "asleep. on the sofa")
    assert not matches("asleep ~3 {seat}", "asleep but on the sofa")
    assert not matches("asleep ~1 {seat}", "asleep on the old sofa")


def test_either_order_can_be_asked_for() -> None:
    assert matches("baby <>3 {seat}", "the sofa with the baby")
    assert matches("baby <>3 {seat}", "baby on the sofa")


@pytest.mark.parametrize("pattern", ["(a|b", "{unknown}", "(a?|b)", "a ~3", "a ~3 b?", "a / b"])
def test_a_faulty_pattern_is_refused_when_it_is_read(pattern: str) -> None:
    with pytest.raises(BadExpression):
        express(pattern, LEXICONS)


def test_the_anchors_of_a_pattern_are_its_rarest_words() -> None:
    assert express("the baby ~3 (sofa|settee)", {}).anchors == {"sofa", "settee"}
