"""What is out, as it is reckoned with when more goes out. It is read where nothing is solved."""

from dataclasses import dataclass

from services.theming.domain.statistics.linked_tables import Release
from services.theming.domain.statistics.tree import Key
from shared.disclosure.policies import DisclosurePolicy
from shared.errors import Conflict


class WouldGiveAway(Conflict):
    """Together with what is published already, the tables would say what is hidden there."""

    title = "These tables cannot be released"


@dataclass(frozen=True)
class Released:
    """What is out: its tables with their counts as they were then, and which cells it hides.

    ``of_others``: the policy by which it went out, where that is one for more readers than those of the
    release that is protected now, who have both. ``withdrawn``: a figure of it that has changed since is
    given anew. Everything else of it is out. ``open_tables``: zeros that it hides only cover others.
    """

    name: str
    release: Release
    hidden: frozenset[Key] = frozenset()
    of_others: DisclosurePolicy | None = None
    withdrawn: bool = False
    open_tables: bool = False

    def holds(self, key: Key, count: int, fresh: int | None) -> bool:
        """Whether a cell stays as it went out, though it would be ``fresh`` now (None: not asked for)."""
        if fresh is None:
            return True
        if key in self.hidden:
            return not self.of_others
        return not self.withdrawn or fresh == count
