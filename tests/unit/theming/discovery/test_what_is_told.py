"""What of a text can make a theme: not how any death is told, nor what a form asks and nobody affirms."""

import numpy
import pytest

from services.theming.discovery.finder import _is_one_word
from services.theming.discovery.gathering import Gathered
from services.theming.discovery.reading import evidence_of, read
from services.theming.discovery.weighing import Weighing
from services.theming.discovery.words import EMPTY, KIND, kinds, says_nothing, stem, terms
from services.theming.nlp.themer import load_themer
from tests.unit.theming.discovery.planting import background, discovered, f1


@pytest.mark.parametrize(
    "text", ["sadly", "Traumatic", "had suffered", "fatal", "tragically", "unexpectedly"]
)
def test_how_a_death_is_told_is_no_term(text: str) -> None:
    assert terms(text) == {}


@pytest.mark.parametrize("text", ["family", "hepatomegaly", "butterfly", "supply", "anomaly"])
def test_a_noun_that_ends_as_adverbs_do_is_a_term(text: str) -> None:
    assert stem(text) in terms(text)


def test_every_word_that_names_a_kind_is_a_term() -> None:
    alone = {entry for entries in kinds().entries.values() for entry in entries if " " not in entry}
    assert [word for word in alone if "*" not in word and says_nothing(word) and word not in EMPTY] == []
    assert not says_nothing("remotely")


def test_what_a_form_asks_and_nobody_affirms_is_not_told() -> None:
    form = "Trampoline / bouncy castle:\nVessels: not known\nPets: none\nSwimming lessons: yes, at school\n"
    said = read("a", form, evidence_of(load_themer(), form)).said
    assert "swim" in said
    assert not {"trampolin", "vessel", "pet", "bouncy castl"} & said.keys()


def test_headings_that_stay_blank_make_no_theme() -> None:
    plain = background()
    asked = [f"{text}\nAbseiling:\nPotholing: n/k" for text in plain[:10]]
    found = discovered([*asked, *plain[10:]])
    assert max((f1(one["ids"], set(range(10))) for one in found), default=0) < 0.5


@pytest.mark.parametrize(("names", "alone"), [(["released"], True), (["released", "bail"], False)])
def test_texts_that_share_one_plain_word_come_last(names: list[str], alone: bool) -> None:
    field = Weighing(names, *[numpy.zeros((1, len(names)))] * 5)
    group = Gathered((0,), tuple(range(len(names))), 1.0)
    assert _is_one_word(field, group) is alone
    assert not _is_one_word(Weighing([f"{KIND}bail"], *[numpy.zeros((1, 1))] * 5), Gathered((0,), (0,), 1.0))
