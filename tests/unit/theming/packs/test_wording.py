"""What a text of a pack may not say: every rule finds what it should, and leaves plain sentences alone."""

import pytest

from services.theming.domain.packs.wording import field_faults, sentences, wording_faults, wording_rules

FOUND = {
    "PW-01": (
        "One baby was found on a sofa.",
        "In one case the plan was lost.",
        "A single family had no interpreter.",
        "She was the youngest child.",
        "One of these young people had left school.",
    ),
    "PW-02": (
        "Two babies slept in a car seat.",
        "Both families had moved.",
        "Three of the deaths followed a fall.",
        "Most cases (n=4) had no plan.",
    ),
    "PW-03": ("There were 11 cases.", "Nine deaths followed a fall.", "23 of the reviewed cases had a plan."),
    "PW-04": (
        "Half of the children had no plan.",
        "33% of deaths were at home.",
        "One in three babies slept there.",
    ),
    "PW-05": ("None of them had a plan.", "All of the babies slept on a sofa."),
    "PW-06": (
        "A boy aged 9 had no inhaler.",
        "They were seen at six weeks.",
        "A 3-month-old slept in a car seat.",
        "They were born at 27+3.",
        "It was before the fourteenth birthday.",
    ),
    "PW-07": (
        "It was on a Tuesday.",
        "The clinic closed in May.",
        "Help came at 3.30 am.",
        "It was just after Christmas.",
    ),
    "PW-08": (
        "It happened in Oakham.",
        "Elmtree Primary School had been told.",
        "They were seen at Glenfield Hospital.",
    ),
    "PW-09": ("Dr Smith wrote a letter.", "See LLR-2026-0107."),
    "PW-10": ("A boy was found on the sofa.", "She had asked for help."),
    "PW-11": ("It was the first time for twins.", "The poison is extremely rare."),
    "PW-12": ("They committed suicide.", "The family failed to attend.", "Chaotic families were told late."),
    "PW-13": ("Ring 0116 496 0000.", "It was on 3 May 2026.", "Write to a@b.org.uk."),
}
LEFT_ALONE = (
    "Babies sleep safest on their back, in a clear cot.",
    "Some families had moved house and letters did not follow.",
    "Young people aged 10 to 14 told friends before adults.",
    "Every child with asthma needs a plan that is looked at each year.",
    "All babies should sleep on their back.",
    "The panel of Leicester, Leicestershire and Rutland asks services to share.",
    "Leicester City Council offers a course.",
    "In three or more cases the plan was out of date.",
    "Audit the temperature of babies born under 27 weeks.",
    "Ask at every contact up to six months.",
    "Two people check each dose.",
    "Give each family one named contact.",
    "If a child is hot, blue or hard to wake, ring 999.",
    "From April to June this came up again.",
    "About 25 deaths were reviewed.",
)


@pytest.mark.parametrize(("rule", "sentence"), [(rule, each) for rule in FOUND for each in FOUND[rule]])
def test_a_sentence_that_could_point_to_a_child_or_hurt_is_found(rule: str, sentence: str) -> None:
    assert rule in {fault.rule for fault in wording_faults(sentence, rests_on=2)}


def test_every_rule_has_an_example() -> None:
    assert set(FOUND) == {rule.id for rule in wording_rules().rules} | {"PW-13"}


@pytest.mark.parametrize("sentence", LEFT_ALONE)
def test_a_plain_sentence_is_left_alone(sentence: str) -> None:
    assert wording_faults(sentence, rests_on=3) == []


def test_a_story_may_be_told_of_three_cases_together_and_never_of_two() -> None:
    story = "A baby was put down on the sofa after a long night."
    assert [fault.rule for fault in wording_faults(story, rests_on=2)] == ["PW-10"]
    assert wording_faults(story, rests_on=3) == []


@pytest.mark.parametrize("sentence", FOUND["PW-06"] + FOUND["PW-07"] + FOUND["PW-08"])
def test_ages_days_and_places_may_be_told_of_eight_cases(sentence: str) -> None:
    assert wording_faults(sentence, rests_on=7)
    assert wording_faults(sentence, rests_on=8) == []


def test_each_fault_has_its_sentence() -> None:
    text = "Plans were old.\n\nOne child was\naged 9. They wrote to Dr. Smith. It was late."
    assert sentences(text) == [
        "Plans were old.",
        "One child was aged 9.",
        "They wrote to Dr. Smith.",
        "It was late.",
    ]
    said = [fault.message for fault in field_faults("text", text, rests_on=3)]
    assert [each[: each.index("”") + 1] for each in said] == [
        "“One child was aged 9.”",
        "“One child was aged 9.”",
        "“They wrote to Dr. Smith.”",
    ]


@pytest.mark.parametrize(
    "hidden", ["One\u200b child died.", "One\u00a0child died.", "ＯＮＥ child died.", "one  child died"]
)
def test_invisible_and_wide_letters_hide_nothing(hidden: str) -> None:
    assert [fault.rule for fault in wording_faults(hidden, rests_on=3)] == ["PW-01"]
