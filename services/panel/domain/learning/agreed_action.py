"""An action or recommendation that a panel agreed, with every column of the action plan.

Source: the panel's action-plan table (Action, Lead organisation / officer, Guidance reference, Outputs
intended, Outcomes sought, Key milestones and dates, Budget, Other aligned work,
Links); *Children Act 2004*, s. 16M.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date


@dataclass(frozen=True)
class AgreedAction:
    """One action. ``owner`` is a post or an organisation, never a person; ``told_on`` is when it was told.

    ``id`` stays the same through every version of the review; "" until it is first saved, and in old rows.
    Two actions that say the same are equal whatever their ids: a page sent twice has changed nothing.
    ``kind``: an id of RECOMMENDATION_KINDS. ``themes``: ids of ``shared.themes``. The rest is free text.
    """

    text: str = ""
    owner: str = ""
    level: str = ""
    due_on: date | None = None
    told_on: date | None = None
    id: str = field(default="", compare=False)
    kind: str = ""
    themes: tuple[str, ...] = ()
    guidance_reference: str = ""
    outputs: str = ""
    outcomes: str = ""
    milestones: str = ""
    budget: str = ""
    other_work: str = ""
    links: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing was typed; an id alone is nothing."""
        return all(getattr(self, one.name) in ("", None, ()) for one in fields(self) if one.name != "id")

    def same_as(self, other: "AgreedAction") -> bool:
        """Whether both are one action in two versions of a review: the same id, or else the same words."""
        return bool(self.id and self.id == other.id) or self.text == other.text


def identified(
    actions: Sequence[AgreedAction], before: Sequence[AgreedAction], new_id: Callable[[], str]
) -> tuple[AgreedAction, ...]:
    """The actions, each with an id: its own, else that of the same text ``before``, else a new one."""
    taken = {one.id for one in actions}
    known = {one.text: one.id for one in before if one.id and one.id not in taken}
    return tuple(one if one.id else replace(one, id=known.pop(one.text, "") or new_id()) for one in actions)
