"""What is held about a living person: by when it is answered, what goes in, and that doubt keeps it out."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.notifications.domain.family.topics import TOPICS
from services.notifications.domain.forms.library import current, readable
from services.notifications.domain.material.case_material import NOT_HELD
from services.notifications.domain.redaction import CaseDates, KnownNames, KnownPerson
from services.notifications.domain.subject_access.answer import answer_to
from services.notifications.domain.subject_access.found import (
    FoundEntry,
    FoundText,
    chosen_among,
    item_of,
    with_words_out,
)
from services.notifications.domain.subject_access.grounds import grounds
from services.notifications.domain.subject_access.held_back import as_one, further_words, with_held_back
from services.notifications.domain.subject_access.items import (
    Decision,
    FoundItem,
    JudgedItem,
    State,
    check_decision,
    in_reading_order,
    judged,
)
from services.notifications.domain.subject_access.put_back import OwnDetails
from services.notifications.domain.subject_access.refusals import OwnDetailsMeanwhile
from services.notifications.domain.subject_access.request import (
    SUBJECT_ACCESS_TRANSITIONS,
    Stage,
    Step,
    SubjectAccessRequest,
    check_correction,
    check_extension,
    check_identity,
    check_own_details,
    check_release,
    check_request,
)
from services.notifications.domain.subject_access.time_limit import due_on, opinion_holds
from services.notifications.queries.subject_access_forms import in_topic
from services.notifications.queries.subject_access_sources import ENTRIES, LISTED, NOWHERE, TEXTS
from services.notifications.tables import metadata
from shared.errors import Conflict, Invalid, NotPermitted, TransitionRefused

AT = datetime(2026, 11, 4, 12, tzinfo=UTC)
TODAY = AT.date()
MOTHER = KnownPerson("Chioma", "Okafor", "the mother", sex="female")
KNOWN = KnownNames(
    (MOTHER, KnownPerson("Amara Grace", "Okafor", "the child"), KnownPerson("Priya", "Patel", "the GP"))
)
DATES = CaseDates(date(2026, 5, 29), date(2026, 6, 11))


def step(kind: str, by: str = "manager", on: date = TODAY, number: int = 1) -> Step:
    return Step(number, kind, on, "words", "", by, by.title(), AT)


def asked(*steps: Step, **changes: Any) -> SubjectAccessRequest:
    given = {
        "request_id": "1",
        "logged_name": "Chioma Okafor",
        "relation": "family",
        "asked_by": "",
        "received_on": date(2026, 9, 3),
        "recorded_by": "manager",
        "recorded_by_name": "Manager",
        "recorded_at": AT,
    }
    return SubjectAccessRequest(**{**given, **changes}, steps=tuple(steps))


def item(**changes: Any) -> FoundItem:
    given = {"key": "text:1", "case_reference": "LLR-2026-0001", "what": "A text", "source": "The record"}
    return FoundItem(**{**given, "given_by": "A GP", "dated": TODAY, "text": "a", "shown": "a", **changes})


def decision(about: FoundItem, answer: str = "disclose", **changes: Any) -> Decision:
    given = {"case_reference": about.case_reference, "key": about.key, "digest": about.digest, "also": ()}
    said = {"health": "none", "opinion_by": "", "opinion_on": None, "note": "because"}
    by = {"by": "manager", "by_name": "Manager", "at": AT}
    return Decision(**{**given, **said, **by, "answer": answer, **changes})


@pytest.mark.parametrize(
    ("started", "extended", "last"),
    [
        # The Information Commissioner's own example: 3 September to 3 October; in 2025 a Friday.
        ("2025-09-03", False, "2025-10-03"),
        ("2026-09-03", False, "2026-10-05"),  # 3 October 2026 is a Saturday
        ("2026-03-31", False, "2026-04-30"),  # no 31 April
        ("2027-01-30", False, "2027-03-01"),  # no 30 February, and 28 February 2027 is a Sunday
        ("2026-11-25", False, "2026-12-29"),  # Christmas, a weekend and a substitute
        ("2026-12-04", False, "2027-01-04"),
        ("2026-12-01", False, "2027-01-04"),  # New Year's Day and a weekend
        ("2026-09-03", True, "2026-12-03"),
        ("2026-11-30", True, "2027-03-01"),  # 28 February 2027 is a Sunday
    ],
)
def test_an_answer_is_due_on_the_same_day_of_a_later_month(started: str, extended: bool, last: str) -> None:
    assert due_on(date.fromisoformat(started), extended=extended) == date.fromisoformat(last)


def test_the_month_begins_when_the_proof_of_who_asks_has_come() -> None:
    assert asked().due_on == date(2026, 10, 5)
    assert asked(step("preparing", on=date(2026, 9, 10))).due_on == date(2026, 10, 12)
    assert asked(step("preparing", on=date(2026, 9, 3))).due_on == date(2026, 10, 5)


def test_more_time_needs_a_reason_and_that_the_person_was_told_within_the_month() -> None:
    check_extension(asked(), "It is in nine cases", date(2026, 10, 5), on=TODAY)
    for why, told in (("", date(2026, 9, 5)), ("x", None), ("x", date(2026, 10, 6)), ("x", date(2026, 9, 2))):
        with pytest.raises(Invalid):
            check_extension(asked(), why, told, on=TODAY)
    with pytest.raises(Conflict):
        check_extension(asked(step("extended")), "Again", TODAY, on=TODAY)


def test_every_fault_of_a_request_is_named_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        check_request(" ", "friend", None, "", on=TODAY)
    assert [fault.field for fault in refused.value.faults] == ["person_name", "relation", "received_on"]
    with pytest.raises(Invalid) as refused:
        check_identity("", date(2026, 9, 2), on=TODAY, received_on=date(2026, 9, 3))
    assert [fault.field for fault in refused.value.faults] == ["how", "came_on"]


@pytest.mark.parametrize(
    "written",
    [
        *("N/K", "n/k.", " nk ", "N / K", "Not known", "not_known", "UNKNOWN", "Unknown unknown", "Mr N/K"),
        *("Not asked", "not applicable", "?", "??", "-"),
    ],
)
def test_words_that_say_that_the_name_is_not_known_are_no_name(written: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_request(written, "family", TODAY, "", on=TODAY)
    assert [fault.field for fault in refused.value.faults] == ["person_name"]
    assert "says that the name is not known" in refused.value.faults[0].message
    with pytest.raises(Invalid) as refused:
        check_correction(asked(step("preparing")), written, "So in the passport")
    assert [fault.field for fault in refused.value.faults] == ["name"]


@pytest.mark.parametrize(
    "written", ["Nkechi Okafor", "N K Okafor", "Ann Unknown-Known", "李娜", "Mr K Noble"]
)
def test_a_name_that_only_looks_like_words_for_not_known_is_one(written: str) -> None:
    check_request(written, "family", TODAY, "", on=TODAY)
    check_correction(asked(step("preparing")), written, "So in the passport")


def test_a_name_is_corrected_until_an_answer_with_it_is_proposed() -> None:
    named = replace(step("named"), person_name="Chioma Okafor-Eze")
    again = replace(step("named"), person_name="Chiọma Okafor")
    assert asked(step("preparing"), named).person_name == "Chioma Okafor-Eze"
    corrected = asked(step("preparing", "officer"), named, again)
    assert (corrected.person_name, corrected.logged_name) == ("Chiọma Okafor", "Chioma Okafor")
    assert corrected.stage is Stage.PREPARING
    with pytest.raises(Invalid) as refused:
        check_correction(corrected, "Chiọma Okafor", " ")
    assert [fault.field for fault in refused.value.faults] == ["name", "name_why"]
    for name in ("", "x" * 201):
        with pytest.raises(Invalid, match="at most 200"):
            check_correction(corrected, name, "x")
    for stage in ("waiting", "released", "closed"):
        with pytest.raises(Conflict):
            check_correction(asked(step("preparing"), step(stage)), "Another", "x")
    with pytest.raises(NotPermitted):
        check_release(
            asked(step("preparing", "a"), named, step("waiting", "b"), recorded_by="c"), [], by="manager"
        )


def test_further_words_have_a_limit_that_is_named() -> None:
    check(item(), answer="disclose", health="none", also=["x" * 200] * 50)
    with pytest.raises(Invalid) as refused:
        check(item(), answer="disclose", health="none", also=["a", "x" * 201, *["b"] * 48, "y" * 300])
    assert [(fault.field, fault.message) for fault in refused.value.faults] == [
        ("also", "Write at most 50 lines of further words: there are 51"),
        ("also", "Write at most 200 characters in a line: lines 2, 51 are longer"),
    ]
    with pytest.raises(Invalid, match="line 1 is longer"):
        check(item(), answer="crime", also=["x" * 201])


def test_every_stage_has_a_row_and_nothing_follows_an_end() -> None:
    assert set(SUBJECT_ACCESS_TRANSITIONS) == set(Stage)
    assert not SUBJECT_ACCESS_TRANSITIONS[Stage.RELEASED] | SUBJECT_ACCESS_TRANSITIONS[Stage.CLOSED]
    with pytest.raises(TransitionRefused):
        asked().must_go_to(Stage.WAITING)
    with pytest.raises(TransitionRefused):
        asked(step("preparing"), step("waiting")).must_go_to(Stage.CLOSED)


def test_nobody_who_had_a_hand_in_an_answer_lets_it_out() -> None:
    waits = asked(step("preparing", "officer"), step("waiting", "proposer"), recorded_by="clerk")
    for by in ("officer", "proposer", "clerk", "decider"):
        with pytest.raises(NotPermitted):
            check_release(waits, ["decider"], by=by)
    check_release(waits, ["decider"], by="guardian")


def test_whoever_sent_it_back_can_let_it_out_later() -> None:
    again = asked(
        step("preparing"), step("waiting"), step("preparing", "guardian", number=3), step("waiting")
    )
    check_release(again, [], by="guardian")


def test_what_is_not_decided_stays_out() -> None:
    (one,) = judged([item()], [])
    assert one.state is State.UNDECIDED
    assert answer_to(asked(), [one], panel_name="P").parts == ()
    assert answer_to(asked(), [one], panel_name="P").left_out[0].startswith("1 thing has not been decided")


def test_what_has_changed_since_it_was_decided_stays_out() -> None:
    before = item(text="Known to us.")
    (one,) = judged([item(text="Known to us. New words.")], [decision(before)])
    assert one.state is State.UNDECIDED


def test_what_redaction_does_not_let_through_stays_out_whatever_was_decided() -> None:
    withheld = item(shown=None)
    (one,) = judged([withheld], [decision(withheld)])
    assert one.state is State.UNDECIDED
    with pytest.raises(Invalid, match="names could not be taken out"):
        check(withheld, answer="disclose", health="none")


def test_a_ground_that_there_is_not_holds_nothing_back_and_lets_nothing_out() -> None:
    one = item()
    (found,) = judged([one], [decision(one, "because_i_say_so")])
    assert found.state is State.UNDECIDED


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


def test_the_newest_decision_holds() -> None:
    one = item()
    (found,) = judged([one], [decision(one), decision(one, "crime")])
    assert found.state is State.WITHHELD


def check(about: FoundItem, **given: Any) -> None:
    empty: dict[str, Any] = {"health": "", "opinion_by": "", "opinion_on": None, "note": "because"}
    check_decision(about, **{**empty, **given}, on=TODAY)


def test_health_data_go_in_only_if_known_or_with_an_opinion_of_the_last_six_months() -> None:
    with pytest.raises(Invalid, match="health"):
        check(item(), answer="disclose")
    check(item(), answer="disclose", health="none")
    check(item(), answer="disclose", health="known")
    with pytest.raises(Invalid) as refused:
        check(item(), answer="disclose", health="opinion")
    assert [fault.field for fault in refused.value.faults] == ["opinion_by", "opinion_on"]
    given = {"answer": "disclose", "health": "opinion", "opinion_by": "Dr Sample"}
    check(item(), **given, opinion_on=date(2026, 5, 4))
    for day in (date(2026, 5, 3), date(2026, 11, 5)):
        with pytest.raises(Invalid, match="six months"):
            check(item(), **given, opinion_on=day)
    assert opinion_holds(date(2026, 8, 31), date(2027, 2, 28))


def test_holding_back_for_serious_harm_needs_an_opinion_and_every_ground_a_reason() -> None:
    with pytest.raises(Invalid, match="which health professional"):
        check(item(), answer="serious_harm_health")
    check(item(), answer="serious_harm_health", opinion_by="Dr Sample", opinion_on=TODAY)
    with pytest.raises(Invalid, match="why this ground holds"):
        check(item(), answer="third_party", note=" ")
    check(item(), answer="not_about_them", note="")


def test_every_ground_names_its_law() -> None:
    laws = {each.id: each.law for each in grounds().grounds}
    assert laws["third_party"] == "DPA, Schedule 2, paragraph 16"
    assert all(law.startswith(("DPA, Schedule ", "UK GDPR, article")) for law in laws.values())
    assert {each.id for each in grounds().grounds if not each.tells} == {
        "serious_harm_health",
        "serious_harm_social_work",
        "crime",
    }


def test_the_answer_says_nothing_of_a_ground_that_would_tell_too_much() -> None:
    one = item(text="Secret words.", shown="Secret words.")
    silent = answer_to(asked(), judged([one], [decision(one, "crime")]), panel_name="P")
    nothing = answer_to(asked(), [], panel_name="P")
    assert silent.data == nothing.data
    told = answer_to(asked(), judged([one], [decision(one, "legal_privilege")]), panel_name="P")
    assert "Data Protection Act 2018, Schedule 2, paragraph 19" in told.left_out[0]
    assert "Secret" not in str(told.data)


def test_others_are_taken_out_and_the_reader_is_you() -> None:
    text = "Chioma Okafor told Dr Patel that her sister Ngozi Eze had called. Amara was asleep."
    found = item_of(FoundText("1", "C", "A text", "A GP", TODAY, text), ["Chioma Okafor"], KNOWN, DATES)
    assert found.named
    assert found.shown == "[you] told the GP that her sister [name] had called. The child was asleep."
    for name in ("Patel", "Ngozi", "Eze", "Chioma", "Amara"):
        assert name not in found.shown
    other = item_of(FoundText("1", "C", "A text", "A GP", TODAY, text), ["Femi Marsh"], KNOWN, DATES)
    assert not other.named
    assert "[you]" not in (other.shown or "").casefold()


def shown(text: str, reader: str, *people: KnownPerson, namesakes: tuple[str, ...] = ()) -> str | None:
    return item_of(
        FoundText("1", "C", "A text", "A GP", TODAY, text), [reader], KnownNames(people), DATES, namesakes
    ).shown


def test_a_name_that_the_reader_shares_with_the_child_is_neither_of_them() -> None:
    child = KnownPerson("Sam", "Okafor", "the child")
    said = "Sam Okafor died. Sam was ill. Baby Sam slept."
    assert shown(said, "Sam Okafor", child) == "[name] died. [name] was ill. Baby [name] slept."
    said = "Amara died. Amara Eze called. Ngozi Eze called."
    amara = KnownPerson("Amara Grace", "Okafor", "the child")
    assert shown(said, "Amara Eze", amara) == "[name] died. [you] called. [name] called."


def test_a_namesake_who_is_known_not_to_be_the_reader_is_not_made_you() -> None:
    gp, said = KnownPerson("Priya", "Patel", "the GP"), "Dr Priya Patel shouted."
    assert shown(said, "Priya Patel", gp) == "[you] shouted."
    for known in ((gp,), ()):
        assert shown(said, "Priya Patel", *known, namesakes=("PATEL, Priya",)) == "[name] shouted."


def test_a_stranger_who_has_one_name_of_the_reader_is_not_made_you() -> None:
    assert shown("Chioma Wibblethorpe shouted.", "Chioma Okafor", MOTHER) == "[name] shouted."
    assert shown("Chiomaa wept. C. Okafor slept.", "Chioma Okafor", MOTHER) == "[name] wept. [you] slept."


def test_what_a_thing_put_in_by_hand_is_called_names_nobody_else() -> None:
    put_in = FoundText(
        "1", "C", "Letter of Dr Patel about Ngozi Eze", "A GP", TODAY, "x", "Dr Patel’s desk", AT
    )
    found = item_of(put_in, ["Chioma Okafor"], KNOWN, DATES)
    assert (found.what, found.source) == ("Letter of the GP about [name]", "The GP’s desk")
    unreadable = item_of(replace(put_in, what="\x00" * 9), ["Chioma Okafor"], KNOWN, DATES)
    assert "\x00" not in unreadable.what


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Letter dated 3 June 2026 to her.", "Letter dated 3 June 2026 to her."),
        ("A report of 03/06/2026.", "A report of 03/06/2026."),
        ("2 June 2026: seen at home.", "2 June 2026: seen at home."),
        ("When did the child die: 11 June 2026 at 04:15", "When did the child die: 11 June 2026 at 04:15"),
        # Somebody's birthday, or what may be one, is theirs; and no day becomes an age.
        ("Her sister was born on 3 May 2020.", "Her sister was born on [date of birth]."),
        ("Her sister (3 June 2026) was there.", "Her sister ([date]) was there."),
        ("On 4 June 2020, the birthday of her aunt.", "On [date], [date] of her aunt."),
    ],
)
def test_the_day_of_a_document_stays_and_no_day_becomes_an_age(written: str, read: str) -> None:
    assert shown(written, "Chioma Okafor", MOTHER) == read


def test_the_words_of_a_form_are_taken_for_nobodys_name() -> None:
    said = "E-mail address or telephone number: a@b.example\nMedication at the time of death: Not asked"
    assert shown(said, "Chioma Okafor", MOTHER) == said.replace("a@b.example", "[e-mail address]")
    assert shown("Wibblethorpe Patel: came", "Chioma Okafor", MOTHER) == "[name]: came"


def test_the_readers_own_details_stay_and_those_of_others_do_not() -> None:
    own = OwnDetails(frozenset({"07700 900123", "14 Elm Road, Leicester LE2 7AB", "a@b.example"}))
    for said in (
        "0044 7700 900123",
        "(07700) 900 123",
        "14 Elm Road",
        "le27ab",
        "14 elm road leicester",
        "A@b.example",
    ):
        assert own.holds(said), said
    for said in (
        "07700 900124",
        "4 Elm Road",
        "14",
        "Leicester",
        "900123",
        "b.example",
        "14 Elm Road, LE2",
        "Elm Road",
    ):
        assert not own.holds(said), said


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


def test_own_details_are_written_down_once_it_is_known_who_asks() -> None:
    noted = replace(step("own_details"), words="07700 900123\n 4 Elm  Road")
    prepared = asked(step("preparing"), noted)
    assert prepared.own_details == ("07700 900123", "4 Elm Road")
    assert prepared.stage is Stage.PREPARING
    seen = prepared.details_standing
    check_own_details(prepared, "", against=seen)
    with pytest.raises(Invalid) as refused:
        check_own_details(prepared, "\n".join([*(f"{at} Elm Road" for at in range(20)), "12"]), against=seen)
    assert len(refused.value.faults) == 2
    with pytest.raises(Conflict):
        check_own_details(asked(), "07700 900123", against=asked().details_standing)


def test_own_details_take_the_place_of_those_that_were_looked_at_alone() -> None:
    before = asked(step("preparing"))
    first = replace(step("own_details"), words="07700 900123")
    now = asked(step("preparing"), first)
    with pytest.raises(OwnDetailsMeanwhile):
        check_own_details(now, "07700 900456", against=before.details_standing)
    with pytest.raises(OwnDetailsMeanwhile):
        check_own_details(now, "", against=before.details_standing)
    check_own_details(now, " 07700  900123\n", against=before.details_standing)
    emptied = asked(step("preparing"), first, replace(step("own_details"), words=""))
    assert emptied.own_details == ()
    check_own_details(emptied, "07700 900456", against=before.details_standing)


def test_further_words_are_taken_out_of_what_goes_in() -> None:
    one = item(shown="The neighbour with the red door saw it.")
    assert with_words_out(one, ["red door"]).shown == "The neighbour with the [removed] saw it."
    assert with_words_out(item(shown=None), ["x"]).shown is None


def test_an_entry_that_has_another_name_since_is_nobodys_choice() -> None:
    entry = FoundEntry(
        "parents:0", "C", "Chioma Okafor", "A parent", "A GP", TODAY, (("Name", "Chioma Okafor"),)
    )
    chosen = [("C", "parents:0", "Chioma Okafor")]
    assert chosen_among([entry], chosen) == [entry]
    other = FoundEntry("parents:0", "C", "Ada Okafor", "A parent", "A GP", TODAY, ())
    assert chosen_among([other], chosen) == []


def test_what_is_to_be_decided_and_names_the_person_comes_first() -> None:
    done, plain, named = item(key="1"), item(key="2"), item(key="3", named=True)
    found = in_reading_order(judged([done, plain, named], [decision(done)]))
    assert [one.item.key for one in found] == ["3", "2", "1"]


def test_every_table_says_where_it_is_looked_through_or_why_it_is_not() -> None:
    looked_through = {*ENTRIES, *TEXTS, *LISTED}
    assert looked_through & set(NOWHERE) == set()
    assert looked_through | set(NOWHERE) == set(metadata.tables)
    for name, source in [*ENTRIES.items(), *TEXTS.items(), *LISTED.items()]:
        columns = {source.key, source.dated, *source.columns, *filter(None, [source.name])}
        assert columns <= set(metadata.tables[name].c.keys()), name


def test_what_was_recorded_about_a_family_is_said_as_the_page_asks_for_it() -> None:
    told = {"told": "yes", "told_on": "2026-06-03", "how": "at_home", "told_by": "", "leaflet": "not_asked"}
    assert in_topic(TOPICS["told_of_review"], told).splitlines() == [
        "Has the family been told about the child death review? Yes",
        "When? 3 June 2026",
        "How? In person, at home",
        "Was the leaflet “When a Child Dies” given? Not asked",
    ]
