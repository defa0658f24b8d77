"""What was decided in like cases, so that a panel sees where it would decide otherwise: a prompt, no rule."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from services.theming.domain.comparables.rules import comparing_rules


@dataclass(frozen=True)
class Decided:
    """``modifiability`` and ``category`` as a panel decided them; None where it has not."""

    modifiability: str | None
    category: int | None


@dataclass(frozen=True)
class Prompt:
    """``number`` of ``of`` like cases were decided so. ``differs``: this case was decided otherwise."""

    about: str
    value: str
    number: int
    of: int
    differs: bool


def prompts(case: Decided, like: Sequence[Decided]) -> tuple[Prompt, ...]:
    """What most of the like cases have in common, where enough of them were decided."""
    return tuple(
        found
        for about in ("modifiability", "category")
        if (found := _prompt(about, getattr(case, about), [getattr(each, about) for each in like]))
    )


def _prompt(about: str, mine: object, theirs: Sequence[object]) -> Prompt | None:
    decided = [str(each) for each in theirs if each is not None]
    if len(decided) < comparing_rules().fewest:
        return None
    value, number = min(Counter(decided).items(), key=lambda each: (-each[1], each[0]))
    if number * 2 <= len(decided):
        return None
    return Prompt(about, value, number, len(decided), mine is not None and str(mine) != value)
