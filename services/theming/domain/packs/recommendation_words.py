"""Where a recommendation stands, in words for somebody who was never in a panel meeting."""

from datetime import date

from services.theming.domain.packs.contents import PackRecommendation

STATES: dict[str, str] = {
    "agreed": "Agreed. Not yet passed to those who are asked",
    "told": "Passed to those who are asked",
    "accepted": "Accepted",
    "declined": "Not accepted",
    "under_way": "Under way",
    "reported_done": "Reported as done. The panel has still to see that it is",
    "done": "Done. To be checked once more",
    "checked": "Done and checked",
    "judged": "Done",
    "withdrawn": "No longer asked for",
}
EFFECTS: dict[str, str] = {
    "worked": "It worked",
    "partly": "It worked in part",
    "did_not": "It did not work",
    "cannot_tell": "Nobody can tell whether it worked",
}
#: Nobody has to report on these any more.
SETTLED = frozenset({"reported_done", "done", "checked", "judged", "withdrawn"})
LEVELS = {"local": "Local", "regional": "Regional", "national": "National"}


def overdue(one: PackRecommendation, on: date) -> bool:
    return one.state not in SETTLED and one.due_on is not None and one.due_on < on


def state_in_words(one: PackRecommendation, on: date) -> str:
    """The state, whether it is late on this day, and what it brought about."""
    said = [STATES.get(one.state, one.state)]
    if overdue(one, on):
        said.append("It is late")
    if one.effect:
        said.append(EFFECTS.get(one.effect, one.effect))
    return ". ".join(said)


def states_in_words(states: tuple[str, ...]) -> str:
    """Where the same words stand that several reviews asked for, a line each, the newest first."""
    if len(states) == 1:
        return states[0]
    return "\n".join(("Asked more than once:", *(f"• {each}" for each in states)))
