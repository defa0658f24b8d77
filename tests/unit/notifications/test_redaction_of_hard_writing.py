"""What dictation, paper, chats and other languages make of identifiers is found; words like them stay."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notifications.domain.redaction import CaseDates, KnownNames, Redacted, redact
from services.notifications.domain.redaction.known_reading import known_from
from services.notifications.domain.redaction.words import FEASTS, NAMED_DAYS

KNOWN, DATES = known_from(
    {
        "child": {"given_names": "Szymon", "family_name": "Tarnow-Hale", "also_known_as": ["Gosha"]},
        "people": [
            {"name": "Ruth Tarnow", "role": "mother"},
            {"name": "Oluwadamilola Hale", "role": "father"},
            {"name": "Steven Cole", "role": "paramedic"},
            {"name": "Brigid O'Hagan", "role": "health visitor"},
            {"name": "Dr Carys Penn", "role": "GP"},
        ],
        "places": ["41 Keel Tower, Marlow Row, Leicester, LE3 9RW"],
    }
)
NOBODY = (KnownNames(), CaseDates())
OFFSETS = (
    "the Sunday after",
    "two days before",
    "the night before",
    "a week after",
    "the eve of",
    "the second day of",
    "the last ten days of",
    "three nights after",
)
NO_OFFSET = {"night the clocks", "day the clocks", "clocks went"}


def left_of(text: str, known: tuple[KnownNames, CaseDates] = (KNOWN, DATES)) -> str:
    result = redact(text, *known)
    assert isinstance(result, Redacted)
    return result.text


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(OFFSETS), st.sampled_from(sorted({*FEASTS, *NAMED_DAYS})))
def test_a_feast_goes_with_the_days_counted_from_it(offset: str, feast: str) -> None:
    written = feast.title() if not feast.startswith(("night", "day", "clocks")) else feast
    left = left_of(f"She was well until {offset} {written} and then had a fever.", NOBODY)
    left = left.replace("the [date]", "[date]")  # "the second day of May Day" is a day of May, too
    assert left == "She was well until [date] and then had a fever."


@pytest.mark.parametrize(
    "kept",
    [
        "They fasted for the whole of that month of fasting.",
        "The two weeks in hospital were hard.",
        "She fed well on the third day of treatment.",
        "The day before the operation he was well.",
        "A term baby, born at term, at the end of a long labour.",
    ],
)
def test_days_counted_from_something_that_is_no_feast_stay(kept: str) -> None:
    assert left_of(kept, NOBODY) == kept


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("Seen le mardi 6 mai 2025 at home.", "Seen [date] at home."),
        ("Found ddydd Sadwrn y 3ydd o Awst 2024 at home.", "Found [date] at home."),
        ("Left pe 27 decembrie 2025 alone.", "Left pe [date] alone."),
    ],
)
def test_a_weekday_of_another_language_goes_with_its_date(written: str, left: str) -> None:
    assert left_of(written, NOBODY) == left


@pytest.mark.parametrize(
    "written",
    [
        "S's room was tidy",
        "told that S. was asleep",
        "twin ST was asleep",
        "RT, SC and CP agreed",
        "B O'H visited",
        "BOH visited",
        "SC opened the meeting",
        "Action: SC to send it",
        "Date | SC | seen",
    ],
)
def test_letters_of_the_case_are_found_by_their_company(written: str) -> None:
    found = redact(written, KNOWN, DATES)
    assert isinstance(found, Redacted)
    assert [hit for hit in found.hits if hit.rule.startswith("known_name")], found.text


@pytest.mark.parametrize(
    "kept", ["S. aureus grew", "SC fat necrosis", "vitamin S. was given", "a CT showed blood", "grade S is"]
)
def test_letters_of_medicine_stay(kept: str) -> None:
    assert left_of(kept) == kept


@pytest.mark.parametrize("pet", ["Szymek", "Szymuś", "Szymonek", "Damilola", "Dami", "Goshele", "Ruthie"])
def test_pet_forms_of_a_name_are_found(pet: str) -> None:
    assert pet not in left_of(f"At home {pet} was happy.")


FIGURES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "oh")


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(("extension", "badge number", "collar number", "log number")),
    st.lists(st.sampled_from(FIGURES), min_size=3, max_size=5),
)
def test_a_number_said_behind_its_label_is_gone(label: str, figures: list[str]) -> None:
    left = left_of(f"please ring {label} {' '.join(figures)} full stop", NOBODY)
    assert left.replace(f"{label} ", "") == "please ring [number] full stop"


@pytest.mark.parametrize(
    "written",
    [
        "flat forty one keel tower",
        "flat two aylesbury house",
        "twenty seven brackenfield road",
        "nineteen b castlewood terrace",
        "fourteen bramble gardens",
    ],
)
def test_an_address_as_it_is_said_is_gone_with_its_number(written: str) -> None:
    left = left_of(f"she lives at {written} full stop", NOBODY)
    assert not set(written.split()) & set(left.split()), left


@pytest.mark.parametrize(
    "kept", ["ten minutes down the road", "two other children in the street", "one young man in the lane"]
)
def test_numbers_that_count_before_a_street_stay(kept: str) -> None:
    assert left_of(f"she walked {kept} full stop", NOBODY) == f"she walked {kept} full stop"


@pytest.mark.parametrize(
    "written",
    [
        "joy.g at example dot org",
        "hodan underscore j at mail dot example",
        "blessing(dot)a(at)mail(dot)example",
        "eira.t [at] post [dot] example",
        "h.b99 AT mail DOT example DOT com",
        "delta echo one two kilo lima mike",
    ],
)
def test_addresses_and_letters_spelt_aloud_are_gone(written: str) -> None:
    left = left_of(f"Write to {written}, she said.", NOBODY)
    assert left in {f"Write to {kind}, she said." for kind in ("[e-mail address]", "[number]")}, left


@pytest.mark.parametrize("written", ["0116 496 0733 ext. 214", "01283 496077 x 2", "0114 496 0118 opt 2"])
def test_an_extension_goes_with_its_telephone_number(written: str) -> None:
    assert left_of(f"Ring {written}, please.", NOBODY) == "Ring [telephone number], please."


@pytest.mark.parametrize("written", ["SEl5 3QT", "LL23 7D8", "LE3 O9W"])
def test_a_postcode_read_wrongly_is_gone(written: str) -> None:
    assert written not in left_of(f"Lives at {written} now.", NOBODY)


@pytest.mark.parametrize("written", ["999 8l8 4S33", "999 314 27l9", "9993l42719"])
def test_an_nhs_number_read_wrongly_is_gone(written: str) -> None:
    assert written not in left_of(f"NHS {written} now.", NOBODY)


def test_those_who_write_in_a_chat_are_gone_and_labels_of_a_form_stay() -> None:
    chat = "Kasiaa: where are you\nDeano: coming\nKasiaa: hurry\nmum: is she there\n"
    assert left_of(chat, NOBODY) == chat.replace("Kasiaa", "[name]").replace("Deano", "[name]")
    form = "Weight: 3 kg\nPlan: review\nHousing: damp\nWeight: 4 kg\n"
    assert left_of(form, NOBODY) == form


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("He took the number 54 bus home.", "He took the [route] bus home."),
        ("She took the X6 to school.", "She took the [route] to school."),
        ("The bus was 15 minutes late.", "The bus was 15 minutes late."),
    ],
)
def test_the_route_of_a_bus_is_gone(written: str, left: str) -> None:
    assert left_of(written, NOBODY).replace("number [route]", "[route]") == left
