"""A themer for themes that are not in the shipped codebook, and readings of words no theme names."""

from pathlib import Path

import pytest

from services.theming.domain.themes.assertions import Assertion
from services.theming.domain.themes.faulty_file import FaultyFile
from services.theming.nlp.rules import CODEBOOK, read_theme
from services.theming.nlp.themer import load_themer, make_themer

PADDLING = {
    "id": "paddling_pool",
    "label": "Paddling pool",
    "group": "injury",
    "definition": "A paddling pool.",
    "rules": [{"id": "named", "patterns": ["paddling pool"]}],
}


def test_a_theme_can_be_added_beside_the_shipped_ones() -> None:
    themer = make_themer(more=[PADDLING])
    text = "He drowned in a paddling pool. There was no trampoline."
    assert set(themer.propose(text).affirmed) == {"drowning", "paddling_pool"}
    assert themer.version.startswith(load_themer().version)
    assert themer.version != load_themer().version
    assert make_themer(more=[PADDLING]).version == themer.version


def test_a_theme_can_be_tried_in_place_of_the_shipped_one() -> None:
    smoke = {
        **read_theme("smoke_exposure"),
        "rules": [{"id": "named", "patterns": ["cigar*"]}],
        "told_words": None,
    }
    assert make_themer(more=[smoke]).propose("Mother smokes.").proposals == ()
    assert "smoke_exposure" in load_themer().propose("Mother smokes.").affirmed


def test_a_folder_of_its_own_holds_all_a_themer_knows(tmp_path: Path) -> None:
    (tmp_path / "drowning.toml").write_text((CODEBOOK / "drowning.toml").read_text())
    themer = make_themer(tmp_path, version="trial")
    assert themer.propose("He drowned. Mother smokes.").affirmed == ("drowning",)
    assert themer.version.endswith("codebook-trial")


def test_a_faulty_theme_is_refused() -> None:
    with pytest.raises(FaultyFile, match="paddling_pool, rule named, patterns: no closing bracket"):
        make_themer(more=[{**PADDLING, "rules": [{"id": "named", "patterns": ["(paddling"]}]}])


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("There was no trampoline in the garden.", "trampoline", Assertion.NEGATED),
        ("He fell from a trampoline.", "trampoline", Assertion.AFFIRMED),
        ("Advice on trampolines was given.", "trampolines", Assertion.HYPOTHETICAL),
        ("His brother has a trampoline.", "trampoline", Assertion.OTHER_PERSON),
        ("Trampoline: N/K", "Trampoline", Assertion.UNANSWERED),
        ("“Trampoline” ﬁrst; it is unclear whether the slide was used.", "slide", Assertion.UNCERTAIN),
    ],
)
def test_any_words_of_a_text_can_be_asked_how_they_are_meant(
    text: str, words: str, expected: Assertion
) -> None:
    start = text.index(words)
    assert load_themer().assertion_of(text, start, start + len(words))[0] is expected
