"""Words that are held back go out in no other thing, and one text in two places is one thing."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.notifications.domain.forms.library import current, readable
from services.notifications.domain.material.case_material import NOT_HELD
from services.notifications.domain.subject_access.answer import answer_to
from services.notifications.domain.subject_access.found import with_words_out
from services.notifications.domain.subject_access.held_back import as_one, further_words, with_held_back
from services.notifications.domain.subject_access.items import Decision, FoundItem, JudgedItem, State, judged
from shared.errors import Invalid

from .a_request import AT, asked, check, decision, item

HARSH = "She said that he had hit the boy before."


def test_what_is_held_back_goes_out_in_no_other_thing() -> None:
    held = item(key="1", what="A note", text=f"Seen at home. {HARSH}")
    other = item(key="2", text=f"Narrative: {HARSH.upper()}\nAnswered: yes")
    apart = item(key="3", text="She said that all was well.")
    going = [decision(each) for each in (other, apart)]
    for hold in (decision(held, "in_confidence"), decision(held, "crime", digest="as it was before")):
        found = with_held_back(judged([held, other, apart], [*going, hold]))
        assert [one.state for one in found[1:]] == [State.UNDECIDED, State.DISCLOSED]
        (said,) = found[1].repeats
        assert (said.what, said.item_id) == ("A note", held.id)
        assert said.sentences == (HARSH.upper().rstrip("."),), "as it is written there"
        answer = answer_to(asked(), found, panel_name="P")
        assert "HIT THE BOY" not in str(answer.data)
        assert found[1].why_again == "Words that stand in it have been held back since, in another place."
    with pytest.raises(Invalid, match="Write why words that are held back elsewhere"):
        check(other, answer="disclose", health="none", note="", repeats=found[1].repeats)
    with pytest.raises(Invalid, match="Nothing of it can go in without these sentences"):
        check(other, answer="disclose_rest", health="none", repeats=found[1].repeats)
    both = with_held_back(judged([held, other], [decision(held), decision(other)]))
    assert [one.state for one in both] == [State.DISCLOSED] * 2


def with_reading(**changes: Any) -> FoundItem:
    return item(**changes, reading=lambda words: words.replace("Ada", "[name]"))


def test_what_is_decided_in_knowledge_of_what_is_held_back_goes_in_until_that_changes() -> None:
    held = with_reading(key="1", what="A note", text=f"Seen at home. {HARSH}")
    other = with_reading(key="2", text=f"Ada was there. {HARSH} He left.", shown="As it stands")
    hold = decision(held, "in_confidence", number=1)

    def found(answer: str, holding: Decision = hold, about: FoundItem = held) -> JudgedItem:
        return with_held_back(judged([about, other], [holding, decision(other, answer, number=2)]))[1]

    rest, whole = found("disclose_rest"), found("disclose")
    assert (rest.state, rest.shown) == (State.DISCLOSED, "[name] was there. [removed]. He left.")
    assert (whole.state, whole.shown) == (State.DISCLOSED, "As it stands")
    assert [one.despite[0].what for one in (rest, whole)] == ["A note"] * 2
    for answer in ("disclose", "disclose_rest"):
        assert found(answer, replace(hold, number=3)).state is State.UNDECIDED, "held back anew since"
        changed = replace(held, text=f"{held.text} Other words came.")
        assert found(answer, about=changed).state is State.UNDECIDED, "nobody has looked at it as it is now"
    lifted = found("disclose_rest", replace(hold, answer="disclose"))
    assert (lifted.state, lifted.why_again) == (
        State.UNDECIDED,
        "The words that were left out of it are held back nowhere any more.",
    )


def test_nothing_goes_in_without_words_that_are_all_it_says() -> None:
    held, same = with_reading(key="1", text=HARSH), with_reading(key="2", text=f"\n{HARSH}\n")
    made = [decision(held, "crime", number=1), decision(same, "disclose_rest", number=2)]
    found = with_held_back(judged([held, same], made))
    assert (found[1].rest, found[1].state, found[1].shown) == (None, State.UNDECIDED, None)


def test_signs_that_nobody_sees_hide_no_sentence() -> None:
    unseen = HARSH.replace("hit", "h\u00adi\u200bt")
    held, other = item(key="1", text=HARSH), item(key="2", text=f"x {unseen}")
    found = with_held_back(judged([held, other], [decision(held, "crime"), decision(other)]))
    assert found[1].state is State.UNDECIDED


def test_what_the_form_says_where_an_agency_holds_nothing_holds_nothing_back() -> None:
    held, other = (item(key=key, text=f"{key}:\n{NOT_HELD}") for key in "12")
    found = with_held_back(judged([held, other], [decision(held, "crime"), decision(other)]))
    assert found[1].state is State.DISCLOSED


def test_a_short_text_that_is_held_back_whole_goes_out_in_no_other_thing() -> None:
    held, other = item(key="1", text="He was drunk."), item(key="2", text="Other: he was drunk")
    found = with_held_back(judged([held, other], [decision(held, "crime"), decision(other)]))
    assert found[1].state is State.UNDECIDED


def test_the_words_of_a_form_alone_hold_nothing_back() -> None:
    question = readable("child-death-notification", "2026.1").by_name["circumstances"].plain
    narrative = next(each.narrative for each in current("reporting-form").sections if ":" in each.narrative)
    for label in (question, narrative):
        held = item(key="1", text=f"{label}: at home, in his cot")
        other = item(key="2", text=f"{label}: in the ward")
        found = with_held_back(judged([held, other], [decision(held, "crime"), decision(other)]))
        assert found[1].state is State.DISCLOSED


def test_what_somebody_put_in_by_hand_of_a_thing_that_is_held_back_goes_in() -> None:
    held, later = item(key="1", text=f"Seen at home. {HARSH}"), AT + timedelta(hours=1)
    chosen, before = (item(key=key, text=HARSH, put_in_at=at) for key, at in (("2", later), ("3", AT)))
    made = [decision(chosen), decision(before), decision(held, "in_confidence")]
    found = with_held_back(judged([held, chosen, before], made))
    assert [one.state for one in found] == [State.WITHHELD, State.DISCLOSED, State.UNDECIDED]


def test_words_taken_out_of_one_thing_are_taken_out_of_all() -> None:
    one, other = item(key="1", text="x"), item(key="2", text="y")
    made = [decision(one, also=("the lodger",)), decision(other), decision(one, also=("red door", "Mondays"))]
    assert further_words(made) == ("red door", "Mondays")
    said = item(what="Of the Red  Door", own=(("Address", "The red door"),), shown="Red\ndoor. On Mondays.")
    out = with_words_out(said, further_words(made))
    assert (out.what, out.own, out.shown) == (
        "Of the [removed]",
        (("Address", "The [removed]"),),
        "[removed]. On [removed].",
    )
    assert out.digest == said.digest


def test_one_text_in_two_places_is_one_thing_that_names_both() -> None:
    one, same = (
        item(key="1", what="A note", text="She cried."),
        item(key="2", what="A form", text="she cried"),
    )
    elsewhere = item(key="3", text="she cried", case_reference="LLR-2026-0002")
    (joined, other) = as_one([one, same, elsewhere])
    assert (joined.key, joined.what) == ("1", "A note; also: A form")
    assert other == elsewhere
    assert as_one([one, item(key="2", text="she cried", shown=None)])[0].shown is None
    documents = [item(key=f"listed:{each}", text="", own=(("Pages", "3"),)) for each in "12"]
    assert as_one(documents) == documents


def test_what_was_made_of_forms_and_says_nothing_besides_is_in_them() -> None:
    one, two = item(key="1", what="A", text="Q: yes\nShe wept."), item(key="2", what="B", text="She slept.")
    copy = item(key="3", what="Made of both", text="she slept\n\nShe wept", copied=True)
    assert [each.what for each in as_one([one, two, copy])] == [
        "A; also: Made of both",
        "B; also: Made of both",
    ]
    for more in (replace(copy, text="She slept.\nShe died."), replace(copy, copied=False)):
        assert as_one([one, two, more]) == [one, two, more]
    alone = replace(copy, text="Q: no\nShe slept.")
    assert as_one([one, two, alone]) == [one, two, alone], "another answer to the same question"


def test_further_words_are_taken_out_of_what_goes_in() -> None:
    one = item(shown="The neighbour with the red door saw it.")
    assert with_words_out(one, ["red door"]).shown == "The neighbour with the [removed] saw it."
    assert with_words_out(item(shown=None), ["x"]).shown is None
