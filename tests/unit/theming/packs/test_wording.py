"""What a text of a pack may not say: every rule finds what it should, and leaves plain sentences alone."""

import tomllib
from pathlib import Path
from time import perf_counter

import pytest

from services.theming.domain.packs.wording import field_faults, sentences, wording_faults, wording_rules

EXAMPLES = tomllib.loads(Path(__file__).with_name("wording_examples.toml").read_text(encoding="utf-8"))
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
        "Some of them were aged 9.",
        "They were seen at six weeks.",
        "Some slept in a car seat at 3 months.",
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
    "PW-14": ("A boy of fourteen.", "A girl aged 2 years had no gate.", "It was about a 3-month-old."),
    "PW-15": (
        "A toddler fell into a pond in Rutland.",
        "A baby died in her mother's arms.",
        "A girl died in 2019.",
    ),
    "PW-16": ("The mother was at work.", "A family was moved again.", "Mum had no telephone."),
    "PW-17": ("Babies in Oakham were found on sofas in July.",),
    "PW-18": ("About 40 % of all had a plan.",),
    "PW-19": ("It was seen in no other child.", "A rare tumour was found late."),
    "PW-20": ("The risk score was done once.", "Nobody asked about life online."),
    "PW-21": ("Olivia liked the ward.",),
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
    rests_on = 10 if rule == "PW-18" else 2
    assert rule in {fault.rule for fault in wording_faults(sentence, rests_on=rests_on)}


def test_every_rule_has_an_example() -> None:
    assert set(FOUND) == {rule.id for rule in wording_rules().rules} | {"PW-13", "PW-18", "PW-21"}


@pytest.mark.parametrize("sentence", LEFT_ALONE)
def test_a_plain_sentence_is_left_alone(sentence: str) -> None:
    assert wording_faults(sentence, rests_on=3) == []


@pytest.mark.parametrize("sentence", EXAMPLES["stories"])
def test_the_story_of_one_child_or_family_is_refused_at_any_size_of_part(sentence: str) -> None:
    for rests_on in (3, 8, 42, 4000):
        assert wording_faults(sentence, rests_on=rests_on), rests_on


@pytest.mark.parametrize("sentence", EXAMPLES["general"])
def test_learning_in_general_may_be_written(sentence: str) -> None:
    assert wording_faults(sentence, rests_on=42) == []


@pytest.mark.parametrize("sentence", EXAMPLES["hurtful"])
def test_words_that_hurt_are_refused_and_kinder_words_offered(sentence: str) -> None:
    (said,) = [fault.says for fault in wording_faults(sentence, rests_on=42) if fault.rule == "PW-12"]
    assert "(kinder: " in said


def test_each_word_that_hurts_is_named_with_its_own_kinder_words() -> None:
    (fault,) = wording_faults("Some mothers were obese and refused help.", rests_on=42)
    assert fault.says == (
        "uses words that can hurt a family: "
        "“refused help” (kinder: said no to, or: did not feel able to use); "
        "“obese” (kinder: living with a higher weight)"
    )


def test_what_several_cases_have_in_common_is_told_of_several() -> None:
    assert wording_faults("Some babies were put down on the sofa after a long night.", rests_on=3) == []
    story = "A baby was put down on the sofa after a long night."
    assert [fault.rule for fault in wording_faults(story, rests_on=4000)] == ["PW-10"]


@pytest.mark.parametrize(
    ("sentence", "small", "large"),
    [
        ("About 40 % of all had a plan.", 10, 42),
        ("Five per cent had a plan.", 42, 400),
        ("A third had no plan.", 20, 60),
        ("Around 90% had a plan.", 42, 400),
        ("One in ten had a plan.", 42, 400),
    ],
)
def test_a_share_is_refused_where_it_or_the_rest_is_a_small_number(
    sentence: str, small: int, large: int
) -> None:
    assert [fault.rule for fault in wording_faults(sentence, rests_on=small)] == ["PW-18"]
    assert wording_faults(sentence, rests_on=large) == []
    assert wording_faults(f"In England: {sentence}", rests_on=small) == []


def test_a_share_of_all_deaths_is_refused_as_one_of_deaths_is() -> None:
    for share in ("40% of deaths", "40% of all deaths", "A third of all the children"):
        assert [fault.rule for fault in wording_faults(f"{share} had a plan.", rests_on=400)] == ["PW-04"]


def test_a_small_number_beside_its_total_is_refused() -> None:
    assert [fault.rule for fault in wording_faults("Two of about 40 reviews said so.", rests_on=42)] == [
        "PW-02"
    ]


def test_what_the_second_reader_is_told_was_looked_for_is_what_the_rules_look_for() -> None:
    rules = wording_rules()
    said = dict(rules.looked_for)
    assert {(rule.under, rule.looks_for) for rule in rules.rules} <= {
        (under, kind) for under, kinds in said.items() for kind in kinds
    }
    assert {"the story of one child", "postcode"} <= set(said[0])
    assert not {"exact ages", "days and months", "places"} & set(said[0])


@pytest.mark.parametrize(
    "text", ["a child of ", "the baby, who ", "The boy and ", "one in two ", "a", "when a child that "]
)
def test_no_text_takes_long_to_look_through(text: str) -> None:
    began = perf_counter()
    wording_faults(text * (3000 // len(text)), rests_on=5)
    assert perf_counter() - began < 2


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


COMPOSITE = "This account is put together from several cases. A baby was put down to sleep on the sofa."


def test_a_composite_account_of_three_cases_may_be_told_as_of_one_child() -> None:
    told = COMPOSITE + " Her mother had asked for a cot, and the family was moved again."
    assert not wording_faults(told, rests_on=3)
    assert {fault.rule for fault in wording_faults(told, rests_on=2)} >= {"PW-10", "PW-16"}


def test_a_composite_account_holds_nothing_that_points_to_one_child() -> None:
    for detail in (
        "A baby girl aged five weeks died.",
        "In July a toddler from Oakham fell.",
        "A boy died in 2019.",
    ):
        assert wording_faults(f"{COMPOSITE} {detail}", rests_on=40), detail


def test_a_paragraph_that_does_not_say_so_is_no_composite() -> None:
    told = f"{COMPOSITE}\n\nA boy was found on the sofa."
    assert [fault.sentence for fault in wording_faults(told, rests_on=40)] == ["A boy was found on the sofa."]
