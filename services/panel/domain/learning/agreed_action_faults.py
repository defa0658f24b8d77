"""What keeps an action from being agreed, and advice that never refuses: what would make it easier to do."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from services.panel.domain.analysis.scales import LEVELS
from services.panel.domain.learning.agreed_action import PLAN_TEXTS, AgreedAction
from services.panel.domain.learning.recommendation_kinds import RECOMMENDATION_KINDS
from shared.errors import Fault
from shared.identifier_patterns import identifiers_in
from shared.themes import THEMES

_TITLES = r"dr|mr|mrs|ms|miss|mx|prof|professor|sir|dame|rev|revd"
_AFTER_A_POST = r"(?:and|at|for|from|in|of|on|or|the|to|with)\b"
_PERSON = re.compile(rf"\b(?:{_TITLES})\b\.?\s+(?!{_AFTER_A_POST})[^\W\d_]", re.IGNORECASE)
_DIGITS = re.compile(r"(?:\+?\d[ ()-]?){6,}")
FAR = timedelta(days=366)  # After a year nobody remembers what was agreed.


def owner_fault(owner: str) -> str | None:
    """Why this cannot own an action: a post or an organisation is asked for, never somebody by name."""
    if not owner.strip():
        return "say which post or organisation owns it"
    if _PERSON.search(owner):
        return "give the post or the organisation, not a person by name"
    if _DIGITS.search(owner) or {"email address", "telephone number"} & set(identifiers_in(owner)):
        return "give the post or the organisation, not an address or a telephone number"
    return None


def agreed_action_faults(
    action: AgreedAction, number: int, on: date, agreed: Collection[date]
) -> Iterator[Fault]:
    """Every fault of the action in place ``number`` (from 0) on day ``on``, by its fields ``action-0-owner``.

    ``agreed``: due dates of the review before it was reopened; they may have passed and stay.
    """
    named, where = f"action-{number}", f"Action {number + 1}: "
    shown = " ".join(getattr(action, name) for name in PLAN_TEXTS)
    found = (
        ("text", None if action.text.strip() else "say what is to be done"),
        ("owner", owner_fault(action.owner)),
        ("level", None if action.level in LEVELS else "choose local, regional or national"),
        ("kind", _unlisted(action.kind and [action.kind], RECOMMENDATION_KINDS, "choose a type of the list")),
        ("themes", _unlisted(action.themes, THEMES, "choose themes of the list")),
        ("due_on", _due_fault(action.due_on, on, agreed)),
        ("outputs", _identifier_fault(shown)),
        ("told_on", _told_fault(action.told_on, on)),
    )
    yield from (Fault(f"{named}-{field}", where + wrong) for field, wrong in found if wrong)


def _unlisted(chosen: Collection[str], listed: Collection[str], wrong: str) -> str | None:
    return wrong if any(one not in listed for one in chosen) else None


def _identifier_fault(shown: str) -> str | None:
    found = [kind for kind in identifiers_in(shown) if kind != "exact date"]
    return f"take out of its plan what may identify somebody: {', '.join(found)}" if found else None


def _due_fault(due_on: date | None, on: date, agreed: Collection[date]) -> str | None:
    if due_on is None:
        return "enter the date by which it is due"
    late = due_on < on and due_on not in agreed
    return "the due date must not be before the day of the review" if late else None


def _told_fault(told_on: date | None, on: date) -> str | None:
    return "the day the owner was told must not be in the future" if told_on and told_on > on else None


@dataclass(frozen=True)
class Hint:
    """Advice on one action: which letter of SMART it serves, what to say, and when."""

    letter: str
    says: str
    applies: Callable[[AgreedAction, date], bool]


_VAGUE = re.compile(
    r"^\s*(?:to\s+)?(?:consider|continue|ensure|explore|look into|promote|raise awareness|reflect|remind)\b",
    re.IGNORECASE,
)
_EVERYBODY = re.compile(r"\b(?:all|every|everybody|everyone|partners|various)\b", re.IGNORECASE)

HINTS: tuple[Hint, ...] = (
    Hint("Specific", "It begins with a word that can mean much or little. Say what will be different.",
         lambda one, on: bool(_VAGUE.search(one.text))),
    Hint("Specific", "It is owned by everybody. Name the one post or organisation that answers for it.",
         lambda one, on: bool(_EVERYBODY.search(one.owner))),
    Hint("Measurable", "It does not say what will be produced or what should be better afterwards.",
         lambda one, on: not (one.outputs.strip() or one.outcomes.strip())),
    Hint("Achievable", "It has no type. What a panel of this area cannot do itself is best asked of a body.",
         lambda one, on: not one.kind),
    Hint("Relevant", "It has no theme, so the next panel on the same theme will not find it.",
         lambda one, on: not one.themes),
    Hint("Time-bound", "It is due in more than a year. Set milestones, or an earlier date for a first part.",
         lambda one, on: bool(one.due_on and one.due_on - on > FAR and not one.milestones.strip())),
)  # fmt: skip


def smart_hints(action: AgreedAction, on: date) -> list[str]:
    """Advice on one action, in the order of the letters of SMART; empty where nothing could be better."""
    return [f"{hint.letter}: {hint.says}" for hint in HINTS if hint.applies(action, on)]
