"""A data file of the codebook that cannot be used: which file, where in it, and why."""

from pathlib import Path

import pytest

from services.theming.domain.themes.faulty_file import FaultyFile
from services.theming.nlp.ages import ChildsAge
from services.theming.nlp.rules import ABOUT, AGES, read
from services.theming.nlp.themer import make_themer

RIGHT = """
id = "kites"
label = "Kites"
group = "injury"
definition = "Kites."

[[rules]]
id = "named"
patterns = ["(kite|kites)"]
"""


@pytest.mark.parametrize(
    ("was", "instead", "told"),
    [
        ("kites)", "kites", "rule named, patterns: no closing bracket: (kite|kites"),
        ("(kite|kites)", "kite|kites)", "rule named, patterns: no opening bracket: kite|kites)"),
        ("(kite|kites)", "{no_such}", "rule named, patterns: no lexicon no_such: {no_such}"),
        ("(kite|kites)", "/kite[/", "rule named, patterns: no regular expression"),
        ('["(kite|kites)"]', '"kite"', "rule named, patterns: this is not a list of texts"),
        ('patterns = ["(kite|kites)"]', "patterns = []", "rule named, patterns: there is none"),
        ("patterns", "pattern", "rule named, nothing is known by the name “pattern”"),
        ('id = "named"', "", "rule 1: there is no “id”"),
        ('id = "kites"', 'id = "kite"', "id: “kite” is none of “kites”"),
        ("label", "lable", "nothing is known by the name “lable”"),
        ("[[rules]]", "[[rules]", "at line"),
        ('id = "named"', 'id = "named"\nage = "old"', "rule named, age: “old” is none of"),
        ('id = "named"', 'id = "named"\nreach = "all"', "rule named, reach: “all” is none of"),
        ('id = "named"', 'id = "named"\nabout = ["dog"]', "rule named, about: “dog” is none of"),
        ('id = "named"', 'id = "named"\nassertion = "denied"', "rule named: 'denied' is not a valid"),
    ],
)
def test_a_fault_is_told_with_its_file_its_place_and_the_reason(
    tmp_path: Path, was: str, instead: str, told: str
) -> None:
    (tmp_path / "kites.toml").write_text(RIGHT.replace(was, instead, 1))
    with pytest.raises(FaultyFile) as fault:
        make_themer(tmp_path)
    assert str(fault.value).startswith(str(tmp_path / "kites.toml"))
    assert told in str(fault.value)


def test_a_file_that_is_missing_is_named() -> None:
    with pytest.raises(FaultyFile, match=r"nlp/no_such\.toml: this file cannot be read"):
        read("no_such.toml")


def test_every_gate_of_age_and_everybody_a_theme_may_be_about_is_known() -> None:
    for gate in AGES:
        ChildsAge(1, False).fits(gate)
    assert ABOUT - {"anyone"} <= set(read("people.toml")["classes"])


def test_a_theme_without_told_sentences_is_read_by_its_patterns(tmp_path: Path) -> None:
    (tmp_path / "kites.toml").write_text(RIGHT)
    assert make_themer(tmp_path).propose("The kite caught a cable.").affirmed == ("kites",)
