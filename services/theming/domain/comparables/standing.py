"""Where a recommendation stands, in words. The states are those of ``RecommendationFollowed``."""

STATES = {
    "agreed": "agreed, not passed on yet",
    "told": "passed on to who is to do it",
    "accepted": "accepted",
    "declined": "declined",
    "under_way": "under way",
    "reported_done": "reported as done, not checked",
    "done": "done",
    "checked": "done and checked",
    "judged": "done, and its effect judged",
    "withdrawn": "withdrawn",
}
#: Only what somebody signed off is done: a report alone is not.
DONE = frozenset({"done", "checked", "judged"})


def is_done(state: str) -> bool:
    return state in DONE


def state_in_words(state: str, effect: str = "") -> str:
    """The state, and the effect where one was judged."""
    said = STATES.get(state, state.replace("_", " "))
    return f"{said}: {effect.replace('_', ' ')}" if effect else said
