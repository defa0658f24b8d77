"""Which mentions count, by what stands around them; whence the weights of the signs come."""

import json
from pathlib import Path

import pytest

from services.theming.domain.themes.assertions import Assertion
from services.theming.domain.themes.codebook import load_codebook
from services.theming.nlp import credence
from services.theming.nlp.contexts import Found
from services.theming.nlp.credence import WEIGHTS, Around, believed
from services.theming.nlp.forms import Field
from services.theming.nlp.learn_credence import FOUND_BEFORE, Judged, Reader, learnt
from services.theming.nlp.learn_told import sources
from services.theming.nlp.rules import Rule
from services.theming.nlp.telling import told_rule
from tests.unit.theming.scoring import labelled

NARRATIVES = Path(__file__).parent / "labelled" / "for_rules.jsonl"
TEXT = "the old boat was moored behind the shed all winter"
#: Goes on so long that its length is no reason to believe a rule.
FURTHER = f"{TEXT}. nobody had thought of it again before spring"
BOATS = Rule("boats", "boats.named", (), None, (), (), "sentence", None, frozenset())
SHEDS = Rule("sheds", "sheds.named", (), None, (), (), "sentence", None, frozenset())


def mention(word: str = "boat", rule: Rule = BOATS, odds: int | None = 100, **more: object) -> Found:
    start = TEXT.index(word)
    span = (start, start + len(word))
    return Found(rule, *span, [span], (0, len(TEXT)), odds=odds, **more)  # type: ignore[arg-type]


@pytest.fixture
def weighed(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Weights a test may fill; a mention without any sign just does not count."""
    weights = {"": credence.COUNTS_FROM - 1}
    monkeypatch.setattr(credence, "weights", lambda: weights)
    return weights


def test_the_signs_are_the_words_around_the_length_and_how_clearly_the_sentence_speaks() -> None:
    signs = Around([mention()]).signs(TEXT, mention(odds=-150))
    assert signs == {
        **dict.fromkeys(["before the", "before old"], 100),
        **dict.fromkeys([f"after {word}" for word in ("was", "moor", "behind", "the", "shed", "all")], 100),
        "rule": 100,
        "rule boats": 100,
        "by boats.named": 100,
        "rule against": -50,
        "length": 100,
    }


def test_what_else_was_found_is_a_sign_and_a_mention_is_none_of_itself() -> None:
    denied = mention("moored", assertion=Assertion.NEGATED)
    shed = mention("shed", SHEDS)
    over = mention("old boat was", told_rule("sheds"))
    signs = Around([mention(), denied, shed, over]).signs(TEXT, mention())
    assert {"also negated rule", "beside affirmed rule", "over affirmed told"} <= signs.keys()
    assert "also affirmed rule" not in signs


def test_cues_and_people_of_the_sentence_are_signs_whether_they_govern_or_not() -> None:
    text = "Her brother was well; she had asthma, then rang nobody."
    one = next(one for one in Reader().read(text)[1] if one.rule.theme == "asthma")
    assert one.assertion is Assertion.AFFIRMED
    assert "person sibling before" in one.near
    signs = Around([one]).signs(text.lower(), one)
    assert {sign: signs[sign] for sign in one.near} == dict.fromkeys(one.near, 100)


def test_two_mentions_of_one_theme_speak_for_each_other() -> None:
    both = [mention(), mention("moored")]
    assert all("also affirmed rule" in Around(both).signs(TEXT, one) for one in both)


def test_a_mention_counts_where_its_signs_say_so(weighed: dict[str, int]) -> None:
    assert believed(FURTHER, [mention()]) == []
    weighed["before old"] = 1
    assert believed(FURTHER, [mention()]) == [mention()]


def test_an_answer_to_a_heading_counts_whatever_stands_around_it(weighed: dict[str, int]) -> None:
    answer = mention(field=Field(0, len(TEXT), len(TEXT), None))
    assert believed(FURTHER, [answer]) == [answer]


def test_what_a_rule_matched_in_a_very_short_sentence_or_text_counts(weighed: dict[str, int]) -> None:
    four, five = (0, TEXT.index(" moored")), (0, TEXT.index(" behind"))
    short = Found(BOATS, 8, 12, [(8, 12)], four, odds=-900)
    assert believed(FURTHER, [short]) == [short]
    longer = Found(BOATS, 8, 12, [(8, 12)], five, odds=-900)
    assert believed(FURTHER, [longer]) == []
    assert believed(TEXT, [longer]) == [longer]


def test_a_theme_that_has_no_weights_is_read_by_its_rules_alone(weighed: dict[str, int]) -> None:
    assert believed(FURTHER, [mention(odds=None)]) == [mention(odds=None)]


def test_a_denied_mention_of_a_rule_is_kept_and_one_of_told_words_where_it_is_clear(
    weighed: dict[str, int],
) -> None:
    no = Assertion.NEGATED
    assert believed(FURTHER, [mention(odds=-900, assertion=no)])
    assert believed(FURTHER, [mention(rule=told_rule("boats"), odds=200, assertion=no)])
    assert not believed(FURTHER, [mention(rule=told_rule("boats"), odds=199, assertion=no)])


def test_signs_of_what_is_wrong_are_learnt_from_what_was_wrong() -> None:
    right = [Judged({"rule": 100, "before his": 100}, True, 1.0, 0)] * 30
    wrong = [Judged({"rule": 100, "before painted": 100}, False, 1.0, 0)] * 30
    weights = learnt([*right, *wrong])
    assert weights["before his"] > 0 > weights["before painted"]
    assert "before painted" not in learnt([*right, *wrong[:2]])


def test_the_weights_of_signs_were_learnt_from_the_sentences_that_stand_beside_them() -> None:
    first = WEIGHTS.read_text(encoding="utf-8").splitlines()[1]
    assert first.endswith(f"codebook {load_codebook().version}; sentences {sources(NARRATIVES)}")


def test_what_earlier_rules_found_stands_in_the_narratives() -> None:
    texts = {narrative["id"]: narrative["text"] for narrative in labelled("for_rules")}
    lines = NARRATIVES.with_name(FOUND_BEFORE).read_text(encoding="utf-8").splitlines()
    before = {line["id"]: line["mentions"] for line in map(json.loads, lines)}
    assert before.keys() == texts.keys()
    for narrative, mentions in before.items():
        for one in mentions:
            assert one["theme"] in load_codebook().themes
            assert 0 <= one["start"] < one["end"] <= len(texts[narrative])
