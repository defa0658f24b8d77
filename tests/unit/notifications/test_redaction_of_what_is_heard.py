"""Names, feasts and places heard, shortened or read wrongly are found; ordinary words beside them stay."""

import pytest

from services.notifications.domain.redaction import CaseDates, KnownNames, Redacted, redact
from services.notifications.domain.redaction.known_reading import known_from

KNOWN, DATES = known_from(
    {
        "child": {"given_names": "Ayesha", "family_name": "Tarnow"},
        "people": [
            {"name": "Tom Bright", "role": "father"},
            {"name": "Jean Osgood", "role": "practice nurse"},
            {"name": "Dr Simon Levene", "role": "GP"},
        ],
        "places": ["3 The Green, Bexford", "The Old Forge, 22 Sea Road, Oldham"],
    }
)
NOBODY = (KnownNames(), CaseDates())


def left_of(text: str, known: tuple[KnownNames, CaseDates] = (KNOWN, DATES)) -> str:
    result = redact(text, *known)
    assert isinstance(result, Redacted)
    return result.text


@pytest.mark.parametrize(
    "spelt", ["Ramadhaan", "Ramzaan", "Deewaali", "Chanukka", "Navraathri", "Shavvuot", "Vesaakha", "Eed"]
)
def test_a_feast_is_heard_in_any_spelling(spelt: str) -> None:
    assert (
        left_of(f"He was well until {spelt} and fed twice.", NOBODY)
        == "He was well until [date] and fed twice."
    )


@pytest.mark.parametrize(
    "kept", ["The diwali lights were up.", "He had a lean frame.", "A purring cat slept."]
)
def test_what_only_sounds_a_little_like_a_feast_stays(kept: str) -> None:
    assert left_of(kept, NOBODY) == kept


@pytest.mark.parametrize(
    ("written", "gone"),
    [
        ("She played on The Green after tea.", "Green"),
        ("They moved to the Forge in a hurry.", "Forge"),
        ("mum walked down sea road with the pram, and it was cold and wet all day", "sea road"),
        ("Ayshu was hot.", "Ayshu"),
        ("seen by doctor levine that evening, who found nothing wrong with the chest", "levine"),
        ("Reviewed by J. 0sgood on the ward.", "J."),
        ("Crew sent to hammer dot basket dot lemon at once.", "hammer dot basket dot lemon"),
        ("The witness L1ndqvist saw it.", "L1ndqvist"),
        ("tell karen the baby is poorly and ask if she can come over now please", "karen"),
        ("Date | Who | What\nMonday | KT (duty) | visit", "KT"),
    ],
)
def test_what_is_heard_shortened_or_read_wrongly_is_found(written: str, gone: str) -> None:
    assert gone in written
    assert gone not in left_of(written)


@pytest.mark.parametrize(
    "kept",
    [
        "The green vomit was noted.",
        "She was hit on the main road in heavy rain.",
        "Peak f1ow was low.",
        "The nurse gave oxygen, the doctor agreed.",
        "Date | Who | What\nMonday | GP | visit",
        "CT showed oedema. MRI to follow.",
    ],
)
def test_words_like_them_stay(kept: str) -> None:
    assert left_of(kept) == kept


def test_letters_before_a_colon_more_than_once_are_who_speaks() -> None:
    assert "TB" not in left_of("HW: How are you? TB: Calm. HW: And now? TB: Tired.")
    assert "TB" in left_of("Tests: TB: negative. HIV: negative.", NOBODY)


def test_who_writes_in_a_chat_is_found_though_the_name_is_a_word_or_has_a_figure() -> None:
    left = left_of(
        "smokes: where u\nkaren: home\nK4i: come\nsmokes: nah\nK4i: now\nplan: none\nplan: go", NOBODY
    )
    assert "smokes" not in left
    assert "K4i" not in left
    assert left.count("plan:") == 2
