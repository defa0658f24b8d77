"""Discovery on texts with a planted theme that the codebook does not have."""

import json

import pytest

from services.theming.discovery.command import discover_lines
from services.theming.discovery.count_accounts import counted_from
from services.theming.discovery.many_finder import find_in_many
from services.theming.discovery.many_texts import ReadWhenAsked, table_of
from services.theming.discovery.matrices import matrices
from services.theming.discovery.ordinary_accounts import FILE, accounts, counted
from services.theming.domain.discovery.rules import is_the_same, too_little
from shared.errors import Invalid
from tests.unit.theming.discovery.planting import (
    FIRST,
    background,
    discovered,
    f1,
    found_again,
    ordinary,
    planted,
)
from tests.unit.theming.scoring import labelled

#: The least F1 of the best of the first five proposals.
WELL, FAIRLY = 0.9, 0.5
FOUND_WELL = ("trampoline", "nitrous", "energy_drinks")
FOUND_FAIRLY = ("petting_farm", "homemade_milk", "home_educated")


@pytest.mark.parametrize("kind", FOUND_WELL)
def test_a_planted_theme_is_among_the_first_five(kind: str) -> None:
    assert found_again(planted()[kind], background()) >= WELL


@pytest.mark.parametrize("kind", FOUND_FAIRLY)
def test_most_of_a_planted_theme_told_at_length_is_among_the_first_five(kind: str) -> None:
    assert found_again(planted("planted_at_length")[kind], background()) >= FAIRLY


@pytest.mark.parametrize("kind", ["ivf_abroad", "sand_hole"])
def test_no_stranger_joins_a_theme_that_is_plainly_told(kind: str) -> None:
    assert found_again(planted("planted_fairly")[kind], ordinary()) >= WELL


@pytest.mark.rehearsal
def test_ordinary_accounts_are_what_the_narratives_and_the_kinds_of_today_say() -> None:
    counted_again = counted_from(labelled("for_rules")[len(background()) :])
    assert json.loads(FILE.read_text(encoding="utf-8")) == json.loads(json.dumps(counted_again))


@pytest.mark.parametrize(("word", "theme"), [("drown", "drowning"), ("consanguineous", "consanguinity")])
def test_what_ordinary_accounts_say_of_a_hidden_theme_does_not_explain_it(word: str, theme: str) -> None:
    """Nor where they say only that it is not there."""
    (usual,), _ = counted([word])
    (hidden,), fewer = counted([word], without=[theme])
    assert usual > 0 == hidden
    assert fewer == accounts().texts - accounts().themes[theme]


def test_a_kind_is_as_frequent_as_its_words_together() -> None:
    (word, kind), _ = counted(["trampolin", "#trampolines"])
    assert kind >= word


def test_very_many_texts_make_the_table_that_a_reading_of_each_would_make() -> None:
    given = [(number, text) for number, text in enumerate([*background()[:60], *planted()["hot_tub"]])]
    many = ReadWhenAsked(given)
    by_columns, by_reading = table_of(many), matrices(list(many))
    assert by_columns.terms == by_reading.terms
    assert len(by_columns.terms) > 60
    assert (by_columns.found != by_reading.found).nnz == 0
    assert [*by_columns.ids] == [*by_reading.ids]


def test_quotes_are_the_very_words_of_the_texts_and_the_answer_is_the_same_again() -> None:
    texts = [*background()[:60], *planted()["herbal_remedy"]]
    first = discovered(texts)
    assert first
    for quote in (quote for one in first for quote in one["quotes"]):
        assert texts[quote["id"]][quote["start"] : quote["end"]] == quote["text"]
    assert discovered(texts) == first
    assert all(len(one["ids"]) >= 3 and 0 <= one["stability"] <= 1 for one in first)


def test_wording_of_letters_is_no_theme_though_each_fills_it_in_otherwise() -> None:
    letters = [
        f"The last clinic letter before this was dated {day} days ago and went to Dr {name}, the {whom} too."
        for day, name, whom in [
            (3, "Ash", "ward"),
            (7, "Oak", "carer"),
            (9, "Elm", "school"),
            (12, "Yew", "nurse"),
            (5, "Fir", "court"),
        ]
    ]
    texts = background()
    for at, letter in enumerate(letters):
        texts = [*texts[:at], f"{texts[at]} {letter}", *texts[at + 1 :]]
    said = " ".join(term for one in discovered(texts) for term in one.get("terms", ()))
    assert "letter" not in said
    assert "dated" not in said


def test_thirty_texts_are_too_few_and_it_is_said_why() -> None:
    (answer,) = discovered(background()[:30])
    assert answer["texts"] == 30
    assert "30 texts" in answer["too_little"]
    assert too_little(50) == ""


def test_a_bad_line_is_named_and_the_others_go_on() -> None:
    faults: list[str] = []
    list(discover_lines(['{"id": 1, "text": "a"}', "no", '{"id": 2}', '{"text": "b"}'], fault=faults.append))
    assert [fault.split(":")[0] for fault in faults] == ["Line 2", "Line 3", "Line 4"]


def test_a_theme_to_hide_must_be_of_the_codebook() -> None:
    with pytest.raises(Invalid, match="no_such"):
        list(discover_lines([], without=["no_such"]))


def test_a_proposal_is_the_same_when_its_words_or_its_cases_are() -> None:
    assert is_the_same(["a", "b", "c"], ["bead"], ["a", "b", "d", "e"], ["bead", "gel"])
    assert not is_the_same(["a", "b"], ["sling"], ["a", "b"], ["bead"])
    assert is_the_same(["x"], ["sling", "wrap"], ["y"], ["wrap", "sling", "pouch"])


def test_a_theme_is_found_among_texts_weighed_by_themselves_alone() -> None:
    texts = [*background(), *planted()["trampoline"]]
    many = ReadWhenAsked(list(enumerate(texts)))
    found = find_in_many(many, table_of(many), known=[]).found[:FIRST]
    told = set(range(len(background()), len(texts)))
    assert max(f1([int(str(id)) for id in one.ids], told) for one in found) >= FAIRLY


def test_wording_of_a_letter_that_begins_with_who_writes_is_no_theme() -> None:
    writers = ("social worker", "paramedic", "school nurse", "health visitor", "palliative care nurse")
    letters = [
        f"{text} The {writer} is the family's key worker and can be reached on [telephone number]."
        for text, writer in zip(background(), writers, strict=False)
    ]
    proposals = discovered([*letters, *background()[len(letters) :]])
    assert not [one for one in proposals if {"key worker", "telephone"} & set(one.get("terms", ()))]
