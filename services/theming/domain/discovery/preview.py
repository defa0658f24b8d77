"""Which past cases would have a theme proposed that nobody has kept yet: seen before it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from services.theming.domain.themes.codebook_contents import is_wide
from services.theming.domain.themes.highlighting import Segment


@dataclass(frozen=True)
class Bounds:
    """How much is asked for a word, and how much read, while a person waits: always the newest."""

    bytes_asked: int = 20_000_000
    texts_read: int = 2000
    bytes_read: int = 1_500_000


ENOUGH = Bounds()


@dataclass(frozen=True)
class WouldHaveIt:
    """A case in which the theme would be proposed: its newest sentence that shows it, the words marked."""

    case_reference: str
    text_id: int
    segments: Sequence[Segment]


@dataclass(frozen=True)
class Preview:
    """``texts`` of ``cases``, the newest, were looked through, of ``all_texts`` of ``all_cases``.
    ``otherwise``: cases whose texts have the words, but not as true of the child.
    """

    found: Sequence[WouldHaveIt]
    otherwise: int
    texts: int
    cases: int
    all_texts: int
    all_cases: int

    @property
    def more(self) -> bool:
        """Whether older texts are left that were not looked through: there may be more cases."""
        return self.all_texts > self.texts

    @property
    def wide(self) -> bool:
        """Whether so many cases would have it that its words tell little: of all as of those read."""
        share = self.all_cases / self.cases if self.cases else 0
        return is_wide(len(self.found) * share, self.all_cases)


def mark_of(patterns: Sequence[str]) -> str:
    """The same for the same lines: by it a form says what was looked for before it was sent again."""
    return sha256("\n".join(patterns).encode()).hexdigest()
