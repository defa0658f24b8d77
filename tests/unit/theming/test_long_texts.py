"""What a text costs grows no faster than the text: nothing is looked through again for each of its parts."""

from itertools import product
from typing import Any, cast

from services.theming.nlp.apart import Apart
from services.theming.nlp.contexts import Found
from services.theming.nlp.credence import Places
from services.theming.nlp.mentions import WholeText
from services.theming.nlp.word_tables import WordTable

STRETCHES = [(start, start + length) for start, length in product((7, 1, 4, 9, 0, 3), (1, 2, 5))]


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


class Conditions:
    def __init__(self) -> None:
        self.asked = 0

    def any_of(self, wanted: int, text: str, start: int, end: int) -> bool:
        self.asked += 1
        return wanted == 1


def test_what_the_whole_text_is_asked_is_looked_for_once() -> None:
    conditions, whole = Conditions(), WholeText("He fell. He drowned.")
    told = [whole.stands(cast(Any, conditions), wanted, 0, 20) for wanted in (1, 2) * 50]
    assert told == [True, False] * 50
    assert conditions.asked == 2
    whole.stands(cast(Any, conditions), 1, 0, 8)
    assert conditions.asked == 3


def test_stretches_are_taken_that_overlap_none_taken_before() -> None:
    apart, taken = Apart(), list[tuple[int, int]]()
    for stretch in STRETCHES:
        free = not any(overlap(stretch, other) for other in taken)
        assert apart.take(*stretch) == free
        taken += [stretch] if free else []


def test_how_many_mentions_overlap_a_stretch_is_counted() -> None:
    places = Places()
    for start, end in STRETCHES:
        places.add(Found(cast(Any, None), start, end, [], (0, 99)))
    for stretch in STRETCHES:
        assert places.over(*stretch) == sum(overlap(stretch, other) for other in STRETCHES)


def test_of_a_very_long_word_only_the_beginning_is_looked_up() -> None:
    class Word(str):
        looked_up = 0

        def __getitem__(self, key: Any) -> str:
            Word.looked_up += 1
            return super().__getitem__(key)

    table = WordTable()
    table.add(["smok*", "drown"], 3)
    assert table.bits(Word("smoker" + "x" * 10_000)) == 1 << 3
    assert Word.looked_up < 10
