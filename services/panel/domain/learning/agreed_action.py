"""An action or recommendation that a panel agreed, with every column of the action plan.

Source: the panel's action-plan table (Action, Lead organisation / officer, Guidance reference, Outputs
intended, Outcomes sought, Key milestones and dates, Budget, Other aligned work,
Links); *Children Act 2004*, s. 16M.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date

from services.panel.domain.learning.recommendation_kinds import RECOMMENDATION_KINDS
from shared.themes import THEMES

# The columns of the action plan beside the action, its owner and its dates, each with its heading.
PLAN_TEXTS: dict[str, str] = {
    "guidance_reference": "Guidance reference",
    "outputs": "Outputs intended",
    "outcomes": "Outcomes sought",
    "milestones": "Key milestones and dates",
    "budget": "Budget",
    "other_work": "Other aligned work",
    "links": "Links",
}


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

    @property
    def plan(self) -> list[tuple[str, str]]:
        """What is said of it besides text, owner, level and days, as label and words; no blanks."""
        kind = RECOMMENDATION_KINDS[self.kind].label if self.kind in RECOMMENDATION_KINDS else self.kind
        themes = ", ".join(THEMES[one].label if one in THEMES else one for one in self.themes)
        texts = [(label, getattr(self, name)) for name, label in PLAN_TEXTS.items()]
        return [(label, words) for label, words in (("Type", kind), ("Themes", themes), *texts) if words]

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
