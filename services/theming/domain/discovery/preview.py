"""Which past cases would have a theme proposed that nobody has kept yet: seen before it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from services.theming.domain.themes.codebook_contents import is_wide
from services.theming.domain.themes.highlighting import Segment

#: So many texts, and so many bytes of them, are read while a person waits, the newest: some three seconds.
MOST_TEXTS, MOST_BYTES = 2000, 1_500_000


@dataclass(frozen=True)
class WouldHaveIt:
    """A case in which the theme would be proposed: its newest sentence that shows it, the words marked."""

    case_reference: str
    text_id: int
    segments: Sequence[Segment]


@dataclass(frozen=True)
class Preview:
    """``texts`` were read of ``held``, and ``cases_read`` of ``of_cases``. ``by_words``: these are the texts
    in which the index knows the words; else all. ``otherwise``: cases whose texts have the words, but not
    as true of the child. ``all_cases``: whatever their texts say.
    """

    found: Sequence[WouldHaveIt]
    otherwise: int
    texts: int
    held: int
    cases_read: int
    of_cases: int
    all_cases: int
    by_words: bool

    @property
    def more(self) -> bool:
        """Whether texts are left that were not read: there may be more cases."""
        return self.held > self.texts

    @property
    def wide(self) -> bool:
        """Whether so many cases would have it that its words tell little; estimated where texts are left."""
        share = self.of_cases / self.cases_read if self.cases_read else 0
        return is_wide(len(self.found) * share, self.all_cases)


def mark_of(patterns: Sequence[str]) -> str:
    """The same for the same lines: by it a form says what was looked for before it was sent again."""
    return sha256("\n".join(patterns).encode()).hexdigest()
