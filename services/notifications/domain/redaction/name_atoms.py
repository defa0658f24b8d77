"""One matched form of a known name."""

from typing import NamedTuple

from .name_parts import NamePart
from .names import KnownPerson


class Atom(NamedTuple):
    """One matched name form: words `first` to `last` (exclusive)."""

    first: int
    last: int
    parts: tuple[NamePart, ...]
    rule: str = "known_name"

    @property
    def doubtful(self) -> bool:
        return all(part.doubtful for part in self.parts)

    def people(self) -> set[KnownPerson]:
        return {part.person for part in self.parts}
