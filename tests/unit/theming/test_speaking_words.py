"""Which words of a sentence spoke for a theme, as a page tells them."""

import subprocess
import sys

from services.theming.speaking_words import MOST, speaking_words

THEME = "youth_violence_exploitation"


def test_the_strongest_words_are_told_as_they_stand_in_the_order_of_the_sentence() -> None:
    assert speaking_words(THEME, "Police Summary.") == ["Police", "Summary"]
    told = speaking_words(THEME, "At 9 they SLASHED him; the\nrival had a machete at the door.")
    assert [word for word in told if word in ("SLASHED", "machete", "rival")] == [
        "SLASHED",
        "rival",
        "machete",
    ]
    assert "door" not in told


def test_no_more_are_told_than_can_be_seen_at_a_glance() -> None:
    assert len(speaking_words(THEME, "machete shank slash men gunshot exploiter bullet debt knife")) == MOST


def test_nothing_is_told_of_a_theme_that_has_no_weights() -> None:
    assert speaking_words("local_car_wash", "He washed a car.") == []
    assert speaking_words(THEME, "") == []


def test_a_page_that_tells_them_loads_nothing_that_weighs_whole_texts() -> None:
    told = "import sys\nimport services.theming.speaking_words\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert {"numpy", "spacy"} & set(done.stdout.split()) == set()
