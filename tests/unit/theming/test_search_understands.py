"""What a question asks for: a theme, a phrase of the field, or its words; and what turns it."""

import tomllib

import pytest

from services.theming.domain.themes.codebook import load_codebook
from services.theming.nlp.themer import load_themer
from services.theming.searching.field_phrases import FILE, asking, field_phrases
from services.theming.searching.words_asked import Understood, understood


def meant(words: str) -> Understood:
    return understood(words, load_codebook(), load_themer())


def phrases(words: str) -> list[str]:
    even = load_themer().read(words).text
    return [way.phrase.id for way in asking().found(even, 0, len(even))]


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        ("was not brought", "was_not_brought"),
        ("wasn't brought", "was_not_brought"),
        ("Not brought", "was_not_brought"),
        ("WNB", "was_not_brought"),
        ("WNBs", "was_not_brought"),
        ("DNA", "did_not_attend"),
        ("did not attend", "did_not_attend"),
        ("didn't attend", "did_not_attend"),
        ("non-attendance", "did_not_attend"),
        ("missed appointments", "missed_appointments"),
        ("missed appts", "missed_appointments"),
        ("not known to services", "not_known_to_services"),
        ("not known to social care", "not_known_to_services"),
        ("failure to thrive", "failure_to_thrive"),
        ("FTT", "failure_to_thrive"),
        ("no recourse to public funds", "no_recourse_to_public_funds"),
        ("NRPF", "no_recourse_to_public_funds"),
        ("no further action", "no_further_action"),
        ("not engaging", "did_not_engage"),
        ("CPN", "community_psychiatric_nurse"),
        ("community psychiatric nurses", "community_psychiatric_nurse"),
        ("looked after", "looked_after"),
        ("looked-after children", "looked_after"),
        ("LAC", "looked_after"),
        ("private fostering", "private_fostering"),
        ("home birth", "home_birth"),
        ("home births", "home_birth"),
        ("sepsis six", "sepsis_six"),
        ("delayed ambulance", "delayed_ambulance"),
        ("ambulance delays", "delayed_ambulance"),
        ("A&E", "emergency_department"),
        ("HV", "health_visitor"),
        ("sofa", "sofa"),
        ("settees", "sofa"),
        ("unvaccinated", "not_immunised"),
    ],
)
def test_a_phrase_of_the_field_is_known_however_it_is_typed(words: str, phrase: str) -> None:
    assert phrases(words) == [phrase]
    assert meant(words).turned is None
    assert meant(words).themes == ()


@pytest.mark.parametrize(
    ("words", "theme"),
    [
        ("co-sleeping", "unsafe_sleep_surface"),
        ("cosleeping", "unsafe_sleep_surface"),
        ("bed sharing", "unsafe_sleep_surface"),
        ("sofa sharing", "unsafe_sleep_surface"),
        ("interpreter", "interpreter_language_barrier"),
        ("interpreters", "interpreter_language_barrier"),
        ("interp", "interpreter_language_barrier"),
        ("no interpreter", "interpreter_language_barrier"),
        ("smoking in the home", "smoke_exposure"),
        ("asthama", "asthma"),
        ("prematurity", "prematurity"),
        ("domestic violence", "domestic_abuse"),
    ],
)
def test_words_that_a_theme_reads_as_affirmed_ask_for_it(words: str, theme: str) -> None:
    assert theme in meant(words).themes
    assert meant(words).turned is None


@pytest.mark.parametrize(
    "words", ["trampolines", "ketamine", "ambulance", "delays", "care", "was brought in"]
)
def test_other_words_ask_for_themselves(words: str) -> None:
    assert (meant(words).themes, phrases(words)) == ((), [])


@pytest.mark.parametrize(
    ("words", "by"), [("no co-sleeping", "no"), ("no trampoline", "no"), ("never smoked", "never")]
)
def test_a_no_that_is_part_of_no_phrase_turns_the_question(words: str, by: str) -> None:
    turned = meant(words).turned
    assert turned is not None
    assert turned[0] == by


def test_every_phrase_is_asked_for_by_its_own_label() -> None:
    for first, *_ in field_phrases().values():
        even = load_themer().read(first.label).text
        assert first.id in [way.phrase.id for way in asking().found(even, 0, len(even))], first.label


def test_rows_of_phrases_hold_known_keys_alone() -> None:
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["phrases"]
    keys = {"id", "label", "asked", "found", "unless", "also", "about", "index"}
    assert [row["id"] for row in rows if not row.keys() <= keys] == []
