"""Sentences weighed by all their words: what they add, what they take back, whence the weights come."""

import json
from pathlib import Path
from typing import Any

import pytest

from services.theming.domain.themes.codebook import load_codebook
from services.theming.domain.themes.theme_proposal import ThemedText
from services.theming.nlp.learn_told import WEIGHTS, examples, sources, told_of
from services.theming.nlp.rules import read_theme
from services.theming.nlp.stems import features, stem
from services.theming.nlp.themer import Themer, load_themer, make_themer
from services.theming.nlp.told_files import read_told
from services.theming.nlp.told_words import ToldWords
from services.theming.nlp.word_tables import words_of

#: A theme may have no told sentences: its patterns alone speak for it.
TOLD = [theme for theme in load_codebook().themes if told_of(theme).exists()]
NARRATIVES = Path(__file__).parent / "labelled" / "for_rules.jsonl"
WEIGHTS_OF_BOATS = {
    "before_any_word": -200,
    "weights": {"boat": 1500, "sail": 600, "sail away": 300, "paint": -4500},
}
BOATS = {
    "id": "boats",
    "label": "Boats",
    "about": [],
    "rules": [{"id": "named", "patterns": ["boat"]}],
    "told_words": WEIGHTS_OF_BOATS,
}


def themer(**changes: Any) -> Themer:
    return make_themer(None, [BOATS | changes], "test")


def found(text: str, **changes: Any) -> list[tuple[str, str, str]]:
    proposals = themer(**changes).propose(text).proposals
    return [(one.assertion.value, e.text, e.rule_id) for one in proposals for e in one.evidence]


def words(sentence: str) -> tuple[tuple[int, str], ...]:
    return words_of(sentence, 0, len(sentence))


@pytest.mark.parametrize(
    ("one", "other"),
    [("sleeping", "sleep"), ("bodies", "body"), ("stopped", "stop"), ("medication", "medicating")],
)
def test_a_word_is_the_same_with_and_without_its_ending(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_figures_count_by_their_length_alone() -> None:
    assert stem("7") == stem("42") != stem("2019") == stem("100")


def test_a_sentence_counts_its_words_and_each_two_that_follow_each_other() -> None:
    assert features(["he", "sail", "away"]) == {"he", "sail", "away", "he sail", "sail away"}


def test_weights_are_added_and_shared_among_the_words_of_the_sentence() -> None:
    told = ToldWords({"boats": WEIGHTS_OF_BOATS})
    assert told.weigh(words("they sailed away today")) == {"boats": -200 + (600 + 300) / 2}
    assert told.weigh(words("nothing")) == {"boats": -200}


def test_evidence_is_the_shortest_stretch_that_holds_most_of_what_speaks() -> None:
    told = ToldWords({"boats": WEIGHTS_OF_BOATS})
    sentence = "that morning they sailed away for good"
    telling = told.telling("boats", words(sentence))
    assert sentence[telling.start : telling.end] == "sailed"


def test_a_theme_is_found_by_its_words_where_no_pattern_matches() -> None:
    clear = WEIGHTS_OF_BOATS | {"before_any_word": 100}
    assert found("They sailed away.", told_words=clear) == [("affirmed", "sailed", "boats.told_words")]
    assert found("They walked away.", told_words=clear) == []


def test_a_theme_that_a_pattern_found_is_not_told_a_second_time() -> None:
    assert found("Their boat sailed away.") == [("affirmed", "boat", "boats.named")]


def test_a_denial_counts_for_told_words_as_for_any_other() -> None:
    assert found("They never sailed away.") == [("negated", "sailed", "boats.told_words")]


def test_what_the_words_speak_clearly_against_does_not_count_as_affirmed() -> None:
    assert found("A boat was on the wall.") == [("affirmed", "boat", "boats.named")]
    assert found("A painted boat was on the wall.") == []
    assert found("No painted boat was on the wall.") == [("negated", "boat", "boats.named")]


def test_an_answer_to_a_heading_is_never_taken_back() -> None:
    assert found("Painted boat: yes")[0][0] == "affirmed"


def test_a_codebook_without_weights_is_read_by_its_patterns_alone() -> None:
    assert found("They sailed away.", told_words=None) == []
    assert found("A painted boat was on the wall.", told_words=None)


def test_a_faulty_line_of_weights_is_refused(tmp_path: Path) -> None:
    (tmp_path / "told" / "weights").mkdir(parents=True)
    (tmp_path / "told" / "weights" / "boats.txt").write_text("-200\t\nmuch\tsail\n")
    with pytest.raises(ValueError, match="much"):
        read_told("boats", tmp_path)


@pytest.mark.parametrize("theme", TOLD)
def test_the_weights_were_learnt_from_the_sentences_that_stand_beside_them(theme: str) -> None:
    learnt = (WEIGHTS / f"{theme}.txt").read_text(encoding="utf-8").splitlines()[1]
    now = f"codebook {load_codebook().version}; sentences {sources(NARRATIVES)}"
    assert learnt.endswith(now), "learn the weights anew: services/theming/nlp/README.md, Told words"


@pytest.mark.parametrize("theme", TOLD)
def test_every_theme_has_sentences_that_tell_of_it_and_sentences_that_do_not(theme: str) -> None:
    given = list(examples(theme))
    assert sum(tells for _, tells in given) >= 100
    assert sum(not tells for _, tells in given) >= 40
    assert all(text.strip() for text, _ in given)


def test_a_codebook_kept_as_it_was_adopted_reads_as_the_shipped_one() -> None:
    kept = json.loads(json.dumps([read_theme(theme) for theme in load_codebook().themes], default=str))
    text = " ".join(next(text for text, tells in examples(theme) if tells) for theme in TOLD)

    def read(by: Themer) -> ThemedText:
        return by.propose(text)

    assert read(make_themer(None, kept, "kept")).proposals == read(load_themer()).proposals
