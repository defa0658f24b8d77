"""Which notification stays, who belongs together, and how a number is traced."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from services.notifications.domain.clocks.judging import Times
from services.notifications.domain.clocks.moments import instant, read
from services.notifications.domain.identity.child_links import suggested_link
from services.notifications.domain.identity.first_notification import FirstNotification, judge_from_first
from services.notifications.domain.identity.likeness import TWINS, ChildIdentity, compare
from services.notifications.domain.identity.name_sounds import name_words, plain_name, sound_of
from services.notifications.domain.identity.tracing import MOST_FOUND, trace
from services.notifications.patient_index import PatientIndexUnreadable, patient_index

BORN = date(2026, 3, 9)
AMARA = ChildIdentity("", "Testwell", "Amara Grace", BORN, date(2026, 3, 10), "LE1 9ZZ", "female")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Katherine", "Catherine"), ("Muhammad", "Mohammed"), ("Stephen", "Steven"), ("Macdonald", "McDonald")],
)
def test_names_that_sound_alike_have_one_sound(one: str, other: str) -> None:
    assert sound_of(plain_name(one)) == sound_of(plain_name(other))


@pytest.mark.parametrize("written", ["Baby", "Baby Twin 1", "Twin II", "", "  ", "Not known", "1"])
def test_words_that_name_nobody_are_no_names(written: str) -> None:
    assert name_words(written) == ()


def test_names_are_compared_without_accents_and_hyphens() -> None:
    assert plain_name("Zoë O’Neill-Łukasik") == "zoe oneill lukasik"


def test_exchanged_names_are_noticed_and_said() -> None:
    found = compare(AMARA, replace(AMARA, family_name="Amara Grace", given_names="Testwell"))
    assert found.offered
    assert "Family and given names are exchanged" in [each.because for each in found.agreements]


def test_one_thing_that_agrees_is_not_enough() -> None:
    only_name = ChildIdentity(family_name="Testwell", sex="female")
    assert compare(AMARA, only_name).score >= 55
    assert not compare(AMARA, only_name).offered


def test_the_two_dates_of_a_newborn_are_one_fact() -> None:
    other = ChildIdentity("", "Sampleton", "Zuri", AMARA.born_on, AMARA.died_on, "NG1 1AA", "female")
    assert not compare(AMARA, other).offered


def test_another_name_the_child_was_known_by_is_compared() -> None:
    known_as = replace(AMARA, family_name="Sampleton", given_names="Grace", aliases="Amara Testwell")
    assert compare(AMARA, known_as).offered
    assert compare(AMARA, known_as).verdict != TWINS


def test_either_of_two_homes_agrees() -> None:
    moved = replace(AMARA, postcode="NG1 1AA", other_postcode="LE1 9ZZ")
    assert "Same postcode" in [each.because for each in compare(AMARA, moved).agreements]


def test_a_sex_ticked_wrongly_does_not_make_twins() -> None:
    assert compare(AMARA, replace(AMARA, sex="male")).verdict != TWINS


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        (replace(AMARA, given_names="Zuri"), "same_birth"),
        (replace(AMARA, given_names="Zuri", nhs_number="9990000026"), "same_birth"),
        (replace(AMARA, given_names="Noor", born_on=date(2020, 1, 1)), "same_event"),
        (
            replace(AMARA, given_names="Noor", born_on=date(2020, 1, 1), died_on=date(2024, 1, 1)),
            "same_household",
        ),
    ],
)
def test_children_who_belong_together_are_suggested_for_a_link(other: ChildIdentity, kind: str) -> None:
    found = suggested_link("LLR-2026-0002", replace(AMARA, nhs_number="9990000018"), other)
    assert found
    assert found.kind == kind


def test_children_of_different_homes_and_births_are_not_suggested() -> None:
    other = replace(AMARA, given_names="Noor", born_on=date(2020, 1, 1), postcode="NG1 1AA")
    assert suggested_link("LLR-2026-0002", AMARA, other) is None


def _times(died: str, notified: datetime, aware: str | None = None) -> Times:
    return Times(read(died), read(aware) if aware else None, instant(notified))


EARLY = FirstNotification("LLR-2026-0007", _times("2026-06-10T09:00", datetime(2026, 6, 10, 12, tzinfo=UTC)))


def test_the_first_notification_keeps_the_clock_and_is_named_in_the_working() -> None:
    own = _times("2026-06-10T09:00", datetime(2026, 6, 20, 12, tzinfo=UTC))
    alone, joined = judge_from_first(own, None), judge_from_first(own, EARLY)
    assert [each.met for each in alone] == [False, False, False]
    assert [each.met for each in joined] == [True, True, True]
    assert all("LLR-2026-0007" in dict(each.working)["Counted from"] for each in joined)


def test_times_that_contradict_the_first_notification_are_its_own() -> None:
    own = _times("2026-06-10T09:00", datetime(2026, 6, 20, 12, tzinfo=UTC), aware="2026-06-12T09:00")
    assert [each.met for each in judge_from_first(own, EARLY)] == [True, True, True]


class _Index:
    """People in memory, as a file has them."""

    name = "file of a test"

    def __init__(self, *people: ChildIdentity) -> None:
        self.people = people

    def with_number(self, nhs_number: str) -> Iterable[ChildIdentity]:
        return [each for each in self.people if each.nhs_number == nhs_number]

    def born_on(self, days: Sequence[date]) -> Iterable[ChildIdentity]:
        return [each for each in self.people if each.born_on in days]


THERE = replace(AMARA, nhs_number="9990000018", died_on=None)
NEIGHBOUR = replace(THERE, nhs_number="9990000026", family_name="Farlow", postcode="LE2 2BB")


@pytest.mark.parametrize(
    ("child", "step"),
    [
        (replace(AMARA, nhs_number="9990000018", family_name="Otherly"), "number"),
        (AMARA, "exact"),
        (replace(AMARA, given_names="Baby"), "home"),
        (replace(AMARA, born_on=date(2026, 9, 3), postcode=""), "near"),
    ],
)
def test_the_surest_step_that_finds_anybody_ends_the_trace(child: ChildIdentity, step: str) -> None:
    found = trace(child, _Index(THERE, NEIGHBOUR))
    assert found.step
    assert (found.step.id, [each.nhs_number for each in found.found]) == (step, ["9990000018"])


def test_nobody_is_found_without_a_date_of_birth_or_a_number() -> None:
    assert trace(replace(AMARA, born_on=None), _Index(THERE)).found == ()


def test_more_than_can_be_shown_is_said() -> None:
    many = [replace(THERE, nhs_number=f"{9990000000 + number}") for number in range(MOST_FOUND + 1)]
    found = trace(AMARA, _Index(*many))
    assert (len(found.found), found.too_many) == (MOST_FOUND, True)


def test_the_file_of_patients_is_read_and_read_anew_when_it_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "patients.csv"
    heads = "nhs_number,family_name,given_names,date_of_birth,sex,postcode"
    file.write_text(f"{heads}\n999 000 0018,Testwell,Amara Grace,2026-03-09,female,LE1 9ZZ\n,Nobody,,,,\n")
    index = patient_index(str(file))
    assert index
    assert trace(AMARA, index).found == (THERE,)
    assert patient_index("") is None


@pytest.mark.parametrize("content", [b"name,number\nA,1\n", b"nhs_number\xff"])
def test_a_file_of_another_kind_is_refused_in_plain_words(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "patients.csv"
    file.write_bytes(content)
    with pytest.raises(PatientIndexUnreadable):
        patient_index(str(file))


def test_a_file_that_is_not_there_is_refused_without_naming_where(tmp_path: Path) -> None:
    with pytest.raises(PatientIndexUnreadable) as refused:
        patient_index(str(tmp_path / "missing.csv"))
    assert str(tmp_path) not in refused.value.detail
