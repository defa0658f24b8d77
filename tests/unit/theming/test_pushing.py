"""Files of many thousands of counts: made safe many at a time, and attacked like any other."""

import random
from datetime import date

import pytest

from services.theming.disclosure import protecting, suppress_command
from services.theming.disclosure.attacking import Reader
from services.theming.disclosure.auditing import Audit
from services.theming.disclosure.choosing import choose_hidden
from services.theming.disclosure.evident import Evident
from services.theming.disclosure.problem import Problem
from services.theming.disclosure.pushing import Pushing, silent
from services.theming.disclosure.releases import protect_release
from shared.disclosure.policies import policy_on
from tests.unit.theming.linked_releases import (
    OutsideReader,
    cell_by_cell,
    exposed_to,
    left_open,
    lost,
    some_release,
)

ON = date(2026, 1, 1)
RELEASES = range(0, 32, 2)


@pytest.fixture(autouse=True)
def _all_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protecting, "MANY", 0)
    monkeypatch.setattr(suppress_command, "MANY", 0)


@pytest.mark.parametrize("name", ["publishable", "restricted_board"])
def test_an_outsider_recovers_no_hidden_cell_and_less_is_lost_than_cell_by_cell(name: str) -> None:
    policy, ours, theirs = policy_on(name, ON), 0, 0
    for number in RELEASES:
        cases, release = some_release(number)
        protected = protect_release(release, policy)
        reader = OutsideReader(cases.dims)
        reader.reads(protected)
        assert exposed_to(reader, protected) == []
        by_cell = cell_by_cell(protected.problem)
        if left_open(protected.problem, by_cell) > left_open(protected.problem, protected.hidden):
            continue  # it hides less and gives away what we do not: nothing to compare
        ours += lost(protected.problem, protected.hidden)[1]
        theirs += lost(protected.problem, by_cell)[1]
    assert ours < theirs


def _problem(number: int) -> Problem:
    _, release = some_release(number)
    policy = policy_on("publishable", ON)
    return Problem(policy, release.cells(), release.relations(), zeros_stay=False, zeros_known=True)


def test_what_bears_witness_is_within_what_a_reader_finds() -> None:
    problem = _problem(2)
    pushing = Pushing(problem, choose_hidden(problem), Evident(problem))
    pushing.push_all(silent)
    hidden = frozenset(key for key, gone in zip(problem.keys, pushing.hidden, strict=True) if gone)
    reader = Reader(problem, hidden)
    for place, key in enumerate(problem.keys):
        if key in hidden:
            low, high = reader.range_of(key)
            assert low - 1e-5 <= pushing.lowest[place] <= pushing.highest[place] <= high + 1e-5


def test_what_follows_by_adding_up_is_no_more_than_what_is_evident() -> None:
    for number in RELEASES:
        problem = _problem(number)
        evident = Evident(problem)
        for place in range(len(problem.keys)):
            assert evident.at_least[place] <= evident.in_all(place) + 1e-6


def test_the_command_says_how_far_it_is() -> None:
    said: list[str] = []
    text = "area,sex,n\nA,f,2\nA,m,40\nA,Total,42\nB,f,9\nB,m,20\nB,Total,29\nTotal,f,11\nTotal,m,60\n"
    suppress_command.suppress(text.encode(), dims="area,sex", count="n", on=ON, say=said.append)
    assert said[0].startswith("8 counts: this takes")
    assert "bounds are still too near" in said[1]


def test_a_file_in_which_all_must_go_leaves_nothing_to_push_away() -> None:
    text = "area,sex,n\nA,f,1\nA,m,1\nA,Total,2\nB,f,1\nB,m,1\nB,Total,2\nTotal,f,2\nTotal,m,2\n"
    answer = suppress_command.suppress(text.encode(), dims="area,sex", count="n", on=ON)
    assert answer.csv.count("*,suppressed") == 8


def test_what_earlier_attacks_found_possible_changes_nothing_of_what_a_later_one_finds() -> None:
    found = sum(_exposed_one_after_another(number) for number in RELEASES)
    assert found > 20, "where few are hidden some can be worked out"


def _exposed_one_after_another(number: int) -> int:
    """How many cells attacks on more and on fewer hidden ones expose: a fresh reader finds the same."""
    problem, draw, found = _problem(number), random.Random(number), 0
    audit, always = Audit(Evident(problem)), [key for key in problem.keys if problem.stays_hidden(key)]
    others = sorted(problem.hideable.difference(always))
    for share in (0.3, 0.6, 0.1, 0.6, 0.9, 0.2):
        hidden = frozenset([*always, *(key for key in others if draw.random() < share)])
        exposed = {each.key for each in audit.exposures(hidden)}
        assert exposed == {each.key for each in Reader(problem, hidden, Evident(problem)).exposures()}
        found += len(exposed)
    return found
