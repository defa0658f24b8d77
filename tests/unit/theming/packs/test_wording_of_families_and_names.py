"""Families told of in the past, names, the only one of its kind, blame; and lines of one or two reviews."""

import tomllib
from pathlib import Path

import pytest

from services.theming.domain.packs.taken_over import held_back
from services.theming.domain.packs.wording import wording_faults, wording_rules

EXAMPLES = tomllib.loads(Path(__file__).with_name("wording_more_examples.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("sentence", EXAMPLES["stories"])
def test_it_is_refused_at_any_size_of_part(sentence: str) -> None:
    for rests_on in (3, 8, 42, 4000):
        assert wording_faults(sentence, rests_on=rests_on), rests_on


@pytest.mark.parametrize("sentence", EXAMPLES["general"])
def test_what_is_told_in_general_may_be_written(sentence: str) -> None:
    assert wording_faults(sentence, rests_on=42) == []


@pytest.mark.parametrize("line", EXAMPLES["may_be_taken_over"])
def test_a_line_of_one_review_that_is_worded_in_general_may_be_taken_over(line: str) -> None:
    assert held_back(line, 1) == ()


@pytest.mark.parametrize("line", EXAMPLES["one_case"])
def test_a_line_that_tells_what_happened_is_taken_over_from_three_reviews_on(line: str) -> None:
    assert held_back(line, 1)
    assert held_back(line, 2)
    assert held_back(line, 3) == ()


def test_a_name_is_told_with_the_sentence() -> None:
    faults = {each.rule: each.says for each in wording_faults("We remember Noah.", rests_on=42)}
    assert faults == {"PW-21": "seems to have a person's name, “Noah”. Leave it out"}


def test_the_second_reader_is_told_that_only_common_names_were_looked_for() -> None:
    said = dict(wording_rules().looked_for)
    assert "common names of people, and what looks like an address" in said[0]
    assert said[3] == ("what happened in the cases behind it",)


def test_the_rules_have_a_new_version_so_that_what_waits_is_looked_through_again() -> None:
    assert int(wording_rules().version) >= 3
