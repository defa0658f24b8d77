"""A codebook as one piece of data: its version, its groups, and every theme as its file reads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.theming.domain.themes.codebook import Codebook, Theme


def contents_of(codebook: Codebook, files: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """``files``: the themes in the codebook's order, each with its rules."""
    return {
        "version": codebook.version,
        "groups": [list(group) for group in codebook.groups.items()],
        "themes": [dict(file) for file in files],
    }


def codebook_from(contents: Mapping[str, Any]) -> Codebook:
    themes = {
        each["id"]: Theme(each["id"], each["label"], each["group"], each["definition"])
        for each in contents["themes"]
    }
    return Codebook(contents["version"], dict(contents["groups"]), themes)


@dataclass(frozen=True)
class Move:
    """A theme that a case would gain or lose as a proposal. ``decided``: how a person decided."""

    case: str
    theme: str
    gained: bool
    decided: str


#: Words that so large a share of all cases have are more often everybody's than a theme's.
WIDE, FEWEST_OF_WIDE = 0.2, 10


def is_wide(gained: float, cases: int) -> bool:
    """Whether a theme that so many of all ``cases`` would gain is looked for by words that tell little."""
    return gained >= max(FEWEST_OF_WIDE, cases * WIDE)


@dataclass(frozen=True)
class CodebookChange:
    """What the codebook ``next`` would change of what ``now`` proposes. ``read`` of ``texts`` texts have been
    read with it so far.
    """

    now: str
    next: str
    texts: int
    read: int
    moves: tuple[Move, ...]

    @property
    def ready(self) -> bool:
        return self.read >= self.texts

    def counts(self) -> Mapping[str, tuple[int, int]]:
        """By theme, how many cases would gain and lose it; without what people have decided."""
        open_moves = [move for move in self.moves if not move.decided]
        return {
            theme: (_number(open_moves, theme, True), _number(open_moves, theme, False))
            for theme in sorted({move.theme for move in open_moves})
        }

    def too_wide(self, cases: int) -> Mapping[str, int]:
        """Themes that so many of all ``cases`` would gain that their words tell little; how many would."""
        return {theme: gained for theme, (gained, _) in self.counts().items() if is_wide(gained, cases)}


def _number(moves: Sequence[Move], theme: str, gained: bool) -> int:
    return sum(1 for move in moves if move.theme == theme and move.gained is gained)
