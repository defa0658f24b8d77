"""Words that may name somebody are asked about; a tick holds for the words it was given for and no others."""

from dataclasses import replace

import pytest

from services.panel.domain.analysis.analysis import AgreedAction, AnalysisForm, ContributoryFactor
from services.panel.domain.analysis.analysis_rules import RuleFault
from services.panel.domain.analysis.named_in_analysis import analysis_naming_faults, analysis_texts
from services.panel.domain.nobody_named import MayName, naming_faults, said_of
from shared.errors import Fault

FORM = AnalysisForm(
    cause_of_death="Meningococcal sepsis",
    summary="A baby who became ill over a day, found by Mrs Jane Hollingworth.",
    actions=(AgreedAction("Ask Jane Hollingworth's ward to look at it", "Public health"),),
)
NEUTRAL = replace(FORM, summary="A baby who became ill over a day.", actions=())


def tick_for(texts: dict[str, str]) -> str:
    return next(one.words for one in naming_faults(texts) if isinstance(one, MayName))


def told(form: AnalysisForm, nobody_in: str = "", **typed: str) -> list[RuleFault]:
    found = list(analysis_naming_faults(form, nobody_in, typed))
    assert all(isinstance(one, RuleFault) for one in found)
    return [one for one in found if isinstance(one, RuleFault)]


def test_a_name_is_asked_about_by_its_field_and_not_repeated() -> None:
    [fault] = naming_faults({"comment": "Jane Hollingworth was there", "other": "The flat was cold"})
    assert (fault.field, "Jane" in fault.message) == ("comment", False)
    assert "a person's name" in fault.message


def test_a_tick_holds_for_the_words_it_was_given_for_and_for_no_others() -> None:
    typed = {"comment": "Robin Hood ward was full"}
    tick = tick_for(typed)
    assert naming_faults(typed, tick) == []
    for changed in ("Robin Hood ward was full.", "Robin Hood ward was full, says Jane Hollingworth"):
        assert naming_faults({"comment": changed}, tick)
    assert naming_faults({**typed, "added-0-factor": "Jane Hollingworth"}, tick)
    assert naming_faults({"added-0-factor": typed["comment"]}, tick)


@pytest.mark.parametrize("tick", ["yes", "on", ""])
def test_no_other_tick_holds(tick: str) -> None:
    assert naming_faults({"comment": "Jane Hollingworth"}, tick)
    assert said_of({"comment": "Jane Hollingworth"}, tick) == {}


def test_words_beside_those_asked_about_may_change_under_a_tick() -> None:
    typed = {"comment": "Robin Hood ward was full", "added-0-factor": "Cold"}
    assert naming_faults({**typed, "added-0-factor": "Cold and damp"}, tick_for(typed)) == []


def test_a_house_and_its_street_are_taken_out_whatever_is_said() -> None:
    typed = {"comment": "Jane Hollingworth of 12 Acacia Road"}
    [fault] = naming_faults(typed, tick_for(typed))
    assert fault == Fault("comment", "This shows a street address: take it out")


def test_the_audit_is_told_the_fields_only_where_a_tick_was_needed() -> None:
    typed = {"comment": "Robin Hood ward was full", "added-0-factor": "Cold"}
    assert said_of(typed, tick_for(typed)) == {"names_nobody": ["comment"]}
    assert said_of({"comment": "The ward was full"}, tick_for(typed)) == {}


def test_an_analysis_names_its_fields_and_the_rule_and_never_the_name() -> None:
    found = told(replace(FORM, learning=("Ring 12 Acacia Road first",)))
    assert [(one.field, one.rule) for one in found] == [
        ("summary", "AF-07"),
        ("learning-0", "AF-08"),
        ("action-0-text", "AF-07"),
    ]
    assert [one.message.partition(" may show ")[0] for one in found if one.words] == ["Summary", "Action 1"]
    assert not any(word in one.message for one in found for word in ("Jane", "Hollingworth", "Acacia"))


@pytest.mark.parametrize(
    "given",
    [
        {"cause_of_death": "Found by Jane Hollingworth"},
        {"dissent": "Jane Hollingworth held it to be modifiable"},
        {"factors": (ContributoryFactor("B", "Smoking by Jane Hollingworth"),)},
        {"good_practice": ("Jane Hollingworth rang at once",)},
        {"issues": ("Jane Hollingworth was not rung",)},
        {"actions": (AgreedAction("Ring at once", "Jane Hollingworth"),)},
        {"actions": (AgreedAction("Ring at once", "The ward", milestones="Jane Hollingworth by May"),)},
        {"override_reason": "So Jane Hollingworth says"},
        {"causes_comment": "So Jane Hollingworth says"},
    ],
    ids=lambda one: next(iter(one)),
)
def test_every_text_that_others_will_read_is_looked_at(given: dict[str, object]) -> None:
    assert [one.rule for one in told(replace(NEUTRAL, **given))] == ["AF-07"]  # type: ignore[arg-type]


def test_one_tick_is_for_all_of_an_analysis_and_what_is_typed_with_the_decision() -> None:
    tick = told(FORM)[0].words
    assert {one.words for one in told(FORM)} == {tick}
    assert told(FORM, tick) == []
    assert told(replace(FORM, learning=("Ask Jane",)), tick)
    assert list(analysis_naming_faults(FORM, tick, {"reason": "Jane Hollingworth could not come"}))
    assert said_of(analysis_texts(FORM), tick) == {"names_nobody": ["summary", "action-0-text"]}


def test_an_owner_after_the_words_of_an_action_is_not_read_as_one_name_with_them() -> None:
    assert told(replace(NEUTRAL, actions=(AgreedAction("Look at the Green", "Green Lane Surgery"),))) == []
