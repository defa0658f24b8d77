"""How far the seed has come is one percentage over all its stages, said every few seconds."""

import re

import pytest

from deploy.seeding.progress import ENDS, Progress, expected


class Watched:
    """A progress whose clock the test moves, and what it said."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.said: list[str] = []
        self.progress = Progress(self.said.append, now=lambda: self.seconds)

    def percentages(self) -> list[int]:
        return [int(line.split(" %")[0]) for line in self.said]


def a_whole_seed() -> Watched:
    watched = Watched()
    for stage in ENDS:
        watched.progress.begin(stage)
        done = watched.progress.counting(stage, 40)
        for count in range(1, 41):
            watched.seconds += 1
            done(count)
    watched.progress.end()
    return watched


def test_the_percentage_rises_over_all_stages_to_a_hundred() -> None:
    found = a_whole_seed().percentages()
    assert found == sorted(found)
    assert (found[0], found[-1]) == (0, 100)


def test_a_stage_is_said_every_few_seconds_and_at_its_end() -> None:
    said = [line for line in a_whole_seed().said if "Panel meetings held: " in line]
    assert [re.search(r"(\d+) of 40", line)[1] for line in said] == [*map(str, range(5, 41, 5))]  # type: ignore[index]


def test_what_is_left_is_as_slow_as_what_was_done() -> None:
    watched = Watched()
    watched.seconds = 63
    watched.progress.counting("Notified, asked and answered", 10)(10)
    assert watched.said == ["   63 %  Notified, asked and answered: 10 of 10 (about 37 s left)"]
    watched.seconds = 630
    watched.progress.begin("The panel catches up")
    assert watched.said[-1].endswith("(about 6 min left)")


def test_a_stage_without_anything_to_do_breaks_nothing() -> None:
    watched = Watched()
    watched.progress.counting("Panel meetings held", 0)(0)
    assert watched.percentages() == [ENDS["The panel catches up"]]


@pytest.mark.parametrize(("cases", "words"), [(7, "a minute or less"), (433, "about 3 minutes on two cores")])
def test_how_long_it_takes_is_said_before(cases: int, words: str) -> None:
    assert expected(cases) == words
