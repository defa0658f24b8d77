"""What the reader gets of a text: others are taken out, and the reader is you."""

from dataclasses import replace

import pytest

from services.notifications.domain.redaction import KnownNames, KnownPerson
from services.notifications.domain.subject_access.found import FoundText, item_of
from services.notifications.domain.subject_access.put_back import OwnDetails

from .a_request import AT, DATES, KNOWN, MOTHER, TODAY


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
