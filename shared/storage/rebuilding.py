"""What it takes to make a service's tables anew from the event log: data, one record for each service.

SQL in these records names its tables through ``{live}`` and ``{made}``, the schemas that serve and that are
made beside them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from shared.contracts import Event
from shared.storage.transaction import Transaction

# Which records were disposed of: what the log still says of them is taken without its words.
TOMBSTONES = (
    "INSERT INTO {made}.disposed_case (case_reference, disposal_id, disposed_at)"
    " SELECT case_reference, disposal_id, disposed_at FROM {live}.disposed_case ON CONFLICT DO NOTHING"
)


def named(*names: str) -> dict[str, str]:
    """Columns of the compared table as they are, by name."""
    return {name: f't."{name}"' for name in names}


@dataclass(frozen=True)
class Compared:
    """Which rows of a table follow from events, how one is recognised, and what of it is compared.

    ``key``, ``columns``: SQL by name, over the table as ``t`` and what ``joined`` adds to it. The first of
    the key is the case reference; no key holds a surrogate id. ``repeats``: rows may have the same key, and
    then their number is compared.
    """

    table: str
    key: Mapping[str, str]
    columns: Mapping[str, str] = field(default_factory=dict)
    joined: str = ""
    where: str = "true"
    repeats: bool = False


@dataclass(frozen=True)
class Rebuilding:
    """How the tables of one service follow from the log.

    ``carried_first``: what the service's own steps go by, brought before anything is replayed.
    ``carry_over``: what people did, brought from the live tables into those made; done twice, it changes
    nothing more. ``unfinished``: the cases on which the service's own steps have still to work.
    ``own``: handlers of what the service itself publishes, which write what that says into the tables made.
    ``swaps_refused_because``: "" if the tables made may take the place of the live ones.
    """

    compared: tuple[Compared, ...]
    carried_first: tuple[str, ...] = ()
    carry_over: tuple[str, ...] = ()
    unfinished: str = ""
    own: Mapping[type[Event], Callable[[Transaction, Any], None]] = field(default_factory=dict)
    swaps_refused_because: str = ""
