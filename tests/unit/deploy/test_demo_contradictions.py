"""What is told of one invented child does not contradict itself: age, place, coroner, days."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache

import pytest

from deploy.demo import DemoCase, demo_cases
from deploy.demo.case import Progress
from deploy.demo.data import Table, fragments, table
from deploy.demo.story import Setting, fitted, plain
from deploy.seeding.projection import documents_for, paragraphs

CASES = [case for case in demo_cases() if case.progress is not Progress.INBOX]
NEWBORN, GROWN_UP = 28, 16 * 365  # days
WHO_WERE_THERE = [name for name, row in table("voices").items() if row.get("there")]
WRITTEN_DAY = re.compile(r"\b\d{1,2} [A-Z][a-z]+ 20\d\d\b")


def scenario_of(case: DemoCase) -> Table:
    scenario: Table = table("scenarios")[case.scenario]
    return scenario


def born_on(case: DemoCase) -> date:
    return date.fromisoformat(case.payload["child"]["date_of_birth"])


def age_days(case: DemoCase) -> int:
    return (case.died_at.date() - born_on(case)).days


def day_of(written_day: str) -> date:
    return datetime.strptime(f"{written_day} +0000", "%d %B %Y %z").date()


def setting_of(case: DemoCase) -> Setting:
    scenario = scenario_of(case)
    in_hospital = scenario["stage"] == "newborn" or "intensive_care" in scenario["death_at"]
    return Setting(scenario["stage"], age_days(case), bool(scenario.get("jar")), in_hospital)


def written(case: DemoCase) -> str:
    """All that anybody wrote of the child, with the documents that the seed would send."""
    returned = [text for each in case.returns for text in each.sections.values()]
    sent = [text for each in documents_for(case).values() for text in paragraphs(each, case)]
    return "\n".join([case.payload["circumstances"], *returned, *sent])


TEXTS = {case.number: written(case) for case in CASES}


def told(tagged: str) -> Iterator[DemoCase]:
    """The cases of which a sentence of the tables is told, whatever its blanks were filled with."""
    pieces = re.split(r"\{\w+\}", plain(tagged))
    stem = max(pieces, key=len)
    expression = re.compile(r"[^\n]{1,60}?".join(map(re.escape, pieces)))
    for case in CASES:
        if stem in TEXTS[case.number] and expression.search(TEXTS[case.number]):
            yield case


@cache
def gated() -> list[str]:
    """Every sentence of the tables that has a tag."""
    found: list[str] = []

    def look(value: object) -> None:
        if isinstance(value, str) and value.startswith("@"):
            found.append(value)
        elif isinstance(value, dict):
            for each in value.values():
                look(each)
        elif isinstance(value, list):
            for each in value:
                look(each)

    for name in ("common", "voices", "scenarios", "bedside"):
        look(table(name))
    look(fragments())
    return found


def test_a_sentence_is_told_only_of_children_whom_its_tags_allow() -> None:
    assert len(gated()) > 100
    wrong = [
        (case.number, sentence)
        for sentence in gated()
        for case in told(sentence)
        if not setting_of(case).fits(sentence)
    ]
    assert wrong == []


def test_what_does_not_fit_gives_place_to_what_does_and_as_much_is_told() -> None:
    newborn = Setting("newborn", 2, sudden=False, in_hospital=True)
    every = ["@home A.", "B.", "@5 C.", "@3d D.", "@2d E.", "@young+1d F.", "@young+3d G."]
    assert fitted(every[:2], every, newborn) == ["E.", "B."]
    assert fitted(["@home A.", "@5 C.", "@3d D."], every, newborn) == ["B.", "E.", "F."]
    assert fitted(["@home A.", "@5 C."], [], newborn) == ["", ""]


def test_nobody_of_eleven_moves_to_adult_services() -> None:
    assert {case.number for case in CASES if "adult services" in TEXTS[case.number]}
    assert all(age_days(case) >= GROWN_UP for case in CASES if "adult services" in TEXTS[case.number])


@pytest.mark.parametrize(
    "words", ["children’s clinic", "school nurse", "bystander", "at ease with each other"]
)
def test_a_newborn_baby_who_never_went_home_is_not_told_of_as_an_older_child(words: str) -> None:
    babies = [case for case in CASES if scenario_of(case)["stage"] == "newborn"]
    assert all(words not in TEXTS[case.number] for case in babies)
    assert any(words in text for text in TEXTS.values())


def test_a_letter_to_the_school_nurse_is_of_a_child_of_school_age() -> None:
    for case in CASES:
        assert "school nurse" not in TEXTS[case.number] or age_days(case) >= 4 * 365


def test_the_coroner_writes_and_is_written_of_only_where_the_notification_says_so() -> None:
    for case in CASES:
        said = case.payload["death"]["coroner_informed"]
        of_the_coroner = TEXTS[case.number].replace("medical examiner or coroner", "")
        asked = "request of the coroner" in of_the_coroner
        wrote = documents_for(case)["report"]["role"] == "coroners_officer"
        assert said == "yes" or "coroner" not in of_the_coroner, case.number
        assert (said == "yes") == asked == wrote


def test_the_coroner_knows_of_a_sudden_death_and_of_one_that_waits_for_an_inquest_or_a_court() -> None:
    for case in CASES:
        death = case.payload["death"]
        if death["joint_agency_response"] == "yes" or case.hold in {"inquest", "criminal"}:
            assert death["coroner_informed"] == "yes", case.number


def test_an_examination_after_death_is_told_of_only_where_there_may_have_been_one() -> None:
    for case in CASES:
        if (
            case.payload["death"]["post_mortem"] == "no"
            and case.payload["death"]["coroner_informed"] != "yes"
        ):
            assert not re.search(r"post-mortem|pathologist|examination after death", TEXTS[case.number])


def test_who_was_there_knows_whether_resuscitation_was_attempted() -> None:
    for case in CASES:
        said = {
            each.answers["resuscitation"]
            for each in case.returns
            if each.answers and each.professional.voice in WHO_WERE_THERE
        }
        if case.scenario != "abroad" and said:
            assert said in ({"yes"}, {"no"}), (case.number, case.scenario)
        if re.search(r"[Cc]omfort care", case.payload["circumstances"]):
            assert said <= {"no"}
        if "full resuscitation" in case.payload["circumstances"]:
            assert said <= {"yes"}


def test_nobody_but_the_midwife_met_the_child_before_the_birth() -> None:
    for case in CASES:
        for each in case.returns:
            if each.professional.voice != "midwife":
                days = WRITTEN_DAY.findall(" ".join(each.sections.values()))
                assert all(day_of(each) >= born_on(case) for each in days)
