"""Nobody approves their own work: a rule for each act of approving, and the reason that sets it aside."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shared.errors import Conflict, Fault, Invalid
from shared.identifier_patterns import identifiers_in


@dataclass(frozen=True)
class OwnWorkRule:
    """Who may not approve: ``whose`` work it is, in words; ``sections``: the parts of an analysis meant.

    ``set_aside``: whether a reason is enough to do it all the same.
    """

    action: str
    whose: str
    version: str
    sections: tuple[str, ...] = ()
    set_aside: bool = True


class OwnWork(Conflict):
    """``rule`` says whose work it is."""

    title = "This is your own work"

    def __init__(self, rule: OwnWorkRule) -> None:
        or_why = ", or say why it cannot wait" if rule.set_aside else ""
        super().__init__(f"It cannot be approved by {rule.whose}. Somebody else has to{or_why}.")
        self.rule = rule


@cache
def own_work_rules() -> Mapping[str, OwnWorkRule]:
    """The rules by the action they are about."""
    written = tomllib.loads(Path(__file__).with_name("own_work.toml").read_text(encoding="utf-8"))
    return {
        action: OwnWorkRule(
            action,
            row["whose"],
            written["version"],
            tuple(row.get("sections", ())),
            row.get("set_aside", True),
        )
        for action, row in written["rules"].items()
    }


def check_own_work(action: str, *, person_id: str, workers: Collection[str], because: str = "") -> bool:
    """Whether the rule had to be set aside; False where the work is somebody else's.

    ``workers``: ids of those whose work it is. Refuses OwnWork without a reason, and Invalid where the
    reason may identify somebody: it is kept, and shown.
    """
    rule = own_work_rules()[action]
    if person_id not in workers:
        return False
    if not (rule.set_aside and because.strip()):
        raise OwnWork(rule)
    if found := identifiers_in(because):
        words = f"Take out what may identify somebody: {', '.join(found)}"
        raise Invalid([Fault("own_work_because", words)])
    return True
