"""Who may read and change which rows, as the database itself judges it: data, one record for each service.

The tables belong to a role that serves nobody; the application's role has these rights and no others, and
sees the rows that these rules let it see, whatever the application's own check says.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Rule:
    """Conditions in SQL over one row: ``reads`` to see it, ``writes`` to leave it so ("" is as ``reads``).

    They name columns of the row and functions of the schema ``public``; another table only where a service's
    tables are never swapped (panel): a rule would stay with the table that was swapped out.
    """

    reads: str
    writes: str = ""

    @property
    def checked(self) -> str:
        return self.writes or self.reads


@dataclass(frozen=True)
class RowSecurity:
    """``rules`` by table, and ``without_rule``: tables that need none, each with the reason.

    A table in neither cannot be reached by the application. ``functions`` (CREATE OR REPLACE) are what the
    rules ask. Rows of ``only_added_to`` are read and added, never changed or deleted; those of ``only_read``
    are not even added.
    """

    rules: Mapping[str, Rule] = field(default_factory=dict)
    without_rule: Mapping[str, str] = field(default_factory=dict)
    functions: tuple[str, ...] = ()
    only_added_to: frozenset[str] = frozenset()
    only_read: frozenset[str] = frozenset()

    @property
    def tables(self) -> list[str]:
        return sorted({*self.rules, *self.without_rule})

    def rights_on(self, table: str) -> frozenset[str]:
        """What the application's role may do with the table."""
        if table in self.only_read:
            return READING
        return ADDING if table in self.only_added_to else CHANGING


READING = frozenset({"SELECT"})
ADDING = READING | {"INSERT"}
CHANGING = ADDING | {"UPDATE", "DELETE"}
