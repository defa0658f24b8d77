"""What goes in: decided by somebody, on a ground that the law knows, and doubt keeps it out."""

from datetime import date

import pytest

from services.notifications.domain.family.topics import TOPICS
from services.notifications.domain.subject_access.answer import answer_to
from services.notifications.domain.subject_access.found import FoundEntry, chosen_among
from services.notifications.domain.subject_access.grounds import grounds
from services.notifications.domain.subject_access.items import State, in_reading_order, judged
from services.notifications.domain.subject_access.time_limit import opinion_holds
from services.notifications.queries.subject_access_forms import in_topic
from services.notifications.queries.subject_access_sources import ENTRIES, LISTED, NOWHERE, TEXTS
from services.notifications.tables import metadata
from shared.errors import Invalid

from .a_request import TODAY, asked, check, decision, item


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


def test_the_newest_decision_holds() -> None:
    one = item()
    (found,) = judged([one], [decision(one), decision(one, "crime")])
    assert found.state is State.WITHHELD


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
