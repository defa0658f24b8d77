"""What was agreed in the reviews of a quarter: each line once, its place in the pack, what holds it back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from services.theming.domain.packs.contents import PackLearning
from services.theming.domain.packs.placing import AMONG_SEVERAL, place_of
from services.theming.domain.packs.taken_over import held_back
from services.theming.queries.codebooks import themer_in_use
from shared.storage import Transaction


class Learned:
    """The lines of all themes. ``themes``: the cases of every theme, by theme; ``with_part``: in the pack."""

    def __init__(
        self,
        tx: Transaction,
        rows: Iterable[Any],
        themes: Mapping[str, Sequence[str]],
        with_part: Sequence[str],
    ) -> None:
        said: dict[str, list[str]] = {}
        for row in rows:
            said.setdefault(" ".join(row.text.split()), []).append(row.case_reference)
        of_case: dict[str, set[str]] = {}
        for theme, cases in themes.items():
            for case in cases:
                of_case.setdefault(case, set()).add(theme)
        told = {text: tuple(dict.fromkeys(cases)) for text, cases in said.items()}
        # The rules of the codebook are read only where there is a line to place.
        themer = themer_in_use(tx) if told else None
        self._points = [
            PackLearning(
                text,
                cases,
                held_back(text, len(cases)),
                place_of(
                    {each.theme for each in themer.propose(text).proposals} if themer else (),
                    [of_case.get(case, set()) for case in cases],
                    with_part,
                ),
            )
            # What most of them have in common first.
            for text, cases in sorted(told.items(), key=lambda each: (-len(each[1]), each[0]))
        ]

    def of(self, cases: Sequence[str]) -> tuple[PackLearning, ...]:
        """What was agreed in any of these reviews, wherever it is printed."""
        mine = set(cases)
        return tuple(each for each in self._points if mine.intersection(each.case_references))

    def among_several(self, cases: Iterable[str]) -> tuple[PackLearning, ...]:
        """What has no place of its own, of reviews with a theme that has a part."""
        return tuple(each for each in self.of(tuple(cases)) if each.place == AMONG_SEVERAL)
