"""A transition table as a state diagram, so that a README can never say anything else than the code."""

from collections.abc import Collection, Mapping
from enum import Enum
from typing import Any


def mermaid(transitions: Mapping[Any, Collection[Any]]) -> str:
    """A Mermaid ``stateDiagram-v2``, from the first status of the table to those that nothing follows.

    The order is the table's, so that the same table always gives the same text.
    """
    order = {status: number for number, status in enumerate(transitions)}
    lines = ["stateDiagram-v2", f"    [*] --> {_name(next(iter(transitions)))}"]
    for status, following in transitions.items():
        lines += [
            f"    {_name(status)} --> {_name(each)}" for each in sorted(following, key=order.__getitem__)
        ]
        lines += [] if following else [f"    {_name(status)} --> [*]"]
    return "\n".join(lines) + "\n"


def _name(status: Any) -> str:
    return str(status.value if isinstance(status, Enum) else status).replace(" ", "_")
